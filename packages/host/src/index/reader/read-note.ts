import { hash } from 'node:crypto';
import { closeSync, fstatSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import { isPrivateNote } from '@gatehouse/kernel/private';
import { cleanText, parseNote, splitPassages } from '@gatehouse/vault';
import type { ProblemCode } from '@gatehouse/vault';
import { READ } from '../../files/containment.ts';
import type { Containment, Directory } from '../../files/containment.ts';
import type { Contents } from '../../files/contents.ts';
import { exactText } from '../../files/text.ts';
import type { Content, ReadFile, Stamp } from '../messages.ts';
import { PLACE_BITS } from '../store/schema.ts';

export interface NoteReader {
  /** Reads one file of a folder that is held open. Never throws for what a file is or does. */
  read(root: number, path: string, folder: Directory, name: string): ReadFile;
}

interface Tools {
  readonly containment: Containment;
  readonly contents: Contents;
  /** Hex digests whose contents were sent; what is read now is added. */
  readonly sent: Set<string>;
}

/** A file written this shortly before it was read may be written again within the same tick. */
const TICK = 20_000_000n;
/** What one content can have at most; what lies behind counts to the last. */
const MAX_PASSAGES = (1 << PLACE_BITS) - 1;

export const stampOf = (stats: BigIntStats): Stamp => ({
  size: Number(stats.size),
  modified: String(stats.mtimeNs),
  inode: String(stats.ino),
});

export function createNoteReader(tools: Tools, noteBytes: number): NoteReader {
  const { containment, contents, sent } = tools;
  const nothing = { size: 0, modified: '0', inode: '0', digest: null, content: null } as const;

  function read(root: number, path: string, folder: Directory, name: string): ReadFile {
    let fd: number;
    try {
      fd = containment.open(folder, [name], READ);
    } catch (error) {
      return { root, path, ...nothing, problem: problemOf(error) };
    }
    try {
      return opened(root, path, fd);
    } catch (error) {
      return { root, path, ...nothing, problem: problemOf(error) };
    } finally {
      closeSync(fd);
    }
  }

  function opened(root: number, path: string, fd: number): ReadFile {
    const stats = fstatSync(fd, { bigint: true });
    const stamp = stampOf(stats);
    const without = (problem: ProblemCode): ReadFile => ({
      ...{ root, path, ...stamp },
      ...{ digest: null, content: null, problem },
    });
    if (!stats.isFile()) return without('not_regular');
    if (stats.nlink > 1n) return without('hard_linked');
    if (stats.size > BigInt(noteBytes)) return without('too_large');
    const bytes = contents.read(fd, Number(stats.size), noteBytes);
    const after = fstatSync(fd, { bigint: true });
    const settled =
      after.mtimeNs === stats.mtimeNs &&
      after.size === stats.size &&
      BigInt(Date.now()) * 1_000_000n - stats.mtimeNs > TICK;
    const kept = settled ? stamp : { ...stamp, modified: '0' };
    const digest = hash('sha256', bytes, 'buffer');
    const known = digest.toString('hex');
    if (sent.has(known)) return { root, path, ...kept, digest, content: null, problem: null };
    const raw = exactText(bytes);
    if (raw === null) return { ...without('not_utf8'), ...kept };
    sent.add(known);
    return { root, path, ...kept, digest, content: contentOf(raw), problem: null };
  }

  return { read };
}

function contentOf(raw: string): Content {
  const { text, nul } = cleanText(raw);
  const note = parseNote(text);
  const passages = splitPassages(text, note);
  const last = passages[MAX_PASSAGES - 1];
  if (last !== undefined && passages.length > MAX_PASSAGES) {
    passages.splice(MAX_PASSAGES - 1, Infinity, { ...last, end: text.length });
  }
  return {
    title: note.title,
    private: isPrivateNote(raw),
    aliases: note.aliases,
    tags: note.tags,
    links: note.links,
    problems: nul ? [...note.problems, { code: 'nul_removed', line: null }] : note.problems,
    passages,
    text,
  };
}

function problemOf(error: unknown): ProblemCode {
  if (!(error instanceof GatehouseError)) throw error;
  switch (error.code) {
    case 'path_too_large':
      return 'too_large';
    case 'ELOOP':
    case 'ENXIO':
    case 'EXDEV':
    case 'ENOTDIR':
    case 'EISDIR':
      return 'not_regular';
    default:
      return 'unreadable';
  }
}
