import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNative } from '../native/index.ts';
import { createProcessCalls } from '../native/process-calls.ts';
import { launchSandboxed } from './broker/launch.ts';
import { openOperands } from './broker/operands.ts';
import { thisMachine } from './broker/probe.ts';
import { createBench, generousLimits, type Bench } from './testing/bench.ts';
import { processesWith, uniqueSeconds, until } from './testing/processes.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench();
});
afterAll(() => {
  bench.close();
});

const limited = (command: string, limits: Partial<typeof generousLimits>) =>
  bench.run(bench.spec(command, { limits: { ...generousLimits, ...limits } }));

/** What a run left behind on this machine, by a text in its command lines. */
async function nothingLeftOf(mark: string): Promise<void> {
  await until(() => processesWith(mark).length === 0);
  expect(processesWith(mark)).toEqual([]);
}

it('ends a command that takes too long', async () => {
  const mark = uniqueSeconds();
  const { output, ...result } = await limited(`echo started; sleep ${mark}; echo never`, {
    seconds: 1,
  });
  expect(output).toBe('started\n');
  expect(result).toEqual({ exit: null, signal: 'SIGKILL', ended: 'timeout', truncated: false });
  await nothingLeftOf(mark);
});

// Bounded, all the same: where a limit fails, a test must not take the machine with it.
it.each([
  [
    'in bash',
    (mark: string) =>
      `bomb() { if (($1 < 10)); then bomb $(($1 + 1)) & bomb $(($1 + 1)) & fi; sleep ${mark}; }; bomb 0`,
  ],
  ['in perl', (mark: string) => `perl -e 'fork for 1 .. 11; sleep 1000; # ${mark}'`],
  [
    'of children of one shell',
    (mark: string) => `for n in {1..2000}; do sleep ${mark} & done; wait`,
  ],
])('survives a fork bomb %s', async (_, bomb) => {
  const mark = uniqueSeconds();
  const { ended } = await limited(bomb(mark), { seconds: 5, processes: 40 });
  // A user's bomb starves on RLIMIT_NPROC until its time is over; root's is counted and ended.
  expect(['processes', 'timeout']).toContain(ended);
  await nothingLeftOf(mark);
  expect((await limited('echo alive', {})).output).toBe('alive\n');
});

it('ends a tree that grew too large, by counting alone, where nothing else holds', async () => {
  const mark = uniqueSeconds();
  const native = createNative();
  const spec = bench.spec(`for n in {1..200}; do sleep ${mark} & done; wait`, {
    limits: { ...generousLimits, processes: 40, seconds: 30 },
  });
  const operands = openOperands(native, spec);
  const running = launchSandboxed(
    {
      native,
      calls: { ...createProcessCalls(), prlimit: () => undefined },
      machine: thisMachine(),
      groups: { warm: () => undefined, open: () => null },
      tag: mark,
      own: new Set(),
      output: () => undefined,
    },
    spec,
    operands,
  );
  expect((await running.done).ended).toBe('processes');
  operands.close();
  await nothingLeftOf(mark);
});

it('lets no process have more memory than the command may', async () => {
  const { output, exit } = await limited(
    `perl -e '$x = "x" x (400 << 20); print "had it all\\n"'; echo "status $?"`,
    { memoryBytes: 128 << 20 },
  );
  expect(output).not.toContain('had it all');
  expect(output).toMatch(/^Out of memory[^]*status [1-9]\d*\n$/);
  expect(exit).toBe(0);
});

it('ends a tree whose processes together have more', async () => {
  const mark = uniqueSeconds();
  const { ended } = await limited(
    `for n in 1 2 3 4 5 6 7 8; do perl -e '$x = "x" x (40 << 20); sleep ${mark}' & done; wait`,
    { memoryBytes: 128 << 20 },
  );
  expect(ended).toBe('memory');
  await nothingLeftOf(mark);
});

it('does not count memory that forks share twice', async () => {
  const { output, ended } = await limited(
    `perl -e '$x = "x" x (60 << 20); for (1..6) { fork() or (sleep(1), exit) } 1 while wait() > 0; print "done\\n"'`,
    { memoryBytes: 256 << 20 },
  );
  expect([output, ended]).toEqual(['done\n', 'exited']);
});

