import { setImmediate } from 'node:timers/promises';
import type { Chunk, PathFact, Result } from '@gatehouse/kernel';
import { setAside } from './aside.ts';
import { asFailure } from './failure.ts';
import { holdFolder, requireRunning, sync, type Tools } from './tools.ts';
import { keepTree, removeTree, type Found, type KeptTree } from './tree.ts';

/** So many entries between two chances for everything else, and for a stop. */
const SLICE = 64;

/**
 * Deletes the file or folder of the facts, once all of it is in the snapshots; `snapshot` is the id
 * of the list of what was there. Where anything stands against it, or it is stopped, everything is
 * where it was; only a folder that others fill while it is being removed can lose entries before it
 * says `changed`, and each of them is kept.
 */
export async function* deleteEntry(
  tools: Tools,
  fact: PathFact,
  signal: AbortSignal,
): AsyncGenerator<Chunk, Result<'file.delete'>> {
  try {
    requireRunning(signal);
    const { folder, name, close } = holdFolder(tools, fact);
    try {
      const aside = setAside(tools, folder, name, fact);
      let removed = false;
      try {
        const found: Found[] = [];
        for (const one of keepTree(tools, folder, aside.name, fact.real, signal)) {
          found.push(one);
          if (found.length % SLICE !== 0) continue;
          yield { progress: { done: found.length, total: null, label: 'delete' } };
          await setImmediate();
        }
        const tree: KeptTree = { version: 1, entries: found.map((one) => one.entry) };
        const snapshot = tools.snapshots.put(Buffer.from(JSON.stringify(tree)));
        requireRunning(signal);
        removeTree(tools, folder, aside.name, found);
        removed = true;
        sync(folder);
        return { snapshot };
      } finally {
        // Also where the asker simply walks away in the middle.
        if (!removed) aside.putBack();
      }
    } finally {
      close();
    }
  } catch (error) {
    throw asFailure(error);
  }
}
