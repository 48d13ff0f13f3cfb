import { closeSync, rmSync } from 'node:fs';
import { createTransactions, openPrivateFile, requireKnown } from '../database/index.ts';
import type { Connection } from '../database/index.ts';

/** Where the copy made before a migration lies. */
export const copyPath = (path: string, version: number): string => `${path}.before-${version + 1}`;

/**
 * Brings a database forward in one transaction, after a copy of it beside it (`path` null keeps no
 * copy). Nothing happens where it is as new as the program, or empty but for the first tables.
 * Throws `store_newer` for a newer one; on any error the file is as it was.
 */
export function migrate(
  database: Connection,
  path: string | null,
  migrations: readonly string[],
): void {
  const version = database.prepare<[], number>('pragma user_version').pluck();
  const found = version.get() ?? 0;
  requireKnown(found, migrations.length);
  if (found === migrations.length) return;
  if (path !== null && found > 0) copyTo(database, copyPath(path, found));
  createTransactions(database, migrations.length)('write', () => {
    // Another process may have been first.
    migrations.slice(version.get() ?? 0).forEach((sql) => database.exec(sql));
    database.exec(`pragma user_version = ${migrations.length}`);
  });
}

/** A whole copy under the same key, 0600. */
export function copyTo(database: Connection, path: string): void {
  rmSync(path, { force: true });
  closeSync(openPrivateFile(path, 'new'));
  database.prepare('vacuum into ?').run(path);
}
