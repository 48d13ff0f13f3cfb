import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unifiedDiff } from './diff.ts';

test.each([
  ['nothing changed', 'a\nb', 'a\nb', ''],
  ['a new file', '', 'a\nb', '@@ -1 +1 @@\n+a\n+b'],
  ['emptied', 'a', '', '@@ -1 +1 @@\n-a'],
  [
    'one line',
    '1\n2\n3\n4\n5\n6\n7\n8\n9',
    '1\n2\n3\n4\nfive\n6\n7\n8\n9',
    '@@ -2 +2 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8',
  ],
  [
    'two places',
    'a\n1\n2\n3\n4\n5\n6\n7\nb',
    'A\n1\n2\n3\n4\n5\n6\n7\nB',
    '@@ -1 +1 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6 +6 @@\n 5\n 6\n 7\n-b\n+B',
  ],
])('%s', (_name, before, after, expected) => {
  expect(unifiedDiff(before, after)).toBe(expected);
});

test('every line that goes and every line that comes is in it', () => {
  const line = fc.constantFrom('a', 'b', 'c', '');
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (old, now) => {
      const diff = unifiedDiff(old.join('\n'), now.join('\n')).split('\n');
      const count = (mark: string) =>
        diff.filter((one) => one.startsWith(mark) && !one.startsWith('@@')).length;
      const lines = (text: readonly string[]) => (text.join('\n') === '' ? 0 : text.length);
      if (old.join('\n') === now.join('\n')) return;
      expect(count('+') - count('-')).toBe(lines(now) - lines(old));
    }),
  );
});
