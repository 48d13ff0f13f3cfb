import { readdirSync } from 'node:fs';
import { GatehouseError } from '@gatehouse/kernel/error';

/** What Gatehouse, or a person for it, puts into its home. */
const ours =
  /^(?:audit|cache|config\.json|data\.db|\.env|index\.|keys\.|ledger\.db|logs|policy\.json|snapshots)/u;
/** What nobody else would have made. */
const surely = /^(?:keys\.(?:json|lock|vault)|ledger\.db)$/u;

/**
 * Throws `home_not_own` for a folder that holds things of others and nothing of Gatehouse's: made its
 * home, it would be closed to everybody else. A folder that is not there, or empty, may become it.
 */
export function requireOwnFolder(path: string): void {
  let names: readonly string[];
  try {
    names = readdirSync(path);
  } catch {
    return; // what it is instead of a folder is said where it is opened
  }
  if (names.every((name) => ours.test(name)) || names.some((name) => surely.test(name))) return;
  throw new GatehouseError(
    'home_not_own',
    'GATEHOUSE_HOME must be a folder of its own; this one holds other things.',
  );
}
