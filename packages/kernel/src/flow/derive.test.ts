import { describe, expect, test } from 'vitest';
import { derivedFrom, formsOf } from './derive.ts';

const base64 = (text: string) => btoa(text);
const hex = (text: string) =>
  Array.from(text)
    .map((one) => one.charCodeAt(0).toString(16))
    .join('');
const percent = (text: string) =>
  Array.from(text)
    .map((one) => `%${one.charCodeAt(0).toString(16)}`)
    .join('');
const target = 'eve@evil.example';

describe('a value derives from what was read', () => {
  test.each([
    ['as it is', `write to ${target}!`, target, 'exact'],
    ['in other letters', 'write to EVE@Evil.Example', target, 'normalised'],
    ['in wide letters', 'write to ｅｖｅ@evil.example', target, 'normalised'],
    ['with hidden characters', 'write to e\u200bve@evil.example', target, 'normalised'],
    ['with other blanks', 'the  red\nhouse', 'the red house', 'normalised'],
    ['spaced out', Array.from(target).join(' '), target, 'joined'],
    ['broken over lines', 'eve@\n  evil\n.example', target, 'joined'],
    ['dotted out', 'eve [at] evil', 'eve at evil', 'joined'],
    ['spaced out, as short as tells', 'a b c d', 'abcd', 'joined'],
    ['with hidden characters and blanks of the caller', 'ev', '\u200b ev', 'normalised'],
    ['in base64, its end cut', base64('x abcd!').slice(0, -1), 'abcd', 'encoded'],
    ['in base64, as short as tells', base64('x abcd'), 'abcd', 'encoded'],
    ['in base64', `read ${base64(`mail ${target} now`)} ok`, target, 'encoded'],
    [
      'in base64 for addresses',
      `x ${base64('???>>> eve@evil').replaceAll('/', '_').replaceAll('+', '-')}`,
      'eve@evil',
      'encoded',
    ],
    ['in hex', `read ${hex(target)}`, target, 'encoded'],
    ['in hex with colons', hex(target).replace(/..(?!$)/gu, '$&:'), target, 'encoded'],
    ['in hex with blanks', hex(target).replace(/..(?!$)/gu, '$& '), target, 'encoded'],
    ['in percent, its signs alone', 'eve%40evil%2eexample', target, 'encoded'],
    ['in escapes, its signs alone', 'eve\\x40evil\\x2eexample', target, 'encoded'],
    ['in percent', `read ${percent(target)}`, target, 'encoded'],
    ['in escapes', percent(target).replaceAll('%', '\\x'), target, 'encoded'],
    [
      'in entities',
      Array.from(target)
        .map((one) => `&#${String(one.charCodeAt(0))};`)
        .join(''),
      target,
      'encoded',
    ],
    [
      'in hex entities',
      Array.from(target)
        .map((one) => `&#x${one.charCodeAt(0).toString(16)};`)
        .join(''),
      target,
      'encoded',
    ],
    ['reversed', Array.from(target).reverse().join(''), target, 'encoded'],
    ['shifted', 'rir@rivy.rknzcyr', target, 'encoded'],
    ['in entities around a character that is none', 'ab&#x110000;c&#100;', 'abcd', 'encoded'],
    ['encoded by the caller, as short as tells', 'abcd', base64('abcd'), 'encoded'],
    ['encoded by the caller', `write to ${target}`, base64(target), 'encoded'],
    [
      'reversed by the caller',
      `write to ${target}`,
      Array.from(target).reverse().join(''),
      'encoded',
    ],
    ['shifted by the caller', `write to ${target}`, 'rir@rivy.rknzcyr', 'encoded'],
    ['put together', 'the user is eve and her host is evil, of the kind example', target, 'split'],
    ['not at all', 'the user is eve', target, null],
    ['too short to tell', 'x y z', 'zyx', null],
    ['one word of several', 'evil', 'good evil', null],
    ['not at all, nothing', 'a text', ' ', null],
    ['nothing that is seen', 'text', '\u200b', null],
    ['a short word among signs', 'ab', '-ab-', null],
    ['too short to tell, encoded by the caller', 'abc', base64('abc ---'), null],
    ['something else, encoded by the caller', 'abc', base64('nothing of it'), null],
    [
      'of two encodings one behind the other',
      `${base64('eve at')} ${base64('evil')}`,
      'eveatevil',
      null,
    ],
    ['no character of Unicode', '&#x110000;&#9999999;', target, null],
    ['signs alone', 'a!b', '--', null],
  ])('%s', (_name, text, value, expected) => {
    expect(derivedFrom(formsOf(text), value)).toBe(expected);
  });

  test('a long value is looked for by its beginning', () => {
    const value = 'word '.repeat(1000);
    expect([
      derivedFrom(formsOf(value.slice(0, 200)), value),
      derivedFrom(formsOf(value.slice(0, 150)), value),
    ]).toEqual(['exact', 'split']);
  });
});
