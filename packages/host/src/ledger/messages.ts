import type { Verification } from '@gatehouse/kernel/record';

/** One entry as it crosses to the worker: bodies are the exact texts that are hashed. */
export interface Item {
  readonly bodies: readonly string[];
  readonly burn: readonly string[];
  /** Effects that start with this entry: request id, and which of `bodies` says so. */
  readonly opens: readonly (readonly [request: string, index: number])[];
  /** Request ids of effects completed with this entry. */
  readonly closes: readonly string[];
}

export interface Row {
  readonly sequence: number;
  readonly previous: string;
  readonly hash: string;
  readonly body: string;
}

export interface Setup {
  /** Directory of ledger.db and audit/, or null to keep all of it in memory. */
  readonly home: string | null;
  readonly key: Uint8Array;
  readonly checkpointKey: Uint8Array;
  /** An `audit.checkpoint` event as text; time and state are put in for each file. */
  readonly checkpoint: string;
  readonly run: string;
  readonly maxBytes: number;
  readonly rotated: number;
}

export type Question =
  | { readonly kind: 'append'; readonly items: readonly Item[] }
  | { readonly kind: 'tail'; readonly count: number }
  | { readonly kind: 'page'; readonly after: number; readonly count: number }
  | { readonly kind: 'claim' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'close' };

/** A sequence, or the code why that entry was refused. */
export type Appended = number | 'nonce_burned';

export interface Answers {
  append: readonly Appended[];
  tail: readonly Row[];
  page: readonly Row[];
  /** Bodies of effects that a dead run started and never completed; they are ours to complete. */
  claim: readonly string[];
  verify: Verification;
  close: null;
}

export type Reply =
  | { readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly id: number; readonly code: string; readonly message: string }
  | { readonly id: null; readonly code: string; readonly message: string };
