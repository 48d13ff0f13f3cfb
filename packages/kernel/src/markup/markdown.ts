import createMarkdownIt, { type MarkdownIt } from 'markdown-it';
import { addNoteBlocks } from './blocks.ts';
import { encodeText } from './entities.ts';
import { cutMarkup, rewrite } from './html.ts';
import { safeHref } from './link.ts';
import { addWikilinks } from './wikilink.ts';

function createRenderer(): MarkdownIt {
  const markdown = createMarkdownIt({ html: false, linkify: true, maxNesting: 60 });
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.validateLink = (address) => safeHref(address) !== null;
  // A host in other letters than it seems shows as the network sees it.
  const asWritten = (address: string): string =>
    /^[\0-\x7f]*$/u.test(address) ? address : markdown.normalizeLink(address);
  markdown.normalizeLinkText = asWritten;
  addWikilinks(markdown);
  addNoteBlocks(markdown);
  return markdown;
}

const renderer = createRenderer();
const frontmatter = /^---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/u;

/**
 * A note's Markdown as HTML that is safe by itself: CommonMark, tables, strike-through, bare links,
 * task lists, callouts, `[[wikilinks]]`; raw HTML shows as text, images become links, frontmatter a
 * block of code. Whatever the parser gives is written anew from the same allowlist as `sanitizeHtml`.
 */
export function renderMarkdown(text: string): string {
  return cutMarkup(text, (kept) => {
    const head = frontmatter.exec(kept);
    const body = renderer.render(head === null ? kept : kept.slice(head[0].length));
    return rewrite(head === null ? body : showProperties(head[1] ?? '') + body);
  });
}

function showProperties(yaml: string): string {
  return `<pre class="frontmatter"><code class="language-yaml">${encodeText(yaml)}</code></pre>`;
}
