import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GatehouseError } from '@gatehouse/kernel/error';
import { createBench, type Bench } from './testing/bench.ts';
import { processesWith, uniqueSeconds, until } from './testing/processes.ts';

let bench: Bench;
beforeEach(() => {
  bench = createBench();
});
afterEach(() => {
  bench.close();
});

/** Starts a command that says `up` and then waits, and resolves once it has said so. */
async function start(mark: string, signal = new AbortController().signal) {
  const spec = bench.spec(`echo up; sleep ${mark}`);
  const run = bench.broker.run(spec, bench.broker.mint(spec).token, signal);
  const first = await run.next();
  expect(first).toEqual({ done: false, value: { bytes: Buffer.from('up\n') } });
  await until(() => processesWith(`sleep\0${mark}`).length > 0);
  return run;
}

it('ends the whole tree when cancelled', async () => {
  const mark = uniqueSeconds();
  const controller = new AbortController();
  const run = await start(mark, controller.signal);
  controller.abort();
  expect(await run.next()).toEqual({
    done: true,
    value: { exit: null, signal: 'SIGKILL', ended: 'cancelled', truncated: false },
  });
  await until(() => processesWith(mark).length === 0);
});

it('ends a command that was cancelled before it started', async () => {
  const mark = uniqueSeconds();
  const controller = new AbortController();
  const spec = bench.spec(`sleep ${mark}`);
  const run = bench.broker.run(spec, bench.broker.mint(spec).token, controller.signal);
  const end = run.next();
  controller.abort();
  expect(await end).toEqual({
    done: true,
    value: { exit: null, signal: 'SIGKILL', ended: 'cancelled', truncated: false },
  });
  await until(() => processesWith(mark).length === 0);
});

it('ends a command whose reader went away', async () => {
  const mark = uniqueSeconds();
  const run = await start(mark);
  await run.return({ exit: null, signal: null, ended: 'cancelled', truncated: false });
  await until(() => processesWith(mark).length === 0);
});

it('reports a broker that died, ends what it ran, and starts another for the next command', async () => {
  const mark = uniqueSeconds();
  const run = await start(mark);
  const pid = bench.broker.pid();
  process.kill(pid ?? 0, 'SIGKILL');
  await expect(run.next()).rejects.toMatchObject({ code: 'broker_crashed' });
  await until(() => processesWith(mark).length === 0);
  const { output } = await bench.run(bench.spec('echo again'));
  expect(output).toBe('again\n');
  expect(bench.broker.pid()).not.toBe(pid);
});

it('ends with main, even when main is killed', async () => {
  const mark = uniqueSeconds();
  const program = join(import.meta.dirname, 'testing', 'run-commands.ts');
  const main = spawn(process.execPath, [program, bench.workspace, `echo up; sleep ${mark}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await until(() => processesWith(`sleep\0${mark}`).length > 0);
  const ours = processesWith('shell/broker/main.ts').filter((pid) =>
    readFileSync(`/proc/${String(pid)}/status`, 'latin1').includes(`PPid:\t${String(main.pid)}\n`),
  );
  expect(ours).toHaveLength(1);
  main.kill('SIGKILL');
  await until(() => processesWith(mark).length === 0);
  await until(() => !readdirSync('/proc').includes(String(ours[0])));
});

it.each([
  [
    'cancelled',
    (controller: AbortController) => {
      controller.abort();
    },
  ],
  [
    'its broker killed',
    () => {
      process.kill(bench.broker.pid() ?? 0, 'SIGKILL');
    },
  ],
])('leaves nothing behind when %s at any moment of the set-up', async (_, strike) => {
  const mark = uniqueSeconds();
  const seen = new Set<string>();
  for (let round = 0; round < 40; round += 1) {
    await bench.run(bench.spec('true'));
    const controller = new AbortController();
    const run = bench.run(bench.spec(`sleep ${mark}`), controller.signal).then(
      ({ ended }) => seen.add(ended),
      (error: unknown) => seen.add(error instanceof GatehouseError ? error.code : String(error)),
    );
    // Later every round: from before the broker heard of it until it runs.
    for (let turn = 0; turn < round * 12; turn += 1) await new Promise(setImmediate);
    strike(controller);
    await run;
  }
  expect([...seen]).toEqual([expect.stringMatching(/^(?:cancelled|broker_crashed)$/)]);
  await until(() => processesWith(mark).length === 0);
});

it('gives the broker no key in argv or environment, and no connection', async () => {
  await bench.run(bench.spec('true'));
  const proc = `/proc/${String(bench.broker.pid())}`;
  expect(readFileSync(`${proc}/environ`, 'latin1')).toBe('');
  expect(readFileSync(`${proc}/cmdline`, 'latin1').split('\0').slice(1)).toEqual([
    join(import.meta.dirname, 'broker', 'main.ts'),
    '',
  ]);
  const own = readdirSync(`${proc}/fd`).map((fd) => readlinkSync(`${proc}/fd/${fd}`));
  const sockets = own.flatMap((name) => /^socket:\[(\d+)\]$/.exec(name)?.[1] ?? []);
  const inet = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'latin1')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/)[9] ?? ''),
  );
  expect(sockets.filter((inode) => inet.includes(inode))).toEqual([]);
});

it('runs several commands at once, each with its own output', async () => {
  const runs = Array.from({ length: 8 }, (_, n) =>
    bench.run(bench.spec(`for i in 1 2 3; do echo ${String(n)}; done`)),
  );
  const outputs = (await Promise.all(runs)).map(({ output }) => output);
  expect(outputs).toEqual(Array.from({ length: 8 }, (_, n) => `${String(n)}\n`.repeat(3)));
});
