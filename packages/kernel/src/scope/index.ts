export type { Scope, ScopedPath } from './path.ts';
export { allSegments, pathText, placeUnder } from './path-text.ts';
export { parsePath, type PathReading } from './parse-path.ts';
export { judgePath, type Mode } from './judge-path.ts';
export { judgePathFact, type FactLimits } from './judge-path-fact.ts';
export { judgeRoot } from './judge-root.ts';
export { createRefusals, type Access, type Refusal, type Refusals } from './refused.ts';
export { executesLater, isNote } from './executes-later.ts';
export { findHidden, foldName, utf8Length } from './characters.ts';
