import { zstdDecompressSync } from 'node:zlib';
import type { Connection } from '../../database/index.ts';

/** Texts of contents, the last few kept unpacked. */
export interface Bodies {
  /** The text of a content; empty where it is gone. */
  text(content: number): string;
  forget(): void;
}

/** UTF-16 units of unpacked text kept. */
const KEPT = 8 << 20;

export function createBodies(database: Connection): Bodies {
  const packed = database
    .prepare<[number], Buffer>('select packed from content where id = ?')
    .pluck();
  const kept = new Map<number, string>();
  let size = 0;
  return {
    text(content) {
      const found = kept.get(content);
      if (found !== undefined) {
        kept.delete(content);
        kept.set(content, found);
        return found;
      }
      const row = packed.get(content);
      if (row === undefined) return '';
      const text = zstdDecompressSync(row).toString('utf8');
      kept.set(content, text);
      size += text.length;
      for (const [oldest, old] of kept) {
        if (size <= KEPT || oldest === content) break;
        kept.delete(oldest);
        size -= old.length;
      }
      return text;
    },
    forget() {
      kept.clear();
      size = 0;
    },
  };
}
