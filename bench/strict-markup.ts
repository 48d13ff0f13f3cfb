const voids = new Set(['br', 'hr', 'img', 'input', 'wbr']);
const tags = new Set(
  (
    'a abbr b blockquote code del details div em h1 h2 h3 h4 h5 h6 i ins kbd li mark ol p pre s ' +
    'section span strong sub summary sup table tbody td th thead tr u ul br hr img input wbr'
  ).split(' '),
);
const tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-z][a-z-]*(?:="[^"<>]*")?)*) ?(\/?)>/y;
const attribute = / ([a-z][a-z-]*)(?:="([^"<>]*)")?/g;

/** The character references that could spell a scheme, undone; anything left over stays text. */
function decoded(value: string): string {
  return value
    .replaceAll(/&#x([0-9a-f]+);?/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replaceAll(/&#(\d+);?/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replaceAll('&amp;', '&')
    .replaceAll('&colon;', ':')
    .replaceAll(/&(?:tab|newline);/gi, '');
}

function attributeProblem(name: string, value: string): string | null {
  if (name.startsWith('on') || name === 'style' || name === 'srcdoc') return `attribute ${name}`;
  if (!/^(?:href|src|action|formaction|xlink|poster|data|background|cite|ping)$/.test(name)) {
    return null;
  }
  // Browsers drop control characters and spaces inside a scheme.
  const url = [...decoded(value)].filter((character) => character > ' ').join('');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && !['https', 'http', 'mailto'].includes(scheme))
    return `scheme ${scheme}`;
  if (name === 'src' && (scheme !== undefined || url.startsWith('//'))) return 'remote image';
  return null;
}

/**
 * Why a piece of HTML is not in the strict form that needs no browser to be understood: only known
 * tags, every one closed in order, every attribute quoted, no handler, style or scriptable URL, no
 * `<` that is not such a tag. Null where it is. Stricter than safe: meant for what our renderer emits.
 */
export function strictMarkupProblem(html: string): string | null {
  const open: string[] = [];
  let at = html.indexOf('<');
  while (at >= 0) {
    tag.lastIndex = at;
    const match = tag.exec(html);
    if (match === null) return `not a plain tag: ${html.slice(at, at + 40)}`;
    const [whole, closing, name = '', attributes = ''] = match;
    if (!tags.has(name)) return `tag ${name}`;
    if (closing === '/') {
      if (open.pop() !== name) return `closes ${name} out of order`;
    } else if (!voids.has(name)) {
      open.push(name);
    }
    for (const [, attributeName = '', value = ''] of attributes.matchAll(attribute)) {
      const problem = attributeProblem(attributeName, value);
      if (problem !== null) return problem;
    }
    at = html.indexOf('<', at + whole.length);
  }
  return open.length === 0 ? null : `never closes ${open.join(', ')}`;
}
