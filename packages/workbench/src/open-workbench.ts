import { GatehouseError, isName } from '@gatehouse/kernel';
import { inputs } from '@gatehouse/contract';
import type { Workbench } from '@gatehouse/contract';
import { createAdministration } from './administration.ts';
import { createAsking } from './asking.ts';
import type { Begun } from './begin.ts';
import { examine } from './doctor.ts';
import { finish, resultOf } from './finish.ts';
import { openHouse } from './house.ts';
import type { OpenOptions } from './house.ts';
import { createPlaces } from './places.ts';
import { createProtocols } from './protocols.ts';
import { createRecords } from './records.ts';

const PERSON = { kind: 'person', name: 'person', via: null } as const;

/** The use cases of the contract, over everything wired together. */
export async function composeWorkbench(options: OpenOptions, begun: Begun): Promise<Workbench> {
  const house = await openHouse(options, begun);
  const places = createPlaces(house);
  const { kept } = house.secrets.keys;
  return {
    notices:
      kept === 'run' ? [{ code: 'keys_for_this_run', detail: house.secrets.runOnly ?? '' }] : [],
    ...createAsking(house, places),
    ...createAdministration(house, places),
    ...createRecords(house, places),
    protocols: createProtocols(house, places),

    async search(unchecked, signal) {
      const { query, limit, ...where } = inputs.search.parse(unchecked);
      const place = places.open(where);
      const { name } = place.domain;
      const gate = house.gateFor(place, 'search');
      resultOf(await finish(gate.ask('domain.index', { domain: name }, PERSON, signal)));
      house.note({ operation: 'vault.search', target: name, status: 'done' });
      const found = await house.index.search(name, query, { limit });
      return found.filter(house.readable()).map(({ path, title, headings, line, snippet }) => ({
        path,
        title: title ?? path,
        heading: headings.join(' › '),
        line,
        snippet,
      }));
    },

    async *perform(unchecked, signal) {
      const { operation, input, session, ...where } = inputs.perform.parse(unchecked);
      if (!isName(operation)) {
        throw new GatehouseError('operation_unknown', `There is no operation ${operation}.`);
      }
      const place = places.open({
        folder: where.folder ?? (where.domain === undefined ? '.' : undefined),
        domain: where.domain,
      });
      if (operation === 'model.call') await house.providers(); // the gate judges what is known of them
      const gate = house.gateFor(place, session ?? 'do');
      try {
        return yield* gate.ask(operation, input as never, PERSON, signal);
      } finally {
        gate.end(); // one operation is the whole task
      }
    },

    async explain(input) {
      const { createExplain } = await import('./explain.ts');
      return createExplain(house.home, house.containment, house.settings())(input);
    },
    doctor: () => examine(house),
    report: (error) => house.report(error),
    close: () => house.close(),
  };
}
