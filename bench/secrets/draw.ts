/** A source of numbers below a bound that gives the same ones for the same seed (mulberry32). */
export type Draw = (below: number) => number;

export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';

/** The alphabets that a template names by one letter. */
const alphabets: Readonly<Record<string, string>> = {
  a: upper + lower + digits,
  l: lower + digits,
  u: upper + digits,
  h: `${digits}abcdef`,
  H: `${digits}ABCDEF`,
  n: digits,
  w: `${upper + lower + digits}_`,
  s: `${upper + lower + digits}_-`,
  b: `${upper + lower + digits}+/`,
  t: `${upper}234567`,
  z: lower,
};

export const pick = <T>(draw: Draw, from: readonly [T, ...T[]]): T =>
  from[draw(from.length)] ?? from[0];

/** `length` characters of the alphabet `kind`. */
export function drawn(draw: Draw, kind: string, length: number): string {
  const alphabet = alphabets[kind];
  if (alphabet === undefined) throw new Error(`no alphabet ${kind}`);
  let text = '';
  while (text.length < length) text += alphabet[draw(alphabet.length)] ?? '';
  return text;
}

const uuid = (draw: Draw): string =>
  [8, 4, 4, 4, 12].map((length) => drawn(draw, 'h', length)).join('-');

const encoded = (text: string): string => Buffer.from(text).toString('base64url');

const jwt = (draw: Draw): string =>
  [
    encoded(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: drawn(draw, 'a', 8) })),
    encoded(JSON.stringify({ sub: drawn(draw, 'n', 10), iat: 1_700_000_000 + draw(1_000_000) })),
    drawn(draw, 's', 86),
  ].join('.');

/** Fills a template: `{a36}` is 36 of the alphabet `a`, `{uuid}` and `{jwt}` are what they say. */
export const fill = (template: string, draw: Draw): string =>
  template.replaceAll(/\{(uuid|jwt|([A-Za-z])(\d+))\}/gu, (_all, what, kind, length) => {
    if (what === 'uuid') return uuid(draw);
    return what === 'jwt' ? jwt(draw) : drawn(draw, String(kind), Number(length));
  });
