import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProgramKeys } from '../../database/index.ts';
import { createIndex } from '../create-index.ts';
import type { Index, IndexOptions, IndexResult } from '../create-index.ts';

/** Keys of a test: the same every time, so that an index can be opened again. */
export const testKeys = (kept: ProgramKeys['kept'] = 'keychain', fill = 7): ProgramKeys => ({
  derive: () => Buffer.alloc(32, fill),
  kept,
});

export interface Stage {
  readonly home: string;
  readonly root: string;
  readonly index: Index;
  /** Writes files below the root; `null` deletes. */
  write(files: Readonly<Record<string, string | Uint8Array | null>>): void;
  run(domain?: string, roots?: readonly string[]): Promise<IndexResult>;
  /** Another index over the same home, as another process would have it. */
  again(options?: Partial<IndexOptions>): Index;
  end(): Promise<void>;
}

/** A folder of notes and an index over it, in places of their own. */
export function startIndex(options: Partial<IndexOptions> = {}): Stage {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-index-'));
  const home = join(base, 'home');
  const root = join(base, 'notes');
  mkdirSync(root);
  const opened: Index[] = [];
  const again = (more: Partial<IndexOptions> = {}) => {
    const index = createIndex({ home, keys: testKeys(), ...options, ...more });
    opened.push(index);
    return index;
  };
  const index = again();
  return {
    ...{ home, root, index, again },
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        const full = join(root, path);
        mkdirSync(dirname(full), { recursive: true });
        if (text === null) rmSync(full, { recursive: true });
        else writeFileSync(full, text);
      }
    },
    run: (domain = 'd', roots = [root]) => finish(index, domain, roots),
    async end() {
      for (const one of opened) await one.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Runs an index to its end. */
export async function finish(
  index: Index,
  domain: string,
  roots: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<IndexResult> {
  const run = index.index(domain, roots, signal);
  for (;;) {
    const next = await run.next();
    if (next.done === true) return next.value;
  }
}
