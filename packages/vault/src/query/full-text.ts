import type { Term } from './parse-query.ts';

/**
 * A term in the full-text language of SQLite FTS5: always one quoted string, in which nothing but
 * the quote has a meaning, and that is doubled.
 */
export function fullText(term: Term): string {
  const quoted = `"${term.text.replaceAll('\0', ' ').replaceAll('"', '""')}"`;
  return term.kind === 'prefix' ? `${quoted}*` : quoted;
}

/** All of them, in one passage; null where there is none. */
export function fullTextAll(terms: readonly Term[]): string | null {
  return terms.length === 0 ? null : terms.map(fullText).join(' AND ');
}

/** Any of them; null where there is none. */
export function fullTextAny(terms: readonly Term[]): string | null {
  return terms.length === 0 ? null : terms.map(fullText).join(' OR ');
}
