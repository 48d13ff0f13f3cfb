import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** Processes of this machine, other than this one, whose command line holds a text. */
export function processesWith(text: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(text);
      } catch {
        return false; // it ended while the list was read
      }
    })
    .map(Number);
}

/** Looks again and again until a condition holds; the test's own time limit ends it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A process and everything below it. */
export function familyOf(pid: number): readonly number[] {
  const children = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/u.test(name)) return false;
    try {
      return new RegExp(`^PPid:\\s+${String(pid)}$`, 'mu').test(
        readFileSync(`/proc/${name}/status`, 'utf8'),
      );
    } catch {
      return false; // it ended while the list was read
    }
  });
  return [pid, ...children.flatMap((child) => familyOf(Number(child)))];
}

/** How often a process holds a text in its memory; `EACCES` where it does not let itself be read. */
export function copiesInMemory(pid: number, text: string): number | 'EACCES' {
  let memory: number;
  try {
    memory = openSync(`/proc/${String(pid)}/mem`, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') return 'EACCES';
    throw error;
  }
  const needle = Buffer.from(text, 'latin1');
  const piece = Buffer.alloc(1 << 20);
  let copies = 0;
  try {
    for (const line of readFileSync(`/proc/${String(pid)}/maps`, 'latin1').split('\n')) {
      const [, from = '', to = ''] = /^([0-9a-f]+)-([0-9a-f]+) rw/u.exec(line) ?? [];
      const end = Number(`0x${to === '' ? '0' : to}`);
      // Pieces overlap, so that nothing is missed where they meet.
      for (
        let at = Number(`0x${from === '' ? '0' : from}`);
        at < end;
        at += piece.length - needle.length + 1
      ) {
        const length = readAt(memory, piece, Math.min(piece.length, end - at), at);
        const seen = piece.subarray(0, length);
        for (let hit = seen.indexOf(needle); hit !== -1; hit = seen.indexOf(needle, hit + 1))
          copies++;
      }
    }
  } finally {
    closeSync(memory);
  }
  return copies;
}

/** Bytes read; 0 where nothing is mapped any more. */
function readAt(memory: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EIO') return 0;
    throw error;
  }
}
