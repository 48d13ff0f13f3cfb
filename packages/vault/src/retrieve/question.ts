import { fold } from '../query/fold.ts';
import { hasWord } from '../query/parse-query.ts';
import type { Term } from '../query/parse-query.ts';
import { stemOf } from './stem.ts';
import { stopWords } from './stop-words.ts';

/** One word of a question that says what is asked. */
export interface QuestionTerm {
  /** Folded, as asked. */
  readonly word: string;
  /** What its forms begin with. */
  readonly stem: string;
  /** The person quoted it, wrote it as code, or it looks like a name of the program's world. */
  readonly exact: boolean;
  /** Written as one word with its neighbour: `file system`, `filesystem`. */
  readonly joined: readonly string[];
}

export interface Question {
  readonly terms: readonly QuestionTerm[];
  /** Runs of words that stand side by side in the question and are rare together. */
  readonly pairs: readonly (readonly [number, number])[];
  /** It asks for a number. */
  readonly counts: boolean;
}

const MAX_TERMS = 24;

/**
 * What a natural-language question is about: its words without the stop words of English and German,
 * each once, with the stem to look for. A question of nothing but stop words is taken by its words.
 */
export function readQuestion(text: string): Question {
  const raw = text.slice(0, 4000).toWellFormed();
  const found = [...raw.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}]{1,2}(?![\p{L}]))?/gu)].map(
    (match) => {
      const before = raw[match.index - 1] ?? ' ';
      const after = raw[match.index + match[0].length] ?? ' ';
      const bare = match[0].replace(/['’]\p{L}+$/u, '');
      const coded = /[`"_$.@/-]/u.test(before) || /[`"_(]/u.test(after);
      const named = /\p{Ll}\p{Lu}|\p{L}\d|^\p{Lu}{2,}$/u.test(bare);
      // `get-tsconfig`, `a/b`: the parts of a name are not words of the sentence.
      const part =
        /[\p{L}\p{N}][-/@]$/u.test(raw.slice(Math.max(0, match.index - 3), match.index)) ||
        /^[-/][\p{L}\p{N}]/u.test(raw.slice(match.index + match[0].length).slice(0, 3));
      return { word: fold(bare), exact: (coded || named) && hasWord(bare), part };
    },
  );
  const meaning = found.filter(
    (entry) => (entry.part || !stopWords.has(entry.word)) && entry.word.length > 1,
  );
  const used = meaning.length > 0 ? meaning : found;
  const terms: (QuestionTerm & { readonly joined: string[] })[] = [];
  const pairs: [number, number][] = [];
  let previous: { index: number; place: number } | null = null;
  for (const [place, entry] of found.entries()) {
    if (!used.includes(entry)) continue;
    let index = terms.findIndex((term) => term.word === entry.word);
    if (index === -1) {
      if (terms.length >= MAX_TERMS) break;
      index = terms.length;
      const stem = entry.exact ? entry.word : stemOf(entry.word);
      terms.push({ word: entry.word, stem, exact: entry.exact, joined: [] });
    }
    if (previous !== null && previous.place === place - 1 && previous.index !== index) {
      pairs.push([previous.index, index]);
      const [one, other] = [terms[previous.index], terms[index]];
      const joined = `${one?.word ?? ''}${other?.word ?? ''}`;
      one?.joined.push(joined);
      other?.joined.push(joined);
    }
    previous = { index, place };
  }
  const counts =
    /\b(?:how (?:many|much|long|often|large|big|old)|maximum|minimum|limit|default|wie ?(?:viele?|lange?|oft|gross|groß)|höchstens|mindestens)\b/iu.test(
      raw,
    );
  return { terms, pairs, counts };
}

/** Words written together that the question writes apart, to be looked up as well. */
export const joinedWords = (question: Question): Term[] =>
  [...new Set(question.terms.flatMap((term) => term.joined))].map((text) => ({
    kind: 'prefix',
    text,
  }));

/** The term as a store looks it up: by its stem. */
export function lookUp(term: QuestionTerm): Term {
  return term.stem.length >= 3 && !term.exact
    ? { kind: 'prefix', text: term.stem }
    : { kind: 'word', text: term.word };
}
