/** How far a word's surroundings are looked at. */
const NEAR = 32;
/** Stands where a look ended before the text did, so that an end of the look is no end of a word. */
const CUT = 'x';

/** What may stand between the last separator and a word: a label, brackets, a quote, `#` or `@`. */
const opens = /(?:^|[\s,;|—–])(?:\p{L}+[:=])?[([{<"'“‘«„`]*[#@]?$/u;
/** What may stand between a word and the next separator. */
const closes = /^(?:['’]s)?["'”’»“`)\]}>]*[.,:;!?…]*["'”’»“`)\]}>]*(?:$|[\s—–|])/u;
const separates = /^["'”’»`)\]}>]*[,;]/u;

const digit = /^\d/u;

/** Where a text says the words themselves, each time: `sh` is not said by “should”, nor `/etc` by `/etc/x`. */
function* places(text: string, words: string): Generator<number> {
  if (words === '') return;
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1)) {
    const end = at + words.length;
    const before = (at > NEAR ? CUT : '') + text.slice(Math.max(0, at - NEAR), at);
    const after = text.slice(end, end + NEAR) + (end + NEAR < text.length ? CUT : '');
    if (!opens.test(before) || (digit.test(words) && /\d[,;]$|[:=]$/u.test(before))) continue;
    if (closes.test(after) || (separates.test(after) && !/^[,;]\d/u.test(after))) yield at;
  }
}

/** True where a text says exactly these words, as words of their own. */
export function says(text: string, words: string): boolean {
  return places(text, words).next().done !== true;
}

/** True where the words are quoted, or one of the nouns stands right before them: `file 13`, `id: 13`. */
export function names(text: string, words: string, nouns: ReadonlySet<string>): boolean {
  for (const at of places(text, words)) {
    const before = text.slice(Math.max(0, at - NEAR), at);
    const after = text.slice(at + words.length, at + words.length + 1);
    if (/["'“‘«„`]$/u.test(before) && /^["'”’»“`]/u.test(after)) return true;
    if (before.endsWith('#')) return true;
    const noun = /(\p{L}+)\.?\s?[:=]?\s*$/u.exec(before)?.[1];
    if (noun !== undefined && nouns.has(fold(noun))) return true;
  }
  return false;
}

/** Letters of ASCII without their case, blanks as one: names are compared so, and never looser. */
export const fold = (text: string): string =>
  text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase()).replace(/\s+/gu, ' ');

/** The words of an argument's or a tool's name: `eventId`, `event_id` and `event-id` are two. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
