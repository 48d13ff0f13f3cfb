import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** A child's exit status as a shell reports it: 128 + n where signal n ended it. */
export const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
