import { closeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { ensurePrivateDirectory, openPrivateFile } from '../../database/index.ts';
import type { Connection } from '../../database/index.ts';

/**
 * Names the one indexer among the processes of a home. The lease is a write lock that the kernel
 * takes back when its holder dies, however it dies; the row beside it only says who that is.
 */
export interface Lease {
  /** Process id of who holds it: this one's where it was free or is held here already. */
  take(): number;
  release(): void;
  close(): void;
}

const FILE = 'index.lease';

export function createLease(home: string): Lease {
  ensurePrivateDirectory(home);
  const path = join(home, FILE);
  closeSync(openPrivateFile(path, 'create'));
  const database = new Database(path, { timeout: 0 });
  let held = false;
  return {
    take() {
      if (held) return process.pid;
      if (!begin(database)) return holder(database);
      database.exec(
        `create table if not exists holder (one integer primary key check (one = 1), pid integer);
         insert into holder values (1, ${String(process.pid)})
           on conflict (one) do update set pid = excluded.pid;
         commit`,
      );
      // Between the name and the lock another may take it; then its name is there as well.
      held = begin(database);
      return held ? process.pid : holder(database);
    },
    release() {
      if (held) database.exec('rollback');
      held = false;
    },
    close() {
      database.close();
    },
  };
}

function begin(database: Connection): boolean {
  try {
    database.exec('begin immediate');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function holder(database: Connection): number {
  try {
    return database.prepare<[], number>('select pid from holder').pluck().get() ?? 0;
  } catch (error) {
    // The first holder of all is still writing its name.
    if (isBusy(error) || (error instanceof Error && /no such table/u.test(error.message))) return 0;
    throw error;
  }
}

const isBusy = (error: unknown) =>
  error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
