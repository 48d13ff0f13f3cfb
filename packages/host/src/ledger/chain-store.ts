import { linked, ORIGIN } from '@gatehouse/kernel/record/line';
import { GatehouseError } from '@gatehouse/kernel/error';
import { createTransactions } from '../database/index.ts';
import type { Connection } from '../database/index.ts';
import type { Appended, Item, Row } from './messages.ts';
import { isAlive, startOf } from './process-identity.ts';
import { sha256 } from './seal.ts';
import type { Seal } from './seal.ts';

const VERSION = 1;
/** Events kept in memory until they are projected, about 16 MB. */
const RECENT = 16_384;

export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

export interface SignedHead extends Head {
  readonly mac: string;
}

export interface ChainStore {
  readonly database: Connection;
  /** Runs in one `BEGIN IMMEDIATE` transaction with the schema's version checked. */
  transact<T>(work: () => T): T;
  append(items: readonly Item[]): Appended[];
  head(): SignedHead;
  floor(): SignedHead;
  /** Null where that event is not kept. */
  hashAt(sequence: number): string | null;
  /** Lets go of every event up to `sequence`; must run inside `transact`. */
  prune(sequence: number): void;
  /** Events after a sequence, oldest first; `previous` is filled in from the chain. */
  after(sequence: number, count: number): Row[];
  /** As `after`, without reading again what this process has just written; given out once. */
  following(sequence: number, count: number): readonly Row[];
  /** Takes over the effects of dead runs that were never completed. */
  claim(run: string): string[];
}

