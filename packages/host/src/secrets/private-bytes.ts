import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { openPrivateFile, requirePlainOrAbsent } from '../database/private-file.ts';

const LARGEST = 1 << 20;

/** The bytes of a small file of our own, or null where there is none. Throws `home_not_private`. */
export function readPrivateBytes(path: string): Buffer | null {
  requirePlainOrAbsent(path);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = fstatSync(descriptor);
    if (size > LARGEST) {
      throw new GatehouseError(
        'home_not_private',
        "A file of Gatehouse's own folder is too large.",
      );
    }
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a whole new file, 0600, in the place of the old: after a crash it is the one or the other. */
export function writePrivateBytes(path: string, bytes: Buffer): void {
  requirePlainOrAbsent(path);
  const fresh = `${path}.${randomBytes(6).toString('hex')}.new`;
  const descriptor = openPrivateFile(fresh, 'new');
  try {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
  if (process.platform === 'win32') return; // directories cannot be synced there
  const directory = openSync(dirname(path), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
