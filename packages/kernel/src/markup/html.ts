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

/**
 * The classes that the renderer makes itself, of those that are written: any other could dress text
 * up as the window.
 */
function classes(own: RegExp, written: string): string {
  const names = [...new Set(written.split(/\s+/u).filter((name) => own.test(name)))].slice(0, 4);
  return names.length === 0 ? '' : ` class="${names.join(' ')}"`;
}

const bare: Rule = () => '';
const classed =
  (own: RegExp): Rule =>
  (attributes) =>
    classes(own, attributes.get('class') ?? '');

/** On which side a cell's text stands, as Markdown or HTML says it. */
function cell(attributes: Attributes): string {
  const side =
    attributes.get('align') ?? /text-align:\s?(\w+)/u.exec(attributes.get('style') ?? '')?.[1];
  return classes(
    /^align-(?:left|center|right)$/u,
    attributes.get('class') ?? `align-${side ?? ''}`,
  );
}

function start(attributes: Attributes): string {
  const value = attributes.get('start') ?? '';
  return /^\d{1,9}$/u.test(value) ? ` start="${String(Number(value))}"` : '';
}

function anchor(attributes: Attributes): string {
  const href = safeHref(attributes.get('href') ?? '');
  if (href === null) return '';
  const isNote = href.startsWith('#');
  const written = `${attributes.get('class') ?? ''} ${isNote ? 'note-link' : ''}`;
  const own = classes(/^(?:note-link|embed|image)$/u, written);
  return ` href="${encodeText(href)}"${isNote ? '' : ' rel="noopener noreferrer nofollow"'}${own}`;
}

function box(attributes: Attributes): string {
  return ` type="checkbox" disabled${attributes.has('checked') ? ' checked' : ''}`;
}

/** The whole of what can be in a page: each tag with what it may carry. Why each: docs/markup.md. */
const allowed: Readonly<Record<string, Rule>> = {
  __proto__: null as never,
  // What the requirements allow.
  p: classed(/^(?:callout-title|cut)$/u),
  br: bare,
  strong: bare,
  em: bare,
  code: classed(/^language-[a-z0-9+#_-]{1,30}$/u),
  pre: classed(/^frontmatter$/u),
  a: anchor,
  ul: bare,
  ol: start,
  li: classed(/^task$/u),
  // What notes need beyond that.
  h1: bare,
  h2: bare,
  h3: bare,
  h4: bare,
  h5: bare,
  h6: bare,
  blockquote: classed(/^callout(?:-[a-z]{1,20})?$/u),
  hr: bare,
  del: bare,
  table: bare,
  thead: bare,
  tbody: bare,
  tr: bare,
  th: cell,
  td: cell,
  input: box,
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
  // HTML knows one end of line (Living Standard, 13.2.3.5).
  for (const token of readTokens(html.replaceAll(/\r\n?/gu, '\n'))) writer.take(token);
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
