import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { ProgramKeys } from '../../database/program-keys.ts';
import { codeOf } from '../../native/index.ts';
import { systemError } from '../containment.ts';

/** What the assistant overwrote or deleted, kept for undo under a name that only the key can make. */
export interface Snapshots {
  /**
   * Keeps the bytes and returns their id, 64 hex digits; durable when it returns (file and directory
   * synced), unless `kept` is `run`. Equal bytes have one id and are stored once. Throws the errno's
   * name (`ENOSPC`, `EACCES`, …) where the disk refuses; then nothing was kept.
   */
  put(content: Uint8Array): string;
  /** Throws `snapshot_missing`, or `snapshot_damaged` where the copy was changed or cut. */
  get(id: string): Buffer;
  has(id: string): boolean;
  /** Removes the copy; nothing happens where there is none. */
  forget(id: string): void;
  /** Every kept copy; `size` in bytes of content, `time` in milliseconds since 1970. */
  list(): readonly { readonly id: string; readonly size: number; readonly time: number }[];
  /** `run`: nothing is written, and all of it is gone when the program ends. */
  readonly kept: 'disk' | 'run';
}

const ID = /^[0-9a-f]{64}$/;
/** File: magic and version, 96-bit nonce, 128-bit tag (NIST SP 800-38D), ciphertext. */
const MAGIC = Buffer.from('GHS1');
const NONCE = 12;
const TAG = 16;
const HEAD = MAGIC.length + NONCE + TAG;

export function createSnapshots(deps: {
  readonly directory: string;
  readonly keys: ProgramKeys;
}): Snapshots {
  return deps.keys.kept === 'run' ? inMemory(deps.keys) : onDisk(deps.directory, deps.keys);
}

/** The name is a MAC, not a digest: who sees the folder cannot test whether a known text is in it. */
function namer(keys: ProgramKeys): (content: Uint8Array) => string {
  const key = subkey(keys, 'name');
  return (content) => createHmac('sha256', key).update(content).digest('hex');
}

function subkey(keys: ProgramKeys, use: string): Buffer {
  const root = keys.derive('snapshots');
  const key = Buffer.from(hkdfSync('sha256', root, '', `gatehouse snapshots ${use} v1`, 32));
  root.fill(0);
  return key;
}

function inMemory(keys: ProgramKeys): Snapshots {
  const nameOf = namer(keys);
  const kept = new Map<string, { content: Buffer; time: number }>();
  return {
    kept: 'run',
    put(content) {
      const id = nameOf(content);
      if (!kept.has(id)) kept.set(id, { content: Buffer.from(content), time: Date.now() });
      return id;
    },
    get(id) {
      const found = kept.get(id);
      if (found === undefined) throw missing();
      return Buffer.from(found.content);
    },
    has: (id) => kept.has(id),
    forget(id) {
      kept.get(id)?.content.fill(0);
      kept.delete(id);
    },
    list: () =>
      [...kept].map(([id, { content, time }]) => ({ id, size: content.length, time })).sort(byTime),
  };
}

function onDisk(directory: string, keys: ProgramKeys): Snapshots {
  const nameOf = namer(keys);
  const key = subkey(keys, 'content');
  const folderOf = (id: string) => join(directory, id.slice(0, 2));
  const pathOf = (id: string) => join(folderOf(id), id);

  const get = (id: string): Buffer => {
    if (!ID.test(id)) throw missing();
    let stored: Buffer;
    try {
      stored = fs.readFileSync(pathOf(id));
    } catch (error) {
      throw codeOf(error) === 'ENOENT' ? missing() : systemError('read', error);
    }
    return open(key, id, stored);
  };

  return {
    kept: 'disk',
    get,
    put(content) {
      const id = nameOf(content);
      try {
        if (get(id).equals(content)) return id;
      } catch (error) {
        // A damaged copy is replaced by the whole one at hand.
        if (!['snapshot_missing', 'snapshot_damaged'].includes(codeOf(error))) throw error;
      }
      try {
        store(folderOf(id), id, seal(key, id, content));
      } catch (error) {
        throw systemError('write', error);
      }
      return id;
    },
    has: (id) => ID.test(id) && fs.existsSync(pathOf(id)),
    forget(id) {
      if (!ID.test(id)) return;
      fs.rmSync(pathOf(id), { force: true });
    },
    list() {
      const found: { id: string; size: number; time: number }[] = [];
      for (const id of namesIn(directory).flatMap((part) => namesIn(join(directory, part)))) {
        if (!ID.test(id)) continue;
        const { size, mtimeMs } = fs.statSync(pathOf(id));
        found.push({ id, size: size - HEAD, time: mtimeMs });
      }
      return found.sort(byTime);
    },
  };
}

function seal(key: Buffer, id: string, content: Uint8Array): readonly Buffer[] {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id));
  const body = [cipher.update(content), cipher.final()];
  return [MAGIC, nonce, cipher.getAuthTag(), ...body];
}

function open(key: Buffer, id: string, stored: Buffer): Buffer {
  const magic = stored.subarray(0, MAGIC.length);
  if (stored.length < HEAD || !magic.equals(MAGIC)) throw damaged();
  const nonce = stored.subarray(MAGIC.length, MAGIC.length + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
    .setAAD(Buffer.from(id))
    .setAuthTag(stored.subarray(MAGIC.length + NONCE, HEAD));
  try {
    return Buffer.concat([decipher.update(stored.subarray(HEAD)), decipher.final()]);
  } catch (error) {
    throw damaged(error);
  }
}

/** Whole or not at all: a temporary file, synced, takes the name; then the directory is synced. */
function store(folder: string, id: string, parts: readonly Buffer[]): void {
  const made = fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const temporary = join(folder, `.${id.slice(0, 8)}.${randomBytes(8).toString('hex')}.tmp`);
  const file = fs.openSync(temporary, 'wx', 0o600);
  try {
    for (const part of parts) writeAll(file, part);
    fs.fsyncSync(file);
  } catch (error) {
    fs.unlinkSync(temporary);
    throw error;
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(temporary, join(folder, id));
  syncDirectory(folder);
  // Every directory that was made is itself an entry of the one above it.
  for (let at = folder; made !== undefined && at.length >= made.length; at = dirname(at)) {
    syncDirectory(dirname(at));
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += fs.writeSync(file, bytes, done);
}

function syncDirectory(path: string): void {
  const directory = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
  try {
    fs.fsyncSync(directory);
  } finally {
    fs.closeSync(directory);
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return fs.readdirSync(directory);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw systemError('list', error);
  }
}

const byTime = (one: { time: number }, other: { time: number }) => one.time - other.time;
const missing = () => new GatehouseError('snapshot_missing', 'That copy is not kept any more.');
const damaged = (cause?: unknown) =>
  new GatehouseError('snapshot_damaged', 'That copy was changed or cut; it cannot be used.', cause);
