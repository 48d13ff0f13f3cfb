import type { Effects, Spend } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Secrets } from './secrets.ts';

/** Keys through the gate. The key of `secret.set` waits in a lease; `secret.use` gives one back. */
export function createSecretEffects(deps: {
  readonly spend: Spend;
  readonly secrets: Secrets;
}): Pick<Effects, 'secret.set' | 'secret.use' | 'secret.delete'> {
  const { spend, secrets } = deps;
  return {
    async *'secret.set'(clearance, signal) {
      const { name, lease } = spend(clearance, 'secret.set').intent;
      const secret = secrets.leases.take(lease);
      try {
        signal.throwIfAborted();
        await secrets.set(name, secret);
      } finally {
        secret.fill(0);
      }
      return { done: true };
    },
    /** Throws `secret_missing`. */
    async *'secret.use'(clearance, signal) {
      const { name } = spend(clearance, 'secret.use').intent;
      signal.throwIfAborted();
      const secret = await secrets.read(name);
      if (secret === null) {
        throw new GatehouseError('secret_missing', `There is no key called ${name}.`);
      }
      return { lease: secrets.leases.put(secret) };
    },
    async *'secret.delete'(clearance, signal) {
      const { name } = spend(clearance, 'secret.delete').intent;
      signal.throwIfAborted();
      if (!(await secrets.delete(name))) {
        throw new GatehouseError('secret_missing', `There is no key called ${name}.`);
      }
      return { done: true };
    },
  };
}
