import type { BraceExpansionPart } from 'unbash';

const list = /^\{[\w./@%+:=~^-]*(?:,[\w./@%+:=~^-]*)+\}$/u;
const range = /^\{(-?\d{1,6})\.\.(-?\d{1,6})\}$/u;
const most = 64;

/**
 * The texts a brace expansion makes, where it is a plain list (`{a,b}`) or a short range of numbers
 * (`{1..9}`); null where it is nested, quoted, holds an expansion, or makes too many.
 */
export function expandBrace({ text }: BraceExpansionPart): readonly string[] | null {
  if (list.test(text)) {
    const made = text.slice(1, -1).split(',');
    // A tilde at the start of a made word is expanded afterwards; leave that to the cautious way.
    return made.length <= most && !text.includes('~') ? made : null;
  }
  const bounds = range.exec(text);
  if (bounds === null) return null;
  const [, from = '', to = ''] = bounds;
  // `{01..10}` pads with zeros.
  if (/^-?0\d/u.test(from) || /^-?0\d/u.test(to)) return null;
  const start = Number(from);
  const step = Number(to) >= start ? 1 : -1;
  const count = Math.abs(Number(to) - start) + 1;
  if (count > most) return null;
  return Array.from({ length: count }, (_, index) => String(start + index * step));
}
