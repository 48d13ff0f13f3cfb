import { randomBytes } from 'node:crypto';
import { keychainError, keychainProblem } from './keychain-problem.ts';
import { leaveWithoutWaiting } from './leave-without-waiting.ts';

/** Items of one service in the OS keychain. Everything throws `keychain_unavailable`. */
export interface Keychain {
  /** A fresh Buffer the caller zeroes, or null. Null also where no daemon answers: see `probe`. */
  get(account: string): Promise<Buffer | null>;
  set(account: string, secret: Buffer): Promise<void>;
  delete(account: string): Promise<boolean>;
  /** Writes, reads back and deletes an item of its own: proves that keys are really kept. */
  probe(): Promise<void>;
}

/**
 * The OS keychain. On Linux pinned to the Secret Service: unpinned, the library falls back to the
 * kernel's volatile keyring without a word. Calls run on libuv's pool; one that does not come back
 * within `patience` milliseconds (a prompt nobody answers) fails with `timeout`, and so does every
 * later one: a second thread is never given to a keychain that hangs.
 */
export function openKeychain(service: string, patience: number): Keychain {
  let hung = false;

  async function call<T>(account: string, act: (entry: Entry) => Promise<T>): Promise<T> {
    if (hung) throw keychainError('timeout');
    let timer: NodeJS.Timeout | undefined;
    try {
      const { AsyncEntry } = await import('@napi-rs/keyring');
      const options = { linux: { store: 'secret-service' } } as const;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          hung = true;
          void leaveWithoutWaiting().catch(reject);
          reject(keychainError('timeout'));
        }, patience);
      });
      const done = act(new AsyncEntry(service, account, options));
      return await Promise.race([done, late]);
    } catch (error) {
      throw keychainProblem(error);
    } finally {
      clearTimeout(timer);
    }
  }

  const keychain: Keychain = {
    async get(account) {
      const bytes = await call(account, (entry) => entry.getSecret());
      if (bytes === null) return null;
      const secret = Buffer.from(bytes);
      // A plain array of numbers is all the library gives; cleared so that no copy of ours stays.
      bytes.fill(0);
      return secret;
    },
    async set(account, secret) {
      const copy = outsideHeap(secret);
      try {
        await call(account, (entry) => entry.setSecret(copy));
      } finally {
        copy.fill(0);
      }
    },
    delete: (account) => call(account, (entry) => entry.deleteCredential()),
    async probe() {
      const account = `probe-${randomBytes(8).toString('hex')}`;
      const wanted = randomBytes(16);
      await keychain.set(account, wanted);
      const found = await keychain.get(account);
      await keychain.delete(account);
      if (found === null || !found.equals(wanted)) throw keychainError('not_kept');
    },
  };
  return keychain;
}

/**
 * V8 keeps arrays of up to 64 bytes in its own heap, and leaves that copy behind when native code asks
 * for the bytes; nothing of ours could zero it then.
 */
function outsideHeap(secret: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(Math.max(secret.length, 65)).subarray(0, secret.length);
  copy.set(secret);
  return copy;
}

interface Entry {
  getSecret(): Promise<number[] | null>;
  setSecret(secret: Uint8Array): Promise<void>;
  deleteCredential(): Promise<boolean>;
}
