import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { inspect } from 'node:util';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import {
  ensurePrivateDirectory,
  openPrivateFile,
  requirePlainOrAbsent,
} from '../database/index.ts';

export interface LogEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly requestId: string;
  readonly code: string;
  readonly detail: string;
}

/** The details of errors, for the person who has the request id; people are shown a safe sentence. */
export interface Logs {
  /** Never throws: what cannot be logged must not hide what went wrong. False where it was not kept. */
  error(requestId: string, error: unknown): boolean;
  /** The kept details of one request, oldest first. */
  find(requestId: string): readonly LogEntry[];
}

export interface LogLimits {
  readonly maxBytes: number;
  readonly rotated: number;
}

/** Enough for some thousand errors; no requirement sets it. */
export const logLimits: LogLimits = { maxBytes: 2 * 1024 * 1024, rotated: 3 };

/** Longest detail of one error; a stack with its causes fits. */
const LONGEST = 16_384;
const NAME = 'gatehouse.log';

/**
 * Logs under `home`/logs, one JSON line an error, 0600, rotated. `mask` redacts secrets and writes
 * the person's home as `~`; it sees the whole text. `kept: 'run'` writes nothing.
 */
export function createLogs(
  deps: {
    readonly home: string;
    readonly kept: 'keychain' | 'passphrase' | 'run';
    readonly mask: (text: string) => string;
    readonly now: () => number;
  },
  limits: LogLimits = logLimits,
): Logs {
  if (deps.kept === 'run') return { error: () => false, find: () => [] };
  const directory = join(deps.home, 'logs');
  const path = (index: number) => join(directory, index === 0 ? NAME : `${NAME}.${index}`);

  function write(line: string): void {
    ensurePrivateDirectory(deps.home);
    ensurePrivateDirectory(directory);
    const descriptor = openPrivateFile(path(0), 'create');
    let size: number;
    try {
      ({ size } = fstatSync(descriptor));
      // At the end in one call: two programs may write at once.
      if (size < limits.maxBytes) append(path(0), line);
    } finally {
      closeSync(descriptor);
    }
    if (size < limits.maxBytes) return;
    rotate();
    closeSync(openPrivateFile(path(0), 'create'));
    append(path(0), line);
  }

  function rotate(): void {
    rmSync(path(limits.rotated), { force: true });
    for (let index = limits.rotated; index > 0; index -= 1) {
      const found = lstatSync(path(index - 1), { throwIfNoEntry: false });
      if (found !== undefined) renameSync(path(index - 1), path(index));
    }
  }

  return {
    error(requestId, error) {
      const code = error instanceof GatehouseError ? error.code : 'internal';
      const entry = {
        time: new Date(deps.now()).toISOString(),
        requestId: deps.mask(requestId).slice(0, 128),
        code: deps.mask(code).slice(0, 128),
        detail: deps.mask(textOf(error)).slice(0, LONGEST),
      };
      try {
        write(`${JSON.stringify(entry)}\n`);
        return true;
      } catch {
        return false; // a full or refused disk: the caller already carries the error itself
      }
    },
    find(requestId) {
      const entries: LogEntry[] = [];
      for (let index = limits.rotated; index >= 0; index -= 1) {
        requirePlainOrAbsent(path(index));
        for (const line of read(path(index), limits.maxBytes * 2).split('\n')) {
          const entry = parse(line);
          if (entry?.requestId === requestId) entries.push(entry);
        }
      }
      return entries;
    },
  };
}

/** Stack and causes; properties of an error that may carry contents are left out. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return inspect(error, { depth: 2, breakLength: 100 });
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${textOf(error.cause)}`;
}

function append(path: string, line: string): void {
  const { O_WRONLY, O_APPEND, O_NOFOLLOW } = constants;
  const descriptor = openSync(path, O_WRONLY | O_APPEND | O_NOFOLLOW);
  try {
    writeSync(descriptor, line);
  } finally {
    closeSync(descriptor);
  }
}

function read(path: string, most: number): string {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return '';
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, most));
    return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(descriptor);
  }
}

function parse(line: string): LogEntry | null {
  try {
    return JSON.parse(line) as LogEntry;
  } catch {
    return null; // a line that a crash cut short
  }
}
