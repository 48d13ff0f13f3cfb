import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('./gatehouse.cjs', import.meta.url));
const pinned = realpathSync(process.execPath);

let folder = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-launch-')));
  mkdirSync(join(folder, 'house/bin'), { recursive: true });
  mkdirSync(join(folder, 'house/src/cli'), { recursive: true });
  copyFileSync(launcher, join(folder, 'house/bin/gatehouse.cjs'));
  writeFileSync(join(folder, 'house/package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'house/src/cli/main.ts'),
    `export async function main(argv: readonly string[]): Promise<number> {
       process.stdout.write(JSON.stringify({ node: process.versions.node, argv }));
       if (argv[0] === 'kill') { process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); }
       return argv.length;
     }`,
  );
  writeFileSync(
    join(folder, 'older.cjs'),
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.19.1' } });`,
  );
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function pin(): void {
  mkdirSync(join(folder, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(pinned, join(folder, 'node_modules/node/bin/node'));
}

interface Runner {
  readonly name: string;
  readonly node: string;
  readonly version: string;
  readonly args: () => readonly string[];
}

/** Real older Nodes of this machine, if there are any; the feigned one is there everywhere. */
function olderNodes(): readonly Runner[] {
  const feigned: Runner = {
    name: 'a Node that says it is 18.19.1',
    node: pinned,
    version: '18.19.1',
    args: () => ['--require', join(folder, 'older.cjs')],
  };
  const real = ['/usr/bin/node', '/usr/local/bin/node', '/usr/bin/nodejs']
    .filter((path) => existsSync(path))
    .map((path) => ({ path, version: spawnSync(path, ['-p', 'process.versions.node']) }))
    .map(({ path, version }) => ({ path, version: version.stdout.toString().trim() }))
    .filter(({ version }) => version !== '' && Number(version.split('.')[0]) < 24)
    .map(({ path, version }): Runner => ({ name: path, node: path, version, args: () => [] }));
  return [feigned, ...real];
}

function launch(
  { node, args }: Runner,
  words: readonly string[],
): { status: number | null; signal: string | null; out: string; err: string } {
  const run = spawnSync(node, [...args(), join(folder, 'house/bin/gatehouse.cjs'), ...words], {
    cwd: dirname(folder),
    env: { PATH: '/usr/bin:/bin' },
    encoding: 'utf8',
  });
  return { status: run.status, signal: run.signal, out: run.stdout, err: run.stderr };
}

const said = (argv: readonly string[]): string =>
  JSON.stringify({ node: process.versions.node, argv });

test('a Node that is new enough runs the program at once', () => {
  const current = { name: 'current', node: pinned, version: '', args: () => [] };
  expect(launch(current, ['a b', '--c'])).toEqual({
    status: 2,
    signal: null,
    out: said(['a b', '--c']),
    err: '',
  });
});

test('the bundle beside the launcher goes before the source', () => {
  writeFileSync(join(folder, 'house/main.js'), 'export const main = async () => 7;');
  const current = { name: 'current', node: pinned, version: '', args: () => [] };
  expect(launch(current, [])).toEqual({ status: 7, signal: null, out: '', err: '' });
});

test('a program that does not load gives one line and exit code 70', () => {
  writeFileSync(join(folder, 'house/src/cli/main.ts'), `throw new Error('broken on purpose');`);
  const current = { name: 'current', node: pinned, version: '', args: () => [] };
  expect(launch(current, [])).toEqual({
    status: 70,
    signal: null,
    out: '',
    err: 'Gatehouse could not start: broken on purpose\n',
  });
});

test.each([
  [0o700, true],
  [0o750, false],
  [0o701, false],
  [null, false],
])('compiled code is kept only in a home that is there and closed to others: %o', (mode, kept) => {
  const home = join(folder, 'home');
  if (mode !== null) {
    mkdirSync(home);
    chmodSync(home, mode);
  }
  writeFileSync(
    join(folder, 'house/src/cli/main.ts'),
    `export const main = async () => { process.stdout.write(String(process.env['NODE_COMPILE_CACHE'])); return 0; };`,
  );
  const run = spawnSync(pinned, [join(folder, 'house/bin/gatehouse.cjs')], {
    env: { PATH: '/usr/bin:/bin', GATEHOUSE_HOME: home },
    encoding: 'utf8',
  });
  expect({ out: run.stdout, cache: existsSync(join(home, 'cache')) }).toEqual({
    out: kept ? join(home, 'cache') : 'undefined',
    cache: kept,
  });
});

describe.each(olderNodes())('under $name', (runner) => {
  test('the pinned Node beside the program takes over, arguments and exit code unchanged', () => {
    pin();
    expect(launch(runner, ['ask', 'what is "this"?', ''])).toEqual({
      status: 3,
      signal: null,
      out: said(['ask', 'what is "this"?', '']),
      err: '',
    });
  });

  test('a death by signal is passed on', () => {
    pin();
    expect(launch(runner, ['kill'])).toEqual({
      status: null,
      signal: 'SIGKILL',
      out: said(['kill']),
      err: '',
    });
  });

  test('without a pinned Node: one clear line, exit code 69, nothing loaded', () => {
    expect(launch(runner, ['ask'])).toEqual({
      status: 69,
      signal: null,
      out: '',
      err: `Gatehouse needs Node 24 or newer; this is Node ${runner.version}. Run \`npm ci\` (it installs the right one beside Gatehouse) or get it from https://nodejs.org.\n`,
    });
  });
});
