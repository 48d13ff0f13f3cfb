import { GatehouseError } from '@gatehouse/kernel/error';
import type { Provider } from './providers.ts';

/** Where a provider is spoken to. */
export interface ProviderPlace {
  /** Where the API begins, without a slash at the end. */
  readonly address: string;
  /** `host` or `host:port`, the only one dialled. */
  readonly host: string;
  /** True where that is this machine: then nothing leaves it. */
  readonly local: boolean;
  /** `public` for a provider at its own address, `private` where the person named it. */
  readonly reach: 'public' | 'private' | 'loopback';
}

/**
 * Reads the address a person set, or takes the provider's own. HTTPS; plain HTTP to this machine
 * only. Throws `address_malformed`, `address_missing`.
 */
export function placeOf(provider: Provider, address: string | null): ProviderPlace {
  const text = address ?? provider.address;
  if (text === null) {
    throw new GatehouseError(
      'address_missing',
      `Say where ${provider.label} is: its address is not set.`,
    );
  }
  const url = URL.parse(text);
  if (
    url === null ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw malformed(provider, 'a plain https address');
  }
  const local = isThisMachine(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local)) {
    throw malformed(provider, 'https, or http on this machine');
  }
  return {
    address: url.href.replace(/\/+$/u, ''),
    host: url.host,
    local,
    reach: local ? 'loopback' : text === provider.address ? 'public' : 'private',
  };
}

const isThisMachine = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(host);

const malformed = (provider: Provider, wanted: string) =>
  new GatehouseError('address_malformed', `The address of ${provider.label} must be ${wanted}.`);
