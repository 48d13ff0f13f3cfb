export type { Containment, Directory } from './containment.ts';
export { createOpenat2Containment } from './openat2.ts';
export { createWalkContainment } from './walk.ts';
export { createSnapshots, type SnapshotKeys, type Snapshots } from './snapshots/index.ts';
