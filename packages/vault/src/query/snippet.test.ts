import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from './parse-query.ts';
import { snippetOf } from './snippet.ts';

const shown = (passage: string, query: string) => {
  const { text, marks } = snippetOf(passage, parseQuery(query).terms);
  return { text, marked: marks.map(([start, end]) => text.slice(start, end)) };
};

test.each<[string, string, string[]]>([
  ['The quick fox', 'quick', ['quick']],
  ['QUICK, quickly', 'quick', ['QUICK']],
  ['quick quickly unquick', 'quick*', ['quick', 'quickly']],
  ['a slow   and\nslow-growth slow growth', '"slow growth"', ['slow-growth', 'slow growth']],
  ['Crème brûlée', 'creme', ['Crème']],
  ['naïve 日本', 'naive 日本', ['naïve', '日本']],
  ['snake_case', 'snake_case', ['snake_case']],
  ['nothing', 'quick', []],
])('%s / %s', (passage, query, marked) => {
  expect(shown(passage, query).marked).toEqual(marked);
});

test('a long passage is cut at words around the terms', () => {
  const passage = `${'before '.repeat(80)}needle ${'after '.repeat(80)}`;
  const { text, marked } = shown(passage, 'needle');
  expect(marked).toEqual(['needle']);
  expect(text).toMatch(/^…(?:before )+needle (?:after )+after…$/u);
  expect(text.length).toBeLessThan(260);
});

test('marks lie inside, in order, apart, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (passage, query) => {
      const { text, marks } = snippetOf(`${passage} ${query}`, parseQuery(query).terms);
      let last = 0;
      for (const [start, end] of marks) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        last = end;
      }
    }),
  );
});