it('bounds scratch space, shared memory and one file', async () => {
  const { output } = await limited(
    `for place in /tmp /dev/shm; do for n in 1 2 3 4; do head -c 60M /dev/zero > $place/$n || break; done; stat -f -c '%a' $place; rm -f $place/[0-9]; done 2>/dev/null
     head -c 100M /dev/zero > large; stat -c %s large`,
    { memoryBytes: 128 << 20, fileBytes: 64 << 20 },
  );
  const [scratch, shared, file] = output
    .split('\n')
    .filter((line) => /^\d+$/.test(line))
    .map(Number);
  // Not one free block is left after 240 MB were offered to each.
  expect(scratch).toBe(0);
  expect(shared).toBe(0);
  expect(file).toBe(64 << 20);
});

it('has no memory that belongs to no process: neither memory files nor System V segments', async () => {
  const { output } = await limited(
    `perl -e 'use IPC::SysV qw(IPC_PRIVATE); print defined(shmget(IPC_PRIVATE, 1 << 20, 0600)) ? "shm" : "none", "\\n"' 2>/dev/null || perl -e 'print defined(shmget(0, 1 << 20, 0600)) ? "shm" : "none", "\\n"'`,
    {},
  );
  expect(output).toBe('none\n');
});

it('cuts endless output and ends what writes it', async () => {
  const mark = uniqueSeconds();
  const { output, ...result } = await limited(`yes ${mark}`, { outputBytes: 100_000 });
  expect(output).toHaveLength(100_000);
  expect(result).toEqual({ exit: null, signal: 'SIGKILL', ended: 'output', truncated: true });
  await nothingLeftOf(mark);
});

it.each([
  ['nohup', (mark: string) => `nohup sleep ${mark} > /dev/null 2>&1 &`],
  ['setsid', (mark: string) => `setsid sleep ${mark} < /dev/null > /dev/null 2>&1 &`],
  [
    'a double fork',
    (mark: string) => `( (setsid sh -c 'exec sleep ${mark}' &) & ) > /dev/null 2>&1`,
  ],
  ['one that holds the output', (mark: string) => `setsid sleep ${mark} &`],
  [
    'one that ignores signals',
    (mark: string) =>
      `(trap '' HUP TERM INT; setsid sh -c 'trap "" TERM HUP; sleep ${mark}; sleep ${mark}') > /dev/null 2>&1 &`,
  ],
  [
    'one that wears another name',
    (mark: string) => `(exec -a '[kworker ${mark}]' sleep ${mark}) > /dev/null 2>&1 &`,
  ],
])('leaves no daemon behind: %s', async (_, daemon) => {
  const mark = uniqueSeconds();
  const { output, exit } = await limited(`${daemon(mark)}\necho started`, {});
  expect([output, exit]).toEqual(['started\n', 0]);
  await nothingLeftOf(mark);
});

it('runs what needs much address space but little memory', async () => {
  writeFileSync(join(bench.workspace, 'reserve.pl'), '');
  // As runtimes do: reserve 8 GB that nobody touches (PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS|NORESERVE).
  const mmap = process.arch === 'arm64' ? 222 : 9;
  const { output } = await limited(
    `perl -e 'my $r = syscall(${String(mmap)}, 0, 8 << 30, 0, 0x4022, -1, 0); print $r == -1 ? "refused $!" : "reserved", "\\n"'`,
    { memoryBytes: 256 << 20 },
  );
  expect(output).toBe('reserved\n');
});

it('keeps the order of both outputs, and gives what a shell would give as status', async () => {
  const ordered = await limited(
    'for n in 1 2 3 4 5; do echo out $n; echo err $n >&2; done; exit 7',
    {},
  );
  expect(ordered).toEqual({
    output: [1, 2, 3, 4, 5].map((n) => `out ${String(n)}\nerr ${String(n)}\n`).join(''),
    exit: 7,
    signal: null,
    ended: 'exited',
    truncated: false,
  });
  expect((await limited('kill -TERM $$', {})).exit).toBe(128 + 15);
});
