import { expect, test } from 'vitest';
import { likePattern } from './like-pattern.ts';

test.each([
  ['plain', 'plain'],
  ['100%', '100\\%'],
  ['a_b', 'a\\_b'],
  ['c:\\x', 'c:\\\\x'],
  ['\\%', '\\\\\\%'],
  ['%%__', '\\%\\%\\_\\_'],
  ['', ''],
])('%j is matched by %j alone', (text, pattern) => {
  expect(likePattern(text)).toBe(pattern);
});
