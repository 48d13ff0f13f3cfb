export { createSnapshots } from './snapshots.ts';
export type { SnapshotKeys, Snapshots } from './snapshots.ts';
