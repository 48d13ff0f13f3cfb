import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as yaml } from 'yaml';
import { readFrontmatter } from './frontmatter.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const read = (source: string) => readFrontmatter(`---\n${source}\n---\nbody`);

describe('what it reads, it reads as YAML does', () => {
  test.each([
    'a: 1\nb: two\nc: true\nd: null\ne: ~\nf:',
    'a: "x: \\"y\\"\\n"\nb: \'it\'\'s\'',
    'list: [a, "b, c", 3, [d, e]]\nmap: {a: 1, b: [x]}',
    'list:\n  - a\n  - "b"\n  - 3',
    'list:\n- a\n- b\nnext: x',
    'list:\n  - name: a\n    about: b\n  - name: c',
    'map:\n  a: 1\n  b:\n    c: 2\nz: 9',
    'a: x # comment\n# whole line\nb: "# not"',
    'a: |\n  one\n  two\nb: x',
    'a: >\n  one\n  two\nb: x',
    'a: plain words that\n  go on\nb: x',
    'url: https://x.example/a#b\ntime: 12:30',
    'a: -1.5\nb: 007\nc: 1e3x',
    '"quoted key": 1\n\'other\': 2',
    'a: []\nb: {}',
  ])('%s', (source) => {
    const found = read(source);
    expect(found.broken).toEqual([]);
    const trimmed = plain(yaml(source)) as Record<string, unknown>;
    for (const [key, value] of Object.entries(trimmed)) {
      if (typeof value === 'string') trimmed[key] = value.replace(/\n$/u, '');
      if (key === 'b' && source.includes('007')) trimmed[key] = '007'; // no octal here
    }
    for (const [key, value] of Object.entries(plain(found.values) as Record<string, unknown>)) {
      expect([key, typeof value === 'string' ? value.replace(/\n$/u, '') : value]).toEqual([
        key,
        trimmed[key],
      ]);
    }
    expect(Object.keys(found.values)).toEqual(Object.keys(trimmed));
  });
});

describe('what builds or refers to something is refused', () => {
  test.each([
    ['a: &x 1', [2]],
    ['a: *x', [2]],
    ['a: !!js/function "x"', [2]],
    ['a: [1, 2', [2]],
    ['a: {b: 1', [2]],
    ['a: "open', [2]],
    ['a: 1\na: 2', [3]],
    ['just text', [2]],
    ['<<: *base', [2]],
  ])('%s', (source, broken) => {
    expect(read(source).broken).toEqual(broken);
  });
  test('a key named for the prototype is only a key', () => {
    const { values } = read('__proto__: x\nconstructor: y');
    expect(Object.getPrototypeOf(values)).toBe(null);
    expect(Object.keys(values)).toEqual(['__proto__', 'constructor']);
  });
});

test('frontmatter ends where its marker says', () => {
  expect(readFrontmatter('---\na: 1\n---\nx').end).toBe(13);
  expect(readFrontmatter('---\na: 1\n...\nx').end).toBe(13);
  expect(readFrontmatter('---\na: 1\n---').end).toBe(12);
  expect(readFrontmatter('----\na: 1\n---\n').end).toBe(0);
  expect(readFrontmatter('x\n---\na: 1\n---\n').end).toBe(0);
  expect(readFrontmatter('---\na: 1\n---\nx').line).toBe(4);
});

test('anything at all is read without throwing, in a bounded time', () => {
  const piece = fc.constantFrom(
    'a: ',
    '- ',
    '  ',
    '[',
    '{',
    '"',
    "'",
    '\n',
    ',',
    '|',
    '>',
    '#',
    'x',
    ':',
    '---\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
      const found = readFrontmatter(`---\n${pieces.join('')}\n---\n`);
      return found.broken.every((line) => line >= 2);
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => readFrontmatter(`---\n${text}`).end >= 0),
  );
});
