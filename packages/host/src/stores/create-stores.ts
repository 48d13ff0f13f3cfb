import { join } from 'node:path';
import {
  createTransactions,
  ensurePrivateDirectory,
  openDatabase,
  storeError,
} from '../database/index.ts';
import type { Connection, ProgramKeys, Transact } from '../database/index.ts';
import { createDomains } from './domains.ts';
import type { DomainStore } from './domains.ts';
import { forget } from './forget.ts';
import type { Forgetting, Forgotten } from './forget.ts';
import { createGrants } from './grants.ts';
import type { KeptGrants } from './grants.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { createPins } from './pins.ts';
import type { ProtocolPins } from './pins.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';
import { createSettings } from './settings.ts';
import type { SettingsStore } from './settings.ts';
import { createUndo } from './undo.ts';
import type { UndoStore } from './undo.ts';

/**
 * What this installation keeps, in data.db. Each write is durable when it returns. Methods throw
 * `store_full`, `store_busy`, `store_failed`, `store_damaged`, `store_newer`.
 */
export interface Stores {
  readonly settings: SettingsStore;
  readonly domains: DomainStore;
  readonly sessions: Sessions;
  readonly grants: KeptGrants;
  readonly undo: UndoStore;
  readonly pins: ProtocolPins;
  forget(what: Forgetting): Forgotten;
  /** Where data.db lies; null in memory. */
  readonly path: string | null;
  /** For export, import, backup and restore alone. */
  readonly rows: RowAccess;
  close(): void;
}

export interface RowAccess {
  readonly database: Connection;
  readonly transact: Transact;
  readonly now: () => number;
}

/**
 * Opens data.db under `home`, bringing it forward if it is older. With keys kept for this run only
 * it is in memory. Throws `store_unreadable`, `store_damaged`, `store_newer`, `store_full`,
 * `home_not_private`; the file is left as it is.
 */
export function createStores(deps: {
  readonly home: string;
  readonly keys: ProgramKeys;
  readonly now: () => number;
}): Stores {
  const { home, keys, now } = deps;
  const path = keys.kept === 'run' ? null : join(home, 'data.db');
  if (path !== null) ensurePrivateDirectory(home);
  const database = openDatabase(path, keys.derive('data'));
  try {
    migrate(database, path, migrations);
  } catch (error) {
    database.close();
    throw storeError(error);
  }
  const transactions = createTransactions(database, migrations.length);
  const transact: Transact = (kind, work) => {
    try {
      return transactions(kind, work);
    } catch (error) {
      throw storeError(error);
    }
  };
  return {
    settings: createSettings(database, transact),
    domains: createDomains(database, transact),
    sessions: createSessions(database, transact, now),
    grants: createGrants(database, transact),
    undo: createUndo(database, transact, now),
    pins: createPins(database, transact, now),
    forget: (what) => forget(database, transact, path, what),
    path,
    rows: { database, transact, now },
    close: () => void database.close(),
  };
}
