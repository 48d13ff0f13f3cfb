import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fullText, fullTextAll } from './full-text.ts';
import { parseQuery } from './parse-query.ts';
import type { Query } from './parse-query.ts';

const empty: Query = {
  ...{ terms: [], without: [], tags: [], withoutTags: [], paths: [], withoutPaths: [] },
  ...{ links: [], withoutLinks: [], truncated: false },
};
const word = (text: string) => ({ kind: 'word', text });
const phrase = (text: string) => ({ kind: 'phrase', text });

describe('the query language', () => {
  test.each<[string, object]>([
    ['one two', { terms: [word('one'), word('two')] }],
    ['"one two" three', { terms: [phrase('one two'), word('three')] }],
    ['pre*', { terms: [{ kind: 'prefix', text: 'pre' }] }],
    ['"two wor"*', { terms: [{ kind: 'prefix', text: 'two wor' }] }],
    ['-not -"a b" x', { terms: [word('x')], without: [word('not'), phrase('a b')] }],
    ['tag:a/b tag:#C #d', { tags: ['a/b', 'c', 'd'] }],
    ['-tag:a -#b', { withoutTags: ['a', 'b'] }],
    ['path:Notes/ path:"My Dir" -path:x', { paths: ['notes/', 'my dir'], withoutPaths: ['x'] }],
    ['link:[[Plan]] -link:"Old plan"', { links: ['Plan'], withoutLinks: ['Old plan'] }],
    ['TAG:x', { tags: ['x'] }],
    ['http://x.example', { terms: [word('http://x.example')] }],
    ['note:x', { terms: [word('note:x')] }],
    ['"never closed', { terms: [phrase('never closed')] }],
    ['snake_case e-mail', { terms: [word('snake_case'), word('e-mail')] }],
    ['', {}],
    ['!!! --- "" * tag: -', {}],
    ['日本 naïve', { terms: [word('日本'), word('naïve')] }],
  ])('%s', (text, parts) => {
    expect(parseQuery(text)).toEqual({ ...empty, ...parts });
  });
});

test('what is too long is cut and says so', () => {
  expect(parseQuery('a '.repeat(60_000)).truncated).toBe(true);
  expect(parseQuery('word '.repeat(40)).terms).toHaveLength(32);
  expect(parseQuery('x'.repeat(100_000)).terms[0]?.text).toHaveLength(200);
});

test('a term is one quoted string, whatever it holds', () => {
  expect(fullText({ kind: 'word', text: 'a" OR b' })).toBe('"a"" OR b"');
  expect(fullText({ kind: 'prefix', text: 'a' })).toBe('"a"*');
  expect(fullTextAll([])).toBe(null);
});

test('no query fails, and none leaves its quotes', () => {
  const piece = fc.constantFrom(
    '"',
    '*',
    '-',
    'tag:',
    'path:',
    'AND',
    'NEAR(',
    ')',
    '{a}',
    ':',
    '^',
    ' ',
    "'",
    ';',
    '\\',
    '\0',
    'x',
    'é',
    '\ud800',
    '--',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.array(piece).map((all) => all.join('')),
      ),
      (text) => {
        const query = parseQuery(text);
        for (const term of [...query.terms, ...query.without]) {
          const inner = fullText(term).replace(/\*$/u, '');
          expect(inner).toMatch(/^"(?:[^"]|"")*"$/u);
          expect(/[\p{L}\p{N}\p{Co}]/u.test(inner)).toBe(true);
          expect(inner.isWellFormed() && !/\p{Cc}/u.test(inner)).toBe(true);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
