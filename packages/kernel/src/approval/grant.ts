import { canonical } from '../canonical.ts';
import type { GrantScope } from '../operations/definition.ts';
import type { ReasonCode } from '../reasons.ts';
import type { Clock, Crypto } from './token.ts';

/**
 * A wider answer of the person's: the same operation within one limit, for one session, until a time
 * on the boot clock. It covers only the reasons that were shown when it was given.
 */
export interface Grant {
  readonly id: string;
  readonly session: string;
  readonly scope: GrantScope;
  readonly codes: readonly ReasonCode[];
  readonly issued: number;
  readonly expires: number;
  readonly mac: string;
}

/** Where grants are kept. Listing is synchronous: it happens while an operation waits. */
export interface Grants {
  list(session: string): readonly Grant[];
  add(grant: Grant): void;
  revoke(id: string): boolean;
}

/** A session's grant ends with it, and after twelve hours at the latest. */
const LONGEST = 12 * 3600 * 1000;

export function signGrant(
  crypto: Crypto,
  clock: Clock,
  given: Pick<Grant, 'session' | 'scope' | 'codes'>,
): Grant {
  const issued = clock.boot();
  const body = { ...given, id: crypto.nonce(), issued, expires: issued + LONGEST };
  return Object.freeze({ ...body, mac: crypto.mac(grantText(body)) });
}

/** True where the grant is authentic, live, and as wide as what is asked now. */
export function covers(
  crypto: Crypto,
  clock: Clock,
  grant: Grant,
  asked: {
    readonly session: string;
    readonly scope: GrantScope;
    readonly codes: readonly ReasonCode[];
  },
): boolean {
  const { mac, ...body } = grant;
  return (
    grant.session === asked.session &&
    grant.scope.operation === asked.scope.operation &&
    grant.scope.limit === asked.scope.limit &&
    within(grant.scope, asked.scope.value) &&
    asked.codes.every((code) => grant.codes.includes(code)) &&
    clock.boot() < grant.expires &&
    crypto.verify(grantText(body), mac)
  );
}

function within(scope: GrantScope, value: string): boolean {
  if (scope.value === value) return true;
  return scope.limit === 'under' && value.startsWith(`${scope.value}/`);
}

const grantText = (body: Omit<Grant, 'mac'>) => `gatehouse grant v1\n${canonical(body)}`;
