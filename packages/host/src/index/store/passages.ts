import {
  fullText,
  fullTextAny,
  joinedWords,
  lookUp,
  readQuestion,
  retrieve,
} from '@gatehouse/vault';
import type { Candidate, Found, Question } from '@gatehouse/vault';
import type { Connection } from '../../database/index.ts';
import type { KeptPassages } from './kept-passages.ts';
import { PLACE_BITS } from './schema.ts';
import { createPrepare } from './statements.ts';

export interface Retrieving {
  /** Passages wanted. */
  readonly limit: number;
  /** Leave private notes out, for a model that is not on this machine. */
  readonly withoutPrivate: boolean;
}

const CANDIDATES = 120;
const NAMED = 60;
const PLACE_MASK = String((1 << PLACE_BITS) - 1);
/** A word in more than this share of all passages finds no candidates where a rarer one does. */
const COMMON = 0.1;

/** Finds the passages that answer a question among the notes below `roots`. */
export function createRetrieval(database: Connection, kept: KeptPassages) {
  const prepare = createPrepare(database);
  const total = database
    .prepare<[], number>('select coalesce(sum(passages), 0) from content')
    .pluck();
  const equal = database
    .prepare<[string], number>('select doc from vocabulary where term = ?')
    .pluck();
  const starting = database
    .prepare<[string, string], number>(
      'select coalesce(sum(doc), 0) from vocabulary where term >= ? and term < ?',
    )
    .pluck();

  return (roots: readonly number[], text: string, options: Retrieving): Found[] => {
    const question = readQuestion(text);
    if (question.terms.length === 0 || roots.length === 0) return [];
    const passages = total.get() ?? 0;
    const frequencies = question.terms.map((term) => {
      const wanted = lookUp(term);
      return wanted.kind === 'prefix'
        ? Math.min(passages, starting.get(wanted.text, `${wanted.text}\u{10ffff}`) ?? 0)
        : (equal.get(wanted.text) ?? 0);
    });
    const rows = new Map<number, Row>();
    const ids = candidates(question, frequencies, passages, roots, options);
    for (const row of ids) rows.set(row.passage, row);
    return retrieve(
      question,
      { candidates: [...rows.values()].flatMap(candidateOf), frequencies, total: passages },
      options.limit,
    );
  };

  interface Row {
    readonly passage: number;
    readonly content: number;
    readonly place: number;
    readonly root: string;
    readonly path: string;
    readonly title: string | null;
    readonly private: number;
  }

  function candidates(
    question: Question,
    frequencies: readonly number[],
    passages: number,
    roots: readonly number[],
    options: Retrieving,
  ): Row[] {
    const known = question.terms.filter((_, index) => (frequencies[index] ?? 0) > 0);
    const rare = question.terms.filter((_, index) => {
      const frequency = frequencies[index] ?? 0;
      return frequency > 0 && (frequency <= passages * COMMON || frequency < 50);
    });
    const any = fullTextAny([
      ...(rare.length > 0 ? rare : known).map(lookUp),
      ...joinedWords(question),
    ]);
    if (any === null) return [];
    const rows = matching(any, roots, options, CANDIDATES, null);
    // Notes that are named for what is asked: their passages need not say the name again.
    const all = fullTextAny(known.map(lookUp));
    for (const term of rare.length > 0 ? rare : known) {
      if (all === null || term.stem.length < 3) continue;
      const name = fullText({ kind: 'phrase', text: term.stem });
      rows.push(...matching(all, roots, options, NAMED, name));
    }
    return rows;
  }

  function matching(
    match: string,
    roots: readonly number[],
    options: Retrieving,
    count: number,
    name: string | null,
  ): Row[] {
    const mark = roots.map(() => '?').join(',');
    const content = `(words.rowid >> ${String(PLACE_BITS)})`;
    const inNamed = `and ${content} in (select named.content from names
      cross join note as named on named.id = names.rowid where names match ?)`;
    return prepare<(string | number)[], Row>(
      `select best.passage as passage, best.passage & ${PLACE_MASK} as place,
           content.id as content, root.path as root, note.path as path, content.title as title,
           content.private as private
         from (select words.rowid as passage, ${content} as content from words
             where words match ? ${name === null ? '' : inNamed}
             and exists (select 1 from note where note.content = ${content}
               and note.root in (${mark}))
             order by words.rank limit ?) as best
         join content on content.id = best.content
         join note on note.id = (select id from note where content = best.content
           and root in (${mark}) order by length(path), path limit 1)
         join root on root.id = note.root
         where content.private <= ?`,
    ).all(
      match,
      ...(name === null ? [] : [name]),
      ...roots,
      count,
      ...roots,
      options.withoutPrivate ? 0 : 1,
    );
  }

  function candidateOf(row: Row): Candidate[] {
    const passage = kept.get(row.content, row.place);
    if (passage === undefined) return [];
    return [
      {
        ...{ root: row.root, path: row.path, title: row.title, private: row.private === 1 },
        ...passage,
      },
    ];
  }
}
