import type { MessagePort } from 'node:worker_threads';
import type { Found } from '@gatehouse/vault';
import type {
  Backlink,
  IndexedNote,
  Known,
  NoteProblem,
  SearchResult,
  TagCount,
  Totals,
} from '../messages.ts';
import type { Retrieving } from './passages.ts';

/** Everything the store thread can be asked for, with what it answers. */
export interface StoreCalls {
  /** Takes the lease; the process id of who holds it. */
  take: { args: readonly []; result: number };
  /** Begins a run over a domain's roots; batches come from the reader's end of `files`. */
  begin: {
    args: readonly [domain: string, roots: readonly string[], files: MessagePort];
    result: { readonly roots: readonly Begun[]; readonly digests: readonly string[] };
  };
  /** Ends a run, whole or broken off, and lets go of the lease. */
  end: {
    args: readonly [
      domain: string,
      gone: readonly { readonly root: number; readonly paths: readonly string[] }[] | null,
    ];
    result: Totals;
  };
  search: { args: readonly [domain: string, query: string, limit: number]; result: SearchResult[] };
  passages: { args: readonly [domain: string, question: string, how: Retrieving]; result: Found[] };
  note: { args: readonly [domain: string, path: string]; result: IndexedNote | null };
  backlinks: { args: readonly [domain: string, path: string]; result: Backlink[] };
  tags: { args: readonly [domain: string]; result: TagCount[] };
  problems: { args: readonly [domain: string]; result: NoteProblem[] };
  domains: { args: readonly []; result: string[] };
  /** Forgets a note, or with `path` null the whole domain, and scrubs what was kept of it. */
  forget: { args: readonly [domain: string, path: string | null]; result: number };
  close: { args: readonly []; result: null };
}

export type CallName = keyof StoreCalls;

interface Begun {
  readonly id: number;
  readonly path: string;
  readonly known: readonly Known[];
}

/** Main to store. */
export interface Call<N extends CallName = CallName> {
  readonly id: number;
  readonly name: N;
  readonly args: StoreCalls[N]['args'];
}

/** Store to main. */
export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failed: { readonly code: string; readonly message: string } };
