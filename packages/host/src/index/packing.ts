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
  start: number,
  end: number,
];

/** UTF-16 units of text in one chunk: little enough to unpack for one sentence. */
const CHUNK = 12 << 10;
/** Shorter than this, packing costs more than it saves. */
const WORTH_PACKING = 1024;
/** Fast, with tables no larger than a chunk needs. */
const FAST = {
  params: {
    [constants.ZSTD_c_compressionLevel]: 1,
    [constants.ZSTD_c_windowLog]: 14,
    [constants.ZSTD_c_hashLog]: 12,
  },
};
/** RFC 8878, 3.1.1; no JSON begins like this. */
const ZSTD_MAGIC = 0xfd2fb528;

/** A line of JSON that says where the passages stand, then the text from the first to the last. */
export function pack(text: string, passages: readonly Passage[]): Chunk[] {
  const chunks: Chunk[] = [];
  let rows: Row[] = [];
  let base = 0;
  for (const [place, { headings, anchor, line, start, end }] of passages.entries()) {
    if (rows.length === 0) base = start;
    rows.push([headings, anchor, line, start - base, end - base]);
    if (end - base < CHUNK && place + 1 < passages.length) continue;
    const whole = Buffer.from(`${JSON.stringify(rows)}\n${text.slice(base, end)}`);
    const packed = whole.length < WORTH_PACKING ? whole : zstdCompressSync(whole, FAST);
    chunks.push({ place: place + 1 - rows.length, packed });
    rows = [];
  }
  return chunks;
}

export function unpack(packed: Buffer): KeptPassage[] {
  const isZstd = packed.length >= 4 && packed.readUInt32LE(0) === ZSTD_MAGIC;
  const whole = (isZstd ? zstdDecompressSync(packed) : packed).toString('utf8');
  const text = whole.indexOf('\n') + 1;
  const rows = JSON.parse(whole.slice(0, text)) as Row[];
  return rows.map(([headings, anchor, line, start, end]) => ({
    ...{ headings, anchor, line },
    text: whole.slice(text + start, text + end),
  }));
}
