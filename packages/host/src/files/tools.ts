import { closeSync, fsyncSync, openSync, constants } from 'node:fs';
import { randomBytes } from 'node:crypto';
import type { PathFact } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import { allSegments, type Access, type ScopedPath } from '@gatehouse/kernel/scope';
import { codeOf } from '../native/index.ts';
import { systemError, type Containment, type Directory } from './containment.ts';
import type { Contents } from './contents.ts';
import { changed, requireDirectory } from './identity.ts';
import type { Snapshots } from './snapshots/index.ts';

/** What every file operation works with. */
export interface Tools {
  readonly containment: Containment;
  readonly contents: Contents;
  readonly snapshots: Snapshots;
  /** `/`, held open. */
  readonly top: () => Directory;
  /** Largest file that is read, overwritten or kept, in bytes. */
  readonly maxFileBytes: () => number;
  /** True for a place that is denied whatever is approved; met when a folder is walked. */
  readonly refused: (place: ScopedPath, access: Access) => boolean;
}

/** A folder held open and the entry meant in it; `close` when done. */
export interface Held {
  readonly folder: Directory;
  readonly name: string;
  close(): void;
}

/**
 * Holds the folder of an existing entry. Throws `changed` where it is not the folder of the facts,
 * `path_is_root` for `/`.
 */
export function holdFolder(tools: Tools, fact: PathFact): Held {
  const names = allSegments(fact.real);
  const name = lastOf(names);
  const folder = tools.containment.enter(tools.top(), names.slice(0, -1));
  const close = () => closeSync(folder.fd);
  try {
    requireDirectory(folder.fd, fact.parent);
  } catch (error) {
    close();
    throw error;
  }
  return { folder, name, close };
}

/**
 * Holds the folder in which an absent entry is to appear, and makes the folders that are missing;
 * `abandon` takes them away again. Throws `changed` where the nearest folder that exists is not the
 * one of the facts.
 */
export function holdNewFolder(tools: Tools, fact: PathFact): Held & { abandon(): void } {
  const { containment } = tools;
  const names = allSegments(fact.real);
  const name = lastOf(names);
  const { folder: nearest, depth } = enterNearest(tools, names);
  const made: { readonly above: Directory; readonly name: string }[] = [];
  let folder = nearest;
  const abandon = () => {
    for (const { above, name: own } of made.toReversed()) {
      try {
        containment.remove(above, own, 'directory');
      } catch (error) {
        // Filled or renamed by somebody else meanwhile: then it is theirs.
        if (!['ENOTEMPTY', 'ENOENT'].includes(codeOf(error))) throw error;
      }
    }
  };
  const close = () => {
    for (const held of new Set([...made.map((one) => one.above), folder])) closeSync(held.fd);
  };
  try {
    requireDirectory(nearest.fd, fact.parent);
    for (const missing of names.slice(depth, -1)) {
      containment.makeDirectory(folder, missing, 0o777);
      made.push({ above: folder, name: missing });
      sync(folder);
      folder = containment.enter(folder, [missing]);
    }
  } catch (error) {
    abandon();
    close();
    throw error;
  }
  return { folder, name, abandon, close };
}

function lastOf(names: readonly string[]): string {
  const name = names.at(-1);
  if (name === undefined) throw new GatehouseError('path_is_root', 'This is the top folder.');
  return name;
}

function enterNearest(tools: Tools, names: readonly string[]) {
  for (let depth = names.length - 1; depth >= 0; depth--) {
    try {
      return { folder: tools.containment.enter(tools.top(), names.slice(0, depth)), depth };
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
    }
  }
  throw changed('folder');
}

/** A name nobody else has, in the same folder, so that a rename is whole or not at all. */
export const temporaryName = (): string => `.gatehouse-${randomBytes(9).toString('hex')}.tmp`;

/** Makes the entries of a held folder durable. */
export function sync(folder: Directory): void {
  try {
    const fd = openSync(`${folder.at}/.`, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw systemError('fsync', error);
  }
}

export function requireRunning(signal: AbortSignal): void {
  if (signal.aborted) throw new GatehouseError('cancelled', 'Stopped.');
}
