import type { Principal, GrantScope, ShownItem } from '../operations/definition.ts';
import type { Name } from '../operations/index.ts';
import type { Reason } from '../reasons.ts';
import { mintToken } from './token.ts';
import type { Clock, Crypto, TokenScope } from './token.ts';
import type { Trust } from '../flow/label.ts';

/** What a person is asked. Everything in it is bound: what is not here was not approved. */
export interface Question {
  readonly requestId: string;
  readonly operation: Name;
  readonly by: Principal;
  /** The reasons that ask, without those that allow. */
  readonly reasons: readonly Reason[];
  readonly shown: readonly ShownItem[];
  /** Where each argument that matters came from. */
  readonly provenance: readonly {
    readonly argument: string;
    readonly value: string;
    readonly trust: Trust;
    readonly origin: string;
  }[];
  /** What "this session" would cover; null where it is not offered. */
  readonly grant: GrantScope | null;
  readonly binding: string;
  readonly scope: TokenScope;
  readonly seconds: number;
}

export type Answer =
  { readonly choice: 'deny' } | { readonly choice: 'once' | 'session'; readonly token: string };

/** Asks a person. Implemented by a face; where nobody is there, the gate has none. */
export interface Approver {
  ask(question: Question, signal: AbortSignal): Promise<Answer>;
}

/**
 * Turns a person's yes into a token. Given to the face that reads the person's own key presses and
 * to nobody else: without it an answer cannot be made, only claimed.
 */
export function createSigner(crypto: Crypto, clock: Clock) {
  return (question: Question, choice: 'once' | 'session'): Answer => ({
    choice,
    token: mintToken(crypto, clock, {
      binding: `${choice}:${question.binding}`,
      scope: question.scope,
      seconds: question.seconds,
    }),
  });
}
export type Signer = ReturnType<typeof createSigner>;
