import { argon2Sync, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';
import { isCode, openPrivateFile } from '../../database/private-file.ts';

/**
 * One encrypted file: a line of text that says how the key is made, then chunks of 64 KiB, each
 * AES-256-GCM under a nonce of its number and whether it is the last one (the STREAM construction of
 * Hoang, Reyhanitabar, Rogaway and Vizár, 2015): a chunk moved, doubled, removed or cut off the end
 * does not open. The key is argon2id of the passphrase (RFC 9106, second recommended option's
 * 64 MiB and 3 passes) and a salt of this file alone.
 */
const CHUNK = 64 * 1024;
const TAG = 16;
const cost = { memory: 65_536, passes: 3, parallelism: 4 } as const;

/**
 * Writes what `fill` gives to a new file, 0600, and removes it again where that fails; one that a
 * crash left does not open. The passphrase is the caller's to zero. Throws `backup_exists`, `passphrase_too_short` (under 8 bytes).
 */
export function writeSealed(
  path: string,
  passphrase: Uint8Array,
  fill: (write: (bytes: Buffer) => void) => void,
): void {
  if (passphrase.length < 8) {
    throw new GatehouseError('passphrase_too_short', 'The passphrase needs 8 characters or more.');
  }
  const salt = randomBytes(16);
  const header = Buffer.from(
    `gatehouse backup v1 argon2id m=${cost.memory} t=${cost.passes} p=${cost.parallelism} salt=${salt.toString('hex')}\n`,
  );
  const key = deriveKey(passphrase, salt, cost);
  const descriptor = openNew(path);
  let counter = 0;
  let parts: Buffer[] = [];
  let size = 0;
  const put = (bytes: Buffer) => {
    for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
  };
  const seal = (plain: Buffer, last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(counter, last)).setAAD(header);
    put(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
    counter += 1;
  };
  try {
    put(header);
    fill((bytes) => {
      parts.push(bytes);
      size += bytes.length;
      // One chunk is always held back: the last one is sealed as the last.
      if (size <= CHUNK) return;
      const held = Buffer.concat(parts);
      let at = 0;
      for (; held.length - at > CHUNK; at += CHUNK) seal(held.subarray(at, at + CHUNK), false);
      parts = [held.subarray(at)];
      size = held.length - at;
    });
    seal(Buffer.concat(parts), true);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
    key.fill(0);
  }
}

/**
 * Reads a sealed file chunk by chunk. Throws `backup_unreadable` (another passphrase, or the start
 * is damaged), `backup_damaged` (changed, or cut off), `backup_malformed` (no backup of ours).
 * Every chunk given was authentic; that all came is known only at the end.
 */
export function* readSealed(path: string, passphrase: Uint8Array): Generator<Buffer> {
  const descriptor = openSync(path, 'r');
  const { header, salt, made } = readHeader(descriptor);
  const key = deriveKey(passphrase, salt, made);
  try {
    let position = header.length;
    let sealed = readAt(descriptor, position, CHUNK + TAG);
    for (let counter = 0; ; counter += 1) {
      position += sealed.length;
      const following = readAt(descriptor, position, CHUNK + TAG);
      const last = following.length === 0;
      yield unseal(key, header, sealed, counter, last);
      if (last) return;
      sealed = following;
    }
  } finally {
    key.fill(0);
    closeSync(descriptor);
  }
}

function openNew(path: string): number {
  try {
    return openPrivateFile(path, 'new');
  } catch (cause) {
    if (!isCode(cause, 'EEXIST')) throw cause;
    throw new GatehouseError('backup_exists', 'Something has that name already.', cause);
  }
}

function unseal(
  key: Buffer,
  header: Buffer,
  sealed: Buffer,
  counter: number,
  last: boolean,
): Buffer {
  const plain = open(key, header, sealed, nonceOf(counter, last));
  if (plain !== null) return plain;
  // The first chunk, where it opens as one that is not the last: the file was cut off after it.
  const cut = counter > 0 || open(key, header, sealed, nonceOf(counter, !last)) !== null;
  throw cut
    ? new GatehouseError('backup_damaged', 'The backup was changed or is not whole.')
    : new GatehouseError(
        'backup_unreadable',
        'The backup does not open: the passphrase is another one, or the file is damaged.',
      );
}

function open(key: Buffer, header: Buffer, sealed: Buffer, nonce: Buffer): Buffer | null {
  if (sealed.length < TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG })
    .setAAD(header)
    .setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG));
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null; // not authentic: the only thing that `final` throws for
  }
}

interface Cost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

function readHeader(descriptor: number): { header: Buffer; salt: Buffer; made: Cost } {
  const start = readAt(descriptor, 0, 256);
  const line = start.subarray(0, start.indexOf(0x0a) + 1);
  const match =
    /^gatehouse backup v1 argon2id m=(\d{1,6}) t=(\d{1,2}) p=(\d{1,2}) salt=([0-9a-f]{32})\n$/.exec(
      line.toString('latin1'),
    );
  const [, memory, passes, parallelism, salt] = match ?? [];
  const made = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  };
  // A planted header must not make the program take all memory: 256 MiB, 16 passes at most.
  const dear = made.memory > 262_144 || made.passes > 16 || made.parallelism > 16;
  const cheap = made.memory < 8 * made.parallelism || made.passes < 1 || made.parallelism < 1;
  if (salt === undefined || dear || cheap) {
    throw new GatehouseError('backup_malformed', 'This is not a backup of Gatehouse.');
  }
  return { header: line, salt: Buffer.from(salt, 'hex'), made };
}

function deriveKey(passphrase: Uint8Array, salt: Buffer, { memory, passes, parallelism }: Cost) {
  return argon2Sync('argon2id', {
    message: passphrase,
    nonce: salt,
    memory,
    passes,
    parallelism,
    tagLength: 32,
  });
}

function nonceOf(counter: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(counter), 3);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

function readAt(descriptor: number, position: number, most: number): Buffer {
  const bytes = Buffer.alloc(most);
  let done = 0;
  while (done < most) {
    const count = readSync(descriptor, bytes, done, most - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}
