import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { isCode } from '../database/private-file.ts';

/** Longest file that is read, in bytes. */
const MOST = 1 << 20;

/**
 * The text of `config.json` or `policy.json` under `home`, which a person edits; null where there is
 * none. Whoever can write it says what is allowed: throws `config_not_private` or
 * `policy_not_private` for a link, another kind of file, one of another user, or one that others may
 * write; `config_malformed` or `policy_malformed` where it is no UTF-8.
 */
export function readOwnText(home: string, file: 'config' | 'policy'): string | null {
  const notPrivate = (why: string, cause?: unknown) =>
    new GatehouseError(`${file}_not_private`, `${file}.json is not taken: ${why}.`, cause);
  let descriptor: number;
  try {
    // O_NONBLOCK: a planted FIFO must not hold the program up; it is refused below.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    descriptor = openSync(join(home, `${file}.json`), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return null;
    throw notPrivate('it is a link, or cannot be opened. Put the file itself there', cause);
  }
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw notPrivate('it is no file');
    if (found.size > MOST) throw notPrivate('it is larger than 1 MiB');
    // Windows knows neither owner nor mode: there the home is private by its ACL.
    const own = process.getuid?.();
    if (own !== undefined && found.uid !== own) {
      throw notPrivate('it belongs to another user. Make it yours');
    }
    if (own !== undefined && (found.mode & 0o022) !== 0) {
      throw notPrivate(`others may write it. Run: chmod 600 ${file}.json`);
    }
    return utf8(readFileSync(descriptor), file);
  } finally {
    closeSync(descriptor);
  }
}

/** A byte that is no UTF-8 would become another letter, and a rule about that name be about none. */
function utf8(bytes: Uint8Array, file: 'config' | 'policy'): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const problem = `${file}.json is not UTF-8. Save it as that; nothing is done until then.`;
    throw new GatehouseError(`${file}_malformed`, problem, cause);
  }
}
