import { GatehouseError } from '@gatehouse/kernel';
import type { GrantExplained, GrantView, Workbench } from '@gatehouse/contract';
import type { House } from './house.ts';

/** Shortest beginning of an id that names a grant. */
const LEAST = 6;

/** What the person allowed beyond the rules: seen, explained from the record, and taken back. */
export function createGrantCases(house: House): Workbench['grants'] {
  const { stores, ledger, isLive } = house;

  const live = (): readonly GrantView[] =>
    stores.grants
      .all()
      .filter(({ grant }) => isLive(grant))
      .map(({ grant, uses, used }) => {
        const { id, length, domain, session, scope, codes, given, until } = grant;
        return { id, length, domain: domain.name, session, scope, codes, given, until, uses, used };
      })
      .sort((one, other) => other.given - one.given);

  function find(named: string): GrantView {
    const found = live().filter(
      ({ id }) => id === named || (named.length >= LEAST && id.startsWith(named)),
    );
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    throw new GatehouseError('grant_unknown', `There is no grant ${named} that still counts.`);
  }

  return {
    list: async () => live(),

    async explain(named) {
      const grant = find(named);
      const answered: GrantExplained['answered'][number][] = [];
      for await (const line of ledger.export()) {
        // Most lines are about something else; parsing them all would take seconds.
        if (!line.includes(grant.id)) continue;
        const event = JSON.parse(line) as Recorded;
        const { phase, answer, operation, grant: by } = event.unmapped;
        if (phase !== 'decided' || answer !== 'granted' || by !== grant.id) continue;
        answered.push({ time: event.time, operation, target: event.resources?.[0]?.name ?? '' });
      }
      return { ...grant, answered };
    },

    async revoke(which) {
      const all = which === 'all' ? live() : which.map(find);
      const ids = [...new Set(all.map(({ id }) => id))];
      return ids.filter((id) => {
        const revoked = stores.grants.revoke(id);
        if (revoked) {
          house.note({
            operation: 'grant.revoke',
            target: id,
            status: 'done',
            privileges: [id],
            grant: id,
          });
        }
        return revoked;
      });
    },
  };
}

/** The part of an event that is read here; it was checked when it was written. */
interface Recorded {
  readonly time: number;
  readonly resources?: readonly { readonly name: string }[];
  readonly unmapped: {
    readonly phase: string;
    readonly operation: string;
    readonly answer?: string;
    readonly grant?: string;
  };
}
