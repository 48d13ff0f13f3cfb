import { readFileSync, realpathSync, statSync } from 'node:fs';
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import type { Clock, Crypto, Seal } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { ProgramKeys } from '../database/index.ts';
import type { Native } from '../native/index.ts';
import { createTokenCrypto } from '../shell/token-crypto.ts';

export { requireOwnFolder } from './require-own-folder.ts';

/** Wall time, and time since boot that counts suspend. */
export function createClock(native: Pick<Native, 'bootTime'>): Clock {
  return { now: () => Date.now(), boot: () => native.bootTime() };
}

/**
 * Digests and the key of approvals: HKDF over the root key and this boot's id, so that a token or a
 * session grant of before a restart of the machine is worth nothing.
 */
export function createCrypto(keys: ProgramKeys): Crypto {
  const root = keys.derive('tokens');
  const key = Buffer.from(hkdfSync('sha256', root, bootId(), 'gatehouse tokens boot', 32));
  root.fill(0);
  return createTokenCrypto(key);
}

/**
 * The key of grants that a restart does not end: of this installation, and for nothing else. Null
 * where keys end with this run: then nothing that is signed could be checked later.
 */
export function createSeal(keys: ProgramKeys): Seal | null {
  return keys.kept === 'run' ? null : createTokenCrypto(keys.derive('grants'));
}

/** Tells these folders from any others, also from later ones at the same paths; empty where one is gone. */
export function placeId(name: string, roots: readonly string[]): string {
  const found = roots.map((root) => statSync(root, { bigint: true, throwIfNoEntry: false }));
  if (found.some((stats) => stats === undefined)) return '';
  const ids = found.map((stats, at) => [roots[at], String(stats?.dev), String(stats?.ino)]);
  return digestOf(JSON.stringify([name, ids]));
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Elsewhere than Linux: the boot's time in minutes; a suspended machine keeps it.
    return String(Math.round((Date.now() / 1000 - process.uptime()) / 60));
  }
}

/** The real path of a folder a person named. Throws `folder_not_found`, `not_a_folder`. */
export function realFolder(path: string): string {
  let real: string;
  try {
    real = realpathSync(path);
  } catch (cause) {
    throw new GatehouseError('folder_not_found', `There is no folder ${path}.`, cause);
  }
  if (!statSync(real).isDirectory()) {
    throw new GatehouseError('not_a_folder', `${path} is not a folder.`);
  }
  return real;
}

/**
 * An absolute path with every link on the way followed, as far as it exists; what does not exist yet
 * stays as written. Places that are never touched are compared by real paths, so theirs must be real.
 */
export function realPlace(path: string): string {
  const plain = resolve(path);
  try {
    return realpathSync(plain);
  } catch {
    const parent = dirname(plain);
    return parent === plain ? plain : join(realPlace(parent), basename(plain));
  }
}

/** Keeps other processes of this user from reading this one's memory, and files from everybody. */
export function harden(native: Pick<Native, 'setDumpable' | 'setrlimit'>, coreLimit: number): void {
  process.umask(0o077);
  native.setDumpable(0);
  native.setrlimit(coreLimit, 0, 0);
}

/** SHA-256 of a text as UTF-8, lower-case hex. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A name for this run that no other run has: 64 random bits, hex. */
export const newRunName = (): string => randomBytes(8).toString('hex');
