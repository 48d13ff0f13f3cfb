import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findHidden, foldName, hiddenAt, utf8Length } from './characters.ts';

const joiner = '\u200D';
const nonJoiner = '\u200C';
const heart = '\u2764';
const woman = '\u{1F469}';

test.each<[string, string, string | null]>([
  ['plain', 'a b~', null],
  ['first printable', ' ', null],
  ['NUL', 'a\0', 'nul 0'],
  ['tab', 'a\tb', 'control 9'],
  ['last of C0', '\x1F', 'control 1f'],
  ['delete', '\x7F', 'control 7f'],
  ['first of C1', '\x80', 'control 80'],
  ['last of C1', '\x9F', 'control 9f'],
  ['after C1', '\xA0', null],
  ['soft hyphen', 'a\xADb', 'invisible ad'],
  ['zero width space', 'a\u200Bb', 'invisible 200b'],
  ['right-to-left override', 'a\u202Eb', 'invisible 202e'],
  ['line separator', 'a\u2028b', 'invisible 2028'],
  ['tag', 'a\u{E0041}', 'invisible e0041'],
  ['lone surrogate', '\uD800', 'invisible d800'],
  ['letters beyond ASCII', 'öß漢', null],
  // Joiners and selectors count where a script or an emoji is spelled with them, only there.
  ['selector after an emoji', `${heart}\uFE0F`, null],
  ['text selector after an emoji', `${heart}\uFE0E`, null],
  ['selector inside a keycap', '1\uFE0F\u20E3', null],
  ['selector inside a keycap of a sign', '#\uFE0E\u20E3', null],
  ['selector after a digit', '1\uFE0F', 'invisible fe0f'],
  ['selector before a keycap without a key', 'a\uFE0F\u20E3', 'invisible fe0f'],
  ['selector after a letter', 'a\uFE0F', 'invisible fe0f'],
  ['text selector after a letter', 'a\uFE0E', 'invisible fe0e'],
  ['selector at the start', '\uFE0F', 'invisible fe0f'],
  ['joiner between emoji', `${woman}${joiner}${heart}\uFE0F`, null],
  ['joiner after an emoji only', `${woman}${joiner}a`, 'invisible 200d'],
  ['joiner before an emoji only', `a${joiner}${woman}`, 'invisible 200d'],
  ['joiner at the end', `${woman}${joiner}`, 'invisible 200d'],
  ['joiner in Devanagari', `\u0915\u094D${joiner}`, null],
  ['non-joiner in Persian', `\u0645\u06CC${nonJoiner}\u062E`, null],
  ['non-joiner after Persian only', `\u06CC${nonJoiner}a`, 'invisible 200c'],
  ['non-joiner before Persian only', `a${nonJoiner}\u062E`, 'invisible 200c'],
  ['non-joiner between letters', `a${nonJoiner}b`, 'invisible 200c'],
  ['another invisible in Persian', '\u06CC\u200B\u062E', 'invisible 200b'],
])('%s', (_, text, wanted) => {
  const found = findHidden(text);
  expect(found === null ? null : `${found.kind} ${found.at.toString(16)}`).toBe(wanted);
});

test('the first hiding character is named', () => {
  expect(findHidden('ok\u200B\0')).toEqual({ kind: 'invisible', at: 0x200b });
  expect(hiddenAt([], 0)).toBeNull();
});

test.each([
  ['', 0],
  ['~', 1],
  ['abc', 3],
  ['\x7F', 1],
  ['\x80', 2],
  ['\u07FF', 2],
  ['\u0800', 3],
  ['\uFFFF', 3],
  ['\u{10000}', 4],
  ['\u{10FFFF}', 4],
  ['\uD800', 3],
  ['a\xE9漢\u{1F469}', 10],
])('%j is %i bytes', (text, bytes) => {
  expect(utf8Length(text)).toBe(bytes);
});

test('lengths are those of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});

describe('names are compared as the most forgiving file system would', () => {
  test.each([
    ['.SSH', '.ssh'],
    ['.ssh.', '.ssh'],
    ['.ssh ', '.ssh'],
    ['.ssh. . ', '.ssh'],
    ['a.b', 'a.b'],
    ['a b', 'a b'],
    ['...', ''],
    ['.s\u200Bsh', '.ssh'],
    ['\uFF0Essh', '.ssh'],
    ['.ſſh', '.ssh'],
    ['P\u0130P', 'pip'],
    ['STRASSE', 'strasse'],
    ['straße', 'strasse'],
    ['\u212A', 'k'],
    ['e\u0301', '\xE9'],
    ['é. ', '\xE9'],
  ])('%j is %j', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  test('folding is stable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
      }),
    );
  });
});
