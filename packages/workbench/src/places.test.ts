import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatehouseError } from '@gatehouse/kernel';
import type { Domain } from '@gatehouse/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlaces } from './places.ts';

let base: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'places-')));
  for (const name of ['notes', 'work', 'loose', 'gatehouse']) mkdirSync(join(base, name));
});
afterEach(() => rmSync(base, { recursive: true }));

const domain = (name: string, localOnly: boolean): Omit<Domain, 'temporary'> => ({
  name,
  roots: [join(base, name)],
  mode: 'standard',
  models: [],
  localOnly,
});

/** Places over the domains `names`; the first is local-only. */
function placesOf(...names: readonly string[]) {
  const kept = names.map((name, at) => domain(name, at === 0));
  return createPlaces({
    home: join(base, 'gatehouse'),
    settings: () => ({ mode: 'standard' }),
    stores: {
      domains: {
        list: () => kept,
        get: (name: string) => kept.find((one) => one.name === name) ?? null,
      },
    },
  } as unknown as Parameters<typeof createPlaces>[0]);
}

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'opened';
  } catch (error) {
    return error instanceof GatehouseError ? error.code : String(error);
  }
};

describe('an earlier session goes on where it began', () => {
  const loose = () => ({ folder: join(base, 'loose') });
  const nameOfLoose = () => placesOf().open(loose()).domain.name;

  test.each([
    ['in its own domain, unnamed', () => placesOf('notes', 'work').open({}, 'notes'), 'opened'],
    [
      'in its own domain, named',
      () => placesOf('notes').open({ domain: 'notes' }, 'notes'),
      'opened',
    ],
    ['in its own folder', () => placesOf('notes').open(loose(), nameOfLoose()), 'opened'],
    [
      'a local-only domain’s, in another domain',
      () => placesOf('notes', 'work').open({ domain: 'work' }, 'notes'),
      'session_elsewhere',
    ],
    [
      'a local-only domain’s, in a folder',
      () => placesOf('notes').open(loose(), 'notes'),
      'session_elsewhere',
    ],
    [
      'a folder’s, in the only domain there is',
      () => placesOf('notes').open({}, nameOfLoose()),
      'session_elsewhere',
    ],
    ['of a domain that is gone', () => placesOf('notes').open({}, 'work'), 'session_elsewhere'],
  ])('%s', (_name, open, code) => {
    expect(codeOf(open)).toBe(code);
  });
});

test('a folder of any name can be asked, and two of them stay apart', () => {
  const names = ['long', 'odd'].map((name) => `${'n'.repeat(250)} ${name}`.slice(-255));
  for (const name of names) mkdirSync(join(base, name));
  const opened = names.map((name) => placesOf().open({ folder: join(base, name) }).domain.name);
  expect(opened.map((name) => name.length <= 200)).toEqual([true, true]);
  expect(new Set(opened).size).toBe(2);
});

test('a kept root that became a link does not take the domain elsewhere', () => {
  renameSync(join(base, 'notes'), join(base, 'before'));
  symlinkSync(join(base, 'work'), join(base, 'notes'));
  expect(codeOf(() => placesOf('notes').open({ domain: 'notes' }))).toBe('root_moved');
});
