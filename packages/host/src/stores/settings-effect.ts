import type { Effects, Spend } from '@gatehouse/kernel';
import { GatehouseError } from '@gatehouse/kernel/error';
import type { Stores } from './create-stores.ts';
import type { KeptDomain } from './domains.ts';

type Kept = Pick<Stores, 'settings' | 'domains' | 'pins'>;

/** Settings that are more than a value: each knows where it is kept. */
const writers: Readonly<Record<string, (stores: Kept, value: unknown) => void>> = {
  domain: ({ domains }, value) => domains.put(value as KeptDomain),
  'domain-removed': ({ domains }, value) => void domains.remove(String(value)),
  provider: ({ settings }, value) => {
    const { id, ...rest } = value as { readonly id: string };
    settings.set(`provider.${id}`, rest);
  },
  protocol: ({ pins }, value) => {
    const { path, domain, digest } = value as Readonly<Record<string, string>>;
    if (path === undefined || domain === undefined || digest === undefined) throw malformed();
    pins.pin(path, domain, digest);
  },
};

/** `settings.change`: what the gate judged is written to data.db, durable when it returns. */
export function createSettingsEffect(spend: Spend, stores: Kept): Pick<Effects, 'settings.change'> {
  return {
    async *'settings.change'(clearance, signal) {
      const { key, value } = spend(clearance, 'settings.change').intent;
      signal.throwIfAborted();
      const write = Object.hasOwn(writers, key) ? writers[key] : undefined;
      if (write === undefined) stores.settings.set(key, value);
      else write(stores, value);
      return { done: true };
    },
  };
}

const malformed = () =>
  new GatehouseError('setting_malformed', 'That is no value for this setting.');
