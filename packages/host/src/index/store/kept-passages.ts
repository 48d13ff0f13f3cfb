import type { Connection } from '../../database/index.ts';
import { readChunk } from './chunks.ts';
import type { KeptPassage } from './chunks.ts';
import { PLACE_BITS } from './schema.ts';

/** The passages of contents, the last chunks kept read. */
export interface KeptPassages {
  /** Undefined where the content is gone. */
  get(content: number, place: number): KeptPassage | undefined;
  forget(): void;
}

const KEPT_CHUNKS = 512;

export function createKeptPassages(database: Connection): KeptPassages {
  const find = database.prepare<
    [number, number, number],
    { content: number; place: number; row: string }
  >(
    `select id >> ${String(PLACE_BITS)} as content, id & ${String((1 << PLACE_BITS) - 1)} as place,
       row from chunk where id <= (? << ${String(PLACE_BITS)}) + ?
       and id >= ? << ${String(PLACE_BITS)} order by id desc limit 1`,
  );
  const kept = new Map<string, { readonly place: number; readonly passages: KeptPassage[] }>();
  return {
    get(content, place) {
      const found = find.get(content, place, content);
      if (found === undefined) return undefined;
      const key = `${String(found.content)} ${String(found.place)}`;
      let chunk = kept.get(key);
      if (chunk === undefined) {
        chunk = { place: found.place, passages: readChunk(found.row) };
        const oldest = kept.keys().next();
        if (kept.size >= KEPT_CHUNKS && oldest.done !== true) kept.delete(oldest.value);
        kept.set(key, chunk);
      }
      return chunk.passages[place - chunk.place];
    },
    forget: () => kept.clear(),
  };
}
