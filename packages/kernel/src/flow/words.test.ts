import { describe, expect, test } from 'vitest';
import { fold, names, says, wordsOf } from './words.ts';

describe('a text says words only as words of their own', () => {
  test.each([
    ['tell Ana', 'Ana', true],
    ['tell Ana.', 'Ana', true],
    ['tell Ana, please', 'Ana', true],
    ['Ana,Ben', 'Ana', true],
    ['Ana,Ben', 'Ben', true],
    ['Ana; Ben', 'Ana', true],
    ['(Ana)', 'Ana', true],
    ['[Ana]', 'Ana', true],
    ['<ana@x.example>', 'ana@x.example', true],
    ['“Ana”', 'Ana', true],
    ['‘Ana’s list’', 'Ana', true],
    ["Ana's list", 'Ana', true],
    ['to: Ana', 'Ana', true],
    ['to:Ana', 'Ana', true],
    ['to=Ana', 'Ana', true],
    ['#general', 'general', true],
    ['@Ana', 'Ana', true],
    ['Ana—Ben', 'Ben', true],
    ['Ana|Ben', 'Ana', true],
    ['Ana\nBen', 'Ana', true],
    ['is it Ana?', 'Ana', true],
    ['"a b", now', 'a b', true],
    ['Susana', 'ana', false],
    ['Anabel', 'Ana', false],
    ['ana@x.example', 'ana', false],
    ['ana@x.example', 'x.example', false],
    ['O’Ana', 'Ana', false],
    ['un-Ana', 'Ana', false],
    ['Ana-Lena', 'Ana', false],
    ['Ana/Ben', 'Ana', false],
    ['Ana_1', 'Ana', false],
    ['a.Ana', 'Ana', false],
    ['Ana.b', 'Ana', false],
    ['https://x.example/Ana', 'Ana', false],
    ['x?y=Ana', 'Ana', false],
    ['Ana&x', 'Ana', false],
    ['a 1,200 b', '200 b', false],
    ['a 1,200', 'a 1', false],
    ['port:80', '80', false],
    ['é', 'e', false],
    ['e\u0301', 'e', false],
    ['', '', false],
    ['x', '', false],
    [`${'y'.repeat(40)}Ana`, 'Ana', false],
    [`${'('.repeat(40)}Ana`, 'Ana', false],
    [`Ana${')'.repeat(40)}b`, 'Ana', false],
    // As far as is looked, and behind much more text.
    [`${'('.repeat(32)}Ana`, 'Ana', true],
    [`Ana${')'.repeat(32)}`, 'Ana', true],
    [`Susana${' and more'.repeat(9)}`, 'ana', false],
    [` ${'('.repeat(40)}Ana`, 'Ana', false],
    ['on 3, bring 200', '200', true],
    ['Ana,b,5', 'Ana', true],
    ['Anabel met Ana', 'Ana', true],
  ] as const)('%j: %j is %s', (text, words, said) => {
    expect(says(text, words)).toBe(said);
  });
});

describe('something is named where it is quoted, or a noun stands before it', () => {
  const nouns = new Set(['file', 'id']);
  test.each([
    ['delete file 13', '13', true],
    ['delete File 13.', '13', true],
    ['the one with id: 13', '13', true],
    ['id=13', '13', false],
    ['id = 13', '13', true],
    ['#13', '13', true],
    ['delete #13', '13', true],
    ['#1 of 13', '13', false],
    [`file 13${' and more'.repeat(9)}`, '13', true],
    ['id:Ana', 'Ana', true],
    ['file:  Ana', 'Ana', true],
    ['the "best of 13"', '13', false],
    ['delete "13"', '13', true],
    ['delete ‘13’', '13', true],
    ['delete "13 of them"', '13', false],
    ['the 13 notes', '13', false],
    ['profile 13', '13', false],
    ['file 130', '13', false],
    ['13', '13', false],
  ] as const)('%j: %j is %s', (text, words, said) => {
    expect(names(text, words, nouns)).toBe(said);
  });
});

test('names are compared without the case of ASCII letters and without more blanks than one', () => {
  expect([fold('Le  MARAIS\nÉcole'), fold('\uFF21\u212A')]).toEqual([
    'le marais École',
    '\uFF21\u212A',
  ]);
});

test.each([
  ['event_id', ['event', 'id']],
  ['eventId', ['event', 'id']],
  ['send-money.to', ['send', 'money', 'to']],
  ['URL', ['url']],
  ['v2Name', ['v2', 'name']],
  ['', []],
] as const)('the words of %j', (name, expected) => {
  expect(wordsOf(name)).toEqual(expected);
});
