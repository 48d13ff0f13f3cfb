import { closeSync } from 'node:fs';
import type { MessagePort } from 'node:worker_threads';
import { GatehouseError } from '@gatehouse/kernel/error';
import { createContents } from '../../files/contents.ts';
// Not the folder's barrel: this thread starts with every question and loads no more than it needs.
import type { Containment } from '../../files/containment.ts';
import { createOpenat2Containment } from '../../files/openat2.ts';
import { createWalkContainment } from '../../files/walk.ts';
import { createNative } from '../../native/index.ts';
import type { Batch, ReaderReport, ReadFile, ReadOrder, Taken } from '../messages.ts';
import { createNoteReader } from './read-note.ts';
import { scan } from './scan.ts';

/** A batch goes when it holds so much … */
const BATCH_FILES = 256;
const BATCH_LENGTH = 1 << 20;
/** … and so many may be on their way: the reader must not outrun the store's memory. */
const ON_THE_WAY = 6;
const PROGRESS_EVERY = 64;

/**
 * The reader thread: takes one order from `main`, walks the roots, reads what changed, and hands it
 * to the store. Ends with one `done` or `failed`; a second message means stop.
 */
export async function runReader(main: MessagePort): Promise<void> {
  const report = (message: ReaderReport) => main.postMessage(message);
  const containment = chooseContainment();
  const order = await new Promise<ReadOrder | 'stop'>((resolve) => main.once('message', resolve));
  if (order === 'stop') {
    main.close();
    return;
  }
  const { store } = order;
  let stopped = false;
  let wake: (() => void) | null = null;
  main.once('message', () => {
    stopped = true;
    wake?.();
  });
  let sent = 0;
  let taken = 0;
  store.on('message', (message: Taken) => {
    taken += message.taken;
    wake?.();
  });
  const roomFor = async (most: number) => {
    while (sent - taken > most && !stopped) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  try {
    const reader = createNoteReader(
      { containment, contents: createContents(), sent: new Set(order.digests) },
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
        if (stopped) return;
      }
    }
    await flush();
    await roomFor(0);
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
    main.close();
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
