import type { MessagePort } from 'node:worker_threads';
import type { Link, Passage, Problem, ProblemCode } from '@gatehouse/vault';

/** What is remembered of a file to see that it did not change. Numbers are decimal strings. */
export interface Stamp {
  readonly size: number;
  /** Modification time, nanoseconds; `0` makes the next run look again. */
  readonly modified: string;
  readonly inode: string;
}

/** A file as the index holds it. */
export interface Known extends Stamp {
  readonly path: string;
}

/** What a note says, read once for all files of the same bytes. */
export interface Content {
  readonly title: string | null;
  readonly private: boolean;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly links: readonly Link[];
  readonly problems: readonly Problem[];
  readonly passages: readonly Passage[];
  readonly text: string;
}

/** One file of a batch. */
export interface ReadFile extends Stamp {
  readonly root: number;
  readonly path: string;
  /** SHA-256 of the bytes; null where the file was not read. */
  readonly digest: Uint8Array | null;
  /** Null where the same bytes were sent before, or the file was not read. */
  readonly content: Content | null;
  readonly problem: ProblemCode | null;
}

/** Reader to store, on a channel of their own; the store answers each with `taken`. */
export interface Batch {
  readonly files: readonly ReadFile[];
}

export interface Taken {
  readonly taken: number;
}

/** What the reader is told to do: one order at a time, and `stop` to break it off. */
export interface ReadOrder {
  /** Where batches go: the other end is the store's. */
  readonly store: MessagePort;
  readonly roots: readonly {
    readonly id: number;
    readonly path: string;
    readonly known: readonly Known[];
  }[];
  /** Hex digests whose contents the store has. */
  readonly digests: readonly string[];
  readonly limits: Limits;
}

export interface Limits {
  /** Bytes of one note. */
  readonly noteBytes: number;
  /** Notes of one domain. */
  readonly notes: number;
  readonly depth: number;
}

/** Reader to main. */
export type ReaderReport =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number | null }
  | {
      readonly kind: 'done';
      /** Files the index holds that are gone, by root. */
      readonly gone: readonly { readonly root: number; readonly paths: readonly string[] }[];
      /** What is wrong with a folder rather than with a note. */
      readonly problems: readonly { readonly path: string; readonly code: ProblemCode }[];
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** Main to reader. `close` ends the thread. */
export type ReaderMessage = ReadOrder | 'stop' | 'close';

export interface SearchResult {
  /** Absolute folder of the domain that the note lies in. */
  readonly root: string;
  /** Below the root, `/` between names. */
  readonly path: string;
  readonly title: string | null;
  /** Headings from the outermost to the one the passage stands under. */
  readonly headings: readonly string[];
  /** 1-based line where the passage begins. */
  readonly line: number;
  readonly snippet: string;
  /** Where the words stand in the snippet: offsets in UTF-16 units. */
  readonly marks: readonly (readonly [start: number, end: number])[];
  /** bm25 as FTS5 gives it: the smaller, the better; 0 where no word was searched for. */
  readonly rank: number;
  readonly private: boolean;
  /** Other notes with the very same bytes. */
  readonly also: readonly string[];
}

export interface Backlink {
  readonly root: string;
  readonly path: string;
  readonly title: string | null;
  readonly line: number;
  readonly kind: Link['kind'];
  readonly heading: string | null;
  readonly private: boolean;
}

export interface TagCount {
  readonly tag: string;
  readonly notes: number;
}

export interface NoteProblem {
  readonly root: string;
  readonly path: string;
  readonly code: ProblemCode;
  readonly line: number | null;
}

/** What the index knows of one note. */
export interface IndexedNote {
  readonly root: string;
  readonly path: string;
  readonly title: string | null;
  readonly private: boolean;
  readonly size: number;
  readonly tags: readonly string[];
  readonly aliases: readonly string[];
  readonly links: readonly {
    readonly kind: Link['kind'];
    readonly target: string;
    readonly heading: string | null;
    readonly line: number;
    /** The note that is meant; null where there is none. */
    readonly path: string | null;
  }[];
}

export interface Totals {
  readonly notes: number;
  readonly links: number;
  readonly tags: number;
  readonly removed: number;
  readonly problems: readonly NoteProblem[];
  readonly privateNotes: number;
}
