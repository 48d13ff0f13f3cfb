import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { carries } from '../../packages/kernel/src/markup/testing/grammar.ts';

const named = (cell: string): string[] =>
  [...cell.matchAll(/`([a-z][a-z0-9]*)`/g)].map(([, name = '']) => name);

test('the page lists what a note can become, and nothing else', () => {
  const rows = readFileSync('docs/markup.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|'));
  const listed = rows.flatMap(([, elements = '', attributes = '']) =>
    named(elements).map((name) => [name, named(attributes).join(' ')]),
  );
  expect(Object.fromEntries(listed)).toEqual(carries);
});
