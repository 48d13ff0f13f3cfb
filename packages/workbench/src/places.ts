import { GatehouseError } from '@gatehouse/kernel';
import type { Domain } from '@gatehouse/contract';
import type { House } from './house.ts';
import { keptRoots, temporaryDomain } from './place.ts';
import type { Place } from './place.ts';

export interface Places {
  /**
   * The domain asked for: by name, a folder made into a temporary one, the one of an earlier session,
   * or the only one there is. An earlier session goes on where it began and nowhere else: another
   * domain may send what was said there to other models. Throws `domain_unknown`, `domain_needed`,
   * `session_elsewhere`, `root_refused`, `root_moved`.
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
    return { domain, roots: keptRoots(domain.roots, home) };
  };
  return {
    open({ domain, folder }, earlier = null) {
      if (earlier !== null && folder === undefined) {
        if ((domain ?? earlier) !== earlier) throw elsewhere(earlier);
        if (stores.domains.get(earlier) === null) throw elsewhere(earlier);
        return named(earlier);
      }
      if (folder !== undefined) {
        const place = temporaryDomain(folder, { gatehouse: home, mode: house.settings().mode });
        if (earlier !== null && place.domain.name !== earlier) throw elsewhere(earlier);
        return place;
      }
      if (domain !== undefined) return named(domain);
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

const elsewhere = (name: string) =>
  new GatehouseError(
    'session_elsewhere',
    `This conversation goes on only where it began, in ${name}: add --domain, or --in with that folder.`,
  );
