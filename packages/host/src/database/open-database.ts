/// <reference path="./engine.d.ts" />
import { closeSync } from 'node:fs';
import Database from 'better-sqlite3-multiple-ciphers';
import { GatehouseError } from '@gatehouse/kernel/error';
import { openPrivateFile, requirePlainOrAbsent } from './private-file.ts';

export type Connection = Database;

/**
 * Opens an encrypted database (cipher aegis, raw 32-byte key), made 0600 where it is not there, or
 * one in memory for `path` null. WAL, `synchronous=FULL`, `secure_delete`, foreign keys; waits 30 s
 * for another process. The key is zeroed here. Throws `store_unreadable` (another key, or the first
 * page is damaged), `store_damaged`, `store_full`, `store_busy`, `home_not_private`; the file is
 * left as it is.
 */
export function openDatabase(path: string | null, key: Buffer): Connection {
  let database: Connection | undefined;
  try {
    if (path !== null) {
      closeSync(openPrivateFile(path, 'create'));
      for (const suffix of ['-wal', '-shm', '-journal']) requirePlainOrAbsent(path + suffix);
    }
    database = new Database(path ?? ':memory:', { timeout: 30_000 });
    if (path !== null) {
      database.pragma("cipher='aegis'");
      const raw = Buffer.from(`raw:${key.toString('hex')}`, 'latin1');
      database.key(raw);
      raw.fill(0);
      database.pragma('journal_mode=WAL');
    }
    database.pragma('synchronous=FULL');
    database.pragma('secure_delete=ON');
    database.pragma('foreign_keys=ON');
    database.pragma('trusted_schema=OFF');
    database.pragma('temp_store=MEMORY');
    database.prepare('select count(*) from sqlite_schema').get();
    return database;
  } catch (error) {
    database?.close();
    throw storeError(error);
  } finally {
    key.fill(0);
  }
}

const words: Readonly<Record<string, readonly [code: string, message: string]>> = {
  NOTADB: [
    'store_unreadable',
    'A database of Gatehouse cannot be opened: its key is another one, or the file is damaged. ' +
      'Nothing was changed.',
  ],
  CORRUPT: ['store_damaged', 'A database of Gatehouse is damaged. Nothing was changed.'],
  FULL: ['store_full', 'The disk is full; nothing was written.'],
  BUSY: ['store_busy', 'Another Gatehouse process holds the database; try again.'],
  IOERR: ['store_failed', 'A database of Gatehouse could not be read or written.'],
  READONLY: ['store_failed', 'A database of Gatehouse cannot be written.'],
  CANTOPEN: ['store_failed', 'A database of Gatehouse cannot be opened.'],
};

/** An engine's error as one of ours, by its code; anything else is passed through. */
export function storeError(error: unknown): unknown {
  const code = error instanceof Database.SqliteError ? error.code : '';
  // The only write of the shared-memory file is the one that reserves its room.
  const kind =
    code === 'SQLITE_IOERR_SHMSIZE' ? 'FULL' : (/^SQLITE_([A-Z]+)/.exec(code)?.[1] ?? '');
  const found = Object.hasOwn(words, kind) ? words[kind] : undefined;
  return found === undefined ? error : new GatehouseError(found[0], found[1], error);
}
