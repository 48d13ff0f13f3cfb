import type { Reason } from '../reasons.ts';
import { judgeCypher } from './cypher/index.ts';
import { judgeTree } from './postgres/judge-tree.ts';

/**
 * PostgreSQL's own grammar, handed in: the tree as its JSON, or what is wrong and at which character
 * (from 0). Throws only where the parser itself is broken.
 */
export type ParsePostgres = (
  sql: string,
) => { readonly tree: unknown } | { readonly problem: string; readonly at: number };

type StatementDialect =
  { readonly name: 'postgres'; readonly parse: ParsePostgres } | { readonly name: 'cypher' };

/** UTF-16 code units. Source: the channel schema of the requirements. */
const longest = 10_000;

/**
 * Judges one statement to a database by its text alone: whether it is proven to do nothing but read
 * (`statement_read`), what else it would do, and whether that is denied or asked about. Pure,
 * total and deterministic. It decides prompts; a role without rights and a read-only transaction are
 * the boundary.
 */
export function judgeStatement(statement: string, dialect: StatementDialect): readonly Reason[] {
  if (statement.length > longest) return [{ code: 'statement_too_long' }];
  // Parsers stop at NUL, and half a character is another one on the wire: what follows would differ.
  if (statement.includes('\0')) return [{ code: 'statement_nul' }];
  if (!statement.isWellFormed()) return [{ code: 'statement_broken_character' }];
  if (statement.trim() === '') return [{ code: 'statement_empty' }];
  if (dialect.name === 'cypher') return judgeCypher(statement);
  const parsed = dialect.parse(statement);
  if ('problem' in parsed) return [{ code: 'postgres_unparsable', ...parsed }];
  try {
    return judgeTree(parsed.tree);
  } catch (error) {
    // The stack runs out on conditions nested deeper than anybody means.
    if (error instanceof RangeError) return [{ code: 'postgres_too_deep' }];
    throw error;
  }
}
