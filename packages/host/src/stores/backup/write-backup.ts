import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Snapshots } from '../../files/snapshots/snapshots.ts';
import { isCode } from '../../database/private-file.ts';
import type { Stores } from '../create-stores.ts';
import { writeSealed } from './sealed-file.ts';
import { tableNames, tables } from './tables.ts';

export interface BackupParts {
  readonly stores: Stores;
  readonly snapshots: Pick<Snapshots, 'list' | 'get' | 'put' | 'has' | 'forget'>;
  /** Gatehouse's home, for config.json. */
  readonly home: string;
}

/** One line of a backup before it is sealed. */
export type BackupLine =
  | { readonly kind: 'start'; readonly version: 1 }
  | { readonly kind: 'config'; readonly text: string }
  | { readonly kind: 'snapshot'; readonly id: string; readonly data: string }
  | { readonly kind: 'row'; readonly table: string; readonly values: readonly Value[] }
  | { readonly kind: 'end'; readonly rows: number; readonly snapshots: number };
export type Value = string | number | null;

/**
 * Writes everything that is kept, except keys, grants and the audit log, into one file that only the
 * passphrase opens. Throws `backup_exists`, `passphrase_too_short`, `snapshot_damaged`, and what the
 * stores throw; then there is no file.
 */
export function writeBackup(parts: BackupParts, path: string, passphrase: Uint8Array): void {
  writeSealed(path, passphrase, (write) => {
    const line = (value: BackupLine) => write(Buffer.from(`${JSON.stringify(value)}\n`));
    line({ kind: 'start', version: 1 });
    const text = configText(parts.home);
    if (text !== null) line({ kind: 'config', text });
    let snapshots = 0;
    for (const { id } of parts.snapshots.list()) {
      line({ kind: 'snapshot', id, data: parts.snapshots.get(id).toString('base64') });
      snapshots += 1;
    }
    let rows = 0;
    const { database, transact } = parts.stores.rows;
    transact('read', () => {
      for (const table of tableNames) {
        const columns = tables[table].join(', ');
        const select = database.prepare<[], Record<string, Value>>(
          `select ${columns} from ${table}`,
        );
        for (const row of select.iterate()) {
          line({ kind: 'row', table, values: tables[table].map((column) => row[column] ?? null) });
          rows += 1;
        }
      }
    });
    line({ kind: 'end', rows, snapshots });
  });
}

function configText(home: string): string | null {
  try {
    return readFileSync(join(home, 'config.json'), 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}
