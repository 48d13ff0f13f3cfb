import { zeroEntries } from './entries.ts';
import type { Entries } from './entries.ts';
import { ROOT } from './key-store.ts';
import type { KeyStore } from './key-store.ts';

/** Secrets in memory, for this run only. */
export function createRunStore(): KeyStore {
  const held: Entries = new Map();
  return {
    kept: 'run',
    read(account) {
      const found = held.get(account);
      return Promise.resolve(found === undefined ? null : Buffer.from(found));
    },
    write(account, secret) {
      held.get(account)?.fill(0);
      held.set(account, Buffer.from(secret));
      return Promise.resolve();
    },
    remove(account) {
      held.get(account)?.fill(0);
      return Promise.resolve(held.delete(account));
    },
    accounts: () => Promise.resolve([...held.keys()].filter((name) => name !== ROOT).sort()),
    close: () => zeroEntries(held),
  };
}
