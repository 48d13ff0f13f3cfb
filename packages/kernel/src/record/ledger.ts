import type { ChainLink } from './line.ts';
import type { OcsfEvent } from './schema.ts';

/** What is made durable at once: all of it, or none of it. */
export interface LedgerEntry {
  readonly events: readonly OcsfEvent[];
  /** Nonces of tokens used up by this entry. */
  readonly burn: readonly string[];
}

export interface ChainedEvent {
  readonly event: OcsfEvent;
  readonly link: ChainLink;
}

export type ProblemCode =
  'edited' | 'removed' | 'reordered' | 'foreign' | 'cut' | 'checkpoint' | 'head' | 'unreadable';

export interface LedgerProblem {
  readonly code: ProblemCode;
  /** `ledger`, or the name of a file of the projection. */
  readonly where: string;
  /** Line in that file, from 1; 0 where it is not about a line. */
  readonly line: number;
  /** The first sequence that is affected. */
  readonly sequence: number;
}

export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  /** Where the kept chain starts: the last event before it that was let go, 0 for none. */
  readonly from: { readonly sequence: number; readonly hash: string };
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly problems: readonly LedgerProblem[];
}

/**
 * The record of what happened and the memory of used tokens. Owned by the gate; the machine's part
 * lives in host/ledger.
 */
export interface Ledger {
  /**
   * Resolves when all of it is durable. Rejects with `nonce_burned` (used before, by any process,
   * before any restart), `ledger_full` (no space: try later), `ledger_busy` (another process holds
   * it), `ledger_failed` (after a failed write nothing more is taken until the program starts
   * again) or `ledger_closed`; then nothing of it was kept.
   */
  append(entry: LedgerEntry): Promise<{ sequence: number }>;
  /** The last `count` events, oldest first. */
  tail(count: number): Promise<readonly ChainedEvent[]>;
  verify(): Promise<Verification>;
  /** Every kept event as a line of the projection, oldest first. */
  export(): AsyncIterable<string>;
  close(): Promise<void>;
}
