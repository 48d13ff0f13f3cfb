export { createLedger, ledgerLimits } from './create-ledger.ts';
export type { LedgerDeps, LedgerLimits } from './create-ledger.ts';
