import * as fs from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import { codeOf } from '../native/index.ts';
import { CREATE, ENTER, safely, systemError } from './containment.ts';
import type { Containment, Directory } from './containment.ts';
import { requireSegment } from './segments.ts';

/**
 * Containment in plain Node for Linux: every component is opened by itself as
 * `/proc/self/fd/N/name` with O_NOFOLLOW, so that no name is ever resolved twice. Slower than
 * openat2, as tight; it cannot exchange two names.
 */
export function createWalkContainment(): Containment {
  const step = (from: Directory, name: string, flags: number, mode?: number): number => {
    requireSegment(name);
    return attempt('open', () => fs.openSync(`${from.at}/${name}`, flags, mode));
  };
  const enter = (from: Directory | '/', segments: readonly string[]): Directory => {
    // An empty walk, too, gives the caller a descriptor of its own.
    let held = hold(attempt('open', () => fs.openSync(from === '/' ? '/' : `${from.at}/.`, ENTER)));
    for (const name of segments) {
      const above = held;
      try {
        held = hold(step(above, name, ENTER));
      } finally {
        fs.closeSync(above.fd);
      }
    }
    return held;
  };

  return {
    kind: 'walk',
    enter,
    open(from, segments, flags, mode) {
      const name = segments.at(-1);
      if (name === undefined) {
        throw new GatehouseError('path_malformed', 'A file needs a name.');
      }
      if (segments.length === 1) return step(from, name, safely(flags), mode);
      const parent = enter(from, segments.slice(0, -1));
      try {
        return step(parent, name, safely(flags), mode);
      } finally {
        fs.closeSync(parent.fd);
      }
    },
    read: (fd, buffer, length) => attempt('read', () => fs.readSync(fd, buffer, 0, length, null)),
    makeDirectory(parent, name, mode) {
      requireSegment(name);
      attempt('mkdir', () => fs.mkdirSync(`${parent.at}/${name}`, { mode }));
    },
    rename(from, name, to, newName, how) {
      requireSegment(name);
      requireSegment(newName);
      const [old, fresh] = [`${from.at}/${name}`, `${to.at}/${newName}`];
      switch (how) {
        case 'replace':
          attempt('rename', () => fs.renameSync(old, fresh));
          return;
        case 'exchange':
          throw new GatehouseError('EINVAL', 'Names cannot be exchanged here (EINVAL).');
        case 'fresh':
          attempt('rename', () => renameFresh(old, fresh));
      }
    },
    remove(parent, name, kind) {
      requireSegment(name);
      const path = `${parent.at}/${name}`;
      attempt('remove', () => (kind === 'file' ? fs.unlinkSync(path) : fs.rmdirSync(path)));
    },
  };
}

const hold = (fd: number): Directory => ({ fd, at: `/proc/self/fd/${String(fd)}` });

function attempt<T>(call: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw systemError(call, error);
  }
}

/**
 * Node has no rename that refuses a taken name, so the name is taken first: for a file by link(2),
 * which refuses a taken one; for a directory, or where links cannot be made, by an empty entry that
 * the rename replaces. A directory that is filled meanwhile is never replaced.
 */
function renameFresh(old: string, fresh: string): void {
  try {
    fs.linkSync(old, fresh);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
    const directory = fs.lstatSync(old).isDirectory();
    if (directory) fs.mkdirSync(fresh, { mode: 0o700 });
    else fs.closeSync(fs.openSync(fresh, CREATE, 0o600));
    try {
      fs.renameSync(old, fresh);
    } catch (cause) {
      if (directory) fs.rmdirSync(fresh);
      else fs.unlinkSync(fresh);
      throw cause;
    }
    return;
  }
  fs.unlinkSync(old);
}
