import { closeSync } from 'node:fs';
import type { Containment, Directory } from './containment.ts';

/** Roots held open, so that a file costs one open and not one for every folder above it. */
export interface Roots {
  /** The directory at an absolute real path. Never closed by the caller. */
  get(path: string): Directory;
  /** Lets go of one, which is opened again when next used, or of all. */
  release(path?: string): void;
}

export function createRoots(containment: Containment): Roots {
  const kept = new Map<string, Directory>();
  return {
    get(path) {
      const found = kept.get(path);
      if (found !== undefined) return found;
      const opened = containment.enter('/', path === '/' ? [] : path.slice(1).split('/'));
      kept.set(path, opened);
      return opened;
    },
    release(path) {
      for (const [root, directory] of kept) {
        if (path !== undefined && root !== path) continue;
        kept.delete(root);
        closeSync(directory.fd);
      }
    },
  };
}
