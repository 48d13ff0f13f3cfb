import { GatehouseError } from '@gatehouse/kernel/error';
import { ensurePrivateDirectory } from '../database/private-file.ts';
import type { ProgramKeys } from '../database/program-keys.ts';
import { deriveKeys } from './derive-keys.ts';
import { readEnvFile } from './env-file.ts';
import { createLeases } from './leases.ts';
import type { Leases } from './leases.ts';
import { openStore } from './open-store.ts';
import type { Choose, RunOnly } from './open-store.ts';

/** How a key may also be named in a `.env` file. */
export interface EnvVariable {
  readonly variable: string;
  /** False for addresses: a folder someone handed over must not say where notes are sent. */
  readonly fromFolder: boolean;
}

export interface SecretsDeps {
  /** Gatehouse's own folder; made 0700. */
  readonly home: string;
  /** The name under which the keychain shows the items. */
  readonly service: string;
  /** Asks a person; null where nobody is there. Nothing is ever chosen for them. */
  readonly choose: Choose | null;
  readonly env: {
    /** The current folder, or null; then Gatehouse's own: the first that names a key counts. */
    readonly folder: string | null;
    readonly variables: Readonly<Record<string, EnvVariable>>;
  };
  /** Milliseconds a keychain prompt may stay unanswered: 60 s with a person there, else 3 s. */
  readonly patience?: number;
}

/** A key by name. `locked`: it stands in a `.env` file, and is changed by editing that file. */
export interface SecretName {
  readonly name: string;
  readonly locked: boolean;
}

export interface Secrets {
  readonly keys: ProgramKeys;
  /** Null where keys are kept; else why they live for this run only. One line says so. */
  readonly runOnly: RunOnly | null;
  readonly leases: Leases;
  /** Keeps a copy and zeroes `secret`. Throws `secret_malformed`, `keychain_unavailable`. */
  set(name: string, secret: Buffer): Promise<void>;
  /** A fresh Buffer the caller zeroes. What was set counts before a `.env` file. */
  read(name: string): Promise<Buffer | null>;
  /** False where there was none. Throws `secret_locked` for one that stands in a `.env` file. */
  delete(name: string): Promise<boolean>;
  names(): Promise<readonly SecretName[]>;
  /** Zeroes every key in memory; nothing works afterwards. */
  close(): void;
}

const LONGEST = 2048; // what Windows' credential store still takes

/**
 * The person's and the program's own keys: in the OS keychain, in a passphrase vault they chose, or
 * for this run only. Throws as `openStore`.
 */
export async function createSecrets(deps: SecretsDeps): Promise<Secrets> {
  const { home, service, choose, env } = deps;
  ensurePrivateDirectory(home);
  const patience = deps.patience ?? (choose === null ? 3_000 : 60_000);
  const { store, root, runOnly } = await openStore(home, { service, patience }, choose);
  const keys = deriveKeys(root, store.kept);
  const leases = createLeases();

  const fromFile = (name: string): Buffer | null => {
    const known = Object.hasOwn(env.variables, name) ? env.variables[name] : undefined;
    if (known === undefined) return null;
    const folders = known.fromFolder && env.folder !== null ? [env.folder, home] : [home];
    for (const folder of folders) {
      const found = readEnvFile(folder, known.variable);
      if (found !== null) return found;
    }
    return null;
  };
  const inFile = (name: string): boolean => {
    const found = fromFile(name);
    found?.fill(0);
    return found !== null;
  };

  return {
    keys,
    runOnly,
    leases,
    async set(name, secret) {
      try {
        requireSecret(secret);
        await store.write(accountOf(name), secret);
      } finally {
        secret.fill(0);
      }
    },
    async read(name) {
      return (await store.read(accountOf(name))) ?? fromFile(name);
    },
    async delete(name) {
      const account = accountOf(name);
      const kept = (await store.accounts()).includes(account);
      if (!kept && inFile(name)) {
        throw new GatehouseError('secret_locked', `${name} stands in a .env file; edit that file.`);
      }
      return store.remove(account);
    },
    async names() {
      const kept = (await store.accounts())
        .filter((account) => account.startsWith(PREFIX))
        .map((account) => account.slice(PREFIX.length));
      const locked = Object.keys(env.variables).filter(
        (name) => !kept.includes(name) && inFile(name),
      );
      return [
        ...kept.map((name) => ({ name, locked: false })),
        ...locked.map((name) => ({ name, locked: true })),
      ].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    close() {
      leases.close();
      keys.close();
      store.close();
    },
  };
}

const PREFIX = 'key:';

function accountOf(name: string): string {
  if (!/^[a-z][a-z0-9-]{0,60}$/.test(name)) {
    throw new GatehouseError(
      'secret_name',
      'A key is named with small letters, digits and dashes.',
    );
  }
  return PREFIX + name;
}

/** One line of visible ASCII: anything else could smuggle a second header into a request. */
function requireSecret(secret: Buffer): void {
  const visible = secret.every((byte) => byte > 0x20 && byte < 0x7f);
  if (visible && secret.length > 0 && secret.length <= LONGEST) return;
  throw new GatehouseError('secret_malformed', 'A key is one line of letters, digits and signs.');
}
