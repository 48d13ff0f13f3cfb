import createMarkdownIt from 'markdown-it';

const { unescapeAll, escapeHtml } = createMarkdownIt().utils;

/** What a numeric reference stands for (HTML Living Standard, 13.2.5.80), or the replacement mark. */
function fromNumber(digits: string, radix: 10 | 16): string {
  const point = Number.parseInt(digits, radix);
  const isPossible = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isPossible ? String.fromCodePoint(point) : '\uFFFD';
}

/** A text with its character references undone, numeric ones also where their `;` is missing. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const numbers = text
    .replaceAll(/&#x([\da-f]{1,32});?/giu, (_whole, digits: string) => fromNumber(digits, 16))
    .replaceAll(/&#(\d{1,32});?/gu, (_whole, digits: string) => fromNumber(digits, 10));
  // `unescapeAll` also undoes Markdown's backslashes, so they are doubled for it.
  return unescapeAll(numbers.replaceAll('\\', '\\\\'));
}

/** A text as it stands between tags or inside double quotes. */
export function encodeText(text: string): string {
  return escapeHtml(text).replaceAll("'", '&#39;');
}
