import type { Reason, ReasonCode } from '@gatehouse/kernel';

/** One language. Every code has its words: a missing one does not compile. */
export interface Words {
  readonly reason: Readonly<Record<ReasonCode, (reason: Reason) => string>>;
  /** What a shown item is, by its label. */
  readonly label: (label: string) => string;
  /** What an operation does to a place, as a phrase before its name. */
  readonly doing: (operation: string) => string;
  readonly notice: (code: string, detail: string) => string;
  readonly trust: (trust: string) => string;
  /** How a value was found there; empty where it stands there as it is, or nowhere. */
  readonly how: (how: string) => string;
  /** What is wrong with notes, by the problem's code. */
  readonly problem: (code: string) => string;
  /** What a person can do about an error, by its code; empty where there is nothing to say. */
  readonly advice: (code: string) => string;
}
