import * as fs from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import { CREATE, systemError, type Containment, type Directory } from './containment.ts';
import { requireSegment } from './segments.ts';

/** What this platform's open understands; Linux's own bits mean other things elsewhere. */
const KNOWN =
  fs.constants.O_RDONLY |
  fs.constants.O_WRONLY |
  fs.constants.O_CREAT |
  fs.constants.O_EXCL |
  (fs.constants.O_DIRECTORY ?? 0);
const ALWAYS =
  (fs.constants.O_NONBLOCK ?? 0) | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NOCTTY ?? 0);

/**
 * Best effort for macOS and Windows, which offer neither openat2 nor `/proc/self/fd` to Node: a path
 * is opened by name, and then it must still be its own real path and name what was opened. A read
 * that loses a race is refused; a change is checked before and after, and one made in between is
 * reported (`changed`), not prevented.
 */
export function createCheckedContainment(): Containment {
  const pathOf = (from: Directory | '/', segments: readonly string[]): string => {
    for (const segment of segments) requireSegment(segment);
    const top = from === '/' ? (process.platform === 'win32' ? '' : '/') : `${from.at}/`;
    const path = `${top === '//' ? '/' : top}${segments.join('/')}`;
    // `C:` alone is the current folder of that disk.
    return /^[A-Za-z]:$/u.test(path) ? `${path}/` : path;
  };

  /** Throws `ELOOP` where a link is on the way, `changed` where the name stands for another now. */
  const requireSame = (path: string, fd: number): void => {
    const plain = path.replaceAll('\\', '/').replace(/(?<=.)\/$/u, '');
    const real = fs.realpathSync.native(path).replaceAll('\\', '/');
    if (real.normalize() !== plain.normalize()) {
      throw new GatehouseError('ELOOP', 'A link is on the way (ELOOP).');
    }
    const named = fs.lstatSync(path, { bigint: true });
    const opened = fs.fstatSync(fd, { bigint: true });
    if (named.ino !== opened.ino || named.dev !== opened.dev) {
      throw new GatehouseError('changed', 'It changed while it was opened.');
    }
  };

  const openChecked = (path: string, flags: number, mode?: number): number =>
    attempt('open', () => {
      const fd = fs.openSync(path, (flags & KNOWN) | ALWAYS, mode);
      try {
        requireSame(path, fd);
      } catch (error) {
        fs.closeSync(fd);
        throw error;
      }
      return fd;
    });

  /** The folder is the same before and after `act`. */
  const change = (call: string, folders: readonly Directory[], act: () => void): void => {
    const check = () => {
      for (const folder of folders) requireSame(folder.at, folder.fd);
    };
    attempt(call, () => {
      check();
      act();
      check();
    });
  };

  return {
    kind: 'checked',
    enter(from, segments) {
      const at = from !== '/' && segments.length === 0 ? from.at : pathOf(from, segments);
      return { fd: openChecked(at, fs.constants.O_RDONLY | (fs.constants.O_DIRECTORY ?? 0)), at };
    },
    open: (from, segments, flags, mode) => openChecked(pathOf(from, segments), flags, mode),
    read: (fd, buffer, length) => attempt('read', () => fs.readSync(fd, buffer, 0, length, null)),
    makeDirectory(parent, name, mode) {
      const path = pathOf(parent, [name]);
      change('mkdir', [parent], () => fs.mkdirSync(path, { mode }));
    },
    rename(from, name, to, newName, how) {
      const [old, fresh] = [pathOf(from, [name]), pathOf(to, [newName])];
      if (how === 'exchange') {
        throw new GatehouseError('EINVAL', 'Names cannot be exchanged here (EINVAL).');
      }
      change('rename', [from, to], () => {
        if (how === 'fresh') takeName(old, fresh);
        fs.renameSync(old, fresh);
      });
    },
    remove(parent, name, kind) {
      const path = pathOf(parent, [name]);
      change('remove', [parent], () =>
        kind === 'file' ? fs.unlinkSync(path) : fs.rmdirSync(path),
      );
    },
  };
}

/** An empty entry under the new name: it cannot be made where the name is taken. */
function takeName(old: string, fresh: string): void {
  if (fs.lstatSync(old).isDirectory()) fs.mkdirSync(fresh, { mode: 0o700 });
  else fs.closeSync(fs.openSync(fresh, CREATE & KNOWN, 0o600));
}

function attempt<T>(call: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw systemError(call, error);
  }
}
