export { openDatabase, storeError } from './open-database.ts';
export type { Connection } from './open-database.ts';
export { ensurePrivateDirectory, openPrivateFile, requirePlainOrAbsent } from './private-file.ts';
export type { ProgramKeys } from './program-keys.ts';
export { createTransactions, requireKnown } from './transactions.ts';
export type { Transact } from './transactions.ts';
