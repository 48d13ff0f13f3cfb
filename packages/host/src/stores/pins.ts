import type { Connection, Transact } from '../database/index.ts';

/** The digest a protocol had when the person first trusted it, by its file. */
export interface ProtocolPins {
  get(path: string): string | null;
  pin(path: string, domain: string, digest: string): void;
}

export function createPins(
  database: Connection,
  transact: Transact,
  now: () => number,
): ProtocolPins {
  const get = database.prepare<[string], string>('select digest from pin where path = ?').pluck();
  const pin = database.prepare(
    'insert or replace into pin (path, domain, digest, time) values (?, ?, ?, ?)',
  );
  return {
    get: (path) => transact('read', () => get.get(path)) ?? null,
    pin: (path, domain, digest) =>
      void transact('write', () => pin.run(path, domain, digest, now())),
  };
}
