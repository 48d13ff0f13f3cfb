import { expect, test } from 'vitest';
import { homePaths } from './home-paths.ts';

test.each([
  ['/home/kim/notes/a.md', '~/notes/a.md'],
  ['see "/home/kim": denied', 'see "~": denied'],
  ['file:///home/kim/x', 'file://~/x'],
  ['{"p":"\\/home\\/kim\\/x"}', '{"p":"~\\/x"}'],
  ['?p=%2Fhome%2Fkim%2Fx', '?p=~%2Fx'],
  ['/home/kimberly/x', '/home/kimberly/x'],
  ['/mnt/home/kim/x', '/mnt/home/kim/x'],
  ['/home/kim-old', '/home/kim-old'],
  ['/home/kim /home/kim', '~ ~'],
])('the home in %s', (text, expected) => {
  expect(homePaths(text, '/home/kim')).toBe(expected);
});

test('no home to hide', () => {
  expect(homePaths('/a/b', '/')).toBe('/a/b');
  expect(homePaths('/a/b', '')).toBe('/a/b');
});
