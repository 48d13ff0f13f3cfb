import { decodeEntities } from './entities.ts';

export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'close'; readonly name: string };

/** Elements whose content is not markup, or is nothing to read: it goes with them. */
const dropped: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'title',
  'textarea',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'plaintext',
  'object',
  'applet',
  'select',
  'audio',
  'video',
  'canvas',
  'frameset',
  'math',
  'svg',
]);

const tagName = /[a-z][^\s/>]*/iuy;
const attribute =
  /[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)?))?/uy;
const tagEnd = /[\s/]*>/uy;

function execAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly end: number;
}

/** The tag whose name begins at `at`; null where it never ends. */
function readTag(html: string, at: number): Tag | null {
  const name = execAt(tagName, html, at)?.[0] ?? '';
  const attributes = new Map<string, string>();
  let end = at + name.length;
  for (;;) {
    const close = execAt(tagEnd, html, end);
    if (close !== null) return { name: name.toLowerCase(), attributes, end: end + close[0].length };
    const found = execAt(attribute, html, end);
    if (found === null || found[0] === '') return null;
    const [whole, key = '', double, single, bare] = found;
    const lower = key.toLowerCase();
    if (attributes.size < 32 && !attributes.has(lower)) {
      attributes.set(lower, decodeEntities(double ?? single ?? bare ?? ''));
    }
    end += whole.length;
  }
}

/** Where a comment, declaration or processing instruction that begins at `at` is over. */
function skipComment(html: string, at: number): number {
  if (!html.startsWith('<!--', at)) {
    const end = html.indexOf('>', at);
    return end < 0 ? html.length : end + 1;
  }
  if (html.startsWith('<!-->', at)) return at + 5;
  if (html.startsWith('<!--->', at)) return at + 6;
  const end = /--!?>/gu;
  end.lastIndex = at + 4;
  return end.exec(html) === null ? html.length : end.lastIndex;
}

/** Where the content of an element that is dropped whole ends: at its closing tag, which is kept. */
function skipContent(html: string, name: string, at: number): number {
  const end = new RegExp(`</${name}(?=[\\s/>])`, 'giu');
  end.lastIndex = at;
  return end.exec(html)?.index ?? html.length;
}

/**
 * The tokens of a piece of HTML, read once from left to right. It need not agree with a browser: what
 * is written later is made anew from an allowlist, so a misreading costs looks, never safety.
 */
export function* readTokens(html: string): Generator<Token> {
  let at = 0;
  while (at < html.length) {
    const sign = html.indexOf('<', at);
    const text = html.slice(at, sign < 0 ? html.length : sign);
    if (text !== '') yield { kind: 'text', text: decodeEntities(text) };
    if (sign < 0) return;
    const next = html[sign + 1] ?? '';
    if (/[a-z]/iu.test(next)) {
      const tag = readTag(html, sign + 1);
      if (tag === null) {
        yield { kind: 'text', text: decodeEntities(html.slice(sign)) };
        return;
      }
      at = tag.end;
      if (dropped.has(tag.name)) at = skipContent(html, tag.name, at);
      else yield { kind: 'open', name: tag.name, attributes: tag.attributes };
    } else if (next === '/' && /[a-z]/iu.test(html[sign + 2] ?? '')) {
      const tag = readTag(html, sign + 2);
      if (tag === null) return;
      at = tag.end;
      yield { kind: 'close', name: tag.name };
    } else if (next === '!' || next === '?' || next === '/') {
      at = skipComment(html, sign);
    } else {
      yield { kind: 'text', text: '<' };
      at = sign + 1;
    }
  }
}