/** The chain in ledger.db. Tables are made in one transaction on first use. */
export function createChainStore(database: Connection, seal: Seal, run: string): ChainStore {
  // Written back every 16 MiB instead of 4: the pages that every batch changes are written once.
  database.pragma('wal_autocheckpoint=4096');
  const version = database.prepare<[], number>('pragma user_version').pluck();
  const transactions = createTransactions(database, VERSION);
  const transact = <T>(work: () => T): T => transactions('write', work);

  transact(() => {
    if (version.get() === 0) create(database, seal);
    // Written before any effect of this run can be: a run that is not here is dead.
    database
      .prepare('insert or replace into run (run, pid, started) values (?, ?, ?)')
      .run(run, process.pid, startOf(process.pid));
  });

  const readHead = database.prepare<[], SignedHead>('select sequence, hash, mac from head');
  const readFloor = database.prepare<[], SignedHead>('select sequence, hash, mac from floor');
  const writeHead = database.prepare('update head set sequence = ?, hash = ?, mac = ?');
  const writeFloor = database.prepare('update floor set sequence = ?, hash = ?, mac = ?');
  const insert = database.prepare('insert into event (sequence, hash, body) values (?, ?, ?)');
  const burn = database.prepare('insert into burned (nonce) values (?) on conflict do nothing');
  const isBurned = database
    .prepare<[string], number>('select 1 from burned where nonce = ?')
    .pluck();
  const opens = database.prepare(
    'insert or replace into open_effect (request, sequence, run) values (?, ?, ?)',
  );
  const closes = database.prepare('delete from open_effect where request = ?');
  const select = database.prepare<[number, number], Omit<Row, 'previous'>>(
    'select sequence, hash, body from event where sequence > ? order by sequence limit ?',
  );
  const hashAt = database
    .prepare<[number], string>('select hash from event where sequence = ?')
    .pluck();

  const head = () => required(readHead.get());
  const floor = () => required(readFloor.get());

  // What this process wrote last, for the projection that follows; never more than the disk holds.
  let recent: Row[] = [];

  function append(items: readonly Item[]): Appended[] {
    const rows: Row[] = [];
    const results = transact(() => write(items, rows));
    const [first, last] = [rows[0], recent.at(-1)];
    if (first === undefined) return results;
    const follows = first.sequence - 1 === last?.sequence && recent.length < RECENT;
    recent = follows ? recent.concat(rows) : rows;
    return results;
  }

  function write(items: readonly Item[], rows: Row[]): Appended[] {
    const found = head();
    // Signing on from a head that is not ours would hide a cut end.
    if (!seal.check('ledger head', found.sequence, found.hash, found.mac)) {
      throw new GatehouseError('ledger_damaged', 'The end of the audit log was changed.');
    }
    let { sequence, hash } = found;
    const results = items.map((item): Appended => {
      const fresh = new Set(item.burn);
      if (fresh.size !== item.burn.length) return 'nonce_burned';
      for (const nonce of fresh) if (isBurned.get(nonce) !== undefined) return 'nonce_burned';
      for (const nonce of fresh) burn.run(nonce);
      for (const [request, index] of item.opens) opens.run(request, sequence + index + 1, run);
      for (const body of item.bodies) {
        const previous = hash;
        sequence += 1;
        hash = sha256(linked(sequence, previous, body));
        insert.run(sequence, hash, body);
        rows.push({ sequence, previous, hash, body });
      }
      for (const request of item.closes) closes.run(request);
      return sequence;
    });
    if (sequence !== found.sequence) {
      writeHead.run(sequence, hash, seal.sign('ledger head', sequence, hash));
    }
    return results;
  }

  function after(sequence: number, count: number): Row[] {
    const start = floor();
    let previous = sequence <= start.sequence ? start.hash : (hashAt.get(sequence) ?? ORIGIN);
    return select.all(sequence, count).map((row) => {
      const whole = { ...row, previous };
      previous = row.hash;
      return whole;
    });
  }

  return {
    database,
    transact,
    append,
    head,
    floor,
    hashAt: (sequence) => hashAt.get(sequence) ?? null,
    prune(sequence) {
      const hash = hashAt.get(sequence);
      if (hash === undefined) return; // already let go, or a gap that `verify` names
      writeFloor.run(sequence, hash, seal.sign('ledger floor', sequence, hash));
      database.prepare('delete from event where sequence <= ?').run(sequence);
    },
    following(sequence, count) {
      const at = sequence + 1 - (recent[0]?.sequence ?? Infinity);
      // Only where nobody wrote after us: a part of what follows is not what follows.
      if (at < 0 || recent.at(-1)?.sequence !== head().sequence) return after(sequence, count);
      const rows = recent.slice(at, at + count);
      recent = recent.slice(at + count);
      return rows;
    },
    after,
    claim: (own) =>
      transact(() => {
        const runs = database
          .prepare<[string], { run: string; pid: number; started: string }>(
            'select run, pid, started from run where run <> ?',
          )
          .all(own);
        const dead = runs.filter(({ pid, started }) => !isAlive(pid, started));
        const left = database
          .prepare<[string], string>(
            `select body from event join open_effect using (sequence)
             where run = ? order by sequence`,
          )
          .pluck();
        const take = database.prepare('update open_effect set run = ? where run = ?');
        const forget = database.prepare('delete from run where run = ?');
        return dead.flatMap((one) => {
          const bodies = left.all(one.run);
          take.run(own, one.run);
          forget.run(one.run);
          return bodies;
        });
      }),
  };
}

function create(database: Connection, seal: Seal): void {
  const sign = (kind: 'ledger head' | 'ledger floor') => seal.sign(kind, 0, ORIGIN);
  database.exec(`
    create table event (sequence integer primary key, hash text not null, body text not null) strict;
    create table burned (nonce text primary key) strict, without rowid;
    create table open_effect (
      request text primary key, sequence integer not null, run text not null
    ) strict, without rowid;
    create table run (
      run text primary key, pid integer not null, started text not null
    ) strict, without rowid;
    create table head (sequence integer not null, hash text not null, mac text not null) strict;
    create table floor (sequence integer not null, hash text not null, mac text not null) strict;
    -- The files of the projection, oldest first: the sequence before each one's first event, and
    -- how much of the newest is known to be written and signed.
    create table file (
      position integer primary key, start integer not null, bytes integer not null,
      projected integer not null, headed integer not null
    ) strict;
    pragma user_version = ${VERSION};
  `);
  for (const table of ['head', 'floor'] as const) {
    database
      .prepare(`insert into ${table} (sequence, hash, mac) values (0, ?, ?)`)
      .run(ORIGIN, sign(`ledger ${table}`));
  }
  database.prepare('insert into file (start, bytes, projected, headed) values (0, 0, 0, 0)').run();
}

function required<T>(row: T | undefined): T {
  if (row === undefined) throw new GatehouseError('ledger_damaged', 'The audit log lost its head.');
  return row;
}
