import { GatehouseError } from '@gatehouse/kernel';
import type { Domain } from '@gatehouse/contract';
import type { House } from './house.ts';
import { realRoots, temporaryDomain } from './place.ts';
import type { Place } from './place.ts';

export interface Places {
  /**
   * The domain asked for: by name, a folder made into a temporary one, the one of an earlier session,
   * or the only one there is. Throws `domain_unknown`, `domain_needed`, `root_refused`.
   */
  open(
    wanted: { readonly domain?: string | undefined; readonly folder?: string | undefined },
    earlier?: string | null,
  ): Place;
}

export function createPlaces(house: House): Places {
  const { stores, home } = house;
  const named = (name: string): Place => {
    const kept = stores.domains.get(name);
    if (kept === null) {
      const names = stores.domains.list().map((one) => one.name);
      const known = names.length === 0 ? 'none yet' : names.join(', ');
      throw new GatehouseError('domain_unknown', `There is no domain ${name}; there is ${known}.`);
    }
    const domain: Domain = { ...kept, temporary: false };
    return { domain, roots: realRoots(domain.roots, home) };
  };
  return {
    open({ domain, folder }, earlier = null) {
      if (folder !== undefined) {
        return temporaryDomain(folder, { gatehouse: home, mode: house.settings().mode });
      }
      if (domain !== undefined) return named(domain);
      if (earlier !== null && stores.domains.get(earlier) !== null) return named(earlier);
      const all = stores.domains.list();
      const [only] = all;
      if (only !== undefined && all.length === 1) return named(only.name);
      throw new GatehouseError(
        'domain_needed',
        all.length === 0
          ? 'Which folder? Add `--in <folder>`, or add a domain: gatehouse domain add <folder>'
          : `Which domain? Add --domain with one of: ${all.map((one) => one.name).join(', ')}`,
      );
    },
  };
}
