import { constants } from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import { codeOf, O_CLOEXEC } from '../native/index.ts';

/** A directory held open: whatever happens to its name, the descriptor stays the same directory. */
export interface Directory {
  readonly fd: number;
  /** Where `fs` reaches it: `/proc/self/fd/N`, or its real path where there is no such place. */
  readonly at: string;
}

/**
 * Opens and changes entries below a directory that is held open, never through a link and never
 * outside it, while other processes rename what lies there. Every failure throws `GatehouseError`
 * with the errno's name as code; a link on the way gives `ELOOP`, `ENOTDIR` or `EXDEV`.
 */
export interface Containment {
  /** `checked` is best effort: it looks again after it opened, and can lose a race. */
  readonly kind: 'openat2' | 'walk' | 'checked';
  /** Opens the directory `segments` below `from`, or below `/`; the caller closes it. */
  enter(from: Directory | '/', segments: readonly string[]): Directory;
  /** Opens the file `segments` below `from`. Never blocks, never follows; the caller closes. */
  open(from: Directory, segments: readonly string[], flags: number, mode?: number): number;
  /** read(2) from the file's own offset into the start of a buffer; the bytes read, 0 at the end. */
  read(fd: number, buffer: Buffer, length: number): number;
  makeDirectory(parent: Directory, name: string, mode: number): void;
  rename(from: Directory, name: string, to: Directory, newName: string, how: Renaming): void;
  remove(parent: Directory, name: string, kind: 'file' | 'directory'): void;
}

/**
 * `fresh` throws `EEXIST` where the new name is taken, `replace` takes its place, `exchange` swaps
 * both; it throws `EINVAL` where the file system or the adapter cannot.
 */
export type Renaming = 'fresh' | 'replace' | 'exchange';

/** O_PATH: a handle that neither reads nor runs a driver's open. Asm-generic; Node lacks it. */
const O_PATH = 0o10000000;
/** Every open carries these: a FIFO or a terminal answers at once, a link never. */
const SAFE = constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY | O_CLOEXEC;
export const READ = constants.O_RDONLY | SAFE;
export const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | SAFE;
export const LOOK = O_PATH | constants.O_NOFOLLOW | O_CLOEXEC;
export const ENTER = O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW | O_CLOEXEC;
export const ENTER_READ = constants.O_RDONLY | constants.O_DIRECTORY | SAFE;

/** The flags of every open; openat2 refuses to combine O_PATH, which opens nothing, with them. */
export const safely = (flags: number): number =>
  (flags & O_PATH) === 0 ? flags | SAFE : flags | LOOK;

/** Node's own errors name paths; this keeps their code and says nothing else. */
export function systemError(call: string, error: unknown): GatehouseError {
  if (error instanceof GatehouseError) return error;
  const code = codeOf(error);
  return new GatehouseError(
    code === '' ? 'files_failed' : code,
    `The system refused ${call}${code === '' ? '' : ` (${code})`}.`,
    error,
  );
}
