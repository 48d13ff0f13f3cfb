import type { Clearances } from './approval/clearance.ts';
import type { Effects } from './effects.ts';
import type { Resolver } from './facts.ts';
import type { Grants, Seal } from './approval/grant.ts';
import type { Context } from './operations/definition.ts';
import type { Approver } from './approval/question.ts';
import type { RecordInput } from './record/index.ts';
import type { Clock, Crypto } from './approval/token.ts';

/** Writes the record. `durable` resolves only when it is on disk, with its nonces burned with it. */
export interface Recorder {
  /** Throws `nonce_burned`, `ledger_full`, `ledger_failed`; then nothing is performed. */
  durable(records: readonly RecordInput[], burn: readonly string[]): Promise<void>;
  /** Within a second. Throws `ledger_failed` where an earlier one could not be written. */
  soon(record: RecordInput): void;
}

export interface GateDeps {
  readonly clearances: Clearances;
  readonly effects: Effects;
  readonly resolver: Resolver;
  readonly recorder: Recorder;
  readonly crypto: Crypto;
  readonly clock: Clock;
  readonly grants: Grants;
  /** Signs grants that outlive a restart; null where nothing is kept. */
  readonly seal: Seal | null;
  /** Null where nobody is there to ask: then what would ask is denied. */
  readonly approver: Approver | null;
  /** The facts of now: policy, scope, domain, providers. Read afresh for every decision. */
  readonly context: () => Omit<Context, 'now' | 'session'>;
  /** Takes the detail of an error under its request id. */
  readonly report: (requestId: string, error: unknown) => void;
}
