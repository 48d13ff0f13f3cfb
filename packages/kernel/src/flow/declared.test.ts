import { expect, test } from 'vitest';
import { declared } from './declared.ts';

const scope = { cwd: '/home/ana/work', home: '/home/ana' };

test('bytes are compared as they are; a command, and a place, are called one', () => {
  expect(declared({ command: 'ls -la', url: 'https://a.example', path: '/etc/x' }, scope)).toEqual([
    { argument: 'command', value: 'ls -la', as: 'command' },
    { argument: 'url', value: 'https://a.example', as: 'exact' },
    { argument: 'path', value: '/etc/x', as: 'exact', alike: ['/etc/x', '/etc/x/'] },
  ]);
});

test.each([
  ['path', true],
  ['from', true],
  ['to', true],
  ['back', true],
  ['cwd', true],
  ['path 1', true],
  ['path 12', true],
  ['path x', false],
  ['pa 1th', false],
  ['pattern', false],
  ['path 1 path', false],
])('%j is the name of a place: %s', (argument, place) => {
  const alike = place ? { alike: ['/a', '/a/'] } : {};
  expect(declared({ [argument]: '/a' }, scope)).toEqual([
    { argument, value: '/a', as: 'exact', ...alike },
  ]);
});

const below = ['/home/ana/work/a.md', 'a.md', './a.md', '~/work/a.md'];
test.each<[path: string, spellings: readonly string[]]>([
  ['a.md', below],
  ['./a.md', below],
  ['././a.md//', below],
  ['/home/ana/work/a.md', below],
  ['a./b/c', ['/home/ana/work/a./b/c', 'a./b/c', './a./b/c', '~/work/a./b/c']],
  ['/home/ana/b', ['/home/ana/b', '~/b']],
  ['/home/ana/work', ['/home/ana/work', '~/work']],
  ['/home/ana', ['/home/ana']],
  ['/home/anabel/c', ['/home/anabel/c']],
  ['../b', ['/home/ana/work/../b', '../b', './../b', '~/work/../b']],
  // The folder itself is no place that people write.
  ['', []],
  ['.', []],
  ['./', []],
  ['/', []],
])('the place %j is written so, and with a last slash', (path, spellings) => {
  expect(declared({ path }, scope)[0]?.alike).toEqual(spellings.flatMap((one) => [one, `${one}/`]));
});
