import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, frozenCopy } from './canonical.ts';

describe('the canonical text', () => {
  test('is the same for equal values and differs for different ones', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, two) => {
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(two));
        expect(canonical(plain(one)) === canonical(plain(two))).toBe(same);
      }),
    );
  });
  test('survives parsing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(plain(value));
        expect(canonical(JSON.parse(text))).toBe(text);
      }),
    );
  });
  test.each([
    ['a function', () => 0],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
  ])('%s is refused', (_name, value) => {
    expect(() => canonical({ value })).toThrow(/plain data/);
  });
});

describe('the frozen copy', () => {
  test('does not follow the original, and cannot be changed', () => {
    const original = { list: [{ name: 'a' }] };
    const copy = frozenCopy(original);
    original.list[0] = { name: 'b' };
    expect(copy).toEqual({ list: [{ name: 'a' }] });
    expect(() => copy.list.push({ name: 'c' })).toThrow(TypeError);
    expect(() => Object.assign(copy.list[0] ?? {}, { name: 'c' })).toThrow(TypeError);
  });
  test('reads a getter once, so a value cannot differ between the check and the use', () => {
    let reads = 0;
    const copy = frozenCopy({
      get path() {
        return `${reads++}`;
      },
    });
    expect([copy.path, copy.path, reads]).toEqual(['0', '0', 1]);
  });
  test('a `__proto__` key is refused', () => {
    expect(() => frozenCopy(JSON.parse('{"__proto__": {"admin": true}}') as unknown)).toThrow(
      /plain data/,
    );
  });
});

/** fast-check's numbers may hold -0 and its objects `__proto__`; JSON cannot tell them apart. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
function sorted(value: unknown): unknown {
  const known = plain(value);
  if (Array.isArray(known)) return known.map(sorted);
  if (typeof known !== 'object' || known === null) return known;
  return Object.fromEntries(
    Object.entries(known)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
