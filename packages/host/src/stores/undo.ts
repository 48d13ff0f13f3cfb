import { randomBytes } from 'node:crypto';
import type { Connection, Transact } from '../database/index.ts';

/** A file change that can be taken back. */
export interface UndoEntry {
  readonly id: string;
  readonly time: number;
  readonly session: string;
  readonly domain: string;
  readonly operation: 'file.write' | 'file.move' | 'file.delete';
  readonly path: string;
  /** Where a move went. */
  readonly destination: string | null;
  /** Id of the copy of what was there before; null where nothing was. */
  readonly snapshot: string | null;
  /** SHA-256 of what the change left behind; null where that is nothing, or unchanged. */
  readonly digest: string | null;
  readonly undone: boolean;
}

export interface UndoStore {
  add(entry: Omit<UndoEntry, 'id' | 'time' | 'undone'>): UndoEntry;
  /** Newest first. */
  list(count: number): readonly UndoEntry[];
  get(id: string): UndoEntry | null;
  /** False where it was undone before, or is not there: exactly one caller undoes. */
  claim(id: string): boolean;
  /** Gives a claim back where undoing failed. */
  release(id: string): void;
}

type Row = Omit<UndoEntry, 'undone'> & { readonly undone: number };

export function createUndo(database: Connection, transact: Transact, now: () => number): UndoStore {
  const columns =
    'id, time, session, domain, operation, path, destination, snapshot, digest, undone';
  const add = database.prepare(
    `insert into undo (id, time, session, domain, operation, path, destination, snapshot, digest)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const list = database.prepare<[number], Row>(
    `select ${columns} from undo order by position desc limit ?`,
  );
  const get = database.prepare<[string], Row>(`select ${columns} from undo where id = ?`);
  const mark = database.prepare('update undo set undone = ? where id = ? and undone <> ?');
  const entryOf = (row: Row): UndoEntry => ({ ...row, undone: row.undone === 1 });
  return {
    add(given) {
      const entry = { ...given, id: randomBytes(8).toString('hex'), time: now(), undone: false };
      const { id, time, session, domain, operation, path, destination, snapshot, digest } = entry;
      transact('write', () =>
        add.run(id, time, session, domain, operation, path, destination, snapshot, digest),
      );
      return entry;
    },
    list: (count) => transact('read', () => list.all(count)).map(entryOf),
    get(id) {
      const row = transact('read', () => get.get(id));
      return row === undefined ? null : entryOf(row);
    },
    claim: (id) => transact('write', () => mark.run(1, id, 1).changes) > 0,
    release: (id) => void transact('write', () => mark.run(0, id, 0)),
  };
}
