import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** A disk that is really full: bubblewrap mounts one of 256 KB in a namespace of its own. */
it('leaves the old file, and nothing half-made, where the disk is full', () => {
  const script = fileURLToPath(new URL('testing/fill-disk.ts', import.meta.url));
  const output = execFileSync(
    'bwrap',
    [
      ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
      ...['--size', String(256 << 10), '--tmpfs', '/mnt', '--setenv', 'TMPDIR', '/mnt'],
      ...['--die-with-parent', '--', process.execPath, script],
    ],
    { encoding: 'utf8' },
  );
  const after = {
    replaced: 'disk_full',
    made: 'disk_full',
    small: 'done',
    tree: { 'n.md': 'new' },
  };
  expect(JSON.parse(output)).toEqual(
    ['openat2', 'walk'].flatMap((adapter) =>
      ['run', 'keychain'].map((kept) => ({ adapter, kept, ...after })),
    ),
  );
});
