import type { Grant, Grants } from '@gatehouse/kernel';
import type { Connection, Transact } from '../database/index.ts';

/** Session grants; each is signed, and ends with its boot. `all` is for showing and revoking. */
export interface KeptGrants extends Grants {
  all(): readonly Grant[];
}

export function createGrants(database: Connection, transact: Transact): KeptGrants {
  const list = database
    .prepare<[string], string>('select body from permission where session = ? order by id')
    .pluck();
  const all = database.prepare<[], string>('select body from permission order by id').pluck();
  const add = database.prepare('insert into permission (id, session, body) values (?, ?, ?)');
  const revoke = database.prepare('delete from permission where id = ?');
  const parse = (body: string) => JSON.parse(body) as Grant; // the gate checks its signature
  return {
    list: (session) => transact('read', () => list.all(session)).map(parse),
    all: () => transact('read', () => all.all()).map(parse),
    add: (grant) =>
      void transact('write', () => add.run(grant.id, grant.session, JSON.stringify(grant))),
    revoke: (id) => transact('write', () => revoke.run(id).changes) > 0,
  };
}
