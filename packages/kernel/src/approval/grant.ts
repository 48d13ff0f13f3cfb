import { canonical } from '../canonical.ts';
import type { ReasonCode } from '../reasons.ts';
import { isAtLeast, isInScope, longestFor } from '../policy/reach.ts';
import type { GrantScope, Length, Reach } from '../policy/reach.ts';
import type { Clock, Crypto } from './token.ts';

/**
 * A wider answer of the person's: calls within one scope, in one domain, for the reasons that were
 * shown when it was given and no other.
 */
export interface Grant {
  readonly id: string;
  readonly length: Length;
  /** The session it was given in; but for lasting ones it counts there alone. */
  readonly session: string;
  /** The task it ends with; empty but for those of a plan. */
  readonly task: string;
  /** Where it counts. The id tells its folders on this disk: `Context.domain.id`. */
  readonly domain: { readonly name: string; readonly id: string };
  readonly scope: GrantScope;
  readonly codes: readonly ReasonCode[];
  /** Milliseconds since the epoch. */
  readonly given: number;
  readonly until: number;
  /** Milliseconds since boot; null for a lasting one, which a restart does not end. */
  readonly expires: number | null;
  readonly mac: string;
}

/** Where grants are kept. Synchronous: it is asked while an operation waits. */
export interface Grants {
  list(): readonly Grant[];
  add(grant: Grant): void;
  revoke(id: string): boolean;
  /** Counts one call that was let through by it. */
  used(id: string, time: number): void;
}

/** Signs what outlives a restart: HMAC-SHA-256 under a key of this installation, of its own. */
export type Seal = Pick<Crypto, 'mac' | 'verify'>;

/** The keys and clocks that grants are made and checked with; no seal where nothing is kept. */
export interface GrantDeps {
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly seal: Seal | null;
}

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;

/** A session's grant ends with it, a plan's with its task; at the latest after this. */
const LONGEST = { session: 12 * HOUR, plan: HOUR } as const;

/** No answer counts for longer than this. */
export const LONGEST_DAYS = 90;

/** A date that an answer given now may count until. */
export const isDateFor = (until: number, now: number): boolean =>
  Number.isSafeInteger(until) && now < until && until <= now + LONGEST_DAYS * DAY;

/** Signs a grant. `until` is for a lasting one alone; the others end by their length. */
export function signGrant(
  { crypto, clock, seal }: GrantDeps,
  given: Pick<Grant, 'length' | 'session' | 'task' | 'domain' | 'scope' | 'codes'>,
  until: number,
): Grant {
  const { length } = given;
  const now = clock.now();
  const ends =
    length === 'lasting'
      ? { until, expires: null }
      : { until: now + LONGEST[length], expires: clock.boot() + LONGEST[length] };
  const body = { ...given, id: crypto.nonce(), given: now, ...ends };
  const signer = length === 'lasting' && seal !== null ? seal : crypto;
  return Object.freeze({ ...body, mac: signer.mac(grantText(body)) });
}

/** True where it is authentic and has not ended. */
export function isLive({ crypto, clock, seal }: GrantDeps, grant: Grant): boolean {
  const { mac, ...body } = grant;
  const now = clock.now();
  // A clock that was set back gives no grant a longer life.
  if (now < grant.given || now >= grant.until) return false;
  if (grant.length === 'lasting') return seal !== null && seal.verify(grantText(body), mac);
  return (
    grant.expires !== null && clock.boot() < grant.expires && crypto.verify(grantText(body), mac)
  );
}

/** What is asked now, as a grant is held against it. */
export interface Wanted {
  readonly operation: string;
  readonly reach: Reach;
  readonly codes: readonly ReasonCode[];
  readonly session: string;
  readonly task: string;
  readonly domain: string;
}

/** True where the grant is live, and as wide as what is asked now. */
export function covers(deps: GrantDeps, grant: Grant, wanted: Wanted): boolean {
  const { length, scope, codes } = grant;
  const longest = longestFor(scope, wanted.codes);
  return (
    grant.domain.id === wanted.domain &&
    // Folders that are not there have no id, and none of them is another.
    (length === 'lasting' ? wanted.domain !== '' : grant.session === wanted.session) &&
    (length !== 'plan' || grant.task === wanted.task) &&
    wanted.codes.every((code) => codes.includes(code)) &&
    // The table has the last word, even where an older release signed more.
    longest !== null &&
    isAtLeast(longest, length) &&
    isInScope(wanted.operation, wanted.reach, scope) &&
    isLive(deps, grant)
  );
}

const grantText = (body: Omit<Grant, 'mac'>) => `gatehouse grant v2\n${canonical(body)}`;
