import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readQuestion } from './question.ts';
import { retrieve } from './retrieve.ts';
import type { Candidate, Evidence } from './candidate.ts';
import { stemOf } from './stem.ts';

const candidate = (path: string, text: string, headings: readonly string[] = []): Candidate => ({
  ...{ root: '/notes', path, title: null, headings, anchor: null, line: 1, text, private: false },
});
const evidence = (candidates: readonly Candidate[], ...frequencies: number[]): Evidence => ({
  candidates,
  frequencies,
  total: 1000,
});
const words = (question: string) => readQuestion(question).terms.map((term) => term.word);

test('a question is its telling words, English and German', () => {
  expect(words('How do I install the printer driver?')).toEqual(['install', 'printer', 'driver']);
  expect(words('Wann wurde die Heizung zuletzt gewartet?')).toEqual([
    'heizung',
    'zuletzt',
    'gewartet',
  ]);
  expect(words('what is it?')).toEqual(['what', 'is', 'it']);
  expect(words('???')).toEqual([]);
});

test('stems are starts that the forms of a word share', () => {
  const same = [
    ['installing', 'installed'],
    ['callbacks', 'callback'],
    ['rechnungen', 'rechnung'],
    ['planning', 'planned'],
  ];
  for (const [one = '', other = ''] of same) {
    const [short, long] = [stemOf(one), stemOf(other)].toSorted((a, b) => a.length - b.length);
    expect(long?.startsWith(short ?? '?') ?? false, `${one} ${other}`).toBe(true);
  }
  expect(['bus', 'v24x', 'is'].map(stemOf)).toEqual(['bus', 'v24x', 'is']);
});

test('the passage that covers the question wins, and says where', () => {
  const found = retrieve(
    'When was the boiler last serviced?',
    evidence(
      [
        candidate('shopping.md', 'Boiler suit, boiler plate, boiler room. The boiler costs a lot.'),
        candidate(
          'house/heating.md',
          'Bought in 2011. The boiler was serviced on 3 March by Ms Kern.',
          ['House', 'Boiler'],
        ),
        candidate('car.md', 'The car was serviced in May.'),
      ],
      40,
      60,
      80,
    ),
    2,
  );
  expect(found.map(({ path, headings, quotes }) => ({ path, headings, quotes }))[0]).toEqual({
    path: 'house/heating.md',
    headings: ['House', 'Boiler'],
    quotes: [{ text: 'Bought in 2011. The boiler was serviced on 3 March by Ms Kern.', line: 1 }],
  });
});

test('of a long passage the sentences that answer are quoted, verbatim, with their lines', () => {
  const filler = 'Nothing of interest stands in this sentence at all. '.repeat(12).trim();
  const text = `${filler}\n\nThe alarm code is kept in the red folder.\n\n- oats\n- milk\n\n${filler}`;
  const [found] = retrieve(
    'Where is the alarm code kept?',
    evidence([candidate('a.md', text)], 5, 5, 5),
    1,
  );
  expect(found?.quotes).toEqual([{ text: 'The alarm code is kept in the red folder.', line: 3 }]);
});

test('release histories yield to documents, unless they are asked for', () => {
  const both = [
    candidate('CHANGELOG.md', 'Added the timeout option.'),
    candidate('guide.md', 'Set the timeout option in seconds.'),
  ];
  const first = (question: string) => retrieve(question, evidence(both, 10, 10, 10), 2)[0]?.path;
  expect(first('How do I set the timeout?')).toBe('guide.md');
  expect(first('Which version added the timeout option?')).toBe('CHANGELOG.md');
});

test('the same words are quoted once', () => {
  const twice = [candidate('a.md', 'The gate is green.'), candidate('b.md', 'The gate is green.')];
  expect(
    retrieve('Which colour is the gate?', evidence(twice, 9, 9), 5).map(({ path }) => path),
  ).toEqual(['a.md']);
});

test('nothing found is nothing said, and no question fails', () => {
  expect(retrieve('alarm', evidence([candidate('a.md', 'oats')], 0), 3)).toEqual([]);
  expect(retrieve('', evidence([candidate('a.md', 'oats')]), 3)).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (question, text) => {
      const asked = readQuestion(question);
      const found = retrieve(
        asked,
        evidence([candidate('a.md', text)], ...asked.terms.map(() => 1)),
        3,
      );
      return found.every((entry) => entry.quotes.length > 0 && Number.isFinite(entry.score));
    }),
  );
});
