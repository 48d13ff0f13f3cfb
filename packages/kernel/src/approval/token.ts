import { canonical } from '../canonical.ts';
import type { TokenScope } from '../operations/definition.ts';

/** Keyed and plain digests and randomness, handed in by the host. Texts are hashed as UTF-8. */
export interface Crypto {
  /** SHA-256, lower-case hex. */
  hash(text: string): string;
  /** HMAC-SHA-256 under HKDF(root key, boot id), lower-case hex. */
  mac(text: string): string;
  /** Compares in constant time. */
  verify(text: string, mac: string): boolean;
  /** 128 random bits, lower-case hex. */
  nonce(): string;
}

/** Times in milliseconds. `boot` counts suspend, so that a token does not outlive a closed lid. */
export interface Clock {
  now(): number;
  boot(): number;
}

interface Payload {
  readonly binding: string;
  readonly scope: TokenScope;
  readonly nonce: string;
  readonly expires: number;
}

export type TokenProblem =
  'token_missing' | 'token_forged' | 'token_expired' | 'token_scope' | 'token_binding';

/**
 * A single-use proof that a person answered: HMAC over the binding (operation, operands, facts,
 * policy digest, digest of what was shown), a nonce, a scope and an expiry on the boot clock.
 */
export function mintToken(
  crypto: Crypto,
  clock: Clock,
  question: { readonly binding: string; readonly scope: TokenScope; readonly seconds: number },
): string {
  const payload: Payload = {
    binding: question.binding,
    scope: question.scope,
    nonce: crypto.nonce(),
    expires: clock.boot() + question.seconds * 1000,
  };
  const text = canonical(payload);
  return `gh1.${crypto.mac(`gatehouse token v1\n${text}`)}.${text}`;
}

/** Checks a token against exactly one binding; the caller burns the nonce before it acts on it. */
export function verifyToken(
  crypto: Crypto,
  clock: Clock,
  token: unknown,
  expected: { readonly binding: string; readonly scope: TokenScope },
): { readonly nonce: string } | { readonly problem: TokenProblem } {
  if (typeof token !== 'string') return { problem: 'token_missing' };
  const match = /^gh1\.([0-9a-f]{64})\.(\{.{1,600}\})$/.exec(token);
  const [, mac, text] = match ?? [];
  if (mac === undefined || text === undefined) return { problem: 'token_forged' };
  if (!crypto.verify(`gatehouse token v1\n${text}`, mac)) return { problem: 'token_forged' };
  const payload = JSON.parse(text) as Payload; // authentic: our own canonical text
  if (payload.scope !== expected.scope) return { problem: 'token_scope' };
  if (payload.binding !== expected.binding) return { problem: 'token_binding' };
  if (!(clock.boot() < payload.expires)) return { problem: 'token_expired' };
  return { nonce: payload.nonce };
}
