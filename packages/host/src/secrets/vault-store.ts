import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel/error';
import { zeroEntries } from './entries.ts';
import type { Entries } from './entries.ts';
import { exclusively } from './exclusively.ts';
import { ROOT } from './key-store.ts';
import type { KeyStore } from './key-store.ts';
import { readPrivateBytes, writePrivateBytes } from './private-bytes.ts';
import {
  deriveVaultKey,
  openVault,
  requirePassphrase,
  sealVault,
  vaultSalt,
} from './vault-cipher.ts';
import type { VaultKey } from './vault-cipher.ts';

const fileOf = (home: string) => join(home, 'keys.vault');

export const hasVault = (home: string) => readPrivateBytes(fileOf(home)) !== null;

/**
 * Makes the vault a person chose, holding `root`. Zeroes the passphrase. Throws `passphrase_short`,
 * and `vault_exists` where another process was first.
 */
export async function makeVault(home: string, passphrase: Buffer, root: Buffer): Promise<KeyStore> {
  requirePassphrase(passphrase);
  const key = await deriveVaultKey(passphrase);
  return exclusively(home, async () => {
    if (hasVault(home)) {
      key.key.fill(0);
      throw new GatehouseError('vault_exists', 'There is a passphrase vault already.');
    }
    writePrivateBytes(fileOf(home), sealVault(key, new Map([[ROOT, root]])));
    return Promise.resolve(createVaultStore(home, key));
  });
}

/** Opens the vault. Zeroes the passphrase. Throws `passphrase_wrong`, `vault_corrupt`. */
export async function unlockVault(home: string, passphrase: Buffer): Promise<KeyStore> {
  const key = await deriveVaultKey(passphrase, vaultSalt(sealedAt(home)));
  try {
    zeroEntries(openVault(key, sealedAt(home)));
  } catch (error) {
    key.key.fill(0);
    throw error;
  }
  return createVaultStore(home, key);
}

/** The file is opened anew for every use: only the passphrase's key stays in memory. */
function createVaultStore(home: string, key: VaultKey): KeyStore {
  const entries = () => openVault(key, sealedAt(home));
  const change = <T>(act: (entries: Entries) => T) =>
    exclusively(home, async () => {
      const held = entries();
      try {
        const result = act(held);
        writePrivateBytes(fileOf(home), sealVault(key, held));
        return await Promise.resolve(result);
      } finally {
        zeroEntries(held);
      }
    });
  return {
    kept: 'passphrase',
    read(account) {
      const held = entries();
      try {
        const found = held.get(account);
        return Promise.resolve(found === undefined ? null : Buffer.from(found));
      } finally {
        zeroEntries(held);
      }
    },
    write: (account, secret) =>
      change((held) => {
        held.get(account)?.fill(0);
        held.set(account, Buffer.from(secret));
      }),
    remove: (account) =>
      change((held) => {
        held.get(account)?.fill(0);
        return held.delete(account);
      }),
    accounts() {
      const held = entries();
      try {
        return Promise.resolve([...held.keys()].filter((account) => account !== ROOT).sort());
      } finally {
        zeroEntries(held);
      }
    },
    close: () => key.key.fill(0),
  };
}

function sealedAt(home: string): Buffer {
  const sealed = readPrivateBytes(fileOf(home));
  if (sealed === null) {
    throw new GatehouseError('vault_corrupt', 'The passphrase vault is no longer there.');
  }
  return sealed;
}
