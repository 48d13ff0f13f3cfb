import { hiddenAt } from '../scope/characters.ts';

/** More marks than this on one letter hide their neighbours; the longest real need is Tibetan's. */
const mostMarks = 4;

const suspicious =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u27E8]|\p{M}{5,}/gu;

function named(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function markAll(text: string, kept: string): string {
  return text.replaceAll(suspicious, (found, at: number) => {
    if (kept.includes(found)) return found;
    // A text may not fake a mark, and may hold the bracket otherwise.
    if (found === '⟨') return text.startsWith('⟨U+', at) ? named(found) : found;
    if (
      found === '\uFE0F' &&
      /\p{Extended_Pictographic}$/u.test(text.slice(Math.max(0, at - 2), at))
    )
      return found;
    const marks = Array.from(found);
    if (marks.length <= mostMarks) return marks.map(named).join('');
    return marks.map((mark, index) => (index < mostMarks ? mark : named(mark))).join('');
  });
}

/**
 * A text of one line as it can be shown where it is approved: every character that shows nothing, or
 * shows as something else, is named as `⟨U+202E⟩` – controls (line ends too), bidi and zero-width
 * characters, tags, unusual spaces, private and unassigned ones, and piles of combining marks.
 * Plain spaces and tabs stay. Two different texts never show alike for want of such a character.
 */
export function visible(text: string): string {
  return markAll(text, ' \t');
}

/** The same for a text of several lines: line ends stay. */
export function visibleLines(text: string): string {
  return markAll(text, ' \t\n');
}

/** Signs of Arabic, Syriac and Kaithi that Unicode counts among the format characters and that show. */
const showing = /[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]/u;

/** The flags of England, Scotland and Wales: the only tags that Unicode gives a look (UTS 51, annex B). */
const flag = new RegExp(
  `(${['gbeng', 'gbsct', 'gbwls']
    .map((name) =>
      [...name].map((letter) => `\\u{E00${letter.charCodeAt(0).toString(16)}}`).join(''),
    )
    .map((tags) => `\\u{1F3F4}${tags}\\u{E007F}`)
    .join('|')})`,
  'gu',
);

/** A blank of Braille among no Braille, and marks piled on marks. */
const blanks = /(?<![\u2801-\u28FF])\u2800(?![\u2801-\u28FF])|(?<=\p{M}{4})\p{M}/gu;

/**
 * The same for a document that is read rather than approved: line ends, tabs, the spaces of
 * typesetting, joiners and selectors inside emoji, Persian and Indic words, and three flags stay.
 */
export function readable(text: string): string {
  if (/^[\n\t -~]*$/u.test(text)) return text;
  return text
    .split(flag)
    .map((part, at) => (at % 2 === 1 ? part : readablePart(part)))
    .join('');
}

function readablePart(text: string): string {
  const characters = Array.from(text);
  return characters
    .map((character, index) =>
      /[\n\t]/u.test(character) || hiddenAt(characters, index) === null || showing.test(character)
        ? character
        : named(character),
    )
    .join('')
    .replaceAll(blanks, named);
}
