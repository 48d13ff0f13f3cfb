import { Worker } from 'node:worker_threads';
import { entryUrl } from '../entry.ts';
import type { ReaderMessage, ReaderReport, ReadOrder } from './messages.ts';
import type { IndexThread } from './worker.ts';

export interface ReaderThread {
  /** Starts the thread, where it is not there yet, without waiting for it. */
  start(): void;
  /** Reads once; ends with a report other than progress, soon after the signal at the latest. */
  read(order: ReadOrder, signal: AbortSignal): AsyncGenerator<ReaderReport, void>;
  close(): Promise<void>;
}

/**
 * The thread that walks the roots and reads what changed. It is kept from run to run, and ends by
 * itself: threads that are made and torn down one after another can bring V8 down.
 */
export function createReaderThread(): ReaderThread {
  let thread: Worker | null = null;
  const queue: ReaderReport[] = [];
  let wake: (() => void) | null = null;
  const push = (report: ReaderReport) => {
    queue.push(report);
    wake?.();
  };

  function start(): Worker {
    if (thread !== null) return thread;
    const workerData: IndexThread = { kind: 'reader' };
    const worker = new Worker(entryUrl('index-worker'), {
      workerData,
      execArgv: [],
      // Descriptors come from system calls that Node does not see.
      trackUnmanagedFds: false,
    });
    worker.unref();
    worker.on('message', push);
    const ended = (error?: unknown) => {
      if (thread === worker) thread = null;
      const why = error instanceof Error ? `: ${error.message}` : '';
      push({ kind: 'failed', code: 'index_failed', message: `Reading ended early${why}.` });
    };
    worker.on('error', ended);
    worker.on('exit', () => ended());
    thread = worker;
    return worker;
  }

  return {
    start() {
      start();
    },
    async *read(order, signal) {
      const worker = start();
      const post = (message: ReaderMessage) => worker.postMessage(message);
      const stop = () => post('stop');
      queue.length = 0;
      worker.ref();
      worker.postMessage(order, [order.store]);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      let over = false;
      const next = async (): Promise<ReaderReport> => {
        for (;;) {
          const report = queue.shift();
          if (report !== undefined) {
            over = report.kind !== 'progress';
            return report;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      };
      try {
        while (!over) yield await next();
      } finally {
        // Whoever reads no further wants no more; the next order must not meet this one's end.
        if (!over) stop();
        while (!over) await next();
        signal.removeEventListener('abort', stop);
        worker.unref();
      }
    },
    async close() {
      const worker = thread;
      if (worker === null) return;
      thread = null;
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      worker.ref();
      worker.postMessage('close' satisfies ReaderMessage);
      await exited;
    },
  };
}
