export { createSnapshots } from './snapshots.ts';
export type { Snapshots } from './snapshots.ts';
