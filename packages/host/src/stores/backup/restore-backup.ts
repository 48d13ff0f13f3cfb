import { closeSync, fsyncSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { z } from 'zod';
import { openPrivateFile } from '../../database/index.ts';
import { copyTo } from '../migrate.ts';
import { readSealed } from './sealed-file.ts';
import { tableNames, tables } from './tables.ts';
import type { Table } from './tables.ts';
import type { BackupLine, BackupParts, Value } from './write-backup.ts';

const lineSchema: z.ZodType<BackupLine> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('start'), version: z.literal(1) }),
  z.strictObject({ kind: z.literal('config'), text: z.string() }),
  z.strictObject({ kind: z.literal('snapshot'), id: z.string().max(200), data: z.base64() }),
  z.strictObject({
    kind: z.literal('row'),
    table: z.enum(tableNames),
    values: z.array(z.union([z.string(), z.number(), z.null()])),
  }),
  z.strictObject({ kind: z.literal('end'), rows: z.int(), snapshots: z.int() }),
]);

export interface Restored {
  readonly rows: number;
  readonly snapshots: number;
}

/**
 * Replaces what is kept by what a backup holds, whole or not at all: the file is read to its end
 * before anything is committed, and a copy of the old data lies beside data.db. Keys, grants and the
 * audit log stay as they are. Works under another installation's keys too. Throws
 * `backup_unreadable`, `backup_damaged`, `backup_malformed`, and what the stores throw.
 */
export function restoreBackup(parts: BackupParts, path: string, passphrase: Uint8Array): Restored {
  const { database, transact } = parts.stores.rows;
  const copy = parts.stores.path === null ? null : `${parts.stores.path}.before-restore`;
  if (copy !== null) copyTo(database, copy);
  const before = new Set(parts.snapshots.list().map(({ id }) => id));
  const added: string[] = [];
  const renamed = new Map<string, string>();
  let config: string | null = null;
  try {
    const done = transact('write', () => {
      for (const table of tableNames.toReversed()) database.exec(`delete from ${table}`);
      let rows = 0;
      let end: Extract<BackupLine, { kind: 'end' }> | null = null;
      for (const line of linesOf(path, passphrase)) {
        if (end !== null) throw malformed();
        switch (line.kind) {
          case 'start':
            break;
          case 'config':
            config = line.text;
            break;
          case 'snapshot':
            renamed.set(line.id, keep(parts, line.data, added));
            break;
          case 'row':
            insert(parts, line.table as Table, line.values, renamed);
            rows += 1;
            break;
          case 'end':
            end = line;
        }
      }
      if (end?.rows !== rows || end.snapshots !== renamed.size) throw malformed();
      return { rows, snapshots: renamed.size };
    });
    if (config !== null) replaceConfig(join(parts.home, 'config.json'), config);
    return done;
  } catch (error) {
    if (copy !== null) rmSync(copy, { force: true });
    for (const id of added) if (!before.has(id)) parts.snapshots.forget(id);
    throw error;
  }
}

function* linesOf(path: string, passphrase: Uint8Array): Generator<BackupLine> {
  let rest = '';
  let first = true;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (const chunk of readSealed(path, passphrase)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const parsed = parse(line);
      if (first !== (parsed.kind === 'start')) throw malformed();
      first = false;
      yield parsed;
    }
  }
  if (rest !== '') throw malformed();
}

function parse(line: string): BackupLine {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw malformed(cause);
  }
}

/** Copies are named under this installation's key; what a row calls them is renamed with them. */
function keep(parts: BackupParts, data: string, added: string[]): string {
  const content = Buffer.from(data, 'base64');
  const id = parts.snapshots.put(content);
  content.fill(0);
  added.push(id);
  return id;
}

function insert(
  parts: BackupParts,
  table: Table,
  values: readonly Value[],
  renamed: ReadonlyMap<string, string>,
): void {
  const columns: readonly string[] = tables[table];
  if (values.length !== columns.length) throw malformed();
  const own = values.map((value, index) =>
    columns[index] === 'snapshot' && typeof value === 'string'
      ? (renamed.get(value) ?? value)
      : value,
  );
  parts.stores.rows.database
    .prepare(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
    )
    .run(...own);
}

function replaceConfig(path: string, text: string): void {
  const temporary = `${path}.new`;
  rmSync(temporary, { force: true });
  const descriptor = openPrivateFile(temporary, 'new');
  try {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

const malformed = (cause?: unknown) =>
  new GatehouseError('backup_malformed', 'This is not a backup that this Gatehouse knows.', cause);
