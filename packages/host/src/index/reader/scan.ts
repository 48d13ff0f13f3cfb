import { closeSync, lstatSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import type { ProblemCode } from '@gatehouse/vault';
import { systemError } from '../../files/containment.ts';
import type { Containment, Directory } from '../../files/containment.ts';
import type { Known, Limits, ReadFile } from '../messages.ts';
import { stampOf } from './read-note.ts';
import type { NoteReader } from './read-note.ts';

export interface Scanned {
  /** Paths the index holds that are no longer there. */
  readonly gone: readonly string[];
  readonly problems: readonly { readonly path: string; readonly code: ProblemCode }[];
}

const NOTE = /\.(?:md|markdown)$/iu;
/** A name with a line end in it would pose as another place where it is cited; no operation takes it. */
const NO_NAME = /[\p{Cc}\u2028\u2029]/u;

/**
 * Walks one root and yields every note that is new or changed, by size, modification time and inode.
 * Links are not followed: what they mean inside is found where it lies. Folders whose name begins
 * with a dot hold settings, not notes, and are left out. `seen` is told of every note.
 */
export function* scan(
  root: { readonly id: number; readonly path: string; readonly known: readonly Known[] },
  tools: { readonly containment: Containment; readonly reader: NoteReader },
  limits: Limits,
  seen: () => void,
): Generator<ReadFile, Scanned> {
  const known = new Map(root.known.map((entry) => [entry.path, entry]));
  const problems: { path: string; code: ProblemCode }[] = [];
  let notes = 0;

  function* folder(directory: Directory, path: string, depth: number): Generator<ReadFile> {
    let entries: Dirent[];
    try {
      entries = readdirSync(`${directory.at}/.`, { withFileTypes: true });
    } catch (error) {
      problems.push({ path, code: 'unreadable' });
      keep(path);
      if (systemError('readdir', error).code === 'files_failed') throw error;
      return;
    }
    entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const entry of entries) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      if (NO_NAME.test(entry.name)) {
        if (entry.isDirectory() || NOTE.test(entry.name)) {
          problems.push({ path: below, code: 'unreadable' });
        }
        continue;
      }
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.')) yield* enter(directory, entry.name, below, depth + 1);
      } else if (!entry.isSymbolicLink() && NOTE.test(entry.name)) {
        yield* note(directory, entry.name, below);
      }
    }
  }

  function* enter(
    above: Directory,
    name: string,
    path: string,
    depth: number,
  ): Generator<ReadFile> {
    if (depth > limits.depth) {
      problems.push({ path, code: 'too_many' });
      return;
    }
    let directory: Directory;
    try {
      directory = tools.containment.enter(above, [name]);
    } catch (error) {
      // Gone, or swapped for a link since it was listed.
      const { code } = systemError('open', error);
      if (code === 'files_failed') throw error;
      if (code !== 'ENOENT') problems.push({ path, code: 'unreadable' });
      return;
    }
    try {
      yield* folder(directory, path, depth);
    } finally {
      closeSync(directory.fd);
    }
  }

  function* note(directory: Directory, name: string, path: string): Generator<ReadFile> {
    notes += 1;
    seen();
    if (notes > limits.notes) {
      if (notes === limits.notes + 1) problems.push({ path: '', code: 'too_many' });
      known.delete(path);
      return;
    }
    const before = known.get(path);
    known.delete(path);
    const stats = lstatSync(`${directory.at}/${name}`, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) {
      // Deleted since it was listed, or a name that is not UTF-8.
      if (name.includes('\ufffd')) problems.push({ path, code: 'unreadable' });
      return;
    }
    const stamp = stampOf(stats);
    if (
      before !== undefined &&
      before.size === stamp.size &&
      before.modified === stamp.modified &&
      before.inode === stamp.inode
    ) {
      return;
    }
    yield tools.reader.read(root.id, path, directory, name);
  }

  /** A folder that cannot be read now may be readable later: what is known of it stays. */
  function keep(path: string): void {
    for (const kept of known.keys()) {
      if (path === '' || kept.startsWith(`${path}/`)) known.delete(kept);
    }
  }

  const [, ...segments] = root.path.split('/');
  const directory = tools.containment.enter('/', root.path === '/' ? [] : segments);
  try {
    yield* folder(directory, '', 0);
  } finally {
    closeSync(directory.fd);
  }
  return { gone: [...known.keys()], problems };
}
