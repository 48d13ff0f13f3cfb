import type { Index } from './create-index.ts';

export interface WatchOptions {
  /** Quiet time after the last change before the index is brought up to date, milliseconds. */
  readonly settle?: number;
  /** Told after each run, and of what went wrong in one; watching goes on. */
  readonly report: (event: WatchEvent) => void;
}

export type WatchEvent =
  | { readonly kind: 'indexed'; readonly notes: number; readonly removed: number }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Watching {
  /** Ends the subscriptions, and the run that is under way. */
  close(): Promise<void>;
}

const SETTLE = 300;
/** A folder that never rests is indexed this often all the same. */
const AT_LEAST = 5000;

/**
 * Keeps a domain's index up to date while files change. An event only says that something changed:
 * what it was is found by the scan, so events that are lost, merged or forged do no harm, and an
 * overflow is one more reason to scan.
 */
export async function watchDomain(
  index: Pick<Index, 'index'>,
  target: { readonly domain: string; readonly roots: readonly string[] },
  options: WatchOptions,
): Promise<Watching> {
  const watcher = await import('@parcel/watcher');
  const control = new AbortController();
  const settle = options.settle ?? SETTLE;
  let timer: NodeJS.Timeout | null = null;
  let first = 0;
  let running: Promise<void> | null = null;
  let again = false;

  function changed(): void {
    if (control.signal.aborted) return;
    if (running !== null) {
      again = true;
      return;
    }
    const now = performance.now();
    if (timer === null) first = now;
    else clearTimeout(timer);
    timer = setTimeout(start, Math.max(0, Math.min(settle, first + AT_LEAST - now)));
  }

  function start(): void {
    timer = null;
    running = bringUpToDate().finally(() => {
      running = null;
      if (again) {
        again = false;
        changed();
      }
    });
  }

  async function bringUpToDate(): Promise<void> {
    try {
      const run = index.index(target.domain, target.roots, control.signal);
      let next = await run.next();
      while (next.done !== true) next = await run.next();
      const { notes, removed } = next.value;
      options.report({ kind: 'indexed', notes, removed });
    } catch (error) {
      if (!control.signal.aborted) options.report({ kind: 'failed', error });
    }
  }

  const subscriptions: { unsubscribe(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    control.abort(new Error('watching ended'));
    if (timer !== null) clearTimeout(timer);
    for (const subscription of subscriptions.splice(0)) {
      try {
        await subscription.unsubscribe();
      } catch (error) {
        // The watch of a folder that was deleted is gone already, and its removal fails.
        options.report({ kind: 'failed', error });
      }
    }
    await running;
  };
  try {
    for (const root of target.roots) {
      // Folders of settings hold no notes; .git alone would never rest.
      const ignore = ['**/.*/**'];
      // An error is an overflow or a root that went away: the scan says which.
      subscriptions.push(await watcher.subscribe(root, changed, { ignore }));
    }
  } catch (error) {
    await close();
    throw error;
  }
  // What changed between the last run and the subscription.
  changed();
  return { close };
}
