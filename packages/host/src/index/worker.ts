import { parentPort, workerData } from 'node:worker_threads';

/** What a thread of the index is started for. */
export type IndexThread =
  | {
      readonly kind: 'store';
      readonly home: string | null;
      readonly key: Uint8Array;
    }
  | { readonly kind: 'reader' };

const data = workerData as IndexThread;
if (parentPort !== null) {
  // Each thread loads only what it needs: the reader no database, the store no system calls.
  if (data.kind === 'store') {
    const { runStore } = await import('./store/run-store.ts');
    runStore(data, parentPort);
  } else {
    const { runReader } = await import('./reader/run-reader.ts');
    runReader(parentPort);
  }
}
