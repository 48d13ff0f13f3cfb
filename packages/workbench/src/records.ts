import { GatehouseError } from '@gatehouse/kernel';
import { inputs } from '@gatehouse/contract';
import type { UndoView, Workbench } from '@gatehouse/contract';
import type { UndoEntry } from '@gatehouse/host/stores';
import { finish, resultOf } from './finish.ts';
import { createGrantCases } from './grants.ts';
import type { House } from './house.ts';
import type { Places } from './places.ts';

const PERSON = { kind: 'person', name: 'person', via: null } as const;

/** What happened, and taking it back: the audit, grants, undo, earlier sessions, forgetting. */
export function createRecords(
  house: House,
  places: Places,
): Pick<Workbench, 'audit' | 'grants' | 'undo' | 'sessions' | 'forget'> {
  const { stores, ledger } = house;
  return {
    audit: {
      async verify() {
        const { ok, events, from, head, problems } = await ledger.verify();
        return { ok, events, from: from.sequence, head: head.sequence, problems };
      },
      tail: async (count) => (await ledger.tail(count)).map(({ event }) => event),
      export() {
        house.note({ operation: 'audit.export', target: 'audit', status: 'done' });
        return ledger.export();
      },
    },

    grants: createGrantCases(house),

    undo: {
      list: async (count) => stores.undo.list(count).map(viewOf),
      async apply(id, signal) {
        const entry = stores.undo.get(id);
        if (entry === null) throw new GatehouseError('undo_unknown', `There is no change ${id}.`);
        if (!stores.undo.claim(id)) {
          throw new GatehouseError('undone_already', 'That was undone already.');
        }
        try {
          const place = placeOf(entry, places);
          const gate = house.gateFor(place, entry.session);
          resultOf(await finish(gate.ask('file.undo', inputOf(entry), PERSON, signal)));
        } catch (error) {
          stores.undo.release(id);
          throw error;
        }
        return { ...viewOf(entry), undone: true };
      },
    },

    sessions: {
      list: async (count) => stores.sessions.list(count),
      async show(id) {
        if (stores.sessions.get(id) === null) {
          throw new GatehouseError('session_unknown', `There is no session ${id}.`);
        }
        const history = await stores.sessions.history(id);
        return history.map((message) => ({ role: message.role, text: message.text }));
      },
    },

    async forget(unchecked, _signal) {
      const { session, domain, everything } = inputs.forget.parse(unchecked);
      const chosen = [session !== undefined, domain !== undefined, everything].filter(Boolean);
      if (chosen.length !== 1) {
        throw new GatehouseError(
          'usage',
          'Forget one of: --session <id>, --domain <name>, --everything.',
        );
      }
      const what =
        session === undefined
          ? domain === undefined
            ? ({ kind: 'everything' } as const)
            : ({ kind: 'domain', name: domain } as const)
          : ({ kind: 'session', id: session } as const);
      if (session !== undefined && stores.sessions.get(session) === null) {
        throw new GatehouseError('session_unknown', `There is no session ${session}.`);
      }
      const { messages, snapshots } = stores.forget(what);
      for (const id of snapshots) house.snapshots.forget(id);
      const indexed = await house.index.domains();
      const gone = what.kind === 'everything' ? indexed : what.kind === 'domain' ? [what.name] : [];
      for (const name of gone) await house.index.forget(name);
      house.note({ operation: 'data.forget', target: what.kind, status: 'done' });
      return { messages, snapshots: snapshots.length };
    },
  };
}

const viewOf = ({ id, operation, path, time, undone }: UndoEntry): UndoView => ({
  id,
  operation,
  path,
  time,
  undone,
});

/** The place the change was made in; its folder alone where the domain was a temporary one. */
function placeOf(entry: UndoEntry, places: Places) {
  try {
    return places.open({ domain: entry.domain });
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'domain_unknown') throw error;
    return places.open({ folder: entry.path.slice(0, entry.path.lastIndexOf('/')) || '/' });
  }
}

function inputOf(entry: UndoEntry) {
  const { path, snapshot, digest, destination } = entry;
  switch (entry.operation) {
    case 'file.write':
      return snapshot === null
        ? ({ change: 'created', path, digest: digest ?? '' } as const)
        : ({ change: 'overwritten', path, snapshot, digest: digest ?? '' } as const);
    case 'file.delete':
      return { change: 'deleted', path, snapshot: snapshot ?? '' } as const;
    case 'file.move':
      return { change: 'moved', path: destination ?? '', back: path } as const;
  }
}
