import type { Connection, Transact } from '../database/index.ts';

/** A named scope of folders as it is kept. */
export interface KeptDomain {
  readonly name: string;
  /** Absolute, real. */
  readonly roots: readonly string[];
  /** Names of the protocols that may run in it; empty: all found under its roots. */
  readonly protocols: readonly string[];
  /** Providers tried in this order; empty is offline. */
  readonly models: readonly string[];
  readonly mode: 'read-only' | 'standard' | 'yolo';
  readonly localOnly: boolean;
}

export interface DomainStore {
  list(): readonly KeptDomain[];
  get(name: string): KeptDomain | null;
  put(domain: KeptDomain): void;
  /** Takes back what was allowed in it; its history stays until it is forgotten. False: none. */
  remove(name: string): boolean;
}

export function createDomains(database: Connection, transact: Transact): DomainStore {
  const list = database.prepare<[], string>('select body from domain order by name').pluck();
  const get = database.prepare<[string], string>('select body from domain where name = ?').pluck();
  const put = database.prepare('insert or replace into domain (name, body) values (?, ?)');
  const remove = database.prepare('delete from domain where name = ?');
  const grants = database.prepare("delete from permission where body ->> '$.domain.name' = ?");
  const parse = (body: string) => JSON.parse(body) as KeptDomain; // ours: the file is sealed
  return {
    list: () => transact('read', () => list.all()).map(parse),
    get(name) {
      const body = transact('read', () => get.get(name));
      return body === undefined ? null : parse(body);
    },
    put: (domain) => void transact('write', () => put.run(domain.name, JSON.stringify(domain))),
    remove: (name) =>
      transact('write', () => {
        grants.run(name);
        return remove.run(name).changes;
      }) > 0,
  };
}
