import { expect, test } from 'vitest';
import { lockfileProblems } from './lockfile.ts';

const integrity = `sha512-${'A'.repeat(86)}==`;
const good = {
  lockfileVersion: 3,
  packages: {
    '': { dependencies: { zod: '4.6.7' } },
    'packages/kernel': { version: '0.1.0' },
    'node_modules/@gatehouse/kernel': { resolved: 'packages/kernel', link: true },
    'node_modules/zod': { version: '4.6.7', integrity },
    'node_modules/node': { version: '24.0.0', integrity, hasInstallScript: true },
  },
};
const manifests = {
  '': { dependencies: { zod: '4.6.7' }, allowScripts: { node: true } },
  'packages/kernel': {},
};

const withEntry = (place: string, entry: object): typeof good => ({
  ...good,
  packages: { ...good.packages, [place]: entry },
});

test.each([
  ['a clean one', good, manifests, []],
  [
    'no digest',
    withEntry('node_modules/a', { version: '1.0.0' }),
    manifests,
    ['node_modules/a: no SHA-512 integrity'],
  ],
  [
    'a weak digest',
    withEntry('node_modules/a', { version: '1.0.0', integrity: 'sha1-AAAA' }),
    manifests,
    ['node_modules/a: no SHA-512 integrity'],
  ],
  [
    'a host',
    withEntry('node_modules/a', { integrity, resolved: 'http://host.example/a.tgz' }),
    manifests,
    ['node_modules/a: names where it was fetched (http://host.example/a.tgz); use the digest only'],
  ],
  [
    'a link out of the house',
    withEntry('node_modules/a', { link: true, resolved: '../a' }),
    manifests,
    ['node_modules/a: links outside the workspaces (../a)'],
  ],
  [
    'an install script nobody allowed',
    withEntry('node_modules/x/node_modules/@s/a', { integrity, hasInstallScript: true }),
    manifests,
    ['node_modules/x/node_modules/@s/a: has an install script that allowScripts does not name'],
  ],
  [
    'a manifest ahead of it',
    good,
    { ...manifests, 'packages/kernel': { dependencies: { unbash: '6.0.4' } } },
    ['packages/kernel/package.json: unbash 6.0.4 is not locked'],
  ],
  [
    'a range',
    good,
    { ...manifests, 'packages/kernel': { dependencies: { unbash: '^6.0.4' } } },
    [
      'packages/kernel/package.json: unbash is not exact (^6.0.4)',
      'packages/kernel/package.json: unbash ^6.0.4 is not locked',
    ],
  ],
  [
    'a workspace that is gone',
    withEntry('packages/old', {}),
    manifests,
    ['packages/old: locked, but there is no such workspace'],
  ],
  [
    'a dependency no longer asked for',
    good,
    { ...manifests, '': { allowScripts: { node: true } } },
    ['package.json: zod is locked but not asked for'],
  ],
])('lockfile with %s', (_, lock, asked, problems) => {
  expect(lockfileProblems(lock, asked)).toEqual(problems);
});
