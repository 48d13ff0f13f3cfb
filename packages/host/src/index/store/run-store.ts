import type { MessagePort } from 'node:worker_threads';
import { GatehouseError } from '@gatehouse/kernel/error';
import { storeError } from '../../database/index.ts';
import type { Connection } from '../../database/index.ts';
import type { Batch, Taken } from '../messages.ts';
import { createKeptPassages } from './kept-passages.ts';
import type { Call, CallName, Reply, StoreCalls } from './calls.ts';
import { createLease } from './lease.ts';
import { createNotes } from './notes.ts';
import { isDamage, openIndex, removeIndex } from './open-index.ts';
import { createRetrieval } from './passages.ts';
import { createSearch } from './search.ts';
import { createWriter } from './writer.ts';

/** A transaction this long is committed, so that readers in other processes see the notes. */
const COMMIT_FILES = 2000;
/** Files written before queries that wait are answered. */
const SLICE = 16;

type Answers = { [N in CallName]: (...args: StoreCalls[N]['args']) => StoreCalls[N]['result'] };

/**
 * The store thread: the only one that has index.db open. Answers calls on `main`, takes batches on
 * `reader`; while a large batch is written, calls are answered in between.
 */
export function runStore(
  open: { readonly home: string | null; readonly key: Uint8Array },
  main: MessagePort,
): void {
  let store: ReturnType<typeof createStore> | null = null;
  const key = Buffer.from(open.key);
  open.key.fill(0);
  const opened = () =>
    (store ??= createStore(openIndex(open.home, Buffer.from(key)), open.home, failed));

  const failed = (error: unknown): Failure => {
    const known = storeError(error);
    if (isDamage(error)) {
      // What is damaged is thrown away; the next run reads the notes again.
      store?.close();
      store = null;
      if (open.home !== null) removeIndex(open.home);
      return {
        code: 'index_damaged',
        message: 'The index was damaged and has been cleared; index the folder again.',
      };
    }
    return known instanceof GatehouseError
      ? { code: known.code, message: known.message }
      : { code: 'index_failed', message: `The index failed: ${String(error)}` };
  };

  main.on('message', (call: Call) => {
    let reply: Reply;
    try {
      if (call.name === 'close' && store === null) {
        key.fill(0);
        main.postMessage({ id: call.id, result: null } satisfies Reply);
        main.close();
        return;
      }
      const answer = opened().answers[call.name] as (...args: readonly unknown[]) => unknown;
      reply = { id: call.id, result: answer(...call.args) };
    } catch (error) {
      reply = { id: call.id, failed: failed(error) };
    }
    if (call.name === 'close') {
      key.fill(0);
      main.postMessage(reply);
      main.close();
    } else main.postMessage(reply);
  });
}

interface Failure {
  readonly code: string;
  readonly message: string;
}

function createStore(
  database: Connection,
  home: string | null,
  failed: (error: unknown) => Failure,
) {
  const kept = createKeptPassages(database);
  const writer = createWriter(database);
  const search = createSearch(database, kept);
  const retrieval = createRetrieval(database, kept);
  const notes = createNotes(database);
  const lease = home === null ? null : createLease(home);
  const rootsOf = database
    .prepare<[string], number>('select root from domain where name = ? order by root')
    .pluck();
  let pending = 0;
  let broken: Failure | null = null;
  let files: MessagePort | null = null;

  const begin = () => {
    if (!database.inTransaction) database.exec('begin immediate');
  };
  const commit = () => {
    if (database.inTransaction) database.exec('commit');
    pending = 0;
  };
  const rootsFor = (domain: string): number[] => {
    const roots = rootsOf.all(domain);
    if (roots.length === 0) {
      throw new GatehouseError('domain_not_indexed', 'This domain has not been indexed yet.');
    }
    return roots;
  };

  const answers: Answers = {
    take: () => lease?.take() ?? process.pid,
    begin(domain, roots, port) {
      broken = null;
      files?.close();
      files = port;
      receive(port);
      begin();
      const ids = writer.settle(domain, roots);
      commit();
      return {
        roots: roots.map((path, index) => {
          const id = ids[index] ?? 0;
          return { id, path, known: writer.known(id) };
        }),
        digests: writer.digests(),
      };
    },
    end(domain, gone) {
      try {
        if (broken !== null) throw new GatehouseError(broken.code, broken.message);
        let removed = 0;
        begin();
        if (gone !== null) {
          for (const { root, paths } of gone) removed += writer.remove(root, paths);
          writer.sweep();
        }
        commit();
        kept.forget();
        const roots = rootsOf.all(domain);
        return { ...notes.counts(roots), removed, problems: notes.problems(roots) };
      } finally {
        if (database.inTransaction) database.exec('rollback');
        files?.close();
        files = null;
        lease?.release();
      }
    },
    search: (domain, query, limit) => search(rootsFor(domain), query, limit),
    passages: (domain, question, how) => retrieval(rootsFor(domain), question, how),
    note: (domain, path) => notes.note(rootsFor(domain), path),
    backlinks: (domain, path) => notes.backlinks(rootsFor(domain), path),
    tags: (domain) => notes.tags(rootsFor(domain)),
    problems: (domain) => notes.problems(rootsFor(domain)),
    domains: () =>
      database.prepare<[], string>('select distinct name from domain order by name').pluck().all(),
    forget(domain, path) {
      begin();
      let removed = 0;
      if (path === null) {
        database.prepare<[string]>('delete from domain where name = ?').run(domain);
      } else for (const root of rootsFor(domain)) removed += writer.remove(root, [path]);
      writer.sweep();
      commit();
      kept.forget();
      // secure_delete scrubs neither the full-text index nor the log: both are rewritten.
      database.exec(`insert into words (words) values ('optimize');
        insert into names (names) values ('optimize')`);
      database.pragma('wal_checkpoint(TRUNCATE)');
      return removed;
    },
    close() {
      lease?.close();
      if (database.inTransaction) database.exec('rollback');
      database.close();
      return null;
    },
  };

  function receive(port: MessagePort): void {
    const waiting: Batch[] = [];
    let writing = false;
    const work = async () => {
      if (writing) return;
      writing = true;
      for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
        for (let at = 0; at < batch.files.length && broken === null; at += SLICE) {
          begin();
          for (const file of batch.files.slice(at, at + SLICE)) writer.take(file);
          pending += SLICE;
          if (pending >= COMMIT_FILES) commit();
          await new Promise((resolve) => setImmediate(resolve));
        }
        port.postMessage({ taken: 1 } satisfies Taken);
      }
      writing = false;
    };
    port.on('message', (batch: Batch) => {
      waiting.push(batch);
      work().catch((error: unknown) => {
        writing = false;
        // Told at `end`; what still comes is taken off the reader's hands and dropped.
        broken = failed(error);
        port.postMessage({ taken: 1 } satisfies Taken);
      });
    });
  }

  return { answers, close: () => answers.close() };
}
