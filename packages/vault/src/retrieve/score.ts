import { fold } from '../query/fold.ts';
import type { Question, QuestionTerm } from './question.ts';
import type { Candidate, Evidence } from './retrieve.ts';

const K1 = 1.2;
const B = 0.5;
/** Words of a passage of usual length. */
const USUAL = 150;

/** How much more a word counts where it stands in … */
const IN_HEADING = 1.1;
const IN_OUTER_HEADING = 0.5;
const IN_NAME = 0.9;
const TOGETHER = 0.5;
const EXACT = 1.4;

/** Files that mention everything once. */
const HISTORY =
  /(?:^|\/)(?:changelog|changes|history|release|licen[cs]e|third[-_]?party|notice)[^/]*$/iu;
const ASKS_HISTORY = /^(?:changelog|history|release|version|changed|licen[cs]e|added|removed)/u;

/** Weight of each term of a question: its inverse passage frequency, as BM25 has it. */
export function weigh(question: Question, evidence: Evidence): number[] {
  return question.terms.map((term, index) => {
    const frequency = Math.min(evidence.frequencies[index] ?? 0, evidence.total);
    const rarity = Math.log(1 + (evidence.total - frequency + 0.5) / (frequency + 0.5));
    return rarity * (term.exact ? EXACT : 1);
  });
}

export const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

export function says(word: string, term: QuestionTerm): boolean {
  return word === term.word || (!term.exact && word.startsWith(term.stem));
}

export function measure(
  question: Question,
  weights: readonly number[],
  candidate: Candidate,
): { readonly score: number; readonly coverage: number } {
  const words = wordsOf(candidate.text);
  const inner = wordsOf(candidate.headings.at(-1) ?? '');
  const outer = wordsOf(candidate.headings.slice(0, -1).join(' '));
  const name = wordsOf(`${candidate.path.replace(/\.\w+$/u, '')} ${candidate.title ?? ''}`);
  const norm = K1 * (1 - B + (B * words.length) / USUAL);
  let score = 0;
  let covered = 0;
  let all = 0;
  const places: number[][] = [];
  for (const [index, term] of question.terms.entries()) {
    const weight = weights[index] ?? 0;
    all += weight;
    const at: number[] = [];
    for (const [place, word] of words.entries()) if (says(word, term)) at.push(place);
    places.push(at);
    const inInner = inner.some((word) => says(word, term));
    const inOuter = outer.some((word) => says(word, term));
    const inName = name.some((word) => says(word, term));
    score += (weight * at.length * (K1 + 1)) / (at.length + norm);
    if (inInner) score += weight * IN_HEADING;
    else if (inOuter) score += weight * IN_OUTER_HEADING;
    if (inName) score += weight * IN_NAME;
    if (at.length > 0 || inInner) covered += weight;
    else if (inOuter || inName) covered += weight * 0.8;
  }
  for (const [first, second] of question.pairs) {
    const near = (places[first] ?? []).some((place) =>
      (places[second] ?? []).some((other) => Math.abs(other - place) <= 2),
    );
    if (near) score += TOGETHER * ((weights[first] ?? 0) + (weights[second] ?? 0));
  }
  const coverage = all === 0 ? 0 : covered / all;
  score *= 0.2 + 0.8 * coverage;
  if (
    HISTORY.test(candidate.path) &&
    !question.terms.some((term) => ASKS_HISTORY.test(term.word))
  ) {
    score *= 0.6;
  }
  return { score, coverage };
}
