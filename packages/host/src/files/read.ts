import { closeSync } from 'node:fs';
import type { PathFact } from '@gatehouse/kernel';
import { READ, type Containment, type Directory } from './containment.ts';
import type { Contents } from './contents.ts';
import { requireFile } from './identity.ts';

/**
 * Reads the file of the facts, at most `limit` bytes, valid until the next read. The scope's roots
 * are held open, so that a file costs one open whatever its depth; a root that was renamed or made
 * anew since shows in what is found below it and is opened again. Throws `changed`,
 * `path_not_regular`, `path_hard_linked`, `path_too_large` and the errno's name.
 */
export function createReader(
  containment: Containment,
  contents: Contents,
): (fact: PathFact, limit: number) => Buffer {
  const roots = new Map<string, Directory>();

  const below = (root: Directory, fact: PathFact, limit: number): Buffer => {
    const fd = containment.open(root, fact.real.segments, READ);
    try {
      return contents.read(fd, requireFile(fd, fact).size, limit);
    } finally {
      closeSync(fd);
    }
  };

  return (fact, limit) => {
    const { root } = fact.real;
    const kept = roots.get(root);
    if (kept !== undefined) {
      try {
        return below(kept, fact, limit);
      } catch {
        // Stale or truly refused: the second look, from the top, tells which and throws it.
        roots.delete(root);
        closeSync(kept.fd);
      }
    }
    const opened = containment.enter('/', root === '/' ? [] : root.slice(1).split('/'));
    roots.set(root, opened);
    return below(opened, fact, limit);
  };
}
