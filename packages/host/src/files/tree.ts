import { accessSync, closeSync, constants, fstatSync, readlinkSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { ScopedPath } from '@gatehouse/kernel/scope';
import { READ, systemError, type Directory } from './containment.ts';
import { changed, identityOf, isSame } from './identity.ts';
import { lookAt, namesIn } from './list.ts';
import { requireRunning, type Tools } from './tools.ts';

/** One entry of what was deleted; `path` is empty for the entry itself. */
export type KeptEntry = { readonly path: readonly string[]; readonly mode: number } & (
  | { readonly kind: 'directory' }
  | { readonly kind: 'file'; readonly content: string }
  | { readonly kind: 'link'; readonly target: string }
);

/** What a delete leaves in the snapshots besides the contents; parents come before children. */
export interface KeptTree {
  readonly version: 1;
  readonly entries: readonly KeptEntry[];
}

/** The list of a deleted entry from its bytes; null for anything else. */
export function parseTree(bytes: Buffer): KeptTree | null {
  if (!bytes.subarray(0, TREE_START.length).equals(TREE_START)) return null;
  const tree: unknown = JSON.parse(bytes.toString('utf8'));
  return isTree(tree) ? tree : null;
}

const TREE_START = Buffer.from('{"version":1,"entries":[{"path":[],');

function isTree(value: unknown): value is KeptTree {
  if (typeof value !== 'object' || value === null || !('entries' in value)) return false;
  return Array.isArray(value.entries) && value.entries.every(isEntry);
}

function isEntry(value: unknown): value is KeptEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { path, mode, kind, content, target } = value as Record<string, unknown>;
  if (!Array.isArray(path) || !path.every((name) => typeof name === 'string')) return false;
  if (typeof mode !== 'number' || (mode & ~0o777) !== 0) return false;
  return (
    kind === 'directory' ||
    (kind === 'file' && typeof content === 'string') ||
    (kind === 'link' && typeof target === 'string')
  );
}

/** An entry as it was when it was kept: removed only if it is the same still. */
export interface Found {
  readonly entry: KeptEntry;
  readonly stats: BigIntStats;
}

const MOST_ENTRIES = 20_000;
const MOST_BYTES = 1 << 30;
const MOST_DEPTH = 64;

/**
 * Keeps a file, or a folder with all that lies in it, in the snapshots; yields each entry, parents
 * first. Links are kept as links. Throws `folder_too_large`, and for what cannot be given back:
 * `path_not_regular` (FIFOs, sockets, devices), `path_hard_linked`, `path_too_large`, `path_refused`
 * and `other_disk` (another file system is mounted inside).
 */
export function* keepTree(
  tools: Tools,
  folder: Directory,
  name: string,
  place: ScopedPath,
  signal: AbortSignal,
): Generator<Found, void> {
  let entries = 0;
  let bytes = 0n;

  function* keep(
    parent: Directory,
    own: string,
    path: readonly string[],
    device: bigint,
  ): Generator<Found, void> {
    requireRunning(signal);
    const real = { root: place.root, segments: [...place.segments, ...path] };
    if (tools.refused(real, 'delete')) {
      throw new GatehouseError('path_refused', 'A place below this folder is never changed.');
    }
    const stats = lookAt(parent, own);
    if (stats === null) throw changed('folder');
    if (++entries > MOST_ENTRIES || path.length > MOST_DEPTH) throw tooLarge();
    if (stats.dev !== device) {
      throw new GatehouseError('other_disk', 'Another disk is mounted inside this folder.');
    }
    const mode = Number(stats.mode & 0o777n);
    if (stats.isSymbolicLink()) {
      const target = readlinkSync(`${parent.at}/${own}`);
      yield { entry: { path, mode, kind: 'link', target }, stats };
    } else if (stats.isDirectory()) {
      yield { entry: { path, mode, kind: 'directory' }, stats };
      const held = tools.containment.enter(parent, [own]);
      try {
        if (!isSame(fstatSync(held.fd, { bigint: true }), identityOf(stats)))
          throw changed('folder');
        const { names, truncated } = namesIn(held, MOST_ENTRIES);
        if (truncated) throw tooLarge();
        // Found out now, or in the middle of removing.
        if (names.length > 0) requireChangeable(held);
        for (const inner of names) yield* keep(held, inner, [...path, inner], device);
      } finally {
        closeSync(held.fd);
      }
    } else {
      bytes += stats.size;
      if (bytes > BigInt(MOST_BYTES)) throw tooLarge();
      const content = keepFile(tools, parent, own, stats);
      yield { entry: { path, mode, kind: 'file', content }, stats };
    }
  }

  yield* keep(folder, name, [], fstatSync(folder.fd, { bigint: true }).dev);
}

function requireChangeable(folder: Directory): void {
  try {
    accessSync(`${folder.at}/.`, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw systemError('access', error);
  }
}

function keepFile(tools: Tools, parent: Directory, name: string, seen: BigIntStats): string {
  if (!seen.isFile()) {
    throw new GatehouseError('path_not_regular', 'This is not a regular file, folder or link.');
  }
  if (seen.nlink > 1n) {
    throw new GatehouseError('path_hard_linked', 'This file has a second name (a hard link).');
  }
  const fd = tools.containment.open(parent, [name], READ);
  try {
    const stats = fstatSync(fd, { bigint: true });
    if (!isUnchanged(stats, seen)) throw changed('file');
    return tools.snapshots.put(tools.contents.read(fd, Number(stats.size), tools.maxFileBytes()));
  } finally {
    closeSync(fd);
  }
}

/**
 * Removes what was kept, children first, each through its held folder and only while it is the same
 * still. Throws `changed` at the first that is not; what remains is left as it is.
 */
export function removeTree(
  tools: Tools,
  folder: Directory,
  name: string,
  found: readonly Found[],
): void {
  const byPath = new Map(found.map((one) => [one.entry.path.join('/'), one]));
  const remove = (parent: Directory, own: string, path: readonly string[]): void => {
    const expected = byPath.get(path.join('/'));
    const stats = lookAt(parent, own);
    if (expected === undefined || stats === null) throw changed('folder');
    if (expected.entry.kind !== 'directory') {
      if (!isUnchanged(stats, expected.stats)) throw changed('file');
      tools.containment.remove(parent, own, 'file');
      return;
    }
    if (!isSame(stats, identityOf(expected.stats))) throw changed('folder');
    const held = tools.containment.enter(parent, [own]);
    try {
      for (const inner of namesIn(held, MOST_ENTRIES).names) remove(held, inner, [...path, inner]);
    } finally {
      closeSync(held.fd);
    }
    tools.containment.remove(parent, own, 'directory');
  };
  remove(folder, name, []);
}

/** Same inode, and nothing was written to it or done with it since. */
const isUnchanged = (now: BigIntStats, then: BigIntStats): boolean =>
  isSame(now, identityOf(then)) && now.ctimeNs === then.ctimeNs && now.size === then.size;

const tooLarge = () =>
  new GatehouseError('folder_too_large', 'This folder is too large to keep a copy of.');
