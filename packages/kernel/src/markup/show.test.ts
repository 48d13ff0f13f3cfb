import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';
import { readable, visible, visibleLines } from './show.ts';

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

/** Characters that show nothing, or turn what stands around them: by kind, from and to. */
const ranges: readonly (readonly [kind: string, from: number, to: number])[] = [
  ['controls', 0x00, 0x08],
  ['more controls', 0x0b, 0x1f],
  ['delete and the second set of controls', 0x7f, 0x9f],
  ['soft hyphen', 0xad, 0xad],
  ['grapheme joiner', 0x34f, 0x34f],
  ['Arabic letter mark', 0x61c, 0x61c],
  ['Hangul fillers', 0x115f, 0x1160],
  ['Khmer vowels that are not written', 0x17b4, 0x17b5],
  ['Mongolian selectors', 0x180b, 0x180f],
  ['zero width', 0x200b, 0x200d],
  ['marks of direction', 0x200e, 0x200f],
  ['line and paragraph separators', 0x2028, 0x2029],
  ['embeddings and overrides of direction', 0x202a, 0x202e],
  ['joiners and invisible operators', 0x2060, 0x2064],
  ['isolates of direction', 0x2066, 0x2069],
  ['deprecated format characters', 0x206a, 0x206f],
  ['blank of Braille', 0x2800, 0x2800],
  ['Hangul filler', 0x3164, 0x3164],
  ['selectors of variation', 0xfe00, 0xfe0f],
  ['byte order mark', 0xfeff, 0xfeff],
  ['half-width Hangul filler', 0xffa0, 0xffa0],
  ['ignorable, not assigned', 0xfff0, 0xfff8],
  ['interlinear annotation', 0xfff9, 0xfffb],
  ['controls of hieroglyphs', 0x13430, 0x1343f],
  ['controls of shorthand', 0x1bca0, 0x1bca3],
  ['controls of music', 0x1d173, 0x1d17a],
  ['tags', 0xe0000, 0xe007f],
  ['more selectors of variation', 0xe0100, 0xe01ef],
  ['ignorable to the end of the plane', 0xe01f0, 0xe0fff],
  ['halves of characters', 0xd800, 0xdfff],
];

describe('every character that hides is named', () => {
  test.each(ranges)('%s', (_kind, from, to) => {
    const bare: string[] = [];
    for (let point = from; point <= to; point += 1) {
      const mark = `⟨U+${point.toString(16).toUpperCase().padStart(4, '0')}⟩`;
      const text = `a${String.fromCodePoint(point)}b`;
      for (const shown of [visible(text), visibleLines(text), readable(text)]) {
        if (shown !== `a${mark}b`) bare.push(mark);
      }
      // Markdown itself reads NUL as a broken character, and a return as an end of line.
      const rendered = renderMarkdown(text);
      if (point !== 0 && point !== 0x0d && rendered !== `<p>a${mark}b</p>\n`) bare.push(rendered);
    }
    expect(bare).toEqual([]);
  });

  // What Unicode gives a look to stays as it is in a document.
  test.each([
    ['a family', '👨‍👩‍👧‍👦'],
    ['a tone of skin', '👩🏽‍🚀'],
    ['a heart as a picture, and as text', '❤️ ❤︎'],
    ['keycaps', '1️⃣ #️⃣'],
    ['flags of states', '🇩🇪🇯🇵'],
    ['the flags of England, Scotland and Wales', '🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['Arabic', 'مرحبا بالعالم'],
    ['Persian with its non-joiner', 'می‌خواهم'],
    ['an Arabic number sign and end of verse', '\u0600١٢ \u06DD'],
    ['Hebrew with points', 'שָׁלוֹם'],
    ['Hindi with its joiner', 'क्‍ष'],
    ['Sinhala', 'ශ්‍රී'],
    ['Braille', '⠓⠊⠀⠽⠕⠥'],
    ['Vietnamese in parts', 'Vie\u0302\u0323t'],
    ['spaces of typesetting', 'a\u00a0b\u202fc\u3000d'],
  ])('%s stays as it is', (_kind, text) => {
    expect(readable(text)).toBe(text);
  });

  test.each([
    ['a flag of no land', '\u{1F3F4}\u{E0061}\u{E007F}', '\u{1F3F4}⟨U+E0061⟩⟨U+E007F⟩'],
    ['tags behind a flag', '🏴󠁧󠁢󠁥󠁮󠁧󠁿\u{E0061}', '🏴󠁧󠁢󠁥󠁮󠁧󠁿⟨U+E0061⟩'],
    ['a digit with a selector', '1\uFE0F', '1⟨U+FE0F⟩'],
    ['a pile of marks', `a${'\u0301'.repeat(6)}`, `a${'\u0301'.repeat(4)}⟨U+0301⟩⟨U+0301⟩`],
    ['a joiner of Latin letters', 'a\u200Db', 'a⟨U+200D⟩b'],
    ['two selectors', '❤\uFE0F\uFE0F', '❤\uFE0F⟨U+FE0F⟩'],
  ])('%s does not', (_kind, text, expected) => {
    expect(readable(text)).toBe(expected);
  });
});
