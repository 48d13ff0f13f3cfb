import type { Reason } from '../../reasons.ts';
import { subquery } from './clauses.ts';
import { Cursor, Mismatch } from './cursor.ts';
import { expression } from './expression.ts';
import { statement } from './statement.ts';
import { readings, readTokens, type Token } from './tokens.ts';
import { effects } from './words.ts';

/** Effects of words in a text that the grammar does not cover; keys, labels and aliases are none. */
function effectsOf(tokens: readonly Token[]): readonly Reason[] {
  return tokens.flatMap(({ key }, index): readonly Reason[] => {
    const before = tokens[index - 1]?.key ?? '';
    const after = tokens[index + 1]?.key ?? '';
    const isName = after === ':' || ['.', ':', '&', '$', 'AS'].includes(before);
    const code = Object.hasOwn(effects, key) ? effects[key] : undefined;
    return code === undefined || isName ? [] : [{ code }];
  });
}

function judgeReading(text: string): readonly Reason[] {
  const all = readTokens(text);
  if (all === null) return [{ code: 'cypher_unreadable' }];
  const isClosed = all.at(-2)?.key === ';';
  const tokens = isClosed ? all.slice(0, -2) : all;
  if (tokens.some(({ key }) => key === ';'))
    return [{ code: 'statement_several' }, ...effectsOf(all)];
  const cursor = new Cursor(tokens, { expression, subquery });
  try {
    statement(cursor);
    return cursor.reasons;
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    const near = cause.token.text;
    return [{ code: 'cypher_unknown', near }, ...cursor.reasons, ...effectsOf(tokens)];
  }
}

/**
 * What a Cypher statement would do, by openCypher 9 and what Neo4j 5 and Memgraph add: only
 * `statement_read` where every token has its place in the grammar of a query that reads, whichever
 * of these servers reads it. `EXPLAIN` changes nothing of the answer. Nothing is guessed: what is
 * not in the grammar asks, and what its words do is named besides. Time is linear in the text, whose
 * length `judgeStatement` bounds.
 */
export function judgeCypher(text: string): readonly Reason[] {
  const texts = readings(text);
  if (texts.some((each) => each.includes('\0'))) return [{ code: 'statement_nul' }];
  const found = texts.flatMap(judgeReading);
  const once = new Map(found.map((reason) => [JSON.stringify(reason), reason]));
  return once.size === 0 ? [{ code: 'statement_read' }] : [...once.values()];
}
