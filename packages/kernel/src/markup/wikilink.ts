import type { MarkdownIt } from 'markdown-it';
import { noteHref } from './link.ts';

/** Longest `[[…]]` that is looked for. */
const longest = 1024;

/** `[[Note]]`, `[[Note#Heading|words]]` and `![[Note]]` as links to notes. */
export function addWikilinks(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('link', 'wikilink', (state, silent) => {
    const embeds = state.src.startsWith('![[', state.pos);
    if (!embeds && !state.src.startsWith('[[', state.pos)) return false;
    const start = state.pos + (embeds ? 3 : 2);
    const inner = /^[^[\]\n]+(?=\]\])/u.exec(
      state.src.slice(start, Math.min(state.posMax, start + longest)),
    )?.[0];
    if (inner === undefined || start + inner.length + 2 > state.posMax) return false;
    const bar = inner.indexOf('|');
    const target = (bar < 0 ? inner : inner.slice(0, bar)).replace(/\\$/u, '').trim();
    if (target === '') return false;
    if (!silent) {
      const open = state.push('link_open', 'a', 1);
      open.attrs = [
        ['href', noteHref(target)],
        ['class', embeds ? 'note-link embed' : 'note-link'],
      ];
      state.push('text', '', 0).content = (bar < 0 ? inner : inner.slice(bar + 1)).trim() || target;
      state.push('link_close', 'a', -1);
    }
    state.pos = start + inner.length + 2;
    return true;
  });
}
