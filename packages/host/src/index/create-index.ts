import { MessageChannel, Worker } from 'node:worker_threads';
import type { TransferListItem } from 'node:worker_threads';
import type { Chunk, Result } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Found } from '@gatehouse/vault';
import type { ProgramKeys } from '../database/index.ts';
import { entryUrl } from '../entry.ts';
import type {
  Backlink,
  IndexedNote,
  Limits,
  NoteProblem,
  ReaderReport,
  SearchResult,
  TagCount,
  Totals,
} from './messages.ts';
import { createReaderThread } from './reader-thread.ts';
import type { Call, CallName, Reply, StoreCalls } from './store/calls.ts';
import type { IndexThread } from './worker.ts';

export interface IndexOptions {
  /** Gatehouse's own home. With keys that are kept for this run only, nothing is written there. */
  readonly home: string;
  readonly keys: ProgramKeys;
  readonly limits?: Partial<Limits>;
}

/**
 * The index over the notes of all domains: index.db, which holds nothing that the notes do not. All
 * work is done in threads. Errors: `index_damaged` (it was cleared; index again),
 * `domain_not_indexed`, `index_closed`, and the codes of `openDatabase`.
 */
export interface Index {
  /** Starts the threads, without waiting for them; otherwise they are started when first needed. */
  start(): void;
  /**
   * Brings a domain's index up to date with the files below its roots (absolute real paths). Waits
   * where another process indexes. Stops at the signal with what was read so far kept.
   */
  index(
    domain: string,
    roots: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<Chunk, IndexResult>;
  search(
    domain: string,
    query: string,
    options?: { readonly limit?: number },
  ): Promise<SearchResult[]>;
  /** The passages that answer a question best, best first. */
  passages(
    domain: string,
    question: string,
    options?: { readonly limit?: number; readonly withoutPrivate?: boolean },
  ): Promise<Found[]>;
  note(domain: string, path: string): Promise<IndexedNote | null>;
  backlinks(domain: string, path: string): Promise<Backlink[]>;
  tags(domain: string): Promise<TagCount[]>;
  problems(domain: string): Promise<NoteProblem[]>;
  domains(): Promise<string[]>;
  /** Takes a domain, or one note of it, out of the index and scrubs what was kept of it. */
  forget(domain: string, path?: string): Promise<number>;
  close(): Promise<void>;
}

/** `privateNotes`: notes marked private, and those that could not be read and may be. */
export type IndexResult = Result<'domain.index'> & { readonly privateNotes: number };

const defaults: Limits = { noteBytes: 8 << 20, notes: 500_000, depth: 64 };
/** How often a process that waits for the lease looks again. */
const LEASE_MILLISECONDS = 100;

export function createIndex(options: IndexOptions): Index {
  const limits: Limits = { ...defaults, ...options.limits };
  const store = createStoreThread(options);
  const reader = createReaderThread();
  let last: Promise<void> = Promise.resolve();

  async function* index(
    domain: string,
    roots: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<Chunk, IndexResult> {
    const started = performance.now();
    const turn = takeTurn();
    try {
      // The reader's thread starts while the store's opens.
      reader.start();
      await turn.mine;
      yield* lease(signal);
      const { port1: toReader, port2: toStore } = new MessageChannel();
      let done: Done | null = null;
      let totals: Totals | null = null;
      try {
        const args = [domain, outermost(roots), toStore] as const;
        const { roots: known, digests } = await store.call('begin', args, [toStore]);
        const order = { roots: known, digests, limits, store: toReader };
        for await (const report of reader.read(order, signal)) {
          if (report.kind === 'progress') {
            yield { progress: { done: report.done, total: report.total, label: 'notes' } };
          } else if (report.kind === 'failed') {
            throw new GatehouseError(report.code, report.message);
          } else if (report.kind === 'done') done = report;
        }
        signal.throwIfAborted();
      } finally {
        totals = await store.call('end', [domain, done?.gone ?? null]);
      }
      return result(totals, done?.problems ?? [], performance.now() - started);
    } finally {
      turn.end();
    }
  }

  /** Runs of one process come one after another; the lease only tells processes apart. */
  function takeTurn(): { readonly mine: Promise<void>; readonly end: () => void } {
    const mine = last;
    let end = () => {};
    last = new Promise((resolve) => {
      end = resolve;
    });
    return { mine, end };
  }

  async function* lease(signal: AbortSignal): AsyncGenerator<Chunk, void> {
    for (;;) {
      signal.throwIfAborted();
      const holder = await store.call('take');
      if (holder === process.pid) return;
      const label = `waiting for process ${String(holder)}, which is indexing`;
      yield { progress: { done: 0, total: null, label } };
      await pause(LEASE_MILLISECONDS, signal);
    }
  }

  return {
    start() {
      reader.start();
      store.start();
    },
    index,
    search: (domain, query, how = {}) => store.call('search', [domain, query, how.limit ?? 20]),
    passages: (domain, question, how = {}) =>
      store.call('passages', [
        domain,
        question,
        { limit: how.limit ?? 5, withoutPrivate: how.withoutPrivate ?? false },
      ]),
    note: (domain, path) => store.call('note', [domain, path]),
    backlinks: (domain, path) => store.call('backlinks', [domain, path]),
    tags: (domain) => store.call('tags', [domain]),
    problems: (domain) => store.call('problems', [domain]),
    domains: () => store.call('domains'),
    forget: (domain, path) => store.call('forget', [domain, path ?? null]),
    async close() {
      await last;
      await Promise.all([reader.close(), store.close()]);
    },
  };
}

type Done = Extract<ReaderReport, { kind: 'done' }>;

/** A root inside another root of the same domain would give every note in it twice. */
function outermost(roots: readonly string[]): string[] {
  return [...new Set(roots)].filter(
    (root) => !roots.some((other) => other !== root && root.startsWith(below(other))),
  );
}

const below = (root: string) => (root.endsWith('/') ? root : `${root}/`);

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The store thread, started when first needed. It keeps the process alive only while it is asked. */
function createStoreThread(options: IndexOptions) {
  let thread: Worker | null = null;
  let closed = false;
  let next = 0;
  const waiting = new Map<number, Waiting>();

  function start(): Worker {
    const key = new Uint8Array(options.keys.derive('index'));
    const home = options.keys.kept === 'run' ? null : options.home;
    const workerData: IndexThread = { kind: 'store', home, key };
    const worker = new Worker(entryUrl('index-worker'), {
      workerData,
      transferList: [key.buffer],
      execArgv: [],
      // Descriptors come from system calls that Node does not see.
      trackUnmanagedFds: false,
    });
    worker.unref();
    worker.on('message', (reply: Reply) => {
      const call = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (waiting.size === 0) worker.unref();
      if ('failed' in reply) {
        call?.reject(new GatehouseError(reply.failed.code, reply.failed.message));
      } else call?.resolve(reply.result);
    });
    const ended = (cause: unknown) => {
      thread = null;
      for (const call of waiting.values()) {
        call.reject(new GatehouseError('index_failed', 'The index stopped unexpectedly.', cause));
      }
      waiting.clear();
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    return worker;
  }

  function call<N extends CallName>(
    name: N,
    args?: StoreCalls[N]['args'],
    transfer: readonly TransferListItem[] = [],
  ): Promise<StoreCalls[N]['result']> {
    if (closed) return Promise.reject(new GatehouseError('index_closed', 'The index is closed.'));
    return send((thread ??= start()), name, args, transfer);
  }

  function send<N extends CallName>(
    worker: Worker,
    name: N,
    args?: StoreCalls[N]['args'],
    transfer: readonly TransferListItem[] = [],
  ): Promise<StoreCalls[N]['result']> {
    next += 1;
    const message = { id: next, name, args: args ?? [] } as Call;
    return new Promise<StoreCalls[N]['result']>((resolve, reject) => {
      waiting.set(message.id, { resolve: resolve as Waiting['resolve'], reject });
      worker.ref();
      worker.postMessage(message, transfer);
    });
  }

  return {
    start: () => void (thread ??= start()),
    call,
    async close() {
      if (closed) return;
      closed = true;
      const worker = thread;
      if (worker === null) return;
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      await send(worker, 'close');
      worker.ref();
      await exited;
    },
  };
}

function result(totals: Totals, more: Done['problems'], milliseconds: number): IndexResult {
  const { notes, links, tags, removed } = totals;
  // In what was not even listed there may be some as well.
  const privateNotes = totals.privateNotes + more.length;
  const problems = [...more, ...totals.problems].map(({ path, code }) => ({ path, code }));
  return {
    ...{ notes, links, tags, removed, privateNotes, problems },
    milliseconds: Math.round(milliseconds),
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    const stop = () => {
      clearTimeout(done);
      reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
