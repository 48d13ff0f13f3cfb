/** How a value was found in untrusted content. */
export type Derived = 'exact' | 'normalised' | 'joined' | 'encoded' | 'split';

/** A value is looked for by its first characters: more would not tell it apart better. */
const LOOKED = 200;
/** Shorter than this, bare letters and digits stand everywhere by chance. */
const TELLING = 4;

/** Untrusted text in the forms a value is looked for in; made once, when first needed. */
export interface Forms {
  readonly exact: string;
  readonly normalised: string;
  /** Letters and digits alone: what was spaced out, broken over lines or dotted stands together. */
  readonly joined: string;
  /** What encodings in it say, and the whole turned round and shifted by 13. */
  readonly encoded: string;
}

export function formsOf(text: string): Forms {
  const normalised = normalise(text);
  const joined = squeeze(normalised);
  const encoded = () =>
    [...decoded(text), reversed(joined), shifted(joined)]
      .map((one) => squeeze(normalise(one)))
      .join('\n');
  let late: string | null = null;
  return {
    exact: text,
    normalised,
    joined,
    get encoded() {
      return (late ??= encoded());
    },
  };
}

/** How a value derives from the text, or null. Detection for people: what is not found asks as well. */
export function derivedFrom(forms: Forms, value: string): Derived | null {
  const wanted = value.slice(0, LOOKED).trim();
  if (wanted === '') return null;
  if (forms.exact.includes(wanted)) return 'exact';
  const plain = normalise(wanted);
  if (plain !== '' && forms.normalised.includes(plain)) return 'normalised';
  const bare = squeeze(plain);
  if (bare.length >= TELLING && forms.joined.includes(bare)) return 'joined';
  if (bare.length >= TELLING && forms.encoded.includes(bare)) return 'encoded';
  const read = Array.from(decoded(wanted), (one) => squeeze(normalise(one)));
  if (read.some((one) => one.length >= TELLING && forms.joined.includes(one))) return 'encoded';
  const parts = plain.split(/[^\p{L}\p{N}]/u).filter((part) => part !== '');
  const found = parts.length > 1 && parts.every((part) => forms.normalised.includes(part));
  return found ? 'split' : null;
}

const normalise = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
const squeeze = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');
const reversed = (text: string) => Array.from(text).reverse().join('');
const shifted = (text: string) =>
  text.replace(/[a-z]/gu, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97));

/** Runs of base64, hex, percent and entity escapes, read. */
function* decoded(text: string): Generator<string> {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{6,}={0,2}/gu)) {
    const plain = run.replaceAll('=', '').replaceAll('-', '+').replaceAll('_', '/');
    if (plain.length % 4 !== 1) yield atob(plain);
  }
  for (const [run] of text.matchAll(/(?:[\da-f]{2}[\s:]?){4,}/giu)) {
    yield readBytes(run.replace(/[^\da-f]/giu, ''), /../gu, 16);
  }
  for (const [run] of text.matchAll(/[%\\\w.~@-]+/gu)) {
    const plain = run.replace(/(?:%|\\x)([\da-f]{2})/giu, (_, byte: string) =>
      readBytes(byte, /../u, 16),
    );
    if (plain !== run) yield plain;
  }
  if (/&#/u.test(text)) {
    yield text.replace(
      /&#(?:x([\da-f]{1,6})|(\d{1,7}));/giu,
      (_, hex?: string, decimal?: string) => {
        const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : '';
      },
    );
  }
}

const readBytes = (digits: string, each: RegExp, base: number): string =>
  (digits.match(each) ?? []).map((one) => String.fromCharCode(Number.parseInt(one, base))).join('');
