import { randomBytes } from 'node:crypto';
import { GatehouseError } from '@gatehouse/kernel/error';
import { ROOT_BYTES } from './derive-keys.ts';
import { exclusively } from './exclusively.ts';
import { openKeychain } from './keychain.ts';
import type { Keychain } from './keychain.ts';
import { createKeychainStore } from './keychain-store.ts';
import { keychainProblem } from './keychain-problem.ts';
import type { KeychainProblem } from './keychain-problem.ts';
import { ROOT } from './key-store.ts';
import type { KeyStore } from './key-store.ts';
import { readRootMark, rootLost, tieToRoot } from './root-mark.ts';
import { createRunStore } from './run-store.ts';
import { hasVault, makeVault, unlockVault } from './vault-store.ts';

/** Asked of a person before anything is kept: there is no keychain, or a vault wants its passphrase. */
export type KeysQuestion =
  | { readonly kind: 'no_keychain'; readonly problem: KeychainProblem; readonly again: boolean }
  | { readonly kind: 'unlock'; readonly attempt: number };

/** The passphrase is taken over and zeroed. */
export type KeysAnswer =
  { readonly keep: 'passphrase'; readonly passphrase: Buffer } | { readonly keep: 'run' };

export type Choose = (question: KeysQuestion) => Promise<KeysAnswer>;

/** Why keys live for this run only. `vault_locked`: nobody gave the passphrase. */
export type RunOnly = KeychainProblem | 'vault_locked';

export interface Opened {
  readonly store: KeyStore;
  readonly root: Buffer;
  readonly runOnly: RunOnly | null;
}

const ATTEMPTS = 3;

/**
 * Finds the place of this home's keys, or has a person choose one. A vault that a person once chose
 * stays the place. Throws `passphrase_wrong` after three attempts, `root_key_lost`,
 * `root_key_changed`, `vault_corrupt`.
 */
export async function openStore(
  home: string,
  keychainOf: { readonly service: string; readonly patience: number },
  choose: Choose | null,
): Promise<Opened> {
  if (hasVault(home)) return unlock(home, choose);
  const keychain = openKeychain(keychainOf.service, keychainOf.patience);
  try {
    return await useKeychain(home, keychain);
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'keychain_unavailable') throw error;
    const { problem } = keychainProblem(error);
    // A second root key beside databases that another one locks would help nobody.
    const asked = readRootMark(home) === null ? choose : null;
    return asked === null ? forThisRun(problem) : offerVault(home, problem, asked);
  }
}

async function useKeychain(home: string, keychain: Keychain): Promise<Opened> {
  const store = createKeychainStore(keychain, home);
  const found = await store.read(ROOT);
  const root = found ?? (await exclusively(home, () => makeRoot(home, keychain)));
  if (root.length !== ROOT_BYTES) throw rootLost('root_key_changed');
  tieToRoot(home, 'keychain', root);
  return { store, root, runOnly: null };
}

async function makeRoot(home: string, keychain: Keychain): Promise<Buffer> {
  // Null is also what a keychain that nobody runs answers: only the probe tells.
  await keychain.probe();
  const other = await keychain.get(ROOT);
  if (other !== null) return other;
  if (readRootMark(home) !== null) throw rootLost('root_key_lost');
  const root = randomBytes(ROOT_BYTES);
  await keychain.set(ROOT, root);
  return root;
}

async function offerVault(home: string, problem: KeychainProblem, choose: Choose): Promise<Opened> {
  for (let again = false; ; again = true) {
    const answer = await choose({ kind: 'no_keychain', problem, again });
    if (answer.keep === 'run') return forThisRun(problem);
    const root = randomBytes(ROOT_BYTES);
    try {
      const store = await makeVault(home, answer.passphrase, root);
      tieToRoot(home, 'passphrase', root);
      return { store, root, runOnly: null };
    } catch (error) {
      root.fill(0);
      if (!(error instanceof GatehouseError)) throw error;
      if (error.code === 'vault_exists') return unlock(home, choose);
      if (error.code !== 'passphrase_short') throw error;
    }
  }
}

async function unlock(home: string, choose: Choose | null): Promise<Opened> {
  if (choose === null) return forThisRun('vault_locked');
  for (let attempt = 1; ; attempt++) {
    const answer = await choose({ kind: 'unlock', attempt });
    if (answer.keep === 'run') return forThisRun('vault_locked');
    try {
      const store = await unlockVault(home, answer.passphrase);
      const root = await store.read(ROOT);
      if (root === null) throw rootLost('root_key_lost');
      tieToRoot(home, 'passphrase', root);
      return { store, root, runOnly: null };
    } catch (error) {
      const wrong = error instanceof GatehouseError && error.code === 'passphrase_wrong';
      if (!wrong || attempt === ATTEMPTS) throw error;
    }
  }
}

const forThisRun = (runOnly: RunOnly): Opened => ({
  store: createRunStore(),
  root: randomBytes(ROOT_BYTES),
  runOnly,
});
