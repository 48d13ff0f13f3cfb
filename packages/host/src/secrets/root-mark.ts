import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { rootId } from './derive-keys.ts';
import { readPrivateBytes, writePrivateBytes } from './private-bytes.ts';

const fileOf = (home: string) => join(home, 'keys.json');

/** Which root key this home's databases were made with; says nothing about the key. */
export interface RootMark {
  readonly kept: 'keychain' | 'passphrase';
  readonly id: string;
}

/** Null before the first run. Throws `keys_mark_corrupt`. */
export function readRootMark(home: string): RootMark | null {
  const bytes = readPrivateBytes(fileOf(home));
  if (bytes === null) return null;
  const match = /^\{"kept":"(keychain|passphrase)","id":"([0-9a-f]{16})"\}\n?$/.exec(
    bytes.toString('latin1'),
  );
  const [, kept, id] = match ?? [];
  if (id === undefined || (kept !== 'keychain' && kept !== 'passphrase')) {
    throw new GatehouseError('keys_mark_corrupt', 'The file keys.json of Gatehouse is damaged.');
  }
  return { kept, id };
}

/**
 * Ties a home to its root key, the first time; later, throws `root_key_changed` for another one:
 * going on would make databases that nothing opens beside those that are there.
 */
export function tieToRoot(home: string, kept: RootMark['kept'], root: Buffer): void {
  const id = rootId(root);
  const mark = readRootMark(home);
  if (mark === null) {
    writePrivateBytes(fileOf(home), Buffer.from(`{"kept":"${kept}","id":"${id}"}\n`, 'latin1'));
  } else if (mark.id !== id) throw rootLost('root_key_changed');
}

export const rootLost = (code: 'root_key_lost' | 'root_key_changed') =>
  new GatehouseError(
    code,
    'The key that opens the history of this Gatehouse folder is no longer in the keychain. ' +
      'Restore it with a backup, or move the folder away to start anew.',
  );
