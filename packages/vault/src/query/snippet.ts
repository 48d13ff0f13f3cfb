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

function marksIn(text: string, terms: readonly Term[]): [number, number][] {
  const folded = foldKeepingLength(text);
  const found: [number, number][] = [];
  for (const term of terms) {
    const words = fold(term.text).match(/[\p{L}\p{N}]+/gu);
    if (words === null) continue;
    const rest = term.kind === 'prefix' ? '[\\p{L}\\p{N}]*' : '';
    const pattern = `(?<![\\p{L}\\p{N}])${words.join('[^\\p{L}\\p{N}]+')}${rest}(?![\\p{L}\\p{N}])`;
    for (const match of folded.matchAll(new RegExp(pattern, 'gu'))) {
      found.push([match.index, match.index + match[0].length]);
      if (found.length > 200) break;
    }
  }
  found.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  return found.filter(([start], index) => index === 0 || start >= (found[index - 1]?.[1] ?? 0));
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
