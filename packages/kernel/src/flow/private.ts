/** True where a note's frontmatter says `gatehouse: private` (any case, quoted or not). */
export function isPrivateNote(text: string): boolean {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  if (!/^---[ \t]*\r?\n/u.test(text.slice(start, start + 64))) return false;
  const end = text.search(/\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/u);
  // Frontmatter that never ends counts in full: an unclear mark must not make a note less private.
  const head = end === -1 ? text : text.slice(start, end);
  return /(?:^|\n)[ \t]*["']?gatehouse["']?[ \t]*:[ \t]*["'[{]?[ \t]*["']?private\b/iu.test(head);
}
