import { Worker } from 'node:worker_threads';
import { GatehouseError } from '@gatehouse/kernel/error';
import { bodyOf, ORIGIN, parseEvent, unknownCompletion } from '@gatehouse/kernel/record';
import type {
  ChainedEvent,
  Ledger,
  LedgerEntry,
  OcsfEvent,
  RecordEvent,
} from '@gatehouse/kernel/record';
import { entryUrl } from '../entry.ts';
import { ensurePrivateDirectory } from '../database/index.ts';
import type { ProgramKeys } from '../database/index.ts';
import { lineOf } from '@gatehouse/kernel/record/line';
import type { Answers, Appended, Item, Question, Reply, Row, Setup } from './messages.ts';

/** Entries in one transaction at most. */
const BATCH = 4096;
const PAGE = 1000;

interface Waiting {
  readonly item: Item;
  readonly resolve: (value: { sequence: number }) => void;
  readonly reject: (error: Error) => void;
}

export interface LedgerDeps {
  /** Gatehouse's own home. */
  readonly home: string;
  readonly keys: ProgramKeys;
  /** Makes the ledger's own events, under this run's name. */
  readonly record: RecordEvent;
  readonly now: () => number;
  /** Told once when audit/ cannot be written while the chain itself can. */
  readonly report: (problem: GatehouseError) => void;
}

/** Bytes of a file of the projection before it is rotated, and rotated files kept. */
export interface LedgerLimits {
  readonly maxBytes: number;
  readonly rotated: number;
}

/** claude-pilot: 10 MB a file, 5 rotated files. */
export const ledgerLimits: LedgerLimits = { maxBytes: 10 * 1024 * 1024, rotated: 5 };

/**
 * The ledger of this installation: ledger.db and its projection audit/, written by a thread of its
 * own that starts at once and is waited for first by `append`. Entries that wait together are
 * committed together. With keys kept for this run only, all of it stays in memory. Effects that a
 * crashed run left without completion are completed as `unknown`. Throws `home_not_private`.
 */
export function createLedger(deps: LedgerDeps, limits: LedgerLimits = ledgerLimits): Ledger {
  const kept = deps.keys.kept !== 'run';
  if (kept) ensurePrivateDirectory(deps.home);
  const worker = startWorker(deps, limits, kept ? deps.home : null);
  const asked = new Map<number, (reply: Reply) => void>();
  const queue: Waiting[] = [];
  let next = 0;
  let busy = false;
  let ended: GatehouseError | undefined;

  worker.on('message', (reply: Reply) => {
    if (reply.id === null) return deps.report(new GatehouseError(reply.code, reply.message));
    const settle = asked.get(reply.id);
    asked.delete(reply.id);
    if (asked.size === 0) worker.unref();
    settle?.(reply);
  });
  worker.on('error', (cause) => end(failed(cause)));
  worker.on('exit', () => end(new GatehouseError('ledger_closed', 'The audit log is closed.')));
  worker.unref();

  function end(error: GatehouseError): void {
    ended ??= error;
    for (const [id, settle] of asked) settle({ id, code: ended.code, message: ended.message });
    asked.clear();
    for (const waiting of queue.splice(0)) waiting.reject(ended);
  }

  function ask<K extends Question['kind']>(
    question: Extract<Question, { kind: K }>,
  ): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      next += 1;
      asked.set(next, (reply) => {
        if ('value' in reply) resolve(reply.value as Answers[K]);
        else reject(new GatehouseError(reply.code, reply.message));
      });
      worker.ref();
      worker.postMessage({ id: next, question });
    });
  }

  function flush(): void {
    if (busy || queue.length === 0) return;
    busy = true;
    const batch = queue.splice(0, BATCH);
    ask({ kind: 'append', items: batch.map(({ item }) => item) })
      .then(
        (results) => batch.forEach((waiting, index) => settle(waiting, results[index])),
        (error: unknown) => batch.forEach((waiting) => waiting.reject(asError(error))),
      )
      // After the callers' own continuations, so that what they append next goes together.
      .finally(() =>
        setImmediate(() => {
          busy = false;
          flush();
        }),
      );
  }

  function append(entry: LedgerEntry): Promise<{ sequence: number }> {
    return new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      queue.push({ item: itemOf(entry), resolve, reject });
      if (!busy && queue.length === 1) queueMicrotask(flush);
    });
  }

  async function completeUnknown(): Promise<void> {
    const bodies = await ask({ kind: 'claim' });
    const events = bodies.map((body) => unknownCompletion(eventOf(body), deps.now()));
    if (events.length > 0) await append({ events, burn: [] });
  }
  completeUnknown().catch((error: unknown) => {
    deps.report(error instanceof GatehouseError ? error : failed(error));
  });

  return {
    append,
    tail: async (count) => (await ask({ kind: 'tail', count })).map(chainedOf),
    verify: () => ask({ kind: 'verify' }),
    async *export() {
      let after = 0;
      for (;;) {
        const rows = await ask({ kind: 'page', after, count: PAGE });
        for (const row of rows) yield lineOf(row.body, row);
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.sequence;
      }
    },
    async close() {
      if (ended !== undefined) return;
      // Entries go in order: once this empty one is settled, so are all before it.
      await append({ events: [], burn: [] }).catch(() => undefined);
      await ask({ kind: 'close' });
      end(new GatehouseError('ledger_closed', 'The audit log is closed.'));
      await worker.terminate();
    },
  };
}

function startWorker(deps: LedgerDeps, limits: LedgerLimits, home: string | null): Worker {
  const key = deps.keys.derive('ledger');
  const checkpointKey = deps.keys.derive('checkpoint');
  const checkpoint = deps.record({
    operation: 'audit.checkpoint',
    phase: 'completed',
    status: 'done',
    principal: { kind: 'program', name: 'gatehouse', via: null },
    target: 'audit',
    time: 0,
    requestId: 'checkpoint',
    checkpoint: { sequence: 0, hash: ORIGIN, mac: ORIGIN },
  });
  const setup: Setup = {
    home,
    key,
    checkpointKey,
    checkpoint: bodyOf(checkpoint),
    run: checkpoint.unmapped.run,
    ...limits,
  };
  const worker = new Worker(entryUrl('ledger-worker'), {
    workerData: setup,
    name: 'ledger',
  });
  key.fill(0);
  checkpointKey.fill(0);
  return worker;
}

function itemOf(entry: LedgerEntry): Item {
  const opens: [string, number][] = [];
  const closes: string[] = [];
  entry.events.forEach(({ metadata, unmapped }, index) => {
    if (unmapped.phase === 'started') opens.push([metadata.correlation_uid, index]);
    if (unmapped.phase === 'completed') closes.push(metadata.correlation_uid);
  });
  return { bodies: entry.events.map(bodyOf), burn: entry.burn, opens, closes };
}

function settle({ resolve, reject }: Waiting, result: Appended | undefined): void {
  if (typeof result === 'number') resolve({ sequence: result });
  else reject(new GatehouseError('nonce_burned', 'This approval was already used.'));
}

const asError = (error: unknown): Error => (error instanceof Error ? error : failed(error));

const eventOf = (body: string): OcsfEvent => parseEvent(JSON.parse(body));

function chainedOf({ body, sequence, previous, hash }: Row): ChainedEvent {
  return { event: eventOf(body), link: { sequence, previous, hash } };
}

const failed = (cause: unknown) =>
  new GatehouseError('ledger_failed', 'The audit log stopped working.', cause);
