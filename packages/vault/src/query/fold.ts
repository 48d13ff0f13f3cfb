/**
 * Folds text as `unicode61 remove_diacritics 2` does (lower case, no diacritics), keeping its length
 * so that offsets in the folded text hold in the original.
 */
export function foldKeepingLength(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
    .replace(/[^\0-\x7f]/gu, foldCharacter);
}

const ASCII = /^[\0-\x7f]*$/;

function foldCharacter(character: string): string {
  const lower = character.toLowerCase();
  const bare = lower.normalize('NFD').replace(/\p{M}+/gu, '');
  if (bare.length === character.length) return bare;
  return lower.length === character.length ? lower : character;
}

/** Folds text for comparing, length not kept. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '');
}
