import { closeSync, fstatSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isPrivateNote } from '@gatehouse/kernel';
import type { Chunk, Operand, Result } from '@gatehouse/kernel';
import { allSegments, pathText, type ScopedPath } from '@gatehouse/kernel/scope';
import { READ, type Directory } from './containment.ts';
import { asFailure } from './failure.ts';
import { isHidden } from './follow-links.ts';
import { isSame, requireDirectory } from './identity.ts';
import { lookAt, namesIn } from './list.ts';
import { cleanText } from './text.ts';
import { requireRunning, type Tools } from './tools.ts';
import { codeOf } from '../native/index.ts';

const MOST_MATCHES = 500;
const MOST_FILES = 50_000;
const MOST_BYTES = 256 << 20;
const MOST_DEPTH = 64;
/** Larger files are seldom notes; they count as skipped. */
const LARGEST = 4 << 20;
const LINE = 400;
/** So many files between two chances for everything else, and for a stop. */
const SLICE = 32;

/**
 * Finds the lines that hold a text, letter case ignored, in the UTF-8 files below a folder. Links are
 * not followed; refused places, hidden version control, binary, hard-linked, large and unreadable
 * files are skipped and counted. `path` is absolute, `text` the line, cut around the match.
 */
export async function* searchFolder(
  tools: Tools,
  operand: Operand<'file.search'>,
  signal: AbortSignal,
): AsyncGenerator<Chunk, Result<'file.search'>> {
  const { target } = operand.facts;
  const wanted = operand.intent.text.toLowerCase();
  const matches: Result<'file.search'>['matches'][number][] = [];
  const seen = { files: 0, bytes: 0, skipped: 0, truncated: false };
  const full = () =>
    matches.length >= MOST_MATCHES || seen.files >= MOST_FILES || seen.bytes >= MOST_BYTES;

  const inFile = (folder: Directory, name: string, place: ScopedPath): void => {
    const stats = lookAt(folder, name);
    if (stats?.isFile() !== true || stats.nlink > 1n || stats.size > BigInt(LARGEST)) {
      seen.skipped++;
      return;
    }
    const fd = tools.containment.open(folder, [name], READ);
    try {
      const opened = fstatSync(fd, { bigint: true });
      if (!isSame(opened, { device: String(stats.dev), inode: String(stats.ino) })) {
        seen.skipped++;
        return;
      }
      const bytes = tools.contents.read(fd, Number(opened.size), LARGEST);
      seen.files++;
      seen.bytes += bytes.length;
      const { text } = cleanText(bytes);
      const found = linesWith(text, wanted, MOST_MATCHES - matches.length);
      if (found.length === 0) return;
      const marks = { path: pathText(place), private: isPrivateNote(text) };
      for (const line of found) matches.push({ ...line, ...marks });
    } finally {
      closeSync(fd);
    }
  };

  // Depth first, one held folder for each level, so that no name is resolved twice.
  async function* inTree(folder: Directory, place: ScopedPath): AsyncGenerator<Chunk, void> {
    if (place.segments.length - target.real.segments.length > MOST_DEPTH) {
      seen.skipped++;
      return;
    }
    const { names, truncated } = namesIn(folder, MOST_FILES);
    seen.truncated ||= truncated;
    for (const name of names) {
      if (full()) {
        seen.truncated = true;
        return;
      }
      const own = { root: place.root, segments: [...place.segments, name] };
      if (SKIPPED.has(name) || tools.refused(own, 'read')) {
        seen.skipped++;
        continue;
      }
      try {
        if (lookAt(folder, name)?.isDirectory() === true) {
          const below = tools.containment.enter(folder, [name]);
          try {
            yield* inTree(below, own);
          } finally {
            closeSync(below.fd);
          }
          continue;
        }
        inFile(folder, name, own);
      } catch (error) {
        if (!isHidden(error) && !SKIPS.has(codeOf(error))) throw error;
        seen.skipped++;
      }
      if ((seen.files + seen.skipped) % SLICE === 0) {
        requireRunning(signal);
        await setImmediate();
        yield { progress: { done: seen.files, total: null, label: 'search' } };
      }
    }
  }

  try {
    requireRunning(signal);
    const top = tools.containment.enter(tools.top(), allSegments(target.real));
    try {
      requireDirectory(top.fd, target);
      yield* inTree(top, target.real);
    } finally {
      closeSync(top.fd);
    }
  } catch (error) {
    throw asFailure(error);
  }
  return { matches, truncated: seen.truncated || full(), skipped: seen.skipped };
}

/** Machinery of version control: thousands of files that nobody wrote. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);
const SKIPS: ReadonlySet<string> = new Set(['path_not_text', 'path_too_large', 'EXDEV', 'EIO']);

function linesWith(text: string, wanted: string, most: number): { line: number; text: string }[] {
  const found: { line: number; text: string }[] = [];
  const folded = text.toLowerCase();
  if (!folded.includes(wanted)) return found;
  for (const [index, line] of text.split('\n').entries()) {
    if (found.length === most) break;
    const at = line.toLowerCase().indexOf(wanted);
    if (at === -1) continue;
    const start = Math.max(0, Math.min(at - LINE / 4, line.length - LINE));
    found.push({ line: index + 1, text: line.slice(start, start + LINE).replace(/\r$/u, '') });
  }
  return found;
}
