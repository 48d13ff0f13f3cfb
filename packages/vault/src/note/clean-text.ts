export interface CleanText {
  readonly text: string;
  /** A byte-order mark was left out. */
  readonly bom: boolean;
  /** NUL characters were left out. */
  readonly nul: boolean;
}

/** A note's text as everything else expects it: no byte-order mark, no NUL, lines end with `\n`. */
export function cleanText(raw: string): CleanText {
  const bom = raw.charCodeAt(0) === 0xfeff;
  const nul = raw.includes('\0');
  let text = bom ? raw.slice(1) : raw;
  if (nul) text = text.replaceAll('\0', '');
  if (text.includes('\r')) text = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return { text, bom, nul };
}
