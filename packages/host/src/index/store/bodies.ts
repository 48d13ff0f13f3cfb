import type { Connection } from '../../database/index.ts';
import { unpack } from '../packing.ts';
import type { Body } from '../packing.ts';

/** Texts and passages of contents, the last few kept unpacked. */
export interface Bodies {
  /** Without text and passages where the content is gone. */
  get(content: number): Body;
  forget(): void;
}

/** UTF-16 units of unpacked text kept. */
const KEPT = 8 << 20;
const gone: Body = Object.freeze({ text: '', passages: [] });

export function createBodies(database: Connection): Bodies {
  const packed = database
    .prepare<[number], Buffer>('select packed from content where id = ?')
    .pluck();
  const kept = new Map<number, Body>();
  let size = 0;
  return {
    get(content) {
      const found = kept.get(content);
      if (found !== undefined) {
        kept.delete(content);
        kept.set(content, found);
        return found;
      }
      const row = packed.get(content);
      if (row === undefined) return gone;
      const body = unpack(row);
      kept.set(content, body);
      size += body.text.length;
      for (const [oldest, old] of kept) {
        if (size <= KEPT || oldest === content) break;
        kept.delete(oldest);
        size -= old.text.length;
      }
      return body;
    },
    forget() {
      kept.clear();
      size = 0;
    },
  };
}
