/**
 * True where text that the parser took for plain still holds what bash would act on: a substitution,
 * an expansion, or a backslash with nothing behind it. Fuzzing the parser against bash showed that
 * what it misses stays behind in such a leaf (`a=(1 $(rm x))b cmd`). `raw` is the source text,
 * `quoted` whether it stood in double quotes, where `<(` means nothing.
 */
export function hidesSyntax(raw: string, quoted: boolean): boolean {
  for (let at = 0; at < raw.length; at += 1) {
    const here = raw[at];
    if (here === '\\') {
      if (at + 1 >= raw.length) return true;
      at += 1;
    } else if (here === '`') {
      return true;
    } else if (here === '$') {
      const next = raw[afterJoins(raw, at + 1)];
      if (next !== undefined && /[({[A-Za-z0-9_'"@*#?$!-]/u.test(next)) {
        if (!quoted || /[({[A-Za-z0-9_@*#?$!-]/u.test(next)) return true;
      }
    } else if (!quoted && (here === '<' || here === '>') && raw[afterJoins(raw, at + 1)] === '(') {
      return true;
    }
  }
  return false;
}

/** Where the text goes on behind line ends that a backslash takes away. */
function afterJoins(raw: string, from: number): number {
  let at = from;
  while (raw.startsWith('\\\n', at)) at += 2;
  return at;
}
