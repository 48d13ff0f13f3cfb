import type { Span } from './span.ts';

/** RFC 7468, RFC 4880, SSH2 and PuTTY private keys. */
const opening =
  /-{4,5} ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}|PuTTY-User-Key-File-\d/gu;
const closing =
  /-{4,5} ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}|Private-MAC: ?[0-9a-f]{0,80}/gu;
/** A line inside a block, quoted or indented as mail, diffs and code do. */
const body =
  /^[\s>+|#*"'`\\-]{0,40}(?:[A-Za-z0-9+/=_-]{0,200}|[A-Za-z][A-Za-z-]{0,30}:[^\r\n]{0,200})[\s"'`,;\\nr+]{0,20}$/u;

/** Private keys in one line or window; `open` where the last one does not end in it. */
export function findKeyBlocks(text: string): { readonly spans: Span[]; readonly open: boolean } {
  const spans: Span[] = [];
  opening.lastIndex = 0;
  for (let start = opening.exec(text); start !== null; start = opening.exec(text)) {
    closing.lastIndex = opening.lastIndex;
    const end = closing.exec(text);
    const lineEnd = text.length - (/\r?\n$/u.exec(text)?.[0].length ?? 0);
    spans.push({
      start: start.index,
      end: end === null ? lineEnd : closing.lastIndex,
      label: 'private-key',
      weight: 3,
    });
    if (end === null) return { spans, open: true };
    opening.lastIndex = closing.lastIndex;
  }
  return { spans, open: false };
}

/**
 * What a line inside an open block is: more of it, its end (and where), or no part of it. `margin`:
 * how much stood before the block's first line, as a log puts a time before each.
 */
export function readBlockLine(
  line: string,
  margin: number,
): 'more' | 'not-a-part' | { readonly end: number } {
  closing.lastIndex = 0;
  if (closing.exec(line) !== null) return { end: closing.lastIndex };
  if (body.test(line)) return 'more';
  return margin > 0 && line.length > margin && body.test(line.slice(margin))
    ? 'more'
    : 'not-a-part';
}
