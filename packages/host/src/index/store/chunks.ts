import type { Passage } from '@gatehouse/vault';

/** A passage as it is kept. */
export interface KeptPassage {
  readonly headings: readonly string[];
  readonly anchor: string | null;
  readonly line: number;
  readonly text: string;
}

/** Neighbouring passages of a content, kept in one row; `place` is that of the first. */
export interface Chunk {
  readonly place: number;
  readonly row: string;
}

type Place = readonly [
  headings: readonly string[],
  anchor: string | null,
  line: number,
  start: number,
  end: number,
];

/** UTF-16 units of text in one chunk: little enough to read for one sentence. */
const CHUNK = 4 << 10;

/** A line of JSON that says where the passages stand, then the text from the first to the last. */
export function* chunksOf(text: string, passages: readonly Passage[]): Generator<Chunk> {
  let places: Place[] = [];
  let base = 0;
  for (const [place, { headings, anchor, line, start, end }] of passages.entries()) {
    if (places.length === 0) base = start;
    places.push([headings, anchor, line, start - base, end - base]);
    if (end - base < CHUNK && place + 1 < passages.length) continue;
    const row = `${JSON.stringify(places)}\n${text.slice(base, end)}`;
    yield { place: place + 1 - places.length, row };
    places = [];
  }
}

export function readChunk(row: string): KeptPassage[] {
  const text = row.indexOf('\n') + 1;
  const places = JSON.parse(row.slice(0, text)) as Place[];
  return places.map(([headings, anchor, line, start, end]) => ({
    ...{ headings, anchor, line },
    text: row.slice(text + start, text + end),
  }));
}
