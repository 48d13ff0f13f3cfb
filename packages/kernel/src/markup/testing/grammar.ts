/** The grammar of what may come out: each tag with the attributes that it may carry. */
export const carries: Readonly<Record<string, string>> = {
  p: 'class',
  br: '',
  strong: '',
  em: '',
  code: 'class',
  pre: 'class',
  a: 'href rel class',
  ul: '',
  ol: 'start',
  li: 'class',
  h1: '',
  h2: '',
  h3: '',
  h4: '',
  h5: '',
  h6: '',
  blockquote: 'class',
  hr: '',
  del: '',
  table: '',
  thead: '',
  tbody: '',
  tr: '',
  th: 'class',
  td: 'class',
  input: 'type disabled checked',
};
const tag = /<(\/?)([a-z]+[1-6]?)((?: [a-z]+(?:="[^"<>]*")?)*)>/y;
const classes =
  /^(?:callout callout-[a-z]{1,20}|callout(?:-[a-z]{1,20})?|callout-title|cut|task|frontmatter|align-(?:left|center|right)|language-[a-z0-9+#_-]{1,30}|(?:note-link|embed|image)(?: (?:note-link|embed|image)){0,2})$/u;
const reference = /&(?:amp|lt|gt|quot|#39);/gu;

function badAttribute(name: string, attributes: string): string | null {
  for (const [, key = '', value = ''] of attributes.matchAll(/ ([a-z]+)(?:="([^"]*)")?/gu)) {
    if (!(carries[name] ?? '').split(' ').includes(key)) return `${name} with ${key}`;
    if (
      key === 'href' &&
      !/^(?:https?:\/\/[^@/?#\s\\]+(?:[/?#][^\s\\]*)?|mailto:\S+|#note\/[\w.~!*()%-]*(?:&#39;[\w.~!*()%-]*)*)$/u.test(
        value,
      )
    ) {
      return `address ${value}`;
    }
    if (key === 'class' && !classes.test(value)) return `class ${value}`;
  }
  return null;
}

/** Why a piece of HTML is not in that grammar, or null where it is. */
export function grammarProblem(html: string): string | null {
  const open: string[] = [];
  let deepest = 0;
  let at = 0;
  while (at < html.length) {
    const sign = html.indexOf('<', at);
    const text = html.slice(at, sign < 0 ? html.length : sign);
    if (/[>"'&]/u.test(text.replaceAll(reference, ''))) return `text ${text}`;
    if (sign < 0) break;
    tag.lastIndex = sign;
    const found = tag.exec(html);
    if (found === null) return `no tag: ${html.slice(sign, sign + 30)}`;
    const [whole, slash, name = '', attributes = ''] = found;
    if (!Object.hasOwn(carries, name)) return `tag ${name}`;
    const bad = badAttribute(name, attributes);
    if (bad !== null) return bad;
    if (slash === '/') {
      if (open.pop() !== name) return `${name} closed out of order`;
    } else if (!['br', 'hr', 'input'].includes(name)) open.push(name);
    deepest = Math.max(deepest, open.length);
    at = sign + whole.length;
  }
  if (deepest > 64) return `nested ${String(deepest)} deep`;
  return open.length === 0 ? null : `${open.join(' ')} never closed`;
}
