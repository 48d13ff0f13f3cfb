/**
 * Which characters of a name hide something. Sources: Unicode 16 `Cc`, `Bidi_Control`,
 * `Default_Ignorable_Code_Point`, and the deprecated tag block U+E0000..U+E007F.
 */
export type Hidden = 'nul' | 'control' | 'invisible';

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cf}\u2028\u2029\p{Cs}]/u;
const pictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]/u;
// Scripts that need the joiners to be spelled at all (Unicode Standard Annex 31, section 2.3).
const joining =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Kannada}\p{Script=Telugu}\p{Script=Tamil}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Khmer}\p{Script=Mongolian}]/u;

/** True where the character at `at` is spelling, not hiding: emoji joiners, Persian and Indic ones. */
function spells(characters: readonly string[], at: number): boolean {
  const own = characters[at];
  const before = characters[at - 1] ?? '';
  const after = characters[at + 1] ?? '';
  if (own === '\uFE0F' || own === '\uFE0E')
    return (
      /\p{Extended_Pictographic}/u.test(before) || (/[\d#*]/u.test(before) && after === '\u20E3')
    );
  if (own === '\u200D') {
    if (pictograph.test(before) && pictograph.test(after)) return true;
    return joining.test(before);
  }
  return own === '\u200C' && joining.test(before) && joining.test(after);
}

/** What the character at `index` of a text's characters hides, or null where it hides nothing. */
export function hiddenAt(characters: readonly string[], index: number): Hidden | null {
  const character = characters[index] ?? '';
  const point = character.codePointAt(0) ?? 0x20;
  if (point === 0) return 'nul';
  if (point < 0x20 || (point >= 0x7f && point <= 0x9f)) return 'control';
  if (point <= 0x9f || !invisible.test(character)) return null;
  return spells(characters, index) ? null : 'invisible';
}

/** The first hiding character of a text with its code point, or null. Linear in the text. */
export function findHidden(text: string): { readonly kind: Hidden; readonly at: number } | null {
  if (/^[ -~]*$/u.test(text)) return null;
  const characters = Array.from(text);
  for (const [index, character] of characters.entries()) {
    const kind = hiddenAt(characters, index);
    if (kind !== null) return { kind, at: character.codePointAt(0) ?? 0 };
  }
  return null;
}

/** Length in bytes as UTF-8; a lone surrogate counts three, as its replacement would. */
export function utf8Length(text: string): number {
  if (/^[ -~]*$/u.test(text)) return text.length;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * A name as the most forgiving file system would compare it: compatibility forms, letter case,
 * ignorable characters, and trailing dots and spaces made equal. Only for tables of refusals, where
 * a false match costs a question and a missed one a secret; never for containment.
 */
export function foldName(name: string): string {
  const plain = /^[ -~]*$/u.test(name) ? name.toLowerCase() : foldAny(name);
  return plain.endsWith('.') || plain.endsWith(' ') ? plain.replace(/(?<![. ])[. ]+$/u, '') : plain;
}

function foldAny(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Cf}]/gu, '')
    .replaceAll('\u0130', 'i')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
}
