import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSnapshots } from './snapshots/index.ts';

const script = fileURLToPath(new URL('testing/write-and-stop.ts', import.meta.url));
const keys = { kept: 'keychain', derive: () => Buffer.alloc(32, 7) } as const;
let home: string;
beforeEach(() => {
  home = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'gatehouse-crash-')));
});
afterEach(() => fs.rmSync(home, { recursive: true }));

/** Runs a write and a delete, killed as the given call begins for the n-th time. */
function run(call: string, when: number) {
  const root = join(home, `${call}-${String(when)}`);
  const directory = join(root, 'snapshots');
  fs.mkdirSync(root);
  fs.writeFileSync(join(root, 'n.md'), 'old');
  fs.writeFileSync(join(root, 'gone.md'), 'gone');
  const inject = `inject=${call}:signal=SIGKILL:when=${String(when)}`;
  const { error, stdout } = spawnSync(
    'strace',
    [
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '-e',
      `trace=${call}`,
      '-e',
      inject,
      process.execPath,
      script,
    ].concat([root, directory]),
    { encoding: 'utf8' },
  );
  if (error !== undefined) throw error;
  const names = fs.readdirSync(root).filter((name) => name !== 'snapshots');
  const contents = names.map((name) => fs.readFileSync(join(root, name), 'utf8'));
  const snapshots = createSnapshots({ directory, keys });
  const kept = snapshots.list().map(({ id }) => snapshots.get(id).toString('utf8'));
  return {
    finished: stdout !== '',
    note: fs.readFileSync(join(root, 'n.md'), 'utf8'),
    contents,
    kept,
  };
}

it('has the copy and the new file on disk before a name changes', () => {
  const [root, trace] = [join(home, 'ordered'), join(home, 'trace')];
  fs.mkdirSync(root);
  fs.writeFileSync(join(root, 'n.md'), 'old');
  fs.writeFileSync(join(root, 'gone.md'), 'gone');
  const calls = 'trace=fsync,rename,renameat2,unlinkat';
  const { error } = spawnSync('strace', [
    ...['-f', '-qq', '-o', trace, '-e', calls, process.execPath, script],
    ...[root, join(home, 'snapshots')],
  ]);
  if (error !== undefined) throw error;
  const seen = fs
    .readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => /^\d+ +(\w+)\((?![012]\))/u.exec(line)?.[1] ?? []);
  // A copy: the file synced, named, and each folder that was made or changed synced.
  const kept = (folders: number) => ['fsync', 'rename', ...Array<string>(folders).fill('fsync')];
  expect(seen).toEqual([
    ...kept(3),
    ...['fsync', 'renameat2', 'unlinkat', 'fsync'], // the new file, the exchange, the old one gone
    ...['renameat2', ...kept(2), ...kept(2), 'unlinkat', 'fsync'], // aside, content, list, gone
  ]);
});

// What a person wrote is always somewhere whole: under its name, aside, or in the snapshots.
it.each(['fsync', 'renameat2', 'unlinkat', 'rename'])(
  'loses nothing where the program is killed at any %s',
  (call) => {
    const whole = ['old', 'gone', 'new'.repeat(1000)];
    let finished = false;
    for (let when = 1; !finished; when++) {
      const after = run(call, when);
      ({ finished } = after);
      expect(whole).toContain(after.note);
      const everywhere = [...after.contents, ...after.kept];
      expect(everywhere).toContain('old');
      expect(everywhere).toContain('gone');
      // Aside may lie what was just written or is on its way out, never half of something.
      const halves = after.contents.filter((text) => !whole.includes(text) && text !== '');
      expect(halves.filter((text) => !'new'.repeat(1000).startsWith(text))).toEqual([]);
    }
  },
);
