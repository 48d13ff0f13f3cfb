import { fullText, fullTextAll, noteKey, parseQuery, snippetOf } from '@gatehouse/vault';
import type { Query, Term } from '@gatehouse/vault';
import type { Connection } from '../../database/index.ts';
import type { SearchResult } from '../messages.ts';
import type { KeptPassages } from './kept-passages.ts';
import { PLACE_BITS } from './schema.ts';
import { createPrepare } from './statements.ts';

interface Hit {
  /** Place of the passage in its content. */
  readonly place: number;
  readonly content: number;
  readonly rank: number;
}

interface Filter {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const MAX_RESULTS = 200;
const CONTENT = `(words.rowid >> ${String(PLACE_BITS)})`;
const PLACE_MASK = String((1 << PLACE_BITS) - 1);
/** Passages looked at for each note asked for: several may lie in one note. */
const PASSAGES_A_NOTE = 3;

/** Searches the notes below `roots`; see `parseQuery` for the language. Never throws for a query. */
export function createSearch(database: Connection, kept: KeptPassages) {
  const prepare = createPrepare(database);

  return (roots: readonly number[], text: string, limit: number): SearchResult[] => {
    const query = parseQuery(text);
    const wanted = Math.min(Math.max(1, Math.trunc(limit)), MAX_RESULTS);
    const filter = filterOf(query, roots);
    if (isEmpty(query)) return [];
    const hits = new Map<number, Hit>();
    const add = (found: readonly Hit[]) => {
      for (const hit of found) if (!hits.has(hit.content)) hits.set(hit.content, hit);
    };
    const match = fullTextAll(query.terms);
    if (match === null) add(listed(filter, wanted));
    else {
      add(byName(query.terms, filter, Math.min(5, wanted)));
      // Where a few long notes hold most of the passages, one more and wider look.
      for (const count of [wanted * PASSAGES_A_NOTE, wanted * PASSAGES_A_NOTE * 20]) {
        const found = byWords(match, filter, count);
        add(found);
        if (hits.size >= wanted || found.length < count) break;
      }
      if (hits.size < wanted && query.terms.length > 1) {
        add(acrossPassages(query.terms, filter, wanted));
      }
    }
    return [...hits.values()].slice(0, wanted).flatMap((hit) => result(hit, query, filter));
  };

  function byWords(match: string, filter: Filter, count: number): Hit[] {
    return prepare<(string | number)[], Hit>(
      `select words.rowid & ${PLACE_MASK} as place, ${CONTENT} as content, words.rank as rank
         from words where words match ?
           and exists (select 1 from note where note.content = ${CONTENT} and ${filter.sql})
         order by words.rank limit ?`,
    ).all(match, ...filter.values, count);
  }

  /** Notes whose path or title holds every word. Trigrams find parts of three letters and more. */
  function byName(terms: readonly Term[], filter: Filter, count: number): Hit[] {
    if (terms.some((term) => [...term.text].length < 3)) return [];
    const match = terms.map((term) => fullText({ kind: 'phrase', text: term.text })).join(' AND ');
    return prepare<(string | number)[], { content: number }>(
      `select note.content as content from names cross join note on note.id = names.rowid
         where names match ? and note.content is not null and ${filter.sql}
         group by note.content order by min(length(note.path)), note.content limit ?`,
    )
      .all(match, ...filter.values, count)
      .map(({ content }) => first(content));
  }

  /** Notes that hold every word, though no passage does. */
  function acrossPassages(terms: readonly Term[], filter: Filter, count: number): Hit[] {
    const each = terms
      .map(() => `select ${CONTENT} from words where words match ?`)
      .join(' intersect ');
    return prepare<(string | number)[], { content: number }>(
      `select note.content as content from note where note.content in (${each})
         and ${filter.sql} group by note.content order by min(note.path) limit ?`,
    )
      .all(...terms.map(fullText), ...filter.values, count)
      .map(({ content }) => first(content));
  }

  function listed(filter: Filter, count: number): Hit[] {
    return prepare<(string | number)[], { content: number }>(
      `select note.content as content from note where note.content is not null and ${filter.sql}
         group by note.content order by min(note.path) limit ?`,
    )
      .all(...filter.values, count)
      .map(({ content }) => first(content));
  }

  function first(content: number): Hit {
    return { place: 0, content, rank: 0 };
  }

  function result(hit: Hit, query: Query, filter: Filter): SearchResult[] {
    const notes = prepare<
      (string | number)[],
      { root: string; path: string; title: string | null; private: number }
    >(
      `select root.path as root, note.path as path, content.title as title, content.private as private
         from note join root on root.id = note.root join content on content.id = note.content
         where note.content = ? and ${filter.sql} order by length(note.path), note.path limit 6`,
    ).all(hit.content, ...filter.values);
    const [note, ...others] = notes;
    if (note === undefined) return [];
    const passage = kept.get(hit.content, hit.place);
    const snippet = snippetOf(passage?.text ?? '', query.terms);
    return [
      {
        root: note.root,
        path: note.path,
        title: note.title,
        headings: passage?.headings ?? [],
        line: passage?.line ?? 1,
        snippet: snippet.text,
        marks: snippet.marks,
        rank: hit.rank,
        private: note.private === 1,
        also: others.map((other) => other.path),
      },
    ];
  }
}

const isEmpty = (query: Query) =>
  [query.terms, query.without, query.tags, query.withoutTags, query.paths, query.withoutPaths]
    .concat([query.links, query.withoutLinks])
    .every((part) => part.length === 0);

/** What a note must be, as a condition over `note`; every value is bound, none is in the text. */
function filterOf(query: Query, roots: readonly number[]): Filter {
  const conditions = [`note.root in (${roots.map(() => '?').join(',') || 'null'})`];
  const values: (string | number)[] = [...roots];
  const need = (condition: string, wanted: boolean, ...bound: string[]) => {
    conditions.push(wanted ? condition : `not (${condition})`);
    values.push(...bound);
  };
  const tagged = `note.content in (select content from tag where tag = ?
    or (tag >= ? and tag < ?))`;
  const nested = (tag: string) => [tag, `${tag}/`, `${tag}0`]; // '0' follows '/'
  for (const tag of query.tags) need(tagged, true, ...nested(tag));
  for (const tag of query.withoutTags) need(tagged, false, ...nested(tag));
  const path = `instr(lower(note.path), ?) > 0`;
  for (const part of query.paths) need(path, true, part);
  for (const part of query.withoutPaths) need(path, false, part);
  const linked = 'note.content in (select content from link where name = ?)';
  for (const link of query.links) need(linked, true, noteKey(link));
  for (const link of query.withoutLinks) need(linked, false, noteKey(link));
  const said = `note.content in (select ${CONTENT} from words where words match ?)`;
  for (const term of query.without) need(said, false, fullText(term));
  return { sql: conditions.join(' and '), values };
}
