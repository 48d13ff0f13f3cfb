import { Worker } from 'node:worker_threads';
import { entryUrl } from '../entry.ts';
import type { ReaderReport, ReadOrder } from './messages.ts';
import type { IndexThread } from './worker.ts';

export interface ReaderThread {
  /** Reads once; ends when the reader does, or soon after the signal. */
  read(order: ReadOrder): AsyncGenerator<ReaderReport, void>;
  close(): Promise<void>;
}

/** Starts a thread that walks the roots and reads what changed. */
export function createReaderThread(signal: AbortSignal): ReaderThread {
  const queue: ReaderReport[] = [];
  let wake: (() => void) | null = null;
  let ended = false;
  const push = (report: ReaderReport) => {
    queue.push(report);
    wake?.();
  };
  const workerData: IndexThread = { kind: 'reader' };
  const worker = new Worker(entryUrl('index-worker'), {
    workerData,
    execArgv: [],
    // Descriptors come from system calls that Node does not see.
    trackUnmanagedFds: false,
  });
  worker.on('message', push);
  worker.on('error', (error) => {
    push({ kind: 'failed', code: 'index_failed', message: `Reading failed: ${String(error)}` });
  });
  worker.on('exit', () => {
    ended = true;
    wake?.();
  });
  const stop = () => worker.postMessage('stop');
  signal.addEventListener('abort', stop, { once: true });
  return {
    async *read(order) {
      worker.postMessage(order, [order.store]);
      if (signal.aborted) stop();
      for (;;) {
        const report = queue.shift();
        if (report !== undefined) {
          yield report;
          if (report.kind !== 'progress') return;
        } else if (ended) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
    async close() {
      signal.removeEventListener('abort', stop);
      await worker.terminate();
    },
  };
}
