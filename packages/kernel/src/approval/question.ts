import { canonical } from '../canonical.ts';
import type { Grounded } from '../flow/session.ts';
import type { Principal, ShownItem, TokenScope } from '../operations/definition.ts';
import type { Name } from '../operations/index.ts';
import type { Reason } from '../reasons.ts';
import type { Offer } from './offers.ts';
import type { GrantScope } from '../policy/reach.ts';
import { mintToken } from './token.ts';
import type { Clock, Crypto } from './token.ts';

/** What a person is asked. Everything in it is bound: what is not here was not approved. */
export interface Question {
  readonly requestId: string;
  readonly operation: Name;
  readonly by: Principal;
  /** The reasons that ask, without those that allow. */
  readonly reasons: readonly Reason[];
  readonly shown: readonly ShownItem[];
  /** Where each argument that matters came from. */
  readonly provenance: readonly Grounded[];
  /** What may be allowed beyond this call, narrowest first. */
  readonly offers: readonly Offer[];
  /** What a plain yes allows until the task ends: the shape of a plan; else empty. */
  readonly gives: readonly GrantScope[];
  readonly binding: string;
  readonly scope: TokenScope;
  readonly seconds: number;
}

/**
 * How wide a yes is: this call; or an offer of the question, by its place, for this session or until
 * a date (milliseconds since the epoch).
 */
export type Wish =
  | { readonly choice: 'once' }
  | { readonly choice: 'session'; readonly offer: number }
  | { readonly choice: 'lasting'; readonly offer: number; readonly until: number };

export type Answer = { readonly choice: 'deny' } | (Wish & { readonly token: string });

/** Asks a person. Implemented by a face; where nobody is there, the gate has none. */
export interface Approver {
  ask(question: Question, signal: AbortSignal): Promise<Answer>;
}

/** What a token is for: one question, and one width and length of the yes. */
export const answerBinding = (
  crypto: Pick<Crypto, 'hash'>,
  question: Pick<Question, 'binding'>,
  wish: Wish,
): string => crypto.hash(canonical({ question: question.binding, wish }));

/**
 * Turns a person's yes into a token. Given to the face that reads the person's own key presses and
 * to nobody else: without it an answer cannot be made, only claimed.
 */
export function createSigner(crypto: Crypto, clock: Clock) {
  return (question: Question, wish: Wish): Answer => ({
    ...wish,
    token: mintToken(crypto, clock, {
      binding: answerBinding(crypto, question, wish),
      scope: question.scope,
      seconds: question.seconds,
    }),
  });
}
export type Signer = ReturnType<typeof createSigner>;
