/** An amount as it stands in a text, with what it is counted in. */
export interface Amount {
  readonly value: number;
  readonly unit: string | null;
}

/** Spellings of a unit, and the one that stands for them. */
const units: Readonly<Record<string, string>> = {
  $: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  '¥': 'JPY',
  jpy: 'JPY',
  yen: 'JPY',
  chf: 'CHF',
  '%': '%',
  percent: '%',
};
/** The unit a text names, in its one spelling; null where it names none. */
export const unitOf = (text: string | undefined): string | null =>
  text !== undefined && Object.hasOwn(units, text.toLowerCase())
    ? (units[text.toLowerCase()] ?? null)
    : null;

// A number that is no part of a date, a version, a name or another number. What multiplies it
// (`5 million`, `50 cents`) makes it another one, which is not read.
const number =
  /(?<![\p{L}\p{N}_.,:/@#%+=&~-])(-?)([$€£¥]?)\s?(\d+(?:[.,'’]\d+)*)(?![\d\p{L}_@/~]|[-:.,]\d|[-.]\p{L})(?:\s?([$€£¥%]|(?:usd|eur|gbp|jpy|chf|dollars?|euros?|pounds?|yen|percent)(?!\p{L})))?(?!\s*(?:k|thousand|million|billion|hundred|m|bn|cents?|pence)(?!\p{L}))/giu;

/** Every amount of a text, by value: `$1,200`, `1200.00` and `1.200,00 €` are one number. */
export function amountsIn(text: string): readonly Amount[] {
  return [...text.matchAll(number)].flatMap(([, minus, before, digits = '', after]) => {
    const size = valueOf(digits);
    if (size === null) return [];
    return [{ value: minus === '-' ? -size : size, unit: unitOf(before) ?? unitOf(after) }];
  });
}

/** A value that is one amount and nothing else, or null. */
export function amountOf(text: string): Amount | null {
  const [first] = text.matchAll(number);
  return first?.[0] === text ? (amountsIn(text)[0] ?? null) : null;
}

/** Null where the separators may be read two ways: `1.200` is a thousand to some, and one to others. */
function valueOf(digits: string): number | null {
  const marks = digits.replace(/\d/gu, '');
  const last = marks.at(-1);
  if (last === undefined) return Number(digits);
  const [head = '', tail = '', ...more] = digits.split(last);
  const point = last === '.' || last === ',';
  const grouped = (text: string) => /^\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*$/u.test(text);
  const plain = (text: string) => text.replace(/\D/gu, '');
  if (marks.length === 1) {
    if (point && (tail.length !== 3 || head === '0')) return Number(`${head}.${tail}`);
    return last !== '.' && grouped(digits) ? Number(plain(digits)) : null;
  }
  if (grouped(digits)) return Number(plain(digits));
  return more.length === 0 && point && grouped(head) ? Number(`${plain(head)}.${tail}`) : null;
}
