import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseNote } from './parse-note.ts';
import { splitPassages } from './passages.ts';

const split = (text: string) =>
  splitPassages(text, parseNote(text)).map((passage) => ({
    ...{ headings: passage.headings, anchor: passage.anchor, line: passage.line },
    text: text.slice(passage.start, passage.end),
  }));

test('passages stand under their headings, with the line they begin at', () => {
  const text = [
    '---',
    'a: 1',
    '---',
    'intro',
    '',
    '# A',
    '',
    'one',
    '## B',
    'two',
    '',
    '# C',
    '## D',
    '  three',
  ];
  expect(split(text.join('\n'))).toEqual([
    { headings: [], anchor: null, line: 4, text: 'intro' },
    { headings: ['A'], anchor: 'a', line: 8, text: 'one' },
    { headings: ['A', 'B'], anchor: 'b', line: 10, text: 'two' },
    { headings: ['C', 'D'], anchor: 'd', line: 14, text: '  three' },
  ]);
});

test('a note of nothing but headings is one passage', () => {
  expect(split('# A\n## B\n')).toEqual([
    { headings: ['A', 'B'], anchor: 'b', line: 2, text: '## B\n' },
  ]);
  expect(split('')).toEqual([]);
});

test('long sections are cut at blank lines, never inside code', () => {
  const paragraph = 'word '.repeat(100).trim();
  const code = ['```', ...Array.from({ length: 40 }, () => 'code line\n'), '```'].join('\n');
  const text = `# A\n\n${[paragraph, paragraph, paragraph, code, paragraph].join('\n\n')}`;
  const passages = split(text);
  expect(passages.length).toBeGreaterThan(2);
  expect(passages.filter((passage) => passage.text.includes('code line')).length).toBe(1);
  expect(passages.map((passage) => passage.text).join('\n\n')).toBe(text.slice(5));
});

test('no passage is too long, none overlaps another, and no word is lost', () => {
  const line = fc.constantFrom(
    '# H',
    '## I',
    'word word',
    '',
    '```',
    'x'.repeat(5000),
    '- item',
    '😀'.repeat(2500),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const text = lines.join('\n');
      const note = parseNote(text);
      let last = 0;
      let kept = '';
      for (const { start, end } of splitPassages(text, note)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end - start).toBeLessThanOrEqual(4000);
        expect(text.slice(start, end).isWellFormed()).toBe(true);
        kept += text.slice(start, end);
        last = end;
      }
      const without = (value: string) => value.replace(/\s+/gu, '');
      const body = lines.filter((entry) => !/^##? [HI]$/u.test(entry)).join('');
      if (!text.includes('```') && note.headings.length === 0)
        expect(without(kept)).toBe(without(body));
    }),
    { numRuns: 300 },
  );
});
