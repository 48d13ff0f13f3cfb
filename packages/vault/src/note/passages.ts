import type { Note } from './note.ts';

/** One heading-addressed part of a note. */
export interface Passage {
  /** Headings from the outermost to the one it stands under; empty before the first. */
  readonly headings: readonly string[];
  readonly anchor: string | null;
  /** 1-based line where the text begins. */
  readonly line: number;
  /** Offsets in the cleaned text. */
  readonly start: number;
  readonly end: number;
}

/** UTF-16 units. A section is cut at a blank line once it is longer than this … */
const TARGET = 1200;
/** … and anywhere once it has no blank line to be cut at. */
const LIMIT = 4000;

/**
 * Splits a note at its headings, and long sections at blank lines outside of code. Sections without
 * text are left out; a heading alone still counts through the headings of what follows.
 */
export function splitPassages(text: string, note: Note): Passage[] {
  const passages: Passage[] = [];
  const above: { level: number; text: string }[] = [];
  let line = lineAfterFrontmatter(text, note);
  let counted = note.bodyStart;
  /** The first fence that does not end before the section. */
  let fence = 0;
  const lineAt = (offset: number) => {
    for (let at = text.indexOf('\n', counted); at !== -1 && at < offset;) {
      line += 1;
      counted = at + 1;
      at = text.indexOf('\n', counted);
    }
    return line;
  };
  const section = (from: number, to: number, anchor: string | null) => {
    const headings = above.map((entry) => entry.text);
    while ((note.fences[fence]?.[1] ?? Infinity) <= from) fence += 1;
    let behind = fence;
    while ((note.fences[behind]?.[0] ?? Infinity) < to) behind += 1;
    for (const [start, end] of pieces(text, from, to, note.fences.slice(fence, behind))) {
      passages.push({ headings, anchor, line: lineAt(start), start, end });
    }
  };
  let from = note.bodyStart;
  let anchor: string | null = null;
  for (const heading of note.headings) {
    section(from, heading.start, anchor);
    while ((above.at(-1)?.level ?? 0) >= heading.level) above.pop();
    above.push({ level: heading.level, text: heading.text });
    anchor = heading.anchor;
    from = heading.end;
  }
  section(from, text.length, anchor);
  // A note of nothing but headings is still worth finding.
  const last = note.headings.at(-1);
  if (passages.length === 0 && last !== undefined) {
    const headings = above.map((entry) => entry.text);
    passages.push({ headings, anchor, line: last.line, start: last.start, end: last.end });
  }
  return passages;
}

function lineAfterFrontmatter(text: string, note: Note): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < note.bodyStart;) {
    line += 1;
    at = text.indexOf('\n', at + 1);
  }
  return line;
}

function pieces(
  text: string,
  from: number,
  to: number,
  fences: readonly (readonly [number, number])[],
): [number, number][] {
  const found: [number, number][] = [];
  let start = skipBlank(text, from, to);
  let end = to;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  while (start < end) {
    const stop = end - start <= TARGET ? end : cut(text, start, end, fences);
    let trimmed = stop;
    while (trimmed > start && isSpace(text.charCodeAt(trimmed - 1))) trimmed -= 1;
    if (trimmed > start) found.push([start, trimmed]);
    start = skipBlank(text, stop, end);
  }
  return found;
}

/** The blank line outside of code nearest below the target length, else the nearest above it. */
function cut(
  text: string,
  start: number,
  end: number,
  fences: readonly (readonly [number, number])[],
): number {
  let best = -1;
  for (let at = text.indexOf('\n\n', start + 1); at !== -1 && at < end;) {
    if (!fences.some(([open, close]) => at > open && at < close)) {
      if (at - start > TARGET && best !== -1) break;
      best = at;
      if (at - start > TARGET) break;
    }
    if (at - start > LIMIT) break;
    at = text.indexOf('\n\n', at + 1);
  }
  if (best !== -1 && best - start <= LIMIT) return best;
  if (end - start <= LIMIT) return end;
  const newline = text.lastIndexOf('\n', start + LIMIT);
  if (newline > start) return newline;
  // Never between the halves of one character.
  const half = text.charCodeAt(start + LIMIT);
  return start + LIMIT - (half >= 0xdc00 && half <= 0xdfff ? 1 : 0);
}

function skipBlank(text: string, from: number, to: number): number {
  let at = from;
  let lineStart = from;
  while (at < to && isSpace(text.charCodeAt(at))) {
    at += 1;
    if (text.charCodeAt(at - 1) === 0x0a) lineStart = at;
  }
  // Indentation of the first line belongs to the text.
  return at >= to ? to : Math.max(lineStart, from);
}

const isSpace = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);
