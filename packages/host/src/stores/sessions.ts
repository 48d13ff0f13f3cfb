import { randomBytes } from 'node:crypto';
import type { SessionStore, StoredMessage } from '@gatehouse/assistant';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Connection, Transact } from '../database/index.ts';

export interface KeptSession {
  readonly id: string;
  readonly domain: string;
  readonly title: string;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly messages: number;
  /** It came from a folder that anyone may have written: it can be read, not continued. */
  readonly imported: boolean;
}

type Row = Omit<KeptSession, 'imported'> & { readonly imported: number };

/**
 * What was said. `append` and `usage` throw `session_unknown` for one that was never started, and
 * `session_imported` for one that was imported.
 */
export interface Sessions extends SessionStore {
  /** Begins a session and gives its id, 32 hex digits. */
  start(domain: string, title: string): string;
  /** Newest first. */
  list(count: number): readonly KeptSession[];
  get(id: string): KeptSession | null;
}

export function createSessions(
  database: Connection,
  transact: Transact,
  now: () => number,
): Sessions {
  const columns = `id, domain, title, started, imported,
    (select count(*) from message where session = id) as messages`;
  const start = database.prepare(
    'insert into session (id, domain, title, started) values (?, ?, ?, ?)',
  );
  const list = database.prepare<[number], Row>(
    `select ${columns} from session order by started desc, id limit ?`,
  );
  const get = database.prepare<[string], Row>(`select ${columns} from session where id = ?`);
  const append = database.prepare(
    `insert into message (session, sequence, time, body)
     select ?, coalesce(max(sequence), 0) + 1, ?, ? from message where session = ?`,
  );
  const history = database
    .prepare<[string], string>('select body from message where session = ? order by sequence')
    .pluck();
  const usage = database.prepare(
    'insert into usage (session, time, model, input, output) values (?, ?, ?, ?, ?)',
  );

  function inSession(session: string, work: () => unknown): void {
    transact('write', () => {
      const found = get.get(session);
      if (found === undefined) {
        throw new GatehouseError('session_unknown', 'There is no such conversation.');
      }
      if (found.imported === 1) {
        throw new GatehouseError(
          'session_imported',
          'An imported conversation can be read, not continued.',
        );
      }
      work();
    });
  }

  return {
    start(domain, title) {
      const id = randomBytes(16).toString('hex');
      transact('write', () => start.run(id, domain, title, now()));
      return id;
    },
    list: (count) => transact('read', () => list.all(count)).map(sessionOf),
    get(id) {
      const row = transact('read', () => get.get(id));
      return row === undefined ? null : sessionOf(row);
    },
    async append(session, message) {
      inSession(session, () => append.run(session, now(), JSON.stringify(message), session));
    },
    async history(session) {
      const bodies = transact('read', () => history.all(session));
      return bodies.map((body) => JSON.parse(body) as StoredMessage); // ours: the file is sealed
    },
    async usage(session, { input, output, model }) {
      inSession(session, () => usage.run(session, now(), model, input, output));
    },
  };
}

const sessionOf = (row: Row): KeptSession => ({ ...row, imported: row.imported === 1 });
