import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLedger } from './create-ledger.ts';
import { eventsOf, newRoot, temporaryHome, testKeys } from './testing/fixtures.ts';

const program = join(import.meta.dirname, 'testing', 'append-process.ts');

interface Said {
  readonly request?: string;
  readonly sequence?: number;
  readonly refused?: string;
  readonly problem?: string;
  readonly closed?: true;
  readonly holding?: true;
}

/** Runs the appending process, under strace with the faults asked for; kills it where `hold` is. */
function run(
  home: string,
  root: Buffer,
  args: readonly string[],
  inject: readonly string[] = [],
): Promise<{ said: Said[]; signal: string | null; status: number | null; trace: string }> {
  const traced = [
    'strace',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    ...inject.flatMap((one) => ['-e', one]),
  ];
  const command = [...(inject.length === 0 ? [] : traced), process.execPath, program, ...args];
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: {
      PATH: process.env['PATH'],
      GATEHOUSE_TEST_HOME: home,
      GATEHOUSE_TEST_ROOT: root.toString('hex'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let trace = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (out.includes('"holding"')) child.kill('SIGKILL');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (trace += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const lines = out.split('\n').slice(0, -1);
      resolve({ said: lines.map((line) => JSON.parse(line) as Said), signal, status, trace });
    });
  });
}

/** Opens it again as the next run would, and checks that what was acknowledged is there. */
async function holds(home: string, root: Buffer, said: readonly Said[]): Promise<number> {
  const { record, event } = eventsOf('run-after');
  const ledger = createLedger(
    { home, keys: testKeys(root), record, now: () => 1_700_000_000_002, report: () => undefined },
    { maxBytes: 4096, rotated: 1000 },
  );
  const { sequence } = await ledger.append({ events: [event('after')], burn: ['after'] });
  const verified = await ledger.verify();
  expect(verified).toMatchObject({ ok: true, problems: [], head: { sequence } });
  const kept = await ledger.tail(100_000);
  const places = new Map(kept.map((one) => [one.link.sequence, one]));
  for (const { request, sequence: at } of said) {
    if (request === undefined || at === undefined) continue;
    const found = places.get(at);
    expect([found?.link.sequence, found?.event.metadata.correlation_uid]).toEqual([at, request]);
    const again = ledger.append({ events: [event('x')], burn: [`nonce-${request}`] });
    await expect(again).rejects.toMatchObject({ code: 'nonce_burned' });
  }
  // Every effect that started and was not completed became `unknown`, once.
  const phases = (phase: string) =>
    kept.filter(({ event: one }) => one.unmapped.phase === phase).map(({ event: one }) => one);
  expect(
    phases('completed')
      .map((one) => `${one.metadata.correlation_uid} ${one.unmapped.outcome}`)
      .sort(),
  ).toEqual(
    phases('started')
      .map((one) => `${one.metadata.correlation_uid} unknown`)
      .sort(),
  );
  await ledger.close();
  return kept.length;
}

const acknowledged = (said: readonly Said[]) =>
  said.filter(({ sequence }) => sequence !== undefined);

test('strace is there to tear writes with', () => {
  expect(
    () => execFileSync('strace', ['-V']),
    'Install strace (apt-get install strace): these tests kill the ledger inside its system calls.',
  ).not.toThrow();
});

test('killed with entries on the way: nothing acknowledged is lost', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const said: Said[] = [];
  for (let round = 0; round < 3; round += 1) {
    const one = await run(home.path, root, ['60', '10', 'hold']);
    expect(one.signal).toBe('SIGKILL');
    said.push(...one.said);
  }
  expect(acknowledged(said).length).toBe(180);
  expect(await holds(home.path, root, said)).toBe(180 * 3 + 1);
});

// Each sync and rename, and each fifth write, of a run with rotations is the one that kills it, in
// turn. The call that kills is not carried out: what a page that was never written is to a reader.
const faults = ['pwrite64', 'fsync', 'rename'] as const;
test.each(faults)(
  'killed at every %s: nothing acknowledged is lost',
  async (call) => {
    let died = 0;
    const step = call === 'pwrite64' ? 5 : 1;
    for (let at = 1; at < 200; at += step) {
      using home = temporaryHome();
      const root = newRoot();
      const name = call === 'rename' ? '/^rename' : call;
      const { said, status } = await run(
        home.path,
        root,
        ['4', '2'],
        [`inject=${name}:signal=SIGKILL:when=${at}`],
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

test('a full disk refuses the effects, keeps the program, and goes on when there is room', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const first = await run(home.path, root, ['3', '1']);
  expect(acknowledged(first.said).length).toBe(3);
  // From the fourth write on there is no room, for twelve writes; then there is again.
  const { said, status } = await run(
    home.path,
    root,
    ['40', '1'],
    ['inject=pwrite64:error=ENOSPC:when=4..15'],
  );
  expect(status).toBe(0);
  expect(new Set(said.map(({ refused }) => refused))).toEqual(new Set([undefined, 'ledger_full']));
  expect(said.at(-1)).toEqual({ closed: true });
  expect(acknowledged(said).length).toBeGreaterThan(0);
  await holds(home.path, root, [...first.said, ...said]);
});

// The second is that of the directory, whose failure SQLite passes over; the file's own count.
test.each([1, 3, 4, 5, 6])('after failed sync %i nothing more is taken in that run', async (at) => {
  using home = temporaryHome();
  const root = newRoot();
  const before = await run(home.path, root, ['3', '1']);
  // Long enough for the projection's syncs to come between.
  const { said } = await run(home.path, root, ['400', '1'], [`inject=fsync:error=EIO:when=${at}`]);
  const refusals = said.map(({ refused }) => refused);
  const first = refusals.findIndex((refused) => refused !== undefined);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(new Set(said.slice(first).flatMap(({ request, refused }) => request && refused))).toEqual(
    new Set(['ledger_failed', undefined]),
  );
  expect(acknowledged(said.slice(first))).toEqual([]);
  await holds(home.path, root, [...before.said, ...said]);
});

test('two processes at once keep one chain, and a nonce is burned for both', async () => {
  using home = temporaryHome();
  const root = newRoot();
  const found = await Promise.all([
    run(home.path, root, ['200', '20']),
    run(home.path, root, ['200', '20']),
    run(home.path, root, ['200', '20']),
  ]);
  const said = found.flatMap((one) => one.said);
  expect(acknowledged(said).length).toBe(600);
  expect(said.filter(({ problem }) => problem !== undefined)).toEqual([]);
  expect(await holds(home.path, root, said)).toBe(600 * 3 + 1);
});
