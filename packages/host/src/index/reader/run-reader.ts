import { closeSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import { GatehouseError } from '@gatehouse/kernel/error';
import { createContents } from '../../files/contents.ts';
// Not the folder's barrel: this thread starts with every question and loads no more than it needs.
import type { Containment } from '../../files/containment.ts';
import { createOpenat2Containment } from '../../files/openat2.ts';
import { createWalkContainment } from '../../files/walk.ts';
import { createNative } from '../../native/index.ts';
import type {
  Batch,
  ReaderMessage,
  ReaderReport,
  ReadFile,
  ReadOrder,
  Taken,
} from '../messages.ts';
import { createNoteReader } from './read-note.ts';
import { scan } from './scan.ts';

/** A batch goes when it holds so much … */
const BATCH_FILES = 256;
const BATCH_LENGTH = 1 << 20;
/** … and so many may be on their way: the reader must not outrun the store's memory. */
const ON_THE_WAY = 6;
const PROGRESS_EVERY = 64;

/**
 * The reader thread: for each order it walks the roots, reads what changed, hands it to the store,
 * and ends with one `done`, `stopped` or `failed`. It stays for the next order.
 */
export function runReader(main: MessagePort): void {
  const containment = chooseContainment();
  let stop = () => {};
  main.on('message', (message: ReaderMessage) => {
    if (message === 'stop') stop();
    else if (message === 'close') main.close();
    else {
      const control = new AbortController();
      stop = () => control.abort();
      void read(message, containment, main, control.signal);
    }
  });
}

async function read(
  order: ReadOrder,
  containment: Containment,
  main: MessagePort,
  signal: AbortSignal,
): Promise<void> {
  const report = (message: ReaderReport) => main.postMessage(message);
  const { store } = order;
  let wake: (() => void) | null = null;
  signal.addEventListener('abort', () => wake?.());
  let sent = 0;
  let taken = 0;
  store.on('message', (message: Taken) => {
    taken += message.taken;
    wake?.();
  });
  const roomFor = async (most: number) => {
    while (sent - taken > most && !signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  try {
    const reader = createNoteReader(
      { containment, contents: createContents(containment), sent: new Set(order.digests) },
      order.limits.noteBytes,
    );
    const gone: { root: number; paths: readonly string[] }[] = [];
    const problems: { path: string; code: 'unreadable' | 'too_many' }[] = [];
    let done = 0;
    const seen = () => {
      done += 1;
      if (done % PROGRESS_EVERY === 0) report({ kind: 'progress', done, total: null });
    };
    let files: ReadFile[] = [];
    let length = 0;
    const flush = async () => {
      if (files.length === 0) return;
      store.postMessage({ files } satisfies Batch);
      sent += 1;
      files = [];
      length = 0;
      // Lets a message to stop arrive as well.
      await new Promise((resolve) => setImmediate(resolve));
      await roomFor(ON_THE_WAY);
    };
    for (const root of order.roots) {
      const walk = scan(root, { containment, reader }, order.limits, seen);
      for (let next = walk.next(); ; next = walk.next()) {
        if (next.done === true) {
          gone.push({ root: root.id, paths: next.value.gone });
          problems.push(...(next.value.problems as typeof problems));
          break;
        }
        files.push(next.value);
        length += 200 + (next.value.content?.text.length ?? 0);
        if (files.length >= BATCH_FILES || length >= BATCH_LENGTH) await flush();
        if (signal.aborted) {
          report({ kind: 'stopped' });
          return;
        }
      }
    }
    await flush();
    await roomFor(0);
    if (signal.aborted) {
      report({ kind: 'stopped' });
      return;
    }
    report({ kind: 'progress', done, total: done });
    report({ kind: 'done', gone, problems });
  } catch (error) {
    const known = error instanceof GatehouseError;
    report({
      kind: 'failed',
      code: known ? error.code : 'index_failed',
      message: known ? error.message : `Reading the notes failed: ${String(error)}`,
    });
  } finally {
    store.close();
  }
}

function chooseContainment(): Containment {
  const native = createNative();
  try {
    const containment = createOpenat2Containment(native);
    closeSync(containment.enter('/', []).fd);
    return containment;
  } catch (error) {
    if (error instanceof GatehouseError) return createWalkContainment();
    throw error;
  }
}
