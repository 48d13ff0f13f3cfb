/**
 * A part of a word as bash would see it before it runs anything: known text, one element of a
 * pattern (`*`, `?`, `[a-z]`), or a hole whose text only the running shell knows. A hole that
 * `splits` can become any number of words, none included. A `plain` hole is never empty, and holds
 * only digits (`$#`, `$$`, `$RANDOM`). An `unset` one is the named variable, which certainly has no
 * value: where the command runs, nothing stands in its place.
 */
export type Piece =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'glob'; readonly value: string }
  | {
      readonly kind: 'hole';
      readonly plain: boolean;
      readonly splits: boolean;
      readonly unset?: string;
    };

/** One word a program would receive. */
export interface Argument {
  /** The exact text, where nothing is left open; else null. */
  readonly text: string | null;
  /** Empty where `text` is known. */
  readonly pieces: readonly Piece[];
  /** As it was written, for people. */
  readonly written: string;
}

const longestShown = 200;

/** What a person is shown of a word in a reason; the whole command is shown beside it anyway. */
export function shown(written: string): string {
  return written.length > longestShown ? `${written.slice(0, longestShown)}…` : written;
}

export function known(text: string, written: string = text): Argument {
  return { text, pieces: [], written: shown(written) };
}

/** A word nobody can know before the command runs; `splits` where it may be several words or none. */
export function unknown(written: string, splits: boolean): Argument {
  return { text: null, pieces: [{ kind: 'hole', plain: false, splits }], written: shown(written) };
}

/** Any name below the place. */
export function anyBelow(place: string): Argument {
  const folder = place.endsWith('/') ? place : `${place}/`;
  const pieces: Piece[] = [
    { kind: 'text', value: folder },
    { kind: 'glob', value: '*' },
  ];
  return { text: null, pieces, written: `${folder}*` };
}

/** Joins pieces into one argument; text only where every piece is text. */
export function fromPieces(pieces: readonly Piece[], written: string): Argument {
  let text = '';
  for (const piece of pieces) {
    if (piece.kind !== 'text') return { text: null, pieces, written: shown(written) };
    text += piece.value;
  }
  return known(text, written);
}

/** Names of the variables in the word that certainly have no value. */
export function unsetIn({ pieces }: Argument): readonly string[] {
  return pieces.flatMap((piece) => (piece.kind === 'hole' ? (piece.unset ?? []) : []));
}

/** The word as it is without them; null where an unquoted one leaves no word at all. */
export function withoutUnset(argument: Argument): Argument | null {
  const { pieces, written } = argument;
  const rest = pieces.filter((piece) => piece.kind !== 'hole' || piece.unset === undefined);
  if (rest.length === pieces.length) return argument;
  const vanishes = rest.length === 0 && splits(argument);
  return vanishes ? null : fromPieces(rest, written);
}

/** The text the word certainly begins with. */
export function leadOf(argument: Argument): string {
  if (argument.text !== null) return argument.text;
  let lead = '';
  for (const piece of argument.pieces) {
    if (piece.kind !== 'text') break;
    lead += piece.value;
  }
  return lead;
}

export function splits(argument: Argument): boolean {
  if (argument.text !== null) return false;
  return argument.pieces.some((piece) => piece.kind === 'hole' && piece.splits);
}

export function hasGlob(argument: Argument): boolean {
  return argument.text === null && argument.pieces.some(({ kind }) => kind === 'glob');
}

export function hasOpenHole(argument: Argument): boolean {
  if (argument.text !== null) return false;
  return argument.pieces.some((piece) => piece.kind === 'hole' && !piece.plain);
}

/** The word without its first `count` characters, which must be known text. */
export function dropLead(argument: Argument, count: number): Argument {
  if (argument.text !== null) return known(argument.text.slice(count));
  const rest: Piece[] = [];
  let left = count;
  for (const piece of argument.pieces) {
    if (piece.kind === 'text' && left > 0) {
      if (piece.value.length > left) rest.push({ kind: 'text', value: piece.value.slice(left) });
      left = Math.max(0, left - piece.value.length);
    } else {
      rest.push(piece);
    }
  }
  return fromPieces(rest, argument.written);
}

/** True where a bracket expression cannot match `-`: plain letters, digits and ranges of them. */
const plainBracket = /^\[(?:[A-Za-z0-9_.](?:-[A-Za-z0-9])?)+\]$/u;

/** What the word's first character may be: surely not a dash, a dash, or whatever the shell finds. */
export function beginning(argument: Argument): 'plain' | 'dash' | 'glob' | 'hole' {
  if (argument.text !== null) return argument.text.startsWith('-') ? 'dash' : 'plain';
  for (const piece of argument.pieces) {
    if (piece.kind === 'text') {
      if (piece.value === '') continue;
      return piece.value.startsWith('-') ? 'dash' : 'plain';
    }
    if (piece.kind === 'glob') return plainBracket.test(piece.value) ? 'plain' : 'glob';
    return piece.plain ? 'plain' : 'hole';
  }
  return 'plain';
}

/** True where the pattern could match the whole of `text`. Brackets count as any one character. */
export function couldBe(argument: Argument, text: string): boolean {
  if (argument.text !== null) return argument.text === text;
  let places: ReadonlySet<number> = new Set([0]);
  for (const piece of argument.pieces) {
    const next = new Set<number>();
    for (const at of places) {
      if (piece.kind === 'text') {
        if (text.startsWith(piece.value, at)) next.add(at + piece.value.length);
      } else if (piece.kind === 'glob' && piece.value !== '*') {
        if (at < text.length) next.add(at + 1);
      } else {
        for (let end = at; end <= text.length; end += 1) next.add(end);
      }
    }
    places = next;
  }
  return places.has(text.length);
}
