import type { Ended } from './broker/watch.ts';
import type { RunSpec } from './spec.ts';

/** What main says to the broker. The first message is `hello`; its key is never in argv or env. */
export type ToBroker =
  | { readonly type: 'hello'; readonly key: string; readonly parent: number; readonly tag: string }
  | { readonly type: 'run'; readonly id: number; readonly spec: RunSpec; readonly token: string }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'probe'; readonly id: number };

/** What the broker says to main; output comes as bytes, framed beside these. */
export type FromBroker =
  | { readonly type: 'done'; readonly id: number; readonly result: RunResult }
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly code: string;
      readonly message: string;
    }
  | { readonly type: 'probed'; readonly id: number; readonly problem: SandboxProblem | null };

export type SandboxProblem = 'missing' | 'refused_by_kernel' | 'unsupported_platform';

export interface RunResult {
  /** Exit status as a shell reports it (128 + n for signal n); null where the tree was ended. */
  readonly exit: number | null;
  readonly signal: string | null;
  readonly ended: Ended;
  /** True where output was cut at its limit. */
  readonly truncated: boolean;
}
