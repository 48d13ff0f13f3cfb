import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { lineOf } from '@gatehouse/kernel/record/line';
import {
  ensurePrivateDirectory,
  openPrivateFile,
  requirePlainOrAbsent,
} from '../database/index.ts';
import type { ChainStore } from './chain-store.ts';
import type { Row, Setup } from './messages.ts';
import { sha256 } from './seal.ts';
import type { Seal } from './seal.ts';

/** Lines written in one transaction: short enough that an append never waits long behind it. */
const STEP = 4000;

/** Stands where the signature of a file's opening line goes while that line is signed. */
const NO_MAC = '-'.repeat(64);
const signedOpening =
  /"checkpoint":\{"sequence":(\d{1,15}),"hash":"[0-9a-f]{64}","mac":"([0-9a-f]{64})"\}\}\}$/;

/** The sequence a signed opening line stands for; null where it is none of ours, or was changed. */
export function readCheckpoint(line: string, seal: Seal): number | null {
  const [, sequence, mac] = signedOpening.exec(line) ?? [];
  if (sequence === undefined || mac === undefined) return null;
  const unsigned = sha256(`${line.slice(0, -64 - 4)}${NO_MAC}"}}}`);
  return seal.check('audit file', Number(sequence), unsigned, mac) ? Number(sequence) : null;
}

export interface Projection {
  /** Writes what the files lack yet, at most one step. True while more is left. */
  step(): boolean;
  /** Path of a file: 0 is the newest, 1 the first rotated one. */
  path(index: number): string;
  readonly headPath: string;
}

interface Opening {
  readonly time: number;
  readonly metadata: { readonly product: { readonly name: string; readonly version: string } };
  readonly unmapped: { readonly run: string };
}

interface FileState {
  readonly position: number;
  readonly start: number;
  readonly bytes: number;
  readonly projected: number;
  readonly headed: number;
}

export const fileName = (index: number): string =>
  index === 0 ? 'agent-audit.jsonl' : `agent-audit.${index}.jsonl`;
export const HEAD_NAME = 'agent-audit.head.json';

/**
 * Keeps `audit/` in step with the chain, for people and SIEMs. What is in the files is recorded in
 * ledger.db in the same transaction that orders all writers, so that a crash between the two is
 * mended by writing on from the bytes that are known; a file that was changed by anyone else is left
 * as it is, rotated away, for `verify` to name.
 */
