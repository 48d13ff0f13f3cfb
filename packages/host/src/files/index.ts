export type { Containment, Directory } from './containment.ts';
export {
  createContainment,
  probeContainment,
  type ContainmentChoice,
} from './choose-containment.ts';
export { createOpenat2Containment } from './openat2.ts';
export { createWalkContainment } from './walk.ts';
export { createFiles, type FileEffects, type FilesDeps } from './files.ts';
export { createPathResolver } from './path-resolver.ts';
export type { PathQuery, PathResolver, PathResolverDeps } from './path-resolver.ts';
export { createSnapshots, type Snapshots } from './snapshots/index.ts';
export type { Undo } from './undo.ts';
export { createUndoEffect } from './undo-effect.ts';
