export { createIndexEffects } from './effects.ts';
export type { IndexEffectsDeps } from './effects.ts';
export { createIndex } from './create-index.ts';
export type { Index, IndexOptions, IndexResult } from './create-index.ts';
export type { Backlink, IndexedNote, NoteProblem, SearchResult, TagCount } from './messages.ts';
export { watchDomain } from './watch.ts';
export type { Watching, WatchEvent, WatchOptions } from './watch.ts';
