/**
 * A text with the home directory written as `~`, also where it stands JSON-escaped or
 * percent-encoded. `home` is absolute; `/` and the empty text change nothing. A longer path that
 * only ends in the same names, and a sibling that only begins with them, stay as they are.
 */
export function homePaths(text: string, home: string): string {
  const plain = home.replace(/\/+$/u, '');
  if (!plain.startsWith('/') || plain.length < 2) return text;
  const encoded = plain.split('/').map(encodeURIComponent).join('/');
  const spellings = new Set([
    plain,
    encoded,
    plain.replaceAll('/', '\\/'),
    encodeURIComponent(plain),
    encodeURIComponent(plain).toLowerCase(),
  ]);
  let result = text;
  for (const spelling of spellings) result = replaceHome(result, spelling);
  return result;
}

function replaceHome(text: string, spelling: string): string {
  let result = '';
  let from = 0;
  for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1)) {
    const after = text[at + spelling.length] ?? '';
    const before = text.slice(Math.max(0, at - 3), at);
    const inside = /[\p{L}\d_.~-]$/u.test(before) && !/%[\dA-Fa-f]{2}$|\\[nrt]$/u.test(before);
    if (inside || /[\p{L}\d_-]/u.test(after) || at < from) continue;
    result += `${text.slice(from, at)}~`;
    from = at + spelling.length;
  }
  return result + text.slice(from);
}
