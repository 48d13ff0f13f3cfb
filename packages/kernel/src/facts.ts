import type { ScopedPath } from './scope/path.ts';

/**
 * What a judge needs to know of the machine. The resolver (a host port) answers a query without
 * changing anything, without a DNS query, and without revealing anything to the asker.
 */
export type FactQuery =
  | { readonly kind: 'path'; readonly path: ScopedPath; readonly contents: boolean }
  | { readonly kind: 'paths'; readonly paths: readonly ScopedPath[]; readonly contents: boolean }
  /** Where the places a command names lead, and nothing else of them. */
  | { readonly kind: 'places'; readonly paths: readonly ScopedPath[] }
  | { readonly kind: 'programs'; readonly names: readonly string[] }
  | { readonly kind: 'sandbox' };

/** One place on disk as it is now. Numbers of the file system are decimal strings (64 bit). */
export interface PathFact {
  readonly asked: ScopedPath;
  /** After every link was followed; the part that does not exist yet is kept as asked. */
  readonly real: ScopedPath;
  readonly kind: 'file' | 'directory' | 'link' | 'fifo' | 'socket' | 'device' | 'absent';
  readonly device: string;
  readonly inode: string;
  /** Device and inode of the directory that holds, or would hold, the entry (nearest existing). */
  readonly parent: { readonly device: string; readonly inode: string };
  readonly size: number;
  readonly links: number;
  /** True where the file system folds letter case. */
  readonly folds: boolean;
  /** SHA-256 of the contents, hex; null unless asked for and a regular file within the size limit. */
  readonly digest: string | null;
  /** The contents as text, where asked for and valid UTF-8 within the size limit; else null. */
  readonly text: string | null;
}

/** A place as it was named, and as it is once every link was followed. */
export interface PlaceFact {
  readonly asked: ScopedPath;
  readonly real: ScopedPath;
}

/** What a program's name stands for on this machine under the sandbox's own PATH. */
export interface ProgramFact {
  readonly name: string;
  /** Absolute real path, or null where nothing of that name is installed. */
  readonly path: string | null;
  readonly device: string;
  readonly inode: string;
  /** Modification and change time, nanoseconds, decimal: a replaced file shows here. */
  readonly changed: string;
}

export interface SandboxFact {
  readonly available: boolean;
  /** Why not, as a code for people: `missing`, `refused_by_kernel`, `unsupported_platform`. */
  readonly problem: string | null;
}

export type Fact<Q extends FactQuery> = Q extends { kind: 'path' }
  ? PathFact
  : Q extends { kind: 'paths' }
    ? readonly PathFact[]
    : Q extends { kind: 'places' }
      ? readonly PlaceFact[]
      : Q extends { kind: 'programs' }
        ? readonly ProgramFact[]
        : SandboxFact;

export interface Resolver {
  resolve<Q extends FactQuery>(query: Q, signal: AbortSignal): Promise<Fact<Q>>;
}
