import * as fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Chunk, PathFact, Result } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import { codeOf } from '../native/index.ts';
import { requireEntry, setAside } from './aside.ts';
import { CREATE, READ, systemError, type Directory } from './containment.ts';
import { asFailure } from './failure.ts';
import { changed, requireFile } from './identity.ts';
import { holdFolder, holdNewFolder, requireRunning, sync, temporaryName } from './tools.ts';
import type { Held, Tools } from './tools.ts';
import { keepOwner } from './write.ts';

const COPY = 1 << 20;

/**
 * Gives the file or folder of the facts another name, which must be free; missing folders are made.
 * A file may go to another disk: it is copied, synced, and only then removed. Throws `changed`,
 * `path_already_exists`, `path_hard_linked`, `move_into_itself`, and `other_disk` for a folder.
 */
export async function* moveEntry(
  tools: Tools,
  source: PathFact,
  destination: PathFact,
  signal: AbortSignal,
): AsyncGenerator<Chunk, Result<'file.move'>> {
  try {
    requireRunning(signal);
    if (destination.kind !== 'absent') throw taken();
    const from = holdFolder(tools, source);
    try {
      requireEntry(tools, from.folder, from.name, source);
      const to = holdNewFolder(tools, destination);
      let moved = false;
      try {
        if (!renamed(tools, from, to, source)) yield* copied(tools, from, to, source, signal);
        moved = true;
      } finally {
        if (!moved) to.abandon();
        to.close();
      }
    } finally {
      from.close();
    }
    return { moved: true };
  } catch (error) {
    throw asFailure(error);
  }
}

/** False where the new name is on another disk. */
function renamed(tools: Tools, from: Held, to: Held, source: PathFact): boolean {
  try {
    tools.containment.rename(from.folder, from.name, to.folder, to.name, 'fresh');
  } catch (error) {
    if (codeOf(error) === 'EXDEV') return false;
    if (codeOf(error) === 'EEXIST') throw taken(error);
    if (codeOf(error) === 'EINVAL') {
      throw new GatehouseError('move_into_itself', 'A folder cannot be moved into itself.', error);
    }
    throw error;
  }
  try {
    requireEntry(tools, to.folder, to.name, source);
  } catch (error) {
    tools.containment.rename(to.folder, to.name, from.folder, from.name, 'fresh');
    throw error;
  }
  sync(to.folder);
  sync(from.folder);
  return true;
}

async function* copied(
  tools: Tools,
  from: Held,
  to: Held,
  source: PathFact,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void> {
  if (source.kind !== 'file') {
    throw new GatehouseError('other_disk', 'A folder cannot be moved to another disk.');
  }
  const aside = setAside(tools, from.folder, from.name, source);
  const temporary = temporaryName();
  let published = false;
  let left = true;
  try {
    const fd = tools.containment.open(from.folder, [aside.name], READ);
    try {
      const before = requireFile(fd, source);
      yield* copy(tools, fd, before, to.folder, temporary, signal);
      const after = fs.fstatSync(fd);
      if (after.mtimeMs !== before.mtimeMs || after.size !== before.size) throw changed('file');
    } finally {
      fs.closeSync(fd);
    }
    try {
      tools.containment.rename(to.folder, temporary, to.folder, to.name, 'fresh');
    } catch (error) {
      throw codeOf(error) === 'EEXIST' ? taken(error) : error;
    }
    published = true;
    sync(to.folder);
    tools.containment.remove(from.folder, aside.name, 'file');
    left = false;
    sync(from.folder);
  } finally {
    if (!published) removeIfThere(tools, to.folder, temporary);
    if (left) aside.putBack();
  }
}

async function* copy(
  tools: Tools,
  from: number,
  like: fs.Stats,
  folder: Directory,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void> {
  const to = tools.containment.open(folder, [name], CREATE, 0o600);
  try {
    const buffer = Buffer.allocUnsafe(COPY);
    for (let done = 0; ;) {
      requireRunning(signal);
      const got = fs.readSync(from, buffer, 0, COPY, null);
      if (got === 0) break;
      for (let put = 0; put < got;) put += fs.writeSync(to, buffer, put, got - put);
      done += got;
      yield { progress: { done, total: like.size, label: 'copy' } };
      await setImmediate();
    }
    keepOwner(to, like);
    fs.futimesSync(to, like.atime, like.mtime);
    fs.fsyncSync(to);
  } catch (error) {
    throw systemError('copy', error);
  } finally {
    fs.closeSync(to);
  }
}

function removeIfThere(tools: Tools, folder: Directory, name: string): void {
  try {
    tools.containment.remove(folder, name, 'file');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

const taken = (cause?: unknown) =>
  new GatehouseError('path_already_exists', 'There is something of that name already.', cause);
