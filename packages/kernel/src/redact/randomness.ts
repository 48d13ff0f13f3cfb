/** Shannon entropy in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

/** More characters than this tell nothing more, and keep the work bounded. */
export const looked = 160;

function isMixedPiece(piece: string): boolean {
  if (piece.length < 6) return false;
  const digits = piece.replaceAll(/\D/gu, '').length;
  if (digits >= 2 && digits < piece.length) return !/^[a-z]+\d{1,4}$|^v?\d+[a-z]+$/iu.test(piece);
  // No digits: capitals strewn as no camelCase has them.
  const turns = piece.match(/[a-z][A-Z]|[A-Z]{2}[a-z]/gu)?.length ?? 0;
  return piece.length >= 12 && turns / piece.length >= 0.2;
}

/**
 * True where a text looks drawn by a machine rather than written: letters and digits mixed inside
 * one piece, not words and numbers strung together, and an entropy of three bits or more.
 */
export function looksRandom(text: string): boolean {
  const sample = text.slice(0, looked);
  if (sample.length < 8) return false;
  return sample.split(/[^A-Za-z0-9]/u).some(isMixedPiece) && entropy(sample) >= 2.8;
}

/** Capitals, small letters and digits in plenty and mixed: no word, number, path or hash is so. */
export function isStrewn(text: string): boolean {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return (
    Math.min(count(/[A-Z]/gu), count(/[a-z]/gu), count(/\d/gu)) >= 3 &&
    text.split(/[./:]/u).some((piece) => piece.length >= 16 && looksRandom(piece))
  );
}
