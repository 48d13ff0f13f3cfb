import { realpathSync, statSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { createShellResolver } from './create-shell-resolver.ts';
import { changedOf } from './program-stamp.ts';
import { createBench } from './testing/bench.ts';

const bench = createBench();
afterAll(() => {
  bench.close();
});
const resolver = createShellResolver(bench.broker);

it('says what a name stands for under the sandbox’s own PATH', () => {
  const path = realpathSync('/usr/bin/ls');
  const stat = statSync(path, { bigint: true });
  expect(resolver.programs(['ls', '/usr/bin/ls'])).toEqual(
    ['ls', '/usr/bin/ls'].map((name) => ({
      name,
      path,
      device: String(stat.dev),
      inode: String(stat.ino),
      changed: changedOf(stat),
    })),
  );
});

it.each([
  '',
  'no-such-program-anywhere',
  './ls',
  'bin/ls',
  '../usr/bin/ls',
  import.meta.filename,
  '/usr/bin',
  '/etc/passwd',
  'ls\n',
])('knows no system program %j', (name) => {
  expect(resolver.programs([name])).toEqual([
    { name, path: null, device: '', inode: '', changed: '' },
  ]);
});

it('finds the sandbox of this machine (apt-get install bubblewrap)', async () => {
  expect(await resolver.sandbox()).toEqual({ available: true, problem: null });
});

it('says why there is none', async () => {
  const without = createShellResolver({ probe: () => Promise.resolve('refused_by_kernel') });
  expect(await without.sandbox()).toEqual({ available: false, problem: 'refused_by_kernel' });
});
