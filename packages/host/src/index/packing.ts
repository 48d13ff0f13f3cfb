import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Passage } from '@gatehouse/vault';

/** A passage as it is kept. */
export interface KeptPassage {
  readonly headings: readonly string[];
  readonly anchor: string | null;
  readonly line: number;
  readonly text: string;
}

/** Neighbouring passages of a content, packed together; `place` is that of the first. */
export interface Chunk {
  readonly place: number;
  readonly packed: Uint8Array;
}

type Row = readonly [
  headings: readonly string[],
  anchor: string | null,
  line: number,
  text: string,
];

/** UTF-16 units of text in one chunk: little enough to unpack for one sentence. */
const CHUNK = 8 << 10;
/** Shorter than this, packing costs more than it saves. */
const WORTH_PACKING = 1024;
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** RFC 8878, 3.1.1; no JSON begins like this. */
const ZSTD_MAGIC = 0xfd2fb528;

export function pack(text: string, passages: readonly Passage[]): Chunk[] {
  const chunks: Chunk[] = [];
  let rows: Row[] = [];
  let length = 0;
  for (const [place, { headings, anchor, line, start, end }] of passages.entries()) {
    rows.push([headings, anchor, line, text.slice(start, end)]);
    length += end - start;
    if (length < CHUNK && place + 1 < passages.length) continue;
    const whole = Buffer.from(JSON.stringify(rows));
    const packed = whole.length < WORTH_PACKING ? whole : zstdCompressSync(whole, LEVEL);
    chunks.push({ place: place + 1 - rows.length, packed });
    rows = [];
    length = 0;
  }
  return chunks;
}

export function unpack(packed: Buffer): KeptPassage[] {
  const isZstd = packed.length >= 4 && packed.readUInt32LE(0) === ZSTD_MAGIC;
  const whole = (isZstd ? zstdDecompressSync(packed) : packed).toString('utf8');
  return (JSON.parse(whole) as Row[]).map(([headings, anchor, line, text]) => ({
    ...{ headings, anchor, line, text },
  }));
}
