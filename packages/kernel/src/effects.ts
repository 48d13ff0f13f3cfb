import type { Clearance } from './approval/clearance.ts';
import type { Name, Result } from './operations/index.ts';

/** What an effect says while it runs: output as it comes, or how far it is. */
export type Chunk =
  | { readonly text: string }
  | {
      readonly progress: {
        readonly done: number;
        readonly total: number | null;
        readonly label: string;
      };
    };

/** Performs one operation. Every operand comes out of the clearance; nothing else says what to do. */
export type Effect<N extends Name> = (
  clearance: Clearance<N>,
  signal: AbortSignal,
) => AsyncGenerator<Chunk, Result<N>>;

export type Effects = { readonly [N in Name]: Effect<N> };
