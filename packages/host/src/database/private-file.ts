import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_DIRECTORY } = constants;

/**
 * Makes a directory of our own, 0700, with its parents, or takes the one that is there if it is a
 * real directory that belongs to us; a wider mode is narrowed. Throws `home_not_private` for a link,
 * another kind of file, or another owner.
 */
export function ensurePrivateDirectory(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  if (process.platform === 'win32') {
    // Folders cannot be opened there, and what lies in %APPDATA% is private by its ACL.
    if (!lstatSync(path).isDirectory()) throw notPrivate('It is a link or not a folder.');
    return;
  }
  let descriptor: number;
  try {
    descriptor = openSync(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (cause) {
    throw notPrivate('It is a link or not a folder.', cause);
  }
  try {
    const found = fstatSync(descriptor);
    requireOwn(found);
    if ((found.mode & 0o077) !== 0) fchmodSync(descriptor, 0o700);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Opens a file of our own for reading and writing, made 0600 where it is not there. Never follows a
 * link, never takes a hard link, a FIFO or another owner's file. Throws `home_not_private`.
 */
export function openPrivateFile(path: string, flags: 'create' | 'new'): number {
  let descriptor: number;
  try {
    const exclusive = flags === 'new' ? O_EXCL : 0;
    // O_NONBLOCK: a planted FIFO must not hold the program up; it is refused below.
    descriptor = openSync(
      path,
      O_RDWR | O_CREAT | O_NOFOLLOW | exclusive | constants.O_NONBLOCK,
      0o600,
    );
  } catch (cause) {
    if (isCode(cause, 'ELOOP') || isCode(cause, 'EISDIR') || isCode(cause, 'ENXIO')) {
      throw notPrivate('A file of it is a link or not a file.', cause);
    }
    throw cause;
  }
  try {
    const found = fstatSync(descriptor);
    requireOwn(found);
    if (!found.isFile() || found.nlink !== 1) throw notPrivate('A file of it is not a plain file.');
    if ((found.mode & 0o077) !== 0) fchmodSync(descriptor, 0o600);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** Refuses a name that a link, a hard link or anything but a plain file of ours holds already. */
export function requirePlainOrAbsent(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  requireOwn(found);
  if (!found.isFile() || found.nlink !== 1) throw notPrivate('A file of it is not a plain file.');
}

function requireOwn(found: Stats): void {
  const own = process.getuid?.();
  if (own !== undefined && found.uid !== own) throw notPrivate('It belongs to another user.');
}

const notPrivate = (why: string, cause?: unknown) =>
  new GatehouseError('home_not_private', `Gatehouse's own folder cannot be used. ${why}`, cause);

export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}
