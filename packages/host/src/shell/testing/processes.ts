import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** A number of seconds nobody else sleeps for: finds a test's own processes among all others. */
export const uniqueSeconds = (): string => `8${String(randomInt(1e8, 1e9))}`;

/** Processes of this machine whose command line holds a text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(text);
      } catch {
        return false; // it ended while the list was read
      }
    })
    .map(Number);
}

/** Waits for a condition by looking again and again; the test's own time limit ends it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
