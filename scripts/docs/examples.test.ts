import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examplesOf, matches } from './console.ts';

const root = resolve(import.meta.dirname, '../..');
const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })].sort();
const shown = pages
  .map((page) => ({ page, examples: examplesOf(readFileSync(join(root, page), 'utf8')) }))
  .filter(({ examples }) => examples.length > 0);

let folder = '';

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-examples-')));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    join(folder, 'bin/gatehouse'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'apps/gatehouse/bin/gatehouse.cjs')}' "$@"\n`,
    { mode: 0o755 },
  );
  symlinkSync(process.execPath, join(folder, 'bin/node'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A person's folder with the notes that the pages talk about, and a home of its own. */
function person(page: string): { cwd: string; env: Record<string, string> } {
  const place = join(folder, page.replaceAll('/', '-'));
  const cwd = join(place, 'person');
  mkdirSync(cwd, { recursive: true });
  cpSync(join(root, 'docs'), join(cwd, 'docs'), { recursive: true });
  cpSync(join(root, 'scripts/docs/notes'), join(cwd, 'notes'), { recursive: true });
  return {
    cwd,
    env: {
      PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
      HOME: cwd,
      GATEHOUSE_HOME: join(place, 'home'),
      LANG: 'C.UTF-8',
      NO_COLOR: '1',
    },
  };
}

describe.each(shown)('$page', ({ page, examples }) => {
  const state = { made: null as ReturnType<typeof person> | null };
  test.each(examples)('line $line: $command', ({ command, output }) => {
    state.made ??= person(page);
    const run = spawnSync('bash', ['-c', command], { ...state.made, input: '', encoding: 'utf8' });
    const printed = run.stdout.replace(/\n$/, '').split('\n');
    const lines = run.stdout === '' ? [] : printed;
    expect(
      matches(output, lines) ? output : { printed: lines, errors: run.stderr, code: run.status },
    ).toEqual(output);
  });
});

test('the pages show the program at work', () => {
  expect(shown.map(({ page }) => page)).toEqual(
    expect.arrayContaining(['README.md', 'docs/cli.md']),
  );
});

test('a block becomes commands with their outputs', () => {
  const page = [
    '```console',
    '$ one',
    'a',
    '',
    '$ two \\',
    '  more',
    '```',
    '```sh',
    '$ no',
    '```',
  ];
  expect(examplesOf(page.join('\n'))).toEqual([
    { line: 2, command: 'one', output: ['a'] },
    { line: 5, command: 'two \\\n  more', output: [] },
  ]);
});

test.each([
  [['a'], ['a'], true],
  [['a'], ['b'], false],
  [[], ['b'], false],
  [['a …'], ['a 12 ms'], true],
  [['a.c'], ['abc'], false],
  [['a', '…', 'c'], ['a', 'x', 'y', 'c'], true],
  [['a', '…', 'c'], ['a', 'c'], true],
  [['a', '…'], ['a'], true],
  [['a', '…', 'c'], ['a', 'x'], false],
])('shown %j, printed %j: %s', (page, printed, same) => {
  expect(matches(page, printed)).toBe(same);
});
