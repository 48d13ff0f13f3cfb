import { hasSqlDetails, loadModule, parseSync } from 'libpg-query';
import { strictest } from '../../reasons.ts';
import { judgeStatement, type ParsePostgres } from '../judge-statement.ts';

await loadModule();

/** PostgreSQL's own grammar, as the host hands it in. */
export const parse: ParsePostgres = (sql) => {
  try {
    return { tree: parseSync(sql) };
  } catch (error) {
    if (!hasSqlDetails(error)) throw error;
    return { problem: error.message, at: error.sqlDetails?.cursorPosition ?? 0 };
  }
};

export const judged = (sql: string) => judgeStatement(sql, { name: 'postgres', parse });

export const verdictOf = (sql: string) => strictest(judged(sql));

/** The codes of all reasons, without `postgres_`, sorted. */
export const codesOf = (sql: string): string =>
  judged(sql)
    .map(({ code }) => code.replace('postgres_', ''))
    .sort()
    .join(' ');
