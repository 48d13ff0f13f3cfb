import { expect, test } from 'vitest';
import type { PathFact } from '../facts.ts';
import { judgePathFact } from './judge-path-fact.ts';

const place = { root: '/w', segments: ['a'] };
const plain: PathFact = {
  asked: place,
  real: place,
  kind: 'file',
  device: '1',
  inode: '2',
  parent: { device: '1', inode: '1' },
  size: 10,
  links: 1,
  folds: false,
  digest: null,
  text: null,
};
const gigabyte = 1024 ** 3;

test.each<[string, Partial<PathFact>, string, string, string]>([
  // [what, fact, read, write, delete]
  ['a file', {}, '', '', ''],
  ['nothing', { kind: 'absent' }, 'path_not_found', '', 'path_not_found'],
  ['a FIFO', { kind: 'fifo' }, 'path_not_regular', 'path_not_regular', 'path_not_regular'],
  ['a socket', { kind: 'socket' }, 'path_not_regular', 'path_not_regular', 'path_not_regular'],
  ['a device', { kind: 'device' }, 'path_not_regular', 'path_not_regular', 'path_not_regular'],
  ['a dangling link', { kind: 'link' }, 'path_not_regular', 'path_not_regular', ''],
  ['a folder', { kind: 'directory' }, 'path_is_a_folder', 'path_is_a_folder', 'path_is_a_folder'],
  ['a hard link', { links: 2 }, 'path_hard_linked', 'path_hard_linked', 'path_hard_linked'],
  ['1 GB', { size: gigabyte }, 'path_too_large', 'path_too_large', 'path_too_large'],
  ['the size allowed', { size: 1_000_000 }, '', '', ''],
  ['a byte more', { size: 1_000_001 }, 'path_too_large', 'path_too_large', 'path_too_large'],
  ['both', { links: 3, size: 2e9 }, ...three('path_hard_linked path_too_large')],
])('%s', (_what, own, ...expected) => {
  const found = (['read', 'write', 'delete'] as const).map((access) =>
    judgePathFact({ ...plain, ...own }, access, { maxBytes: 1_000_000 })
      .map(({ code }) => code)
      .join(' '),
  );
  expect(found).toEqual(expected);
});

function three(text: string): [string, string, string] {
  return [text, text, text];
}

test('a folder where one is meant, a file where a folder is', () => {
  const limits = { maxBytes: 1, expects: 'directory' } as const;
  expect(judgePathFact({ ...plain, kind: 'directory' }, 'read', limits)).toEqual([]);
  expect(judgePathFact(plain, 'read', limits)).toEqual([
    { code: 'path_not_a_folder', path: '/w/a' },
  ]);
  expect(judgePathFact({ ...plain, kind: 'directory' }, 'read', { maxBytes: 1 })).toEqual([
    { code: 'path_is_a_folder', path: '/w/a' },
  ]);
});

test('the size and the limit are told', () => {
  expect(judgePathFact({ ...plain, size: gigabyte }, 'read', { maxBytes: 5 })).toEqual([
    { code: 'path_too_large', path: '/w/a', size: gigabyte, limit: 5 },
  ]);
});
