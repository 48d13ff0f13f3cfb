import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newRoot, temporaryHome } from '../ledger/testing/fixtures.ts';
import { openStores } from './testing/filled.ts';

const program = join(import.meta.dirname, 'testing', 'append-process.ts');

interface Said {
  readonly text?: string;
  readonly refused?: string;
  readonly closed?: true;
}

/** Runs the keeping process, with the fault asked for; kills it once it holds. */
function run(
  home: string,
  root: Buffer,
  args: readonly string[],
  inject?: string,
): Promise<{ said: Said[]; status: number | null }> {
  const own = [process.execPath, program, ...args];
  const traced = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', inject ?? '', ...own];
  const [file = '', ...rest] = inject === undefined ? own : traced;
  const child = spawn(file, rest, {
    env: {
      PATH: process.env['PATH'],
      GATEHOUSE_TEST_HOME: home,
      GATEHOUSE_TEST_ROOT: root.toString('hex'),
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (out.includes('"holding"')) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const lines = out.split('\n').slice(0, -1);
      resolve({ said: lines.map((line) => JSON.parse(line) as Said), status });
    });
  });
}

/** Every acknowledged message is there, in order, and the store can be gone on with. */
async function holds(home: string, root: Buffer, said: readonly Said[]): Promise<void> {
  const stores = openStores(home, root);
  const session = stores.sessions.list(1)[0]?.id ?? stores.sessions.start('notes', 'none yet');
  const kept = (await stores.sessions.history(session)).map(({ text }) => text.split(' ')[0]);
  const acknowledged = said.flatMap(({ text }) => text ?? []);
  expect(kept.filter((text) => acknowledged.includes(text ?? ''))).toEqual(acknowledged);
  await stores.sessions.append(session, { role: 'person', text: 'after' });
  stores.close();
}

test('strace is there to fail calls with', () => {
  expect(
    () => execFileSync('strace', ['-V']),
    'Install strace (apt-get install strace): these tests kill the store inside its system calls.',
  ).not.toThrow();
});

test('kill -9 with the store open loses no acknowledged message', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const first = await run(home.path, root, ['20', 'hold']);
  const second = await run(home.path, root, ['20', 'hold']);
  expect([...first.said, ...second.said].filter(({ text }) => text !== undefined).length).toBe(40);
  await holds(home.path, root, [...first.said, ...second.said]);
});

test.each([
  ['pwrite64', 4],
  ['fsync', 1],
])(
  'killed at each %s, every %i: nothing acknowledged is lost',
  async (call, step) => {
    let died = 0;
    for (let at = 1; at < 200; at += step) {
      using home = temporaryHome();
      const root = newRoot();
      const { said, status } = await run(
        home.path,
        root,
        ['3'],
        `inject=${call}:signal=SIGKILL:when=${at}`,
      );
      await holds(home.path, root, said);
      if (status === 0) {
        expect(said.at(-1)).toEqual({ closed: true });
        break;
      }
      died += 1;
    }
    expect(died).toBeGreaterThan(0);
  },
  300_000,
);

test('a full disk is refused by its name, loses nothing, and passes', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const first = await run(home.path, root, ['3']);
  const { said, status } = await run(
    home.path,
    root,
    ['40'],
    'inject=pwrite64:error=ENOSPC:when=3..14',
  );
  expect(status).toBe(0);
  expect(new Set(said.flatMap(({ refused }) => refused ?? []))).toEqual(new Set(['store_full']));
  expect(said.filter(({ text }) => text !== undefined).length).toBeGreaterThan(0);
  await holds(home.path, root, [...first.said, ...said]);
});
