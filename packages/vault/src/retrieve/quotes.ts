import type { Question } from './question.ts';
import type { Candidate } from './candidate.ts';
import { nameOf, names, says, wordsOf } from './score.ts';

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

/** A passage this short is quoted whole. */
const WHOLE = 500;
const MAX_UNITS = 3;
const MAX_LENGTH = 700;
const MAX_CODE_LINES = 14;
const MAX_LED = 6;
/** What the name of the note says already is no reason to choose one sentence of it. */
const NAMED = 0.2;

/**
 * The sentences, list items, table rows or code blocks of a passage that say most of what is asked,
 * in the order of the note: neighbours as one quote, with the line that leads into an example or a
 * list, and with what such a line leads to.
 */
export function quotesOf(
  question: Question,
  weights: readonly number[],
  candidate: Candidate,
): Quote[] {
  const units = unitsOf(candidate.text, candidate.line);
  const speaking = units.filter((unit) => wordsOf(unit.text).length > 0);
  if (speaking.reduce((sum, unit) => sum + unit.text.length, 0) <= WHOLE) {
    return joined(
      units,
      [...units.keys()].filter((index) => speaking.some((unit) => unit === units[index])),
    );
  }
  const name = nameOf(candidate);
  const worth = question.terms.map(
    (term, index) => (weights[index] ?? 0) * (name.some((word) => names(word, term)) ? NAMED : 1),
  );
  const scores = units.map((unit, index) => {
    const words = wordsOf(unit.text);
    if (words.length === 0) return 0;
    let score = 0;
    for (const [position, term] of question.terms.entries()) {
      if (words.some((word) => says(word, term))) score += worth[position] ?? 0;
    }
    if (question.counts && score > 0 && /\d/u.test(unit.text)) score *= 1.3;
    // What a section says first is what its heading is about.
    const lead = index === 0 && unit.kind === 'sentence' ? 0.6 : 0.1;
    return (score + lead) / (unit.kind === 'code' ? 1.6 : 1 + Math.max(0, words.length - 40) / 120);
  });
  const order = units
    .map((_, index) => index)
    .filter((index) => (scores[index] ?? 0) > 0)
    .toSorted((one, other) => (scores[other] ?? 0) - (scores[one] ?? 0) || one - other);
  const best = scores[order[0] ?? 0] ?? 0;
  const chosen = new Set<number>();
  let length = 0;
  const take = (index: number): boolean => {
    const unit = units[index];
    if (unit === undefined || chosen.has(index)) return false;
    if (chosen.size > 0 && length + unit.text.length > MAX_LENGTH) return false;
    chosen.add(index);
    length += unit.text.length;
    return true;
  };
  let picked = 0;
  for (const index of order) {
    if (picked >= MAX_UNITS || (picked > 0 && (scores[index] ?? 0) < best * 0.6)) break;
    picked += 1;
    take(index);
    const unit = units[index];
    if (unit !== undefined && unit.kind !== 'sentence' && leadsIn(units[index - 1])) {
      take(index - 1);
    }
    if (units[index + 1]?.kind === 'code') take(index + 1);
    if (leadsIn(unit)) {
      for (let led = index + 1; led <= index + MAX_LED; led += 1) {
        if (units[led]?.kind === 'sentence' && led > index + 1) break;
        if (!take(led)) break;
      }
    }
  }
  return joined(
    units,
    [...chosen].toSorted((one, other) => one - other),
  );
}

function joined(units: readonly Unit[], indexes: readonly number[]): Quote[] {
  const quotes: { text: string; line: number }[] = [];
  for (const [position, index] of indexes.entries()) {
    const unit = units[index];
    if (unit === undefined) continue;
    const before = quotes.at(-1);
    const previous = units[index - 1];
    if (before !== undefined && indexes[position - 1] === index - 1 && previous !== undefined) {
      const flows = unit.kind === 'sentence' && previous.kind === 'sentence';
      before.text += `${flows ? ' ' : '\n'}${unit.text}`;
    } else quotes.push({ text: unit.text, line: unit.line });
  }
  return quotes;
}

/** Nothing, a rule or the line below a table's head, or one tag of HTML. */
function isEmptyLine(line: string): boolean {
  if (line === '') return true;
  if (line.startsWith('<')) return line.indexOf('>') === line.length - 1;
  return line.includes('---') && /^[\s:|-]+$/u.test(line);
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
    } else if (isEmptyLine(raw.trim())) {
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
