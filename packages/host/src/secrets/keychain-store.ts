import { exclusively } from './exclusively.ts';
import type { Keychain } from './keychain.ts';
import { ROOT } from './key-store.ts';
import type { KeyStore } from './key-store.ts';

const INDEX = 'index';

/**
 * Secrets as items of the OS keychain. Keychains do not list by service on every platform, so one
 * more item, the index, holds the names; no secret.
 */
export function createKeychainStore(keychain: Keychain, home: string): KeyStore {
  async function accounts(): Promise<readonly string[]> {
    const bytes = await keychain.get(INDEX);
    if (bytes === null) return [];
    const names: unknown = JSON.parse(bytes.toString('utf8'));
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  }
  const writeIndex = (names: readonly string[]) =>
    keychain.set(INDEX, Buffer.from(JSON.stringify([...new Set(names)].sort()), 'utf8'));

  return {
    kept: 'keychain',
    accounts,
    read: (account) => keychain.get(account),
    async write(account, secret) {
      if (account === ROOT) return keychain.set(account, secret);
      await exclusively(home, async () => {
        // The name first: after a crash the list may name a key that is not there, never miss one.
        await writeIndex([...(await accounts()), account]);
        await keychain.set(account, secret);
      });
    },
    remove: (account) =>
      exclusively(home, async () => {
        const removed = await keychain.delete(account);
        await writeIndex((await accounts()).filter((name) => name !== account));
        return removed;
      }),
    close: () => undefined,
  };
}
