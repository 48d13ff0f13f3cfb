/** Elements whose content no reader sees. */
const HIDDEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head']);

const BLOCKS =
  /^(?:address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|td|th|tr|title|ul)$/u;

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  copy: '©',
};

/**
 * The words of an HTML page, for reading only: tags dropped, blocks on lines of their own, scripts
 * and styles left out. One pass over the text, so hostile markup costs no more than its length; what
 * comes out is plain text and is never shown as HTML.
 */
export function htmlText(html: string): string {
  const parts: string[] = [];
  const lower = html.toLowerCase();
  for (let at = 0; at < html.length;) {
    const open = html.indexOf('<', at);
    parts.push(unescaped(html.slice(at, open === -1 ? html.length : open)));
    if (open === -1) break;
    if (html.startsWith('<!--', open)) {
      at = after(html, '-->', open + 4);
      continue;
    }
    const name = /^<\/?([a-z][a-z0-9-]{0,30})/u.exec(lower.slice(open, open + 40))?.[1];
    if (name === undefined && !/^<[!?/]/u.test(html.slice(open, open + 2))) {
      parts.push('<');
      at = open + 1;
      continue;
    }
    at = after(html, '>', open + 1);
    if (name === undefined) continue;
    if (BLOCKS.test(name)) parts.push('\n');
    if (name === 'head' && html[open + 1] !== '/') parts.push(title(html, lower, at));
    if (HIDDEN.has(name) && html[open + 1] !== '/') at = upTo(lower, `</${name}`, at);
  }
  return parts
    .join('')
    .replace(/[ \t\r\f\v]+/gu, ' ')
    .replace(/ ?\n ?/gu, '\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim();
}

function upTo(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found;
}

const after = (text: string, end: string, from: number) => upTo(text, end, from) + end.length;

function title(html: string, lower: string, from: number): string {
  const end = lower.indexOf('</head', from);
  const head = html.slice(from, end === -1 ? from : end);
  const found = /<title[^>]{0,200}>([^<]{0,1000})</iu.exec(head)?.[1];
  return found === undefined ? '' : `${unescaped(found)}\n`;
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/giu, (whole, ...found) => {
    const [decimal, hex, name] = found as (string | undefined)[];
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? whole) : whole;
    const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
    const valid = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return valid ? String.fromCodePoint(point) : '\ufffd';
  });
}
