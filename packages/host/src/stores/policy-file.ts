import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { isCode } from '../database/private-file.ts';

/** Longest policy.json that is read. */
const MOST = 1 << 20;

/**
 * The text of `policy.json` under `home`; null where there is none. Whoever can write it says what
 * is allowed: throws `policy_not_private` for a link, another kind of file, one of another user, or
 * one that others may write.
 */
export function readPolicyText(home: string): string | null {
  let descriptor: number;
  try {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    descriptor = openSync(join(home, 'policy.json'), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return null;
    throw notPrivate('it is a link, or cannot be opened. Put the file itself there', cause);
  }
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile() || found.size > MOST)
      throw notPrivate('it is no file, or larger than 1 MiB');
    if (process.getuid !== undefined && found.uid !== process.getuid()) {
      throw notPrivate('it belongs to another user. Make it yours');
    }
    if ((found.mode & 0o022) !== 0) {
      throw notPrivate('others may write it. Run: chmod 600 policy.json');
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

const notPrivate = (why: string, cause?: unknown) =>
  new GatehouseError('policy_not_private', `policy.json is not taken: ${why}.`, cause);
