import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Passage } from '@gatehouse/vault';

/** A note's text and where its passages stand in it. */
export interface Body {
  readonly text: string;
  readonly passages: readonly Passage[];
}

type Row = [headings: readonly string[], anchor: string | null, ...place: [number, number, number]];

/** Shorter than this, packing costs more than it saves. */
const WORTH_PACKING = 2048;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** RFC 8878, 3.1.1; no UTF-8 text begins like this. */
const ZSTD_MAGIC = 0xfd2fb528;

/** One line of JSON for the passages, then the text; zstd where it is worth it. */
export function pack({ text, passages }: Body): Buffer {
  const rows = passages.map(({ headings, anchor, line, start, end }): Row => [
    headings,
    anchor,
    line,
    start,
    end,
  ]);
  const whole = Buffer.from(`${JSON.stringify(rows)}\n${text}`);
  return whole.length < WORTH_PACKING ? whole : zstdCompressSync(whole, LEVEL);
}

export function unpack(packed: Buffer): Body {
  const isZstd = packed.length >= 4 && packed.readUInt32LE(0) === ZSTD_MAGIC;
  const whole = (isZstd ? zstdDecompressSync(packed) : packed).toString('utf8');
  const end = whole.indexOf('\n');
  const rows = JSON.parse(whole.slice(0, end)) as Row[];
  return {
    text: whole.slice(end + 1),
    passages: rows.map(([headings, anchor, line, start, stop]) => ({
      ...{ headings, anchor, line, start },
      end: stop,
    })),
  };
}
