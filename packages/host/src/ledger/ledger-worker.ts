import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { GatehouseError } from '@gatehouse/kernel/error';
import { openDatabase, storeError } from '../database/index.ts';
import { createChainStore } from './chain-store.ts';
import type { ChainStore } from './chain-store.ts';
import type { Answers, Question, Reply, Setup } from './messages.ts';
import { createProjection } from './projection.ts';
import type { Projection } from './projection.ts';
import { createSeal } from './seal.ts';
import { verifyLedger } from './verify.ts';

/** How long lines may wait for the projection, and how long a failed one waits; milliseconds. */
const SOON = 250;
const LATER = 2_000;

/** The ledger's own thread: SQLite's waits and the disk's never hold up the program. */
function serve(port: NonNullable<typeof parentPort>, setup: Setup): void {
  const seal = createSeal(Buffer.from(setup.checkpointKey));
  let opened: { store: ChainStore; projection: Projection | null } | undefined;
  let dead: GatehouseError | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wrong = ''; // what was last said about the projection, so that it is said once

  function open() {
    if (opened !== undefined) return opened;
    const path = setup.home === null ? null : join(setup.home, 'ledger.db');
    const database = openDatabase(path, Buffer.from(setup.key));
    try {
      const store = createChainStore(database, seal, setup.run);
      const projection = setup.home === null ? null : createProjection(store, seal, setup);
      opened = { store, projection };
      project(SOON);
      return opened;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  function project(delay: number): void {
    const projection = opened?.projection;
    if (timer !== undefined || projection === undefined || projection === null) return;
    timer = setTimeout(() => {
      timer = undefined;
      try {
        if (projection.step()) project(1);
        wrong = '';
      } catch (error) {
        const failed = ledgerError(error);
        if (isSyncFailure(error)) dead = failed;
        if (failed.code !== wrong) {
          wrong = failed.code;
          port.postMessage({
            id: null,
            code: failed.code,
            message: failed.message,
          } satisfies Reply);
        }
        project(LATER);
      }
    }, delay);
  }

  function answer(question: Question): Answers[keyof Answers] {
    if (question.kind === 'close' && opened === undefined) return null;
    const { store, projection } = open();
    switch (question.kind) {
      case 'append': {
        const results = store.append(question.items);
        project(SOON);
        return results;
      }
      case 'tail': {
        const { sequence } = store.head();
        return store.after(Math.max(0, sequence - question.count), question.count);
      }
      case 'page':
        return store.after(question.after, question.count);
      case 'claim':
        return store.claim(setup.run);
      case 'verify':
        if (projection !== null) finish(projection);
        return verifyLedger(
          store,
          seal,
          projection === null ? null : { files: projection, rotated: setup.rotated },
        );
      case 'close':
        if (projection !== null) finish(projection);
        clearTimeout(timer);
        store.database.close();
        return null;
    }
  }

  port.on('message', ({ id, question }: { id: number; question: Question }) => {
    let reply: Reply;
    try {
      if (dead !== undefined && question.kind === 'append') throw dead;
      reply = { id, value: answer(question) };
    } catch (error) {
      const failed = ledgerError(error);
      // What a failed sync left on the disk nobody knows: nothing more is taken in this run.
      // Reading on is harmless.
      const broke = opened !== undefined && question.kind === 'append' && !passing.has(failed.code);
      if (broke || isSyncFailure(error)) dead ??= failed;
      reply = { id, code: failed.code, message: failed.message };
    }
    port.postMessage(reply);
    if (question.kind === 'close') port.close();
  });
}

/** A projection that cannot be written is not the end of the chain: `verify` says what it lacks. */
function finish(projection: Projection): void {
  try {
    while (projection.step());
  } catch (error) {
    const { code, message } = ledgerError(error);
    parentPort?.postMessage({ id: null, code, message } satisfies Reply);
  }
}

function isSyncFailure(error: unknown): boolean {
  const cause = error instanceof GatehouseError ? error.cause : error;
  const code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined;
  return code === 'EIO' || /^SQLITE_IOERR_(DIR_)?FSYNC$/.test(code ?? '');
}

/** Errors after which the next append may be tried. */
const passing = new Set(['ledger_full', 'ledger_busy']);

const names: Readonly<Record<string, string>> = {
  store_full: 'ledger_full',
  store_busy: 'ledger_busy',
  store_unreadable: 'ledger_unreadable',
  store_damaged: 'ledger_damaged',
  store_newer: 'ledger_newer',
  store_failed: 'ledger_failed',
};

function ledgerError(error: unknown): GatehouseError {
  const found = storeError(error);
  if (found instanceof GatehouseError) {
    return new GatehouseError(names[found.code] ?? found.code, found.message, error);
  }
  if (found instanceof Error && (found as NodeJS.ErrnoException).code === 'ENOSPC') {
    return new GatehouseError('ledger_full', 'The disk is full; nothing was recorded.', error);
  }
  return new GatehouseError('ledger_failed', 'The audit log could not be written.', error);
}

if (parentPort !== null) serve(parentPort, workerData as Setup);
