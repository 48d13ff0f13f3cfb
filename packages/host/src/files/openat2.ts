import { closeSync } from 'node:fs';
import { AT, RENAME, RESOLVE, type Native } from '../native/index.ts';
import { ENTER, safely, type Containment, type Renaming } from './containment.ts';
import { joinSegments, requireSegment } from './segments.ts';

const CONTAINED = RESOLVE.BENEATH | RESOLVE.NO_SYMLINKS | RESOLVE.NO_MAGICLINKS;
const RENAMING = {
  fresh: RENAME.NOREPLACE,
  replace: 0,
  exchange: RENAME.EXCHANGE,
} as const satisfies Record<Renaming, number>;

/**
 * Containment by openat2(2): the kernel itself refuses every link and every way out, in one call for
 * the whole path. Changes name one entry of a directory that is held open.
 */
export function createOpenat2Containment(native: Native): Containment {
  return {
    kind: 'openat2',
    enter(from, segments) {
      const path = joinSegments(segments);
      const below = from === '/' ? native.openat(AT.FDCWD, '/', ENTER) : from.fd;
      try {
        const fd = native.openat2(below, path, ENTER, CONTAINED);
        return { fd, at: `/proc/self/fd/${String(fd)}` };
      } finally {
        if (from === '/') closeSync(below);
      }
    },
    open: (from, segments, flags, mode) =>
      native.openat2(from.fd, joinSegments(segments), safely(flags), CONTAINED, mode),
    read: native.read,
    makeDirectory(parent, name, mode) {
      requireSegment(name);
      native.mkdirat(parent.fd, name, mode);
    },
    rename(from, name, to, newName, how) {
      requireSegment(name);
      requireSegment(newName);
      native.renameat2(from.fd, name, to.fd, newName, RENAMING[how]);
    },
    remove(parent, name, kind) {
      requireSegment(name);
      native.unlinkat(parent.fd, name, kind === 'directory' ? AT.REMOVEDIR : 0);
    },
  };
}
