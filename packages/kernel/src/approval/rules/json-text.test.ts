import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from './json-text.ts';

/** `line:column problem`, or the value. */
function read(source: string): unknown {
  const found = readJson(source);
  if (!('problem' in found)) return found.value;
  return `${String(found.at.line)}:${String(found.at.column)} ${found.problem}`;
}

describe('what is no JSON is named where it stands', () => {
  test.each([
    ['', '1:1 it ends too early'],
    ['  ', '1:3 it ends too early'],
    ['{', '1:2 a name is missing'],
    ['{"a"', '1:5 a colon is missing'],
    ['{"a" 1}', '1:6 a colon is missing'],
    ['{"a":', '1:6 it ends too early'],
    ['{"a":}', '1:6 a value is missing'],
    ['{"a": 1', '1:8 it ends too early: } is missing'],
    ['{"a": 1 "b": 2}', '1:9 a comma or } is missing'],
    ['{"a": 1,}', '1:8 nothing follows this comma'],
    ['{\n  "a": 1,\n}', '2:9 nothing follows this comma'],
    ['{,}', '1:2 a name is missing'],
    ["{'a': 1}", '1:2 a name stands in double quotes'],
    ['{a: 1}', '1:2 a name is missing'],
    ['{"a": 1, "a": 2}', '1:10 "a" stands there twice'],
    ['[1, 2', '1:6 it ends too early: ] is missing'],
    ['[1 2]', '1:4 a comma or ] is missing'],
    ['[1,]', '1:3 nothing follows this comma'],
    ['["a\nb"]', '1:2 this text has no end, or holds a character that must be escaped'],
    ['["a', '1:2 this text has no end, or holds a character that must be escaped'],
    ['["\\x"]', '1:2 this text has no end, or holds a character that must be escaped'],
    ['[tru]', '1:2 a value is missing'],
    ['[truex]', '1:6 a comma or ] is missing'],
    ['[01]', '1:3 a comma or ] is missing'],
    ['[+1]', '1:2 a value is missing'],
    ['[NaN]', '1:2 a value is missing'],
    ['{} x', '1:4 something follows the end'],
    ['{}{}', '1:3 something follows the end'],
    ['// a\n{}', '1:1 comments are not JSON; use "note"'],
    ['# a', '1:1 comments are not JSON; use "note"'],
    ['\uFEFF{}', '1:1 a value is missing'],
    [
      '['.repeat(33) + ']'.repeat(33),
      [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],
    ],
    ['['.repeat(34) + ']'.repeat(34), '1:34 it is nested too deeply'],
  ])('%j', (source, expected) => {
    expect(read(source)).toEqual(expected);
  });
});

test('what JSON.parse reads, it reads the same; what it writes, it reads back', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2, '\t'), (source, indent) => {
      const value: unknown = JSON.parse(source);
      expect(read(JSON.stringify(value, null, indent))).toEqual(value);
    }),
  );
});

test('what JSON.parse refuses, it refuses', () => {
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.',
      'e',
      'true',
      'nul',
      ' ',
      '\n',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const source = pieces.join('');
      let refused = false;
      try {
        JSON.parse(source);
      } catch {
        refused = true;
      }
      if (refused) expect('problem' in readJson(source)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test('a text that begins with blanks begins where its value does', () => {
  const found = readJson('\n {"a": 1}');
  expect('at' in found && typeof found.at === 'function' && found.at(['b'])).toEqual({
    line: 2,
    column: 2,
  });
});

test('every member and item is found again where it begins', () => {
  const found = readJson('{\n  "a": [1,\n    {"b": null}]\n}');
  if ('problem' in found) throw new Error(found.problem);
  const at = (...path: PropertyKey[]) =>
    `${String(found.at(path).line)}:${String(found.at(path).column)}`;
  expect([
    at(),
    at('a'),
    at('a', 0),
    at('a', 1),
    at('a', 1, 'b'),
    at('a', 1, 'c'),
    at('x', 1),
  ]).toEqual(['1:1', '2:3', '2:9', '3:5', '3:6', '3:5', '1:1']);
});
