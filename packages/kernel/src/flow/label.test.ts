import { expect, test } from 'vitest';
import { atLeast, higher } from './label.ts';

test.each([
  ['public', 'public', 'public', true],
  ['public', 'domain', 'domain', false],
  ['public', 'private', 'private', false],
  ['public', 'secret', 'secret', false],
  ['domain', 'public', 'domain', true],
  ['domain', 'domain', 'domain', true],
  ['domain', 'private', 'private', false],
  ['domain', 'secret', 'secret', false],
  ['private', 'public', 'private', true],
  ['private', 'domain', 'private', true],
  ['private', 'private', 'private', true],
  ['private', 'secret', 'secret', false],
  ['secret', 'public', 'secret', true],
  ['secret', 'domain', 'secret', true],
  ['secret', 'private', 'secret', true],
  ['secret', 'secret', 'secret', true],
] as const)('of %s and %s the higher is %s; the first is at least the other: %s', (...row) => {
  const [one, other, expected, enough] = row;
  expect([higher(one, other), atLeast(one, other)]).toEqual([expected, enough]);
});
