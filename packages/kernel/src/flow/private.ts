/** Spellings of one line end; YAML 1.1 knows them all. */
const lineEnds = /\r\n?|[\u0085\u2028\u2029]/gu;

/**
 * True where a note's frontmatter marks it `gatehouse: private`. The one place that says so: what is
 * shown to models and what is indexed both ask here. It reads more kindly than YAML does, because an
 * unclear mark must not make a note less private: any letter case, quotes, escapes, lists, flow and
 * block forms, tags, anchors and aliases, frontmatter that is broken or never ends.
 */
export function isPrivateNote(text: string): boolean {
  // Most texts end here: what shows nothing may stand before the mark, and nothing else.
  const opened = /^[\s\0\p{Cf}]*---(?=\s)/u.exec(text);
  if (opened === null) return false;
  const after = text.slice(opened[0].length).replace(lineEnds, '\n');
  const end = after.search(/\n(?:---|\.\.\.)[ \t]*\n/u);
  return isMarked(plain(end === -1 ? after : after.slice(0, end)));
}

/**
 * The same for what a command printed: true where a marked note's frontmatter stands anywhere in it.
 * It knows `cat`, not what took the mark off.
 */
export function holdsPrivateNote(text: string): boolean {
  const [, ...behindMarks] = `\n${text}`
    .replace(lineEnds, '\n')
    .split(/\n[ \t\0\p{Cf}]*---(?=[ \t]*\n)/u);
  return behindMarks.some((part) => isMarked(plain(part)));
}

/** What YAML would make of escapes in double quotes, and letters that only look different. */
function plain(head: string): string {
  return head
    .replaceAll(/\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8})/gu, (escape) => {
      const point = Number.parseInt(escape.slice(2), 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : escape;
    })
    .replaceAll(/\\\n\s*/gu, '')
    .normalize('NFKC')
    .replaceAll(/[\0\p{Cf}]/gu, '')
    .toLowerCase();
}

/** From the key to the next line that begins another one; an alias may stand for anything. */
function isMarked(head: string): boolean {
  const marks =
    /(?<![\p{L}\p{N}_-])gatehouse["']?\s*:([^\n]*(?:\n(?![^\s\]}:#-][^\n]*:)[^\n]*)*)/gu;
  for (const [, value = ''] of head.matchAll(marks)) {
    if (/(?<![\p{L}\p{N}_])private(?![\p{L}\p{N}_])/u.test(value) || /^\s*\*/u.test(value)) {
      return true;
    }
  }
  return false;
}
