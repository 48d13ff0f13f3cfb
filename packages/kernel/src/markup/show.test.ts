import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visible, visibleLines } from './show.ts';

describe('what is approved is shown whole', () => {
  test.each([
    ['plain text, ümläut, 日本語, 👍', 'plain text, ümläut, 日本語, 👍'],
    ['a\tb', 'a\tb'],
    ['a\nb\rc', 'a⟨U+000A⟩b⟨U+000D⟩c'],
    ['\u001b[2J', '⟨U+001B⟩[2J'],
    ['rm\u00a0-rf', 'rm⟨U+00A0⟩-rf'],
    ['\u202Egpj', '⟨U+202E⟩gpj'],
    ['a\u200B\u200D\u2060\uFEFFb', 'a⟨U+200B⟩⟨U+200D⟩⟨U+2060⟩⟨U+FEFF⟩b'],
    ['\u{E0041}\u{E007F}', '⟨U+E0041⟩⟨U+E007F⟩'],
    ['\u3164\u115F\u2800\u00AD\u034F', '⟨U+3164⟩⟨U+115F⟩⟨U+2800⟩⟨U+00AD⟩⟨U+034F⟩'],
    ['\uD800 \uE000', '⟨U+D800⟩ ⟨U+E000⟩'],
    ['\u2028\u3000', '⟨U+2028⟩⟨U+3000⟩'],
    ['e\u0301', 'e\u0301'],
    [`a${'\u0301'.repeat(6)}`, `a${'\u0301'.repeat(4)}⟨U+0301⟩⟨U+0301⟩`],
    ['⟨U+202E⟩ ⟨x⟩', '⟨U+27E8⟩U+202E⟩ ⟨x⟩'],
    ['❤️ a\uFE0F', '❤️ a⟨U+FE0F⟩'],
  ])('%j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('of several lines', () => {
    expect(visibleLines('a\n\u202Eb\r\n')).toBe('a\n⟨U+202E⟩b⟨U+000D⟩\n');
  });

  test('two texts that differ never show alike', () => {
    const unit = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\u200B',
      '\u202E',
      '⟨',
      'U+200B',
      'U+27E8',
      '⟩',
      '\u00a0',
      '\0',
    );
    const text = fc.array(unit, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(visible(a) === visible(b)).toBe(a === b);
      }),
      { numRuns: 3_000 },
    );
  });
});
