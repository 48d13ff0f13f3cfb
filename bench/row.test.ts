import { expect, test } from 'vitest';
import { margin, quantile, row } from './row.ts';

test.each([
  [12, { most: 60 }, { goal: '<= 60 µs p50', got: '12 µs', ok: true }, 5],
  [120, { most: 60 }, { goal: '<= 60 µs p50', got: '120 µs', ok: false }, 0.5],
  [80_000, { least: 40_000 }, { goal: '>= 40,000 µs p50', got: '80,000 µs', ok: true }, 2],
  [Number.POSITIVE_INFINITY, { most: 50 }, { goal: '<= 50 µs p50', got: '∞ µs', ok: false }, NaN],
])('%d against %j', (figure, goal, words, times) => {
  const made = row('n', figure, goal, 'µs p50', 'd');
  expect(made).toEqual({ name: 'n', detail: 'd', ...words });
  expect(margin(made)).toBe(times);
});

test('the rows of the rooms are read, too', () => {
  const made = { name: 'n', goal: '<= +8 ms p50', got: '+4.0 ms', ok: true, detail: '' };
  expect(margin(made)).toBe(2);
});

test('a quantile is a value that was measured', () => {
  expect([0, 0.5, 0.99, 1].map((share) => quantile([3, 1, 2, 4], share))).toEqual([1, 3, 4, 4]);
});
