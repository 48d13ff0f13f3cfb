import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3-multiple-ciphers';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Connection } from '../database/open-database.ts';
import { openPrivateFile } from '../database/private-file.ts';

const TRIES = 400;
const PAUSE = 25;

/**
 * Runs `act` while no other process of this home runs one: reading, changing and writing back the
 * key list is one step. SQLite holds the lock, so the system lets it go when a process dies. Throws
 * `keys_busy` after 10 s.
 */
export async function exclusively<T>(home: string, act: () => Promise<T>): Promise<T> {
  const path = join(home, 'keys.lock');
  closeSync(openPrivateFile(path, 'create'));
  const lock = new Database(path, { timeout: 0 });
  try {
    await acquire(lock);
    return await act();
  } finally {
    // Closing rolls the empty transaction back.
    lock.close();
  }
}

async function acquire(lock: Connection): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if (!(error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY')) throw error;
      await wait(PAUSE);
    }
  }
  throw new GatehouseError('keys_busy', 'Another Gatehouse is changing keys; try again.');
}
