import { fold } from '../query/fold.ts';
import type { Question, QuestionTerm } from './question.ts';
import type { Candidate, Evidence } from './candidate.ts';

const K1 = 1.2;
const B = 0.5;
/** Words of a passage of usual length. */
const USUAL = 150;

/** How much more a word counts where it stands in … */
const IN_HEADING = 1.1;
const IN_OUTER_HEADING = 0.5;
const IN_NAME = 0.9;
const TOGETHER = 0.5;
/** A passage with a number in it, where a number is asked for. */
const NUMBER = 1.15;
const EXACT = 1.4;
/** What the name of the note says already tells its passages apart no further. */
const NAMED = 0.3;
/** Words about the asking rather than about the thing asked. */
const SOFT = 0.5;
const soft =
  /^(?:differen(?:ce|ces|t)|defaults?|examples?|options?|functions?|methods?|supports?|supported|unterschied|beispiel|beispiele|optionen|funktion)$/u;

/** Files that mention everything once. */
const HISTORY =
  /(?:^|\/)(?:changelog|changes|history|release|licen[cs]e|third[-_]?party|notice)[^/]*$/iu;
const ASKS_HISTORY = /^(?:changelog|history|release|version|changed|licen[cs]e|added|removed)/u;

/** Weight of each term of a question: its inverse passage frequency, as BM25 has it. */
export function weigh(question: Question, evidence: Evidence): number[] {
  return question.terms.map((term, index) => {
    const frequency = Math.min(evidence.frequencies[index] ?? 0, evidence.total);
    const rarity = Math.log(1 + (evidence.total - frequency + 0.5) / (frequency + 0.5));
    return rarity * (term.exact ? EXACT : soft.test(term.word) ? SOFT : 1);
  });
}

/** Folded words of a text, without addresses; `camelCase` gives its parts as well as the whole. */
export function wordsOf(text: string): string[] {
  const spoken = text.replace(/\]\([^)\s]*\)|https?:\/\/[^\s)>\]]+/gu, ']');
  const words: string[] = [];
  for (const [word] of spoken.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    words.push(fold(word));
    if (!/\p{Ll}\p{Lu}/u.test(word)) continue;
    for (const part of word.split(/(?<=\p{Ll})(?=\p{Lu})/u)) words.push(fold(part));
  }
  return words;
}

/** What the name of a candidate says: its path without the ending, and its title. */
export const nameOf = (candidate: Candidate): string[] =>
  wordsOf(`${candidate.path.replace(/\.\w+$/u, '')} ${candidate.title ?? ''}`);

export function says(word: string, term: QuestionTerm): boolean {
  return (
    word === term.word ||
    (!term.exact && word.startsWith(term.stem)) ||
    term.joined.some((joined) => word.startsWith(joined))
  );
}

/** As `says`, without the forms of the word: for telling what a name says already. */
export function names(word: string, term: QuestionTerm): boolean {
  return word === term.word || word === term.stem || word.startsWith(term.word);
}

export function measure(
  question: Question,
  weights: readonly number[],
  candidate: Candidate,
): { readonly score: number; readonly coverage: number } {
  const words = wordsOf(candidate.text);
  const inner = wordsOf(candidate.headings.at(-1) ?? '');
  const outer = wordsOf(candidate.headings.slice(0, -1).join(' '));
  const name = nameOf(candidate);
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
    const said = name.some((word) => names(word, term)) ? weight * NAMED : weight;
    score += (said * at.length * (K1 + 1)) / (at.length + norm);
    if (inInner) score += said * IN_HEADING;
    else if (inOuter) score += said * IN_OUTER_HEADING;
    if (inName) score += weight * (IN_NAME + 1);
    if (at.length > 0 || inInner) covered += weight;
    else if (inOuter || inName) covered += weight * 0.8;
  }
  const isTerm = (word: string, index: number) => {
    const term = question.terms[index];
    return term !== undefined && says(word, term);
  };
  for (const [first, second] of question.pairs) {
    const near = (places[first] ?? []).some((place) =>
      (places[second] ?? []).some((other) => Math.abs(other - place) <= 2),
    );
    const named = name.some(
      (word, place) => isTerm(word, first) && isTerm(name[place + 1] ?? '', second),
    );
    if (named) score += IN_NAME * ((weights[first] ?? 0) + (weights[second] ?? 0));
    if (near) score += TOGETHER * ((weights[first] ?? 0) + (weights[second] ?? 0));
  }
  if (question.counts && /\d/u.test(candidate.text)) score *= NUMBER;
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
