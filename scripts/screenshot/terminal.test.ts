import { expect, test } from 'vitest';
import { picture, screen } from './terminal.ts';

const esc = '\u001b';
const plain = { colour: null, bold: false, faint: false, underline: false };

test.each([
  ['plain', 'a\nb\n', [[{ text: 'a', style: plain }], [{ text: 'b', style: plain }]]],
  [
    'bold, then nothing',
    `${esc}[1mA${esc}[0mb`,
    [
      [
        { text: 'A', style: { ...plain, bold: true } },
        { text: 'b', style: plain },
      ],
    ],
  ],
  [
    'a colour of 256',
    `${esc}[38;5;196mx`,
    [[{ text: 'x', style: { ...plain, colour: 'rgb(255,0,0)' } }]],
  ],
  [
    'a progress bar that was overwritten',
    `50 %\r${esc}[K100 %`,
    [[{ text: '100 %', style: plain }]],
  ],
  ['part of a line overwritten', 'abc\rX', [[{ text: 'Xbc', style: plain }]]],
])('%s', (_, output, lines) => {
  expect(screen(output)).toEqual(lines);
});

test('the picture escapes what the program printed', () => {
  const svg = picture(screen('<script>alert(1)</script> & more'), 80);
  expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
  expect(svg).not.toContain('<script');
});

test('a long line is broken where the terminal ends', () => {
  const rows = picture(screen('x'.repeat(25)), 10).match(/<text /g) ?? [];
  expect(rows.length).toBe(3);
});