export function createProjection(store: ChainStore, seal: Seal, setup: Setup): Projection {
  const directory = join(setup.home ?? '', 'audit');
  ensurePrivateDirectory(directory);
  const path = (index: number) => join(directory, fileName(index));
  const headPath = join(directory, HEAD_NAME);
  const { database } = store;
  const newest = database.prepare<[], FileState>(
    'select * from file order by position desc limit 1',
  );
  const written = database.prepare('update file set bytes = ?, projected = ? where position = ?');
  const opened = database.prepare(
    'insert into file (start, bytes, projected, headed) values (?, 0, ?, ?)',
  );
  const headed = database.prepare('update file set headed = ? where position = ?');
  const kept = database.prepare<[number], FileState>(
    'select * from file order by position desc limit 1 offset ?',
  );
  const dropped = database.prepare('delete from file where position < ?');

  function state(): FileState {
    const found = newest.get();
    if (found === undefined) throw new Error('ledger.db has no row in file');
    return found;
  }

  /** Moves every file one place on, up to the first free place; a crash in it is finished here. */
  function shift(): void {
    let free = 1;
    while (free < setup.rotated && exists(path(free))) free += 1;
    if (free === setup.rotated) rmSync(path(free), { force: true });
    for (let index = free; index > 0; index -= 1) {
      if (exists(path(index - 1))) renameSync(path(index - 1), path(index));
    }
    syncDirectory(directory);
  }

  /** By itself in its transaction, so that after a crash only the renames can be done already. */
  function rotate(current: FileState): void {
    if (exists(path(0)) || firstStart(path(1), seal) !== current.start) shift();
    opened.run(current.projected, current.projected, current.headed);
    const oldest = kept.get(setup.rotated);
    if (oldest !== undefined) {
      dropped.run(oldest.position);
      store.prune(oldest.start);
    }
  }

  function write(current: FileState, text: Buffer): boolean {
    const descriptor = openPrivateFile(path(0), 'create');
    try {
      const { size } = fstatSync(descriptor);
      const extra = size - current.bytes;
      if (extra < 0 || extra > text.length) return false;
      const there = Buffer.alloc(extra);
      if (readFully(descriptor, there, current.bytes) !== extra) return false;
      if (!there.equals(text.subarray(0, extra))) return false;
      if (current.bytes > 0 && startIn(descriptor, seal) !== current.start) return false;
      writeFully(descriptor, text.subarray(extra), size);
      fsyncSync(descriptor);
      return true;
    } finally {
      closeSync(descriptor);
    }
  }

  /** Made of the first event alone, so that after a crash any run makes the same bytes again. */
  function checkpoint(start: number, first: Row): string {
    const event = JSON.parse(setup.checkpoint) as Opening;
    const { time, metadata, unmapped } = JSON.parse(first.body) as Opening;
    const { run } = unmapped;
    const { product } = metadata;
    const unsigned = JSON.stringify({
      ...event,
      time,
      metadata: { ...event.metadata, product },
      app: { name: product.name, version: product.version },
      unmapped: {
        ...event.unmapped,
        run,
        checkpoint: { sequence: start, hash: first.previous, mac: NO_MAC },
      },
    });
    return unsigned.replace(NO_MAC, seal.sign('audit file', start, sha256(unsigned)));
  }

  /** The bytes that come next in the newest file, and the last sequence in them. */
  function next(current: FileState): { text: Buffer; projected: number } | null {
    const rows = store.following(current.projected, STEP);
    const first = rows[0];
    if (first === undefined) return null;
    const lines: string[] = [];
    let bytes = current.bytes;
    let last = first;
    if (bytes === 0) {
      const opening = `${checkpoint(current.start, first)}\n`;
      lines.push(opening);
      // Counted here too: where a file ends must not depend on how many steps it was written in.
      bytes += Buffer.byteLength(opening);
    }
    for (const row of rows) {
      const line = `${lineOf(row.body, row)}\n`;
      lines.push(line);
      last = row;
      bytes += Buffer.byteLength(line);
      if (bytes >= setup.maxBytes) break;
    }
    return { text: Buffer.from(lines.join('')), projected: last.sequence };
  }

  /** Once the files have caught up: what their last line is, signed. */
  function writeHead({ position, projected: sequence, headed: last }: FileState): void {
    if (sequence === last) return;
    const hash = store.hashAt(sequence);
    if (hash === null) return; // gone from the ledger, which `verify` names
    const mac = seal.sign('audit head', sequence, hash);
    const temporary = `${headPath}.new`;
    rmSync(temporary, { force: true });
    const descriptor = openPrivateFile(temporary, 'new');
    try {
      writeFully(descriptor, Buffer.from(`${JSON.stringify({ sequence, hash, mac })}\n`), 0);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    requirePlainOrAbsent(headPath);
    renameSync(temporary, headPath);
    headed.run(sequence, position);
  }

  function step(): boolean {
    return store.transact(() => {
      const current = state();
      const batch = next(current);
      if (batch === null) {
        writeHead(current);
        return false;
      }
      if (current.bytes >= setup.maxBytes || !write(current, batch.text)) {
        // Full, or not as we left it: what is there stays, a new file goes on.
        rotate(current);
        return true;
      }
      const bytes = current.bytes + batch.text.length;
      written.run(bytes, batch.projected, current.position);
      const more = batch.projected < store.head().sequence;
      if (!more) writeHead({ ...current, projected: batch.projected });
      return more;
    });
  }

  return { step, path, headPath };
}

/** The sequence that a file starts after; null where it does not open with our checkpoint. */
function firstStart(path: string, seal: Seal): number | null {
  if (!exists(path)) return null;
  const descriptor = openPrivateFile(path, 'create');
  try {
    return startIn(descriptor, seal);
  } finally {
    closeSync(descriptor);
  }
}

function startIn(descriptor: number, seal: Seal): number | null {
  const buffer = Buffer.alloc(8192);
  const length = readFully(descriptor, buffer, 0);
  const text = buffer.toString('utf8', 0, length);
  const end = text.indexOf('\n');
  return end < 0 ? null : readCheckpoint(text.slice(0, end), seal);
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readFully(descriptor: number, into: Buffer, position: number): number {
  let done = 0;
  while (done < into.length) {
    const count = readSync(descriptor, into, done, into.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

function writeFully(descriptor: number, from: Buffer, position: number): void {
  let done = 0;
  while (done < from.length) {
    done += writeSync(descriptor, from, done, from.length - done, position + done);
  }
}

function syncDirectory(path: string): void {
  if (process.platform === 'win32') return; // folders cannot be opened, nor need they be synced
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
