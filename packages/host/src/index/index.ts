export { createIndex } from './create-index.ts';
export type { Index, IndexOptions, IndexResult } from './create-index.ts';
export type { Backlink, IndexedNote, NoteProblem, SearchResult, TagCount } from './messages.ts';
