import { fold, foldKeepingLength } from './fold.ts';
import type { Term } from './parse-query.ts';

export interface Snippet {
  readonly text: string;
  /** Where the terms stand in it: offsets in UTF-16 units, in order, not overlapping. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

const WIDTH = 240;

/** The part of a passage where most of the terms stand together, white space made single. */
export function snippetOf(passage: string, terms: readonly Term[]): Snippet {
  const text = passage.replace(/\s+/gu, ' ').trim();
  const found = marksIn(text, terms);
  const from = bestStart(found);
  let start = from <= WIDTH / 3 ? 0 : from - Math.floor(WIDTH / 4);
  if (start > 0) start = wordStart(text, start);
  let end = Math.min(text.length, start + WIDTH);
  if (end < text.length) end = wordStart(text, end);
  const shown = text.slice(start, end).trimEnd();
  const lead = start > 0 ? '…' : '';
  const marks = found
    .filter(([from_, to]) => from_ >= start && to <= start + shown.length)
    .map(([from_, to]) => [from_ - start + lead.length, to - start + lead.length] as const);
  return { text: `${lead}${shown}${end < text.length ? '…' : ''}`, marks };
}

const MAX_MARKS = 200;

function marksIn(text: string, terms: readonly Term[]): [number, number][] {
  const folded = foldKeepingLength(text);
  const found: [number, number][] = [];
  for (const term of terms) {
    const words = fold(term.text).match(/[\p{L}\p{N}]+/gu);
    const [first, ...rest] = words ?? [];
    if (first === undefined) continue;
    for (let at = folded.indexOf(first); at !== -1; at = folded.indexOf(first, at + 1)) {
      if (isWord(folded, at - 1)) continue;
      const end = endOf(folded, at + first.length, rest, term.kind === 'prefix');
      if (end !== -1) found.push([at, end]);
      if (found.length > MAX_MARKS) break;
    }
  }
  found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  return found.filter(([start], index) => index === 0 || start >= (found[index - 1]?.[1] ?? 0));
}

/** Where a phrase ends whose first word ends here and whose others are `rest`; -1 where it does not. */
function endOf(folded: string, from: number, rest: readonly string[], prefix: boolean): number {
  let at = from;
  for (const word of rest) {
    const gap = at;
    while (at < folded.length && !isWord(folded, at)) at += 1;
    if (at === gap || !folded.startsWith(word, at)) return -1;
    at += word.length;
  }
  if (prefix) while (isWord(folded, at)) at += 1;
  return isWord(folded, at) ? -1 : at;
}

function isWord(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0;
  if (code < 0x80) {
    return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
  }
  return /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
}

/** Start of the window that holds most marks. */
function bestStart(marks: readonly (readonly [number, number])[]): number {
  let best = marks[0]?.[0] ?? 0;
  let most = 0;
  for (const [start] of marks) {
    const inside = marks.filter(([from, to]) => from >= start && to <= start + WIDTH * 0.7).length;
    if (inside > most) {
      most = inside;
      best = start;
    }
  }
  return best;
}

function wordStart(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  if (space > at - 40 && space > 0) return space + 1;
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
