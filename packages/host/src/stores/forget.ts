import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Connection, Transact } from '../database/index.ts';

/** What to forget; of a domain: everything said and changed in it, not the domain itself. */
export type Forgetting =
  | { readonly kind: 'session'; readonly id: string }
  | { readonly kind: 'domain'; readonly name: string }
  | { readonly kind: 'everything' };

interface Bound {
  readonly value: string;
}

export interface Forgotten {
  readonly sessions: number;
  readonly messages: number;
  /** Copies that nothing refers to any more; the caller removes them. */
  readonly snapshots: readonly string[];
}

/**
 * Deletes and scrubs: rows are overwritten (`secure_delete`), what the log still holds is written
 * back and cut off, and copies made before a migration are removed. `path` null is in memory.
 */
export function forget(
  database: Connection,
  transact: Transact,
  path: string | null,
  what: Forgetting,
): Forgotten {
  const [where, value] = whereOf(what);
  const bound = { value };
  const sessions = `select id from session where ${where.session}`;
  const result = transact('write', () => {
    const count = (sql: string) => database.prepare<[Bound], number>(sql).pluck().get(bound) ?? 0;
    const found = {
      messages: count(`select count(*) from message where session in (${sessions})`),
      sessions: count(`select count(*) from session where ${where.session}`),
    };
    const copies = database
      .prepare<[Bound], string>(
        `select distinct snapshot from undo where (${where.undo}) and snapshot is not null`,
      )
      .pluck()
      .all(bound);
    database.prepare(`delete from permission where session in (${sessions})`).run(bound);
    database.prepare(`delete from undo where ${where.undo}`).run(bound);
    // Messages and usage go with their session.
    database.prepare(`delete from session where ${where.session}`).run(bound);
    if (what.kind === 'everything') {
      database.exec(
        'delete from permission; delete from pin; delete from domain; delete from setting',
      );
    }
    if (what.kind === 'domain') {
      database.prepare('delete from pin where domain = :value').run(bound);
      database.prepare("delete from permission where body ->> '$.domain.name' = :value").run(bound);
    }
    const still = database
      .prepare<[string], number>('select 1 from undo where snapshot = ?')
      .pluck();
    return { ...found, snapshots: copies.filter((id) => still.get(id) === undefined) };
  });
  if (path !== null) scrub(database, path);
  return result;
}

function whereOf(what: Forgetting): [{ session: string; undo: string }, string] {
  switch (what.kind) {
    case 'session':
      return [{ session: 'id = :value', undo: 'session = :value' }, what.id];
    case 'domain':
      return [{ session: 'domain = :value', undo: 'domain = :value' }, what.name];
    case 'everything':
      return [{ session: ':value is not null', undo: ':value is not null' }, ''];
  }
}

function scrub(database: Connection, path: string): void {
  const [done] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  const prefix = `${basename(path)}.before-`;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(prefix)) rmSync(join(dirname(path), name), { force: true });
  }
  if (done?.busy !== 0) {
    throw new GatehouseError(
      'store_busy',
      'It is forgotten, but another Gatehouse process keeps its traces from being scrubbed; ' +
        'close that one and forget again.',
    );
  }
}
