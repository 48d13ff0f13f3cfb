import { GatehouseError } from '@gatehouse/kernel';
import { createIndex } from '@gatehouse/host/index';
import type { Index } from '@gatehouse/host/index';
import { harden, requireOwnFolder } from '@gatehouse/host/machine';
import { createNative, RLIMIT } from '@gatehouse/host/native';
import type { Native } from '@gatehouse/host/native';
import { createSecrets } from '@gatehouse/host/secrets';
import type { Choose, Secrets } from '@gatehouse/host/secrets';
import { gatehouseHome } from './home.ts';
import type { OpenOptions } from './house.ts';
import { secretVariables } from './providers.ts';

/** What the threads of the index need, so that they start while the rest is still being loaded. */
export interface Begun {
  readonly home: string;
  readonly native: Native;
  readonly secrets: Secrets;
  readonly index: Index;
}

/** Protects the process before anything secret is in it, then asks the keychain. */
export async function begin(options: OpenOptions): Promise<Begun> {
  const home = gatehouseHome(options.environment, options.platform);
  requireOwnFolder(home);
  const native = createNative();
  if (options.platform === 'linux') harden(native, RLIMIT.CORE);
  const secrets = await createSecrets({
    home,
    service: 'Gatehouse',
    choose: chooser(options.passphrase),
    env: { folder: options.folder ?? process.cwd(), variables: secretVariables },
  });
  const index = createIndex({ home, keys: secrets.keys });
  if (options.first === 'notes') index.start();
  return { home, native, secrets, index };
}

/** Asks for the passphrase of the vault, or whether there shall be one. */
function chooser(read: OpenOptions['passphrase']): Choose | null {
  if (read === null) return null;
  return async (question) => {
    const prompt =
      question.kind === 'unlock'
        ? `Passphrase of your vault${question.attempt > 1 ? ' (that was not it)' : ''}`
        : `There is no keychain here. A passphrase of 12 characters or more makes an encrypted vault${question.again ? ' (that was too short)' : ''}; empty keeps nothing after this run`;
    try {
      return { keep: 'passphrase', passphrase: Buffer.from(await read(prompt)) };
    } catch (error) {
      if (error instanceof GatehouseError && error.code === 'secret_empty') return { keep: 'run' };
      throw error;
    }
  };
}
