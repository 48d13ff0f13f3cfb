import { formats } from './formats.ts';
import { looksRandom } from './randomness.ts';
import type { Span } from './span.ts';

interface Format {
  readonly label: string;
  readonly prefix: string;
  readonly probe: RegExp;
  /** Greedy over one class, so that the whole key goes. */
  readonly rest: RegExp;
  readonly least: number;
  readonly doubtful: boolean;
  /** A prefix so telling that it counts in the middle of a word too. */
  readonly anywhere: boolean;
}

/** How much of a key is looked at before it is believed; more than the longest `least`. */
const probed = 300;

const classes: Readonly<Record<string, string>> = {
  a: 'A-Za-z0-9',
  u: 'A-Z0-9',
  h: 'A-Fa-f0-9',
  w: 'A-Za-z0-9_',
  d: 'A-Za-z0-9_-',
  t: 'A-Za-z0-9_.-',
  b: 'A-Za-z0-9_+/=%-',
};

function parseRow(row: string): Format {
  const [name = '', prefix = '', kind = '', least = ''] = row.split(' ');
  const doubtful = name.endsWith('?');
  return {
    label: doubtful ? name.slice(0, -1) : name,
    prefix,
    probe: new RegExp(`[${classes[kind] ?? ''}]{0,${String(probed)}}`, 'uy'),
    rest: new RegExp(`[${classes[kind] ?? ''}]*`, 'uy'),
    least: Number(least),
    doubtful,
    anywhere: !doubtful && prefix.length >= 4 && /[^A-Za-z0-9]/u.test(prefix),
  };
}

const pair = (text: string, at: number): number =>
  text.charCodeAt(at) * 65536 + text.charCodeAt(at + 1);

/** Formats by their first two characters, longer prefixes first. */
function indexFormats(): ReadonlyMap<number, readonly Format[]> {
  const rows = formats
    .split('\n')
    .filter((row) => row !== '')
    .map(parseRow);
  const index = new Map<number, Format[]>();
  for (const row of rows.toSorted((a, b) => b.prefix.length - a.prefix.length)) {
    const key = pair(row.prefix, 0);
    const list = index.get(key) ?? [];
    list.push(row);
    index.set(key, list);
  }
  return index;
}

const byStart = indexFormats();

/** How many formats the table has. */
export function formatCount(): number {
  return [...byStart.values()].reduce((sum, list) => sum + list.length, 0);
}

/** True where a token may begin: not inside a word, but after `%3D`, `\n` or a terminal's colour. */
function isTokenStart(text: string, at: number): boolean {
  if (at === 0 || !/[A-Za-z0-9]/u.test(text[at - 1] ?? '')) return true;
  if (text[at - 2] === '\\' || text[at - 3] === '%') return true;
  return text[at - 1] === 'm' && /\[[\d;]{0,10}m$/u.test(text.slice(Math.max(0, at - 14), at));
}

function matchAt(text: string, pattern: RegExp, at: number): string {
  pattern.lastIndex = at;
  return (pattern.exec(text)?.[0] ?? '').replace(/(?<![.-])[.-]+$/u, '');
}

/** Every key whose own prefix names it. Linear: a failed try looks at a bounded stretch. */
export function findKnown(text: string): Span[] {
  const spans: Span[] = [];
  // A doubtful prefix that failed is not tried again inside the stretch that was looked at.
  let doubtedUntil = 0;
  for (let at = 0; at + 8 < text.length; at += 1) {
    const candidates = byStart.get(pair(text, at));
    if (candidates === undefined) continue;
    const found = candidates.find((format) => {
      const { prefix, probe, least, doubtful, anywhere } = format;
      if ((doubtful && at < doubtedUntil) || !text.startsWith(prefix, at)) return false;
      if (!anywhere && !isTokenStart(text, at)) return false;
      const body = matchAt(text, probe, at + prefix.length);
      if (body.length < least) return false;
      if (!doubtful || looksRandom(body)) return true;
      doubtedUntil = at + prefix.length + Math.min(body.length, probed / 2);
      return false;
    });
    if (found === undefined) continue;
    const start = at + found.prefix.length;
    const end = start + matchAt(text, found.rest, start).length;
    spans.push({ start: at, end, label: found.label, weight: 3 });
    at = end - 1;
  }
  return spans;
}
