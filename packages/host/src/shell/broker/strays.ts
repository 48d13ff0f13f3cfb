import { readFileSync } from 'node:fs';
import { codeOf } from '../../native/index.ts';
import type { ProcessCalls } from '../../native/process-calls.ts';
import { childrenOfAll } from './tree.ts';

/**
 * Children of this process that it did not start: orphans that came to it because it is their
 * subreaper.
 */
export const straysOf = (own: ReadonlySet<number>): readonly number[] =>
  childrenOfAll(process.pid).filter((pid) => !own.has(pid));

/**
 * Ends what bubblewrap left when it was killed while setting up: its child waits for a word from it
 * for ever, death signal or not.
 */
export function endHalfMadeSandboxes(calls: ProcessCalls, own: ReadonlySet<number>): void {
  for (const pid of straysOf(own)) {
    if (nameOf(pid) !== 'bwrap') continue;
    endProcess(pid);
    calls.reap(pid);
  }
}

/** SIGKILL to a process, or a group by its negative number. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Gone by now, or root's, whose end the caller does not wait for.
    if (!['ESRCH', 'EPERM'].includes(codeOf(error))) throw error;
  }
}

function nameOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/comm`, 'utf8').trim();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes(codeOf(error))) return '';
    throw error;
  }
}
