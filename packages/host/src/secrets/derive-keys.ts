import { hkdfSync } from 'node:crypto';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { ProgramKeys } from '../database/index.ts';

export const ROOT_BYTES = 32;

/** Takes `root` over: `close` zeroes it, and `derive` throws `keys_closed` from then on. */
export interface RootedKeys extends ProgramKeys {
  close(): void;
}

/** The program's keys by RFC 5869 from one random root key. */
export function deriveKeys(root: Buffer, kept: ProgramKeys['kept']): RootedKeys {
  let closed = false;
  return {
    kept,
    derive(purpose) {
      // Keys of a zeroed root would look like keys.
      if (closed) throw new GatehouseError('keys_closed', 'The keys of this run are put away.');
      const info = `gatehouse v1 ${purpose}`;
      return Buffer.from(hkdfSync('sha256', root, 'gatehouse', info, ROOT_BYTES));
    },
    close() {
      closed = true;
      root.fill(0);
    },
  };
}

/** Tells one root key from another and nothing else; may be stored in the open. */
export const rootId = (root: Buffer) =>
  Buffer.from(hkdfSync('sha256', root, 'gatehouse', 'gatehouse v1 root id', 8)).toString('hex');
