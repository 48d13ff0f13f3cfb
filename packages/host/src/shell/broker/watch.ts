import type { RunLimits } from '../spec.ts';
import type { TreeUse } from './tree.ts';

export type Ended = 'exited' | 'timeout' | 'memory' | 'processes' | 'output' | 'cancelled';

export interface Watched {
  /** Null once the tree has ended. */
  readonly use: (enough: number) => TreeUse | null;
  /** The exact memory, asked only where the quick count is over the limit. */
  readonly share: () => number;
  /** False where something the command runs from was replaced. */
  readonly stands: () => boolean;
  readonly stop: (why: Ended | 'operand_changed') => void;
}

/** When the tree is counted, in milliseconds after the look before: often at first, as bombs start. */
const FIRST_LOOKS = [4, 6, 10, ...Array<number>(25).fill(20)];
const LATER_LOOKS = 50;

/** Ends a tree that outgrows its limits or its time. Returns how to stop watching. */
export function watchTree(limits: RunLimits, watched: Watched): () => void {
  let looks = 0;
  let timer: NodeJS.Timeout | undefined;
  const deadline = setTimeout(() => {
    watched.stop('timeout');
  }, limits.seconds * 1000);
  const look = () => {
    looks += 1;
    const use = watched.use(limits.processes);
    if (use === null) return;
    if (!watched.stands()) watched.stop('operand_changed');
    else if (use.tasks > limits.processes + 1) watched.stop('processes');
    else if (use.bytes > limits.memoryBytes && watched.share() > limits.memoryBytes) {
      watched.stop('memory');
    } else timer = setTimeout(look, FIRST_LOOKS[looks] ?? LATER_LOOKS);
  };
  timer = setTimeout(look, FIRST_LOOKS[0]);
  return () => {
    clearTimeout(deadline);
    clearTimeout(timer);
  };
}
