import { encodeText } from './entities.ts';
import { safeHref } from './link.ts';
import { readable } from './show.ts';
import { readTokens, type Token } from './tokens.ts';

/** Characters of input that are rendered; more is cut and said so. */
const longestMarkup = 1_000_000;
/** Elements inside each other; deeper ones lose their tags and keep their text. */
const deepest = 64;

type Attributes = ReadonlyMap<string, string>;
type Rule = (attributes: Attributes) => string;

/** Only classes the renderer makes itself: a class from outside could dress text up as the window. */
const ownClass =
  /^(?:callout|callout-[a-z]{1,20}|callout-title|task|tasks|note-link|embed|image|cut|frontmatter|align-(?:left|center|right)|language-[a-z0-9+#_-]{1,30})$/u;

function classOf(attributes: Attributes, more: readonly string[] = []): string {
  const given = (attributes.get('class') ?? '').split(/\s+/u).filter((name) => ownClass.test(name));
  const names = [...new Set([...given, ...more])].slice(0, 4);
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
}

function numberOf(attributes: Attributes, name: string, most: number): string {
  const value = attributes.get(name) ?? '';
  return /^\d{1,9}$/u.test(value) && Number(value) <= most
    ? ` ${name}="${String(Number(value))}"`
    : '';
}

function cell(attributes: Attributes): string {
  const written =
    attributes.get('align') ?? /text-align:\s?(\w+)/u.exec(attributes.get('style') ?? '')?.[1];
  const aligned = ['left', 'center', 'right']
    .filter((side) => side === written)
    .map((side) => `align-${side}`);
  return (
    classOf(attributes, aligned) +
    numberOf(attributes, 'colspan', 50) +
    numberOf(attributes, 'rowspan', 50)
  );
}

function anchor(attributes: Attributes): string {
  const href = safeHref(attributes.get('href') ?? '');
  if (href === null) return '';
  const outside = href.startsWith('#') ? '' : ' rel="noopener noreferrer nofollow"';
  return ` href="${encodeText(href)}"${outside}${classOf(attributes, href.startsWith('#') ? ['note-link'] : [])}`;
}

const bare: Rule = () => '';
const classed: Rule = (attributes) => classOf(attributes);

/** The whole of what can be in a page: each tag with what it may carry. */
const allowed: Readonly<Record<string, Rule>> = {
  __proto__: null as never,
  p: classed,
  pre: classed,
  code: classed,
  span: classed,
  blockquote: classed,
  ul: classed,
  li: classed,
  strong: bare,
  em: bare,
  del: bare,
  br: bare,
  hr: bare,
  h1: bare,
  h2: bare,
  h3: bare,
  h4: bare,
  h5: bare,
  h6: bare,
  table: bare,
  thead: bare,
  tbody: bare,
  tr: bare,
  th: cell,
  td: cell,
  ol: (attributes) => classOf(attributes) + numberOf(attributes, 'start', 999_999_999),
  a: anchor,
  input: (attributes) => ` type="checkbox" disabled${attributes.has('checked') ? ' checked' : ''}`,
};

/** Other spellings of the same thing. */
const aliases: Readonly<Record<string, string>> = {
  __proto__: null as never,
  b: 'strong',
  i: 'em',
  s: 'del',
  strike: 'del',
  cite: 'em',
  samp: 'code',
  kbd: 'code',
  tt: 'code',
};

const voids: ReadonlySet<string> = new Set(['br', 'hr', 'input']);

function allowedName(name: string): string | null {
  const own = aliases[name] ?? name;
  return allowed[own] === undefined ? null : own;
}

/** Writes tokens as HTML from the allowlist, every element closed and in order. */
function createWriter(): { take(token: Token): void; end(): string } {
  const out: string[] = [];
  const open: string[] = [];

  const closeTo = (depth: number): void => {
    while (open.length > depth) out.push(`</${open.pop() ?? ''}>`);
  };
  const text = (value: string): void => {
    out.push(encodeText(readable(value)));
  };
  const link = (attributes: Attributes, words: string): void => {
    const own = anchor(attributes);
    if (own === '' || open.includes('a')) return text(words);
    out.push(`<a${own}>`);
    text(words);
    out.push('</a>');
  };
  /** A picture is never fetched: it becomes its words, linked to where it lies. */
  const image = (attributes: Attributes): void => {
    const source = attributes.get('src') ?? '';
    link(
      new Map([
        ['href', source],
        ['class', 'image'],
      ]),
      attributes.get('alt') || source || '…',
    );
  };
  const begin = (written: string, attributes: Attributes): void => {
    const name = allowedName(written);
    if (written === 'img') return image(attributes);
    if (name === null) return;
    if (name === 'input' && attributes.get('type')?.toLowerCase() !== 'checkbox') return;
    const own = (allowed[name] ?? bare)(attributes);
    if (name === 'a') {
      if (own === '') return;
      const outer = open.lastIndexOf('a');
      if (outer >= 0) closeTo(outer);
    }
    if (voids.has(name)) out.push(`<${name}${own}>`);
    else if (open.length < deepest) {
      out.push(`<${name}${own}>`);
      open.push(name);
    }
  };

  return {
    take(token) {
      switch (token.kind) {
        case 'text':
          return text(token.text);
        case 'open':
          return begin(token.name, token.attributes);
        case 'close': {
          const name = allowedName(token.name);
          const depth = name === null ? -1 : open.lastIndexOf(name);
          if (depth >= 0) closeTo(depth);
        }
      }
    },
    end() {
      closeTo(0);
      return out.join('');
    },
  };
}

/** Markup written anew from the allowlist, whatever its length. */
export function rewrite(html: string): string {
  const writer = createWriter();
  for (const token of readTokens(html)) writer.take(token);
  return writer.end();
}

/**
 * HTML of any origin as HTML that is safe by itself: read by a small tokenizer and written anew from
 * an allowlist of tags, attributes, classes and schemes; everything else is dropped or becomes text.
 * No image, style, handler, form, frame or identifier comes out; every element is closed in order;
 * hidden characters are named. Linear; at most `longestMarkup` characters are read.
 */
export function sanitizeHtml(html: string): string {
  return cutMarkup(html, rewrite);
}

/** Renders at most `longestMarkup` characters and says how many were left out. */
export function cutMarkup(text: string, render: (kept: string) => string): string {
  const left = text.length - longestMarkup;
  if (left <= 0) return render(text);
  return `${render(text.slice(0, longestMarkup))}<p class="cut">… +${String(left)}</p>`;
}
