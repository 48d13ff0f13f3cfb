import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';

const LARGEST = 64 << 10;
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * The value of `variable` in a folder's `.env` file, or null: a fresh Buffer the caller zeroes. The
 * last line that names it counts, `export` and one pair of quotes are taken off. Throws
 * `env_file_unsafe` where the line is there but the file is a link, somebody else's, or writable by
 * everybody: who can write it could swap the key for one of their own.
 */
export function readEnvFile(folder: string, variable: string): Buffer | null {
  const file = open(join(folder, '.env'));
  if (file === null) return null;
  try {
    const found = valueOf(file.bytes, variable);
    if (found === null) return null;
    if (file.safe) return found;
    found.fill(0);
    throw unsafe();
  } finally {
    file.bytes.fill(0);
  }
}

function open(path: string): { readonly bytes: Buffer; readonly safe: boolean } | null {
  let descriptor: number;
  try {
    // O_NONBLOCK: a FIFO of that name must not hold the program up.
    descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EACCES') return null;
    if (code === 'ELOOP' || code === 'ENXIO') return null; // a link or a socket is no .env file
    throw error;
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > LARGEST) return null;
    const own = process.getuid?.() ?? stats.uid;
    const safe = (stats.uid === own || stats.uid === 0) && (stats.mode & 0o002) === 0;
    const bytes = Buffer.alloc(stats.size);
    return { bytes: bytes.subarray(0, readSync(descriptor, bytes, 0, stats.size, 0)), safe };
  } finally {
    closeSync(descriptor);
  }
}

const NEWLINE = 0x0a;

/** Works on bytes: only the part before `=` ever becomes a string. */
function valueOf(bytes: Buffer, variable: string): Buffer | null {
  let found: Buffer | null = null;
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, at);
    const end = newline === -1 ? bytes.length : newline;
    const line = bytes.subarray(at, end);
    at = end + 1;
    const equals = line.indexOf('=');
    if (equals < 1 || equals > 200) continue;
    const name = line.toString('latin1', 0, equals).trim();
    if (name.replace(/^export\s+/u, '') !== variable) continue;
    found?.fill(0);
    const value = unquoted(line.subarray(equals + 1));
    found = value.length === 0 ? null : Buffer.from(value);
  }
  return found;
}

function unquoted(raw: Buffer): Buffer {
  const value = trimmed(raw);
  const [first] = value;
  if (first === 0x22 || first === 0x27) {
    const close = value.indexOf(first, 1);
    if (close !== -1) return value.subarray(1, close);
  }
  const comment = value.indexOf(' #');
  return comment === -1 ? value : trimmed(value.subarray(0, comment));
}

const isBlank = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === 0x0d;

function trimmed(bytes: Buffer): Buffer {
  let from = 0;
  let to = bytes.length;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  return bytes.subarray(from, to);
}

const unsafe = () =>
  new GatehouseError(
    'env_file_unsafe',
    'The .env file here belongs to someone else or can be changed by everybody, so its keys are not used.',
  );
