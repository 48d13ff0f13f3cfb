import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { ensurePrivateDirectory, openDatabase } from '../../database/index.ts';
import type { Connection } from '../../database/index.ts';
import { createSchema, VERSION } from './schema.ts';

const FILE = 'index.db';

/**
 * Opens the index, and builds an empty one where there is none, where it is damaged, under another
 * key, or of another version: it holds nothing that the notes do not. The key is zeroed. `home` null
 * keeps it in memory.
 */
export function openIndex(home: string | null, key: Buffer): Connection {
  if (home === null) {
    const memory = configured(openDatabase(null, key));
    createSchema(memory);
    return memory;
  }
  ensurePrivateDirectory(home);
  const path = join(home, FILE);
  const again = Buffer.from(key);
  try {
    const found = openExisting(path, key);
    if (found !== null) return found;
    removeIndex(home);
    return prepared(openDatabase(path, again)).database;
  } finally {
    again.fill(0);
  }
}

function openExisting(path: string, key: Buffer): Connection | null {
  try {
    const { database, version } = prepared(openDatabase(path, key));
    if (version === VERSION) return database;
    database.close();
    return null;
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

function prepared(database: Connection): { database: Connection; version: number } {
  try {
    const read = () => Number(database.pragma('user_version', { simple: true }));
    const tables = database.prepare<[], number>('select count(*) from sqlite_schema').pluck().get();
    if (read() === 0 && tables === 0) createSchema(configured(database));
    return { database: configured(database), version: read() };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What is not worth an fsync: a lost index is built again. */
function configured(database: Connection): Connection {
  database.pragma('synchronous=NORMAL');
  database.pragma('cache_size=-65536');
  database.pragma('wal_autocheckpoint=8000');
  database.pragma('foreign_keys=OFF');
  return database;
}

/** Deletes the files of the index. */
export function removeIndex(home: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    rmSync(join(home, `${FILE}${suffix}`), { force: true });
  }
}

/** True for an error that says the file is damaged or not ours to read. */
export function isDamage(error: unknown): boolean {
  if (error instanceof GatehouseError) {
    return error.code === 'store_damaged' || error.code === 'store_unreadable';
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^SQLITE_(?:CORRUPT|NOTADB)/u.test(code);
}
