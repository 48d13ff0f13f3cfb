import type { Question } from './question.ts';
import type { Candidate } from './retrieve.ts';
import { says, wordsOf } from './score.ts';

/** Words of a note, verbatim. */
export interface Quote {
  readonly text: string;
  /** 1-based line of the note. */
  readonly line: number;
}

interface Unit {
  readonly text: string;
  readonly line: number;
  readonly kind: 'sentence' | 'item' | 'code';
}

const MAX_QUOTES = 3;
const MAX_LENGTH = 700;
const MAX_CODE_LINES = 14;

/**
 * The sentences, list items, table rows or code blocks of a passage that say most of what is asked:
 * at most three, in the order of the note, with the line that leads into an example or a list.
 */
export function quotesOf(
  question: Question,
  weights: readonly number[],
  candidate: Candidate,
): Quote[] {
  const units = unitsOf(candidate.text, candidate.line);
  const scores = units.map((unit, index) => {
    const words = wordsOf(unit.text);
    let score = 0;
    for (const [position, term] of question.terms.entries()) {
      if (words.some((word) => says(word, term))) score += weights[position] ?? 0;
    }
    // What a section says first is what its heading is about.
    const lead = index === 0 && unit.kind === 'sentence' ? 0.6 : 0;
    return (score + lead) / (unit.kind === 'code' ? 1.6 : 1 + Math.max(0, words.length - 40) / 120);
  });
  const order = units
    .map((_, index) => index)
    .toSorted((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other);
  const best = scores[order[0] ?? 0] ?? 0;
  const chosen = new Set<number>();
  let length = 0;
  const take = (index: number) => {
    const unit = units[index];
    if (unit === undefined || chosen.has(index) || chosen.size >= MAX_QUOTES) return;
    if (chosen.size > 0 && length + unit.text.length > MAX_LENGTH) return;
    chosen.add(index);
    length += unit.text.length;
  };
  for (const index of order) {
    if (chosen.size > 0 && (scores[index] ?? 0) < best * 0.6) break;
    take(index);
    const unit = units[index];
    // The line that leads in, and what a line that ends with a colon leads to.
    if (unit !== undefined && unit.kind !== 'sentence' && leadsIn(units[index - 1]))
      take(index - 1);
    if (leadsIn(unit)) take(index + 1);
  }
  return [...chosen]
    .toSorted((one, other) => one - other)
    .flatMap((index) => units[index] ?? [])
    .map(({ text, line }) => ({ text, line }));
}

const leadsIn = (unit: Unit | undefined) => unit?.kind === 'sentence' && unit.text.endsWith(':');

function unitsOf(text: string, firstLine: number): Unit[] {
  const units: Unit[] = [];
  const lines = text.split('\n');
  let paragraph: { lines: string[]; line: number } | null = null;
  const close = () => {
    if (paragraph !== null) units.push(...sentences(paragraph.lines, paragraph.line));
    paragraph = null;
  };
  for (let index = 0; index < lines.length; index += 1) {
    const raw = lines[index] ?? '';
    const line = firstLine + index;
    const fence = /^\s*(?:>\s*)*(`{3,}|~{3,})/u.exec(raw)?.[1];
    if (fence !== undefined) {
      close();
      let end = index + 1;
      while (end < lines.length && !(lines[end] ?? '').trimStart().startsWith(fence)) end += 1;
      const block = lines.slice(index, Math.min(end + 1, index + MAX_CODE_LINES));
      if (end + 1 - index > MAX_CODE_LINES) block.push('…', fence);
      units.push({ text: block.join('\n'), line, kind: 'code' });
      index = end;
    } else if (raw.trim() === '' || /^\s*(?:\|?[\s:|-]*-{3,}[\s:|-]*|<[^>]*>)\s*$/u.test(raw)) {
      close();
    } else if (/^\s*(?:[-*+]|\d{1,9}[.)])\s+|^\s*\|/u.test(raw)) {
      close();
      units.push({ text: raw.trim(), line, kind: 'item' });
    } else if (paragraph === null && units.at(-1)?.kind === 'item' && /^\s{2,}/u.test(raw)) {
      const item = units.pop();
      if (item !== undefined) units.push({ ...item, text: `${item.text} ${raw.trim()}` });
    } else {
      paragraph ??= { lines: [], line };
      paragraph.lines.push(raw.trim());
    }
  }
  close();
  return units;
}

/** Sentences of a paragraph: a full stop counts where a capital, a digit or markup follows. */
function sentences(lines: readonly string[], firstLine: number): Unit[] {
  const text = lines.join('\n');
  const units: Unit[] = [];
  const boundary = /(?<=[.!?:][)"'’”*_`]{0,2})\s+(?=[\p{Lu}\p{N}`"'“(*_[])/gu;
  let from = 0;
  let line = firstLine;
  const push = (part: string) => {
    const spoken = part.replace(/\s+/gu, ' ').trim();
    if (spoken !== '') units.push({ text: spoken, line, kind: 'sentence' });
    line += part.split('\n').length - 1;
  };
  for (const found of text.matchAll(boundary)) {
    const part = text.slice(from, found.index);
    // Abbreviations end no sentence.
    if (
      /(?:^|\s)(?:e\.g|i\.e|z\.\s?B|d\.\s?h|etc|vs|bzw|ca|Nr|Dr|Mr|Ms|St|Fig|No|\p{Lu})\.$/u.test(
        part,
      )
    ) {
      continue;
    }
    push(text.slice(from, found.index + found[0].length));
    from = found.index + found[0].length;
  }
  push(text.slice(from));
  return units;
}
