import { fstatSync, type BigIntStats, type Stats } from 'node:fs';
import type { PathFact } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';

/** Device and inode as facts carry them: decimal strings. */
export interface Identity {
  readonly device: string;
  readonly inode: string;
}

export const identityOf = (stats: BigIntStats): Identity => ({
  device: String(stats.dev),
  inode: String(stats.ino),
});

interface Numbers {
  readonly dev: number | bigint;
  readonly ino: number | bigint;
}

export const isSame = (stats: Numbers, expected: Identity): boolean =>
  String(stats.ino) === expected.inode && String(stats.dev) === expected.device;

/** What was approved is not what lies there now; nothing was done. */
export const changed = (what: string): GatehouseError =>
  new GatehouseError('changed', `The ${what} changed since it was looked at.`);

/**
 * The descriptor's state, where it is the regular, singly linked file the facts are about. Throws
 * `changed` for another file, `path_not_regular` for anything else and `path_hard_linked`: a second
 * name may lie outside every folder that was granted.
 */
export function requireFile(fd: number, expected: Identity): Stats {
  const stats = fstatSync(fd);
  if (!isSame(exact(fd, stats), expected)) throw changed('file');
  if (!stats.isFile()) throw new GatehouseError('path_not_regular', 'This is not a regular file.');
  if (stats.nlink > 1) {
    throw new GatehouseError('path_hard_linked', 'This file has a second name (a hard link).');
  }
  return stats;
}

/** 64-bit numbers cost more, so that only those are taken that a double would round. */
const exact = (fd: number, stats: Stats): Numbers =>
  Number.isSafeInteger(stats.ino) && Number.isSafeInteger(stats.dev)
    ? stats
    : fstatSync(fd, { bigint: true });

export function requireDirectory(fd: number, expected: Identity): void {
  const stats = fstatSync(fd, { bigint: true });
  if (!stats.isDirectory() || !isSame(stats, expected)) throw changed('folder');
}

export function kindOf(stats: BigIntStats): Exclude<PathFact['kind'], 'absent'> {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isFIFO()) return 'fifo';
  if (stats.isSocket()) return 'socket';
  return 'device';
}
