import type { ProcessCalls } from '../../native/process-calls.ts';
import { endProcess } from './strays.ts';

export interface Child {
  readonly pid: number;
  /** Exit status as a shell reports it. */
  readonly exited: Promise<number>;
  /** SIGKILL, unless its end was already seen. */
  kill(): void;
}

/** Where nothing else announces an end: how often to look, in milliseconds. */
const LOOKS = 50;
/** Looks in a row, right after the output closed, before looking once a millisecond. */
const EAGER_LOOKS = 100;

/**
 * A child started by posix_spawn, whose end nobody announces: its output closes when it ends, so
 * that is when to look, and every `LOOKS` milliseconds in case someone else holds that pipe.
 */
export function watchChild(calls: ProcessCalls, pid: number, closed: Promise<void>): Child {
  let status: number | null = null;
  const exited = new Promise<number>((resolve) => {
    const look = (): boolean => {
      status ??= calls.reap(pid);
      if (status === null) return false;
      clearInterval(timer);
      resolve(status);
      return true;
    };
    const timer = setInterval(look, LOOKS);
    const follow = (left: number): void => {
      if (look()) return;
      const again = () => {
        follow(left - 1);
      };
      if (left > 0) setImmediate(again);
      else setTimeout(again, 1);
    };
    void closed.then(() => {
      follow(EAGER_LOOKS);
    });
  });
  return {
    pid,
    exited,
    kill() {
      if (status === null) endProcess(pid);
    },
  };
}
