import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entries } from '../../packages/host/src/entry.ts';
import { bundle } from './bundle.ts';

const root = resolve(import.meta.dirname, '../..');
let folder = '';
let files: readonly string[] = [];

const digest = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-bundle-')));
  files = await bundle(root, join(folder, 'dist'));
  const packed = execFileSync('npm', ['pack', join(folder, 'dist'), '--json', '--silent'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  mkdirSync(join(folder, 'installed'));
  mkdirSync(join(folder, 'person'));
  writeFileSync(join(folder, 'installed/package.json'), '{ "private": true }');
  execFileSync(
    'npm',
    [
      'install',
      join(folder, filename),
      '--prefer-offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
    ],
    { cwd: join(folder, 'installed'), stdio: ['ignore', 'ignore', 'inherit'] },
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function installed(args: readonly string[]): { status: number | null; out: string; err: string } {
  const run = spawnSync(
    process.execPath,
    [realpathSync(join(folder, 'installed/node_modules/.bin/gatehouse')), ...args],
    {
      cwd: join(folder, 'person'),
      // No bus and no keychain here: a bare server, as most who try it have it.
      env: {
        PATH: '/usr/bin:/bin',
        HOME: join(folder, 'person'),
        GATEHOUSE_HOME: join(folder, 'home'),
      },
      input: '',
      encoding: 'utf8',
    },
  );
  return { status: run.status, out: run.stdout, err: run.stderr };
}

test('every program of its own is an entry of the package', () => {
  const wanted = [
    'bin/gatehouse.cjs',
    'main.js',
    ...Object.keys(entries).map((name) => `${name}.js`),
  ];
  expect(wanted.filter((file) => !files.includes(file))).toEqual([]);
});

test('the package holds no source, no workspace and no range', () => {
  const { dependencies } = JSON.parse(readFileSync(join(folder, 'dist/package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  expect(files.filter((file) => file.endsWith('.ts'))).toEqual([]);
  expect(Object.keys(dependencies).filter((name) => name.startsWith('@gatehouse/'))).toEqual([]);
  expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual(
    [],
  );
});

test('the same sources give the same bytes', async () => {
  const again = await bundle(root, join(folder, 'again'));
  const digests = (out: string): string[] =>
    again.map((file) => `${file} ${digest(join(out, file))}`);
  expect(again).toEqual(files);
  expect(digests(join(folder, 'again'))).toEqual(digests(join(folder, 'dist')));
});

test('installed from its tarball it tells its version', () => {
  const { version } = JSON.parse(
    readFileSync(join(root, 'apps/gatehouse/package.json'), 'utf8'),
  ) as {
    version: string;
  };
  expect(installed(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
});

test('installed from its tarball it answers offline from a folder of notes', () => {
  const notes = join(folder, 'person/notes');
  mkdirSync(notes, { recursive: true });
  writeFileSync(
    join(notes, 'harbour.md'),
    '# Harbour\n\n## Opening hours\n\nThe harbour office opens at seven and closes at noon.\n',
  );
  writeFileSync(join(notes, 'bread.md'), '# Bread\n\nFlour, water, salt, patience.\n');
  const { status, out } = installed(['ask', 'When does the harbour office open?', '--in', 'notes']);
  expect({
    status,
    quotes: out.includes('opens at seven'),
    cites: out.includes('harbour.md'),
  }).toEqual({ status: 0, quotes: true, cites: true });
});

test('installed from its tarball it starts its broker and runs a command in the sandbox', () => {
  const notes = join(folder, 'person/listed');
  mkdirSync(notes, { recursive: true });
  writeFileSync(join(notes, 'one.md'), '# One\n');
  const { status, out } = installed(['do', 'shell.run', '--in', 'listed', '--', 'ls']);
  expect({ status, out }).toEqual({ status: 0, out: 'one.md\n' });
});
