import type { Statement } from 'better-sqlite3-multiple-ciphers';
import type { Connection } from '../../database/index.ts';

/** Prepares a statement whose text depends on what is asked, once for each text. */
export type Prepare = <P extends unknown[], R>(sql: string) => Statement<P, R>;

/** Texts kept; there are as many as there are kinds of queries, not as there are queries. */
const KEPT = 200;

export function createPrepare(database: Connection): Prepare {
  const kept = new Map<string, Statement<unknown[], unknown>>();
  return <P extends unknown[], R>(sql: string) => {
    let statement = kept.get(sql);
    if (statement === undefined) {
      if (kept.size >= KEPT) kept.clear();
      statement = database.prepare(sql);
      kept.set(sql, statement);
    }
    return statement as unknown as Statement<P, R>;
  };
}
