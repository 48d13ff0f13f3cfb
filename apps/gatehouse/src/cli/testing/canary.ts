/** A text in one of the ways it might have been written down. */
export interface Needle {
  readonly how: string;
  readonly bytes: Buffer;
}

/** How a key might lie somewhere: as it is, in halves, backwards, in the usual encodings. */
export function spellings(key: string): readonly Needle[] {
  const bytes = Buffer.from(key, 'utf8');
  const half = Math.floor(key.length / 2);
  const needle = (how: string, text: string): Needle => ({
    how,
    bytes: Buffer.from(text, 'latin1'),
  });
  return [
    needle('plain', key),
    needle('first half', key.slice(0, half)),
    needle('second half', key.slice(half)),
    needle('backwards', [...key].reverse().join('')),
    needle('hex', bytes.toString('hex')),
    needle('HEX', bytes.toString('hex').toUpperCase()),
    needle('in an address', encodeURIComponent(key)),
    needle('in JSON', JSON.stringify(key).slice(1, -1).replaceAll('/', '\\/')),
    { how: 'UTF-16', bytes: Buffer.from(key, 'utf16le') },
    ...[0, 1, 2].flatMap((before) => {
      // Wherever it begins in what is encoded: its first and last characters mix with neighbours.
      const all = Buffer.concat([Buffer.alloc(before), bytes]);
      return (['base64', 'base64url'] as const).map((encoding) =>
        needle(`${encoding} after ${String(before)}`, all.toString(encoding).slice(4, -4)),
      );
    }),
  ];
}

/** In which ways a haystack holds the text. */
export const found = (needles: readonly Needle[], haystack: Buffer): readonly string[] =>
  needles.filter(({ bytes }) => haystack.includes(bytes)).map(({ how }) => how);
