import type { Connection } from '../../database/index.ts';
import { unpack } from '../packing.ts';
import type { KeptPassage } from '../packing.ts';
import { PLACE_BITS } from './schema.ts';

/** The passages of contents, the last chunks kept unpacked. */
export interface KeptPassages {
  /** Undefined where the content is gone. */
  get(content: number, place: number): KeptPassage | undefined;
  forget(): void;
}

const KEPT_CHUNKS = 256;

export function createKeptPassages(database: Connection): KeptPassages {
  const find = database.prepare<
    [number, number, number],
    { content: number; place: number; packed: Buffer }
  >(
    `select id >> ${String(PLACE_BITS)} as content, id & ${String((1 << PLACE_BITS) - 1)} as place,
       packed from chunk where id <= (? << ${String(PLACE_BITS)}) + ?
       and id >= ? << ${String(PLACE_BITS)} order by id desc limit 1`,
  );
  const kept = new Map<string, { readonly place: number; readonly passages: KeptPassage[] }>();
  return {
    get(content, place) {
      const row = find.get(content, place, content);
      if (row === undefined) return undefined;
      const key = `${String(row.content)} ${String(row.place)}`;
      let chunk = kept.get(key);
      if (chunk === undefined) {
        chunk = { place: row.place, passages: unpack(row.packed) };
        const oldest = kept.keys().next();
        if (kept.size >= KEPT_CHUNKS && oldest.done !== true) kept.delete(oldest.value);
        kept.set(key, chunk);
      }
      return chunk.passages[place - chunk.place];
    },
    forget: () => kept.clear(),
  };
}
