import { GatehouseError } from '@gatehouse/kernel/error';
import type { Connection } from './open-database.ts';

/** Runs work whole or not at all; `write` takes the writer's place at once, `read` a snapshot. */
export type Transact = <T>(kind: 'read' | 'write', work: () => T) => T;

/**
 * Transactions that first look at the schema's version, each time: another process may have migrated
 * the file meanwhile. Throws `store_newer` and touches nothing.
 */
export function createTransactions(database: Connection, newest: number): Transact {
  const begin = { read: database.prepare('begin'), write: database.prepare('begin immediate') };
  const commit = database.prepare('commit');
  const version = database.prepare<[], number>('pragma user_version').pluck();
  return (kind, work) => {
    begin[kind].run();
    try {
      requireKnown(version.get() ?? 0, newest);
      const value = work();
      commit.run();
      return value;
    } catch (error) {
      if (database.inTransaction) database.exec('rollback');
      throw error;
    }
  };
}

export function requireKnown(version: number, newest: number): void {
  if (version <= newest) return;
  throw new GatehouseError(
    'store_newer',
    'This was written by a newer Gatehouse; this one will not touch it. Update Gatehouse.',
  );
}
