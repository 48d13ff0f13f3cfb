import type { Grant, Grants } from '@gatehouse/kernel';
import type { Connection, Transact } from '../database/index.ts';

/** A grant as it is kept, and how it was used. The gate checks its signature and its end. */
export interface KeptGrant {
  readonly grant: Grant;
  readonly uses: number;
  /** Milliseconds since the epoch; null where it was never used. */
  readonly used: number | null;
}

export interface KeptGrants extends Grants {
  all(): readonly KeptGrant[];
}

interface Row {
  readonly body: string;
  readonly uses: number;
  readonly used: number | null;
}

export function createGrants(database: Connection, transact: Transact): KeptGrants {
  const all = database.prepare<[], Row>('select body, uses, used from permission order by id');
  const add = database.prepare('insert into permission (id, session, body) values (?, ?, ?)');
  const ended = database.prepare("delete from permission where body ->> '$.until' <= ?");
  const revoke = database.prepare('delete from permission where id = ?');
  const use = database.prepare('update permission set uses = uses + 1, used = ? where id = ?');
  const kept = () =>
    transact('read', () => all.all()).map(({ body, uses, used }) => ({
      grant: JSON.parse(body) as Grant,
      uses,
      used,
    }));
  return {
    all: kept,
    list: () => kept().map(({ grant }) => grant),
    add: (grant) =>
      transact('write', () => {
        ended.run(grant.given);
        add.run(grant.id, grant.session, JSON.stringify(grant));
      }),
    revoke: (id) => transact('write', () => revoke.run(id).changes) > 0,
    used: (id, time) => void transact('write', () => use.run(time, id)),
  };
}
