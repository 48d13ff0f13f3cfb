/**
 * Folds text as `unicode61 remove_diacritics 2` does (lower case, no diacritics), keeping its length
 * so that offsets in the folded text hold in the original.
 */
export function foldKeepingLength(text: string): string {
  if (/^[\t\n\x20-\x7e]*$/u.test(text)) return text.toLowerCase();
  let folded = '';
  for (const character of text) {
    const lower = character.toLowerCase();
    const bare = lower.normalize('NFD').replace(/\p{M}+/gu, '');
    folded += bare.length === character.length ? bare : (fitting(lower, character) ?? character);
  }
  return folded;
}

const fitting = (lower: string, character: string) =>
  lower.length === character.length ? lower : undefined;

/** Folds text for comparing, length not kept. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '');
}
