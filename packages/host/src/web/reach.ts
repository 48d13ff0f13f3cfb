import { lookup } from 'node:dns/promises';
import { GatehouseError } from '@gatehouse/kernel/error';
import { isLoopbackAddress, isPrivateAddress } from '@gatehouse/kernel/url';

/**
 * Which addresses a client may dial. `public`: only those of the public internet; `private`: those
 * of the person's own network too (a host they run themselves); `loopback`: this machine only.
 */
export type Reach = 'public' | 'private' | 'loopback';

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** Names to addresses; every one the name has. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export const systemResolve: Resolve = (host) => lookup(host, { all: true, order: 'verbatim' });

/**
 * Resolves a host once. Every address must be within reach: a name that answers with one public and
 * one private address is refused, so that it cannot depend on which is dialled. Throws
 * `address_refused`, `unreachable`.
 */
export async function resolveWithin(
  host: string,
  reach: Reach,
  resolve: Resolve,
): Promise<readonly Address[]> {
  const found = await answers(host, resolve);
  const refused = found.length === 0 || found.some(({ address }) => !within(address, reach));
  if (!refused) return found;
  throw found.length === 0
    ? new GatehouseError('unreachable', `${host} has no address.`)
    : new GatehouseError('address_refused', `${host} stands for an address that is not allowed.`);
}

async function answers(host: string, resolve: Resolve): Promise<readonly Address[]> {
  const bare = host.replace(/^\[|\]$/gu, '');
  if (/^[\d.]+$/u.test(bare) || bare.includes(':')) {
    return [{ address: bare, family: bare.includes(':') ? 6 : 4 }];
  }
  try {
    return await resolve(bare);
  } catch (cause) {
    throw new GatehouseError('unreachable', `The address of ${host} was not found.`, cause);
  }
}

function within(address: string, reach: Reach): boolean {
  if (reach === 'public') return !isPrivateAddress(address);
  return reach === 'private' || isLoopbackAddress(address);
}
