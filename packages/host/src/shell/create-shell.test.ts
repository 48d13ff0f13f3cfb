import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClearances, type Operand } from '@gatehouse/kernel';
import { createShell, specOf } from './create-shell.ts';
import { boundNow, createBench, type Bench } from './testing/bench.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench();
});
afterAll(() => {
  bench.close();
});

type ShellOperand = Operand<'shell.run'>;
type Change = Partial<ShellOperand['intent']>;

function operandOf(command: string, change: Change = {}): ShellOperand {
  const root = { root: bench.workspace, segments: [] };
  const { device, inode } = boundNow(bench.workspace);
  const directory = {
    asked: root,
    real: root,
    kind: 'directory',
    device,
    inode,
    parent: { device: '0', inode: '0' },
    size: 0,
    links: 1,
    folds: false,
    digest: null,
    text: null,
  } as const;
  return {
    intent: {
      command,
      cwd: root,
      environment: {},
      network: false,
      elevated: false,
      unsandboxed: false,
      writable: true,
      roots: [root],
      programs: [],
      executes: [],
      reads: [],
      writes: [],
      reasons: [{ code: 'command_wants_network' }],
      tools: { called: [], asking: [], directories: [] },
      limits: { seconds: 30, memoryBytes: 256 << 20, processes: 50, outputBytes: 100_000 },
      ...change,
    },
    facts: {
      cwd: directory,
      roots: [directory],
      executes: [],
      reads: [],
      writes: [],
      programs: [],
      sandbox: { available: true, problem: null },
    },
    binding: 'aa',
    requestId: 'request',
  };
}

const places = { home: '/home/nobody-here', gatehouse: '/home/nobody-here/gatehouse' };

/** Performs an operand as the gate would, and says which nonces were burned before it ran. */
async function perform(operand: ShellOperand, signal = new AbortController().signal) {
  const clearances = createClearances();
  const burned: string[] = [];
  const shell = createShell({
    spend: clearances.spend,
    broker: bench.broker,
    burn: (nonce) => {
      burned.push(nonce);
      return Promise.resolve();
    },
    places,
  });
  const clearance = clearances.issue('shell.run', operand);
  const effect = shell['shell.run'](clearance, signal);
  const texts: string[] = [];
  for (;;) {
    const next = await effect.next();
    if (next.done)
      return {
        texts,
        result: next.value,
        burned,
        again: () => shell['shell.run'](clearance, signal).next(),
      };
    if ('text' in next.value) texts.push(next.value.text);
  }
}

it('runs what the gate cleared, once, with its nonce burned, and streams what it says', async () => {
  const { texts, result, burned, again } = await perform(
    operandOf("echo one; printf 'gr\\xc3\\xbc\\xc3\\x9fe \\xff end'; exit 4"),
  );
  expect(texts.join('')).toBe('one\ngrüße \u{fffd} end');
  expect(result).toEqual({
    exit: 4,
    signal: null,
    ended: 'exited',
    output: 'one\ngrüße \u{fffd} end',
    truncated: false,
    runsLater: [],
  });
  expect(burned).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  await expect(again()).rejects.toMatchObject({ code: 'clearance_spent' });
});

it('runs nothing when the nonce cannot be burned', async () => {
  const clearances = createClearances();
  const shell = createShell({
    spend: clearances.spend,
    broker: bench.broker,
    burn: () => Promise.reject(new Error('disk full')),
    places,
  });
  const clearance = clearances.issue('shell.run', operandOf('touch ran-anyway'));
  await expect(shell['shell.run'](clearance, new AbortController().signal).next()).rejects.toThrow(
    'disk full',
  );
  expect(execFileSync('ls', [bench.workspace], { encoding: 'utf8' })).not.toContain('ran-anyway');
});

it('replaces a character cut by the output limit', async () => {
  const limits = { seconds: 30, memoryBytes: 256 << 20, processes: 50, outputBytes: 4 };
  const { result } = await perform(operandOf('printf "abc\\xc3\\xbcd"', { limits }));
  expect(result).toMatchObject({ output: 'abc\u{fffd}', ended: 'output', truncated: true });
});

it('gives a command proven to read only a workspace it can only read', async () => {
  const reasons = [{ code: 'command_read_only' }] as const;
  const { result } = await perform(
    operandOf('touch hidden-write; ls -d hidden-write', { reasons }),
  );
  expect(result.output).toContain('Read-only file system');
  expect(specOf(operandOf('x', { writable: false }), places).roots[0]?.writable).toBe(false);
});

it('keeps what runs later as it is', async () => {
  mkdirSync(join(bench.workspace, '.git/hooks'), { recursive: true });
  writeFileSync(join(bench.workspace, '.envrc'), 'kept');
  const { result } = await perform(
    operandOf('echo evil > .git/hooks/post-checkout; echo evil >> .envrc; cat .envrc'),
  );
  expect(result.output).toMatch(/kept$/);
  expect(specOf(operandOf('x'), places).guarded.toSorted()).toEqual([
    join(bench.workspace, '.envrc'),
    join(bench.workspace, '.git/hooks'),
  ]);
});

it('says what a command made that runs later', async () => {
  const { result, texts } = await perform(
    operandOf(
      'mkdir -p new/.vscode; echo x > new/.vscode/tasks.json; echo x > .mcp.json; echo x > a.md',
    ),
  );
  expect(result.runsLater.toSorted()).toEqual(['.mcp.json', 'new/.vscode']);
  expect(result.output).toBe(
    `\n[gatehouse] this command made what runs later by itself: ${result.runsLater.join(', ')}\n`,
  );
  expect(texts.join('')).toBe(result.output);
});

it('seals scripts of the workspace and leaves the system’s alone', () => {
  const operand = operandOf('bash x.sh');
  const executed = (path: string, digest: string) => ({
    ...operand.facts.cwd,
    kind: 'file' as const,
    real: { root: '/', segments: path.split('/').filter(Boolean) },
    digest,
  });
  const facts = {
    ...operand.facts,
    executes: [
      executed(join(bench.workspace, 'x.sh'), 'aa'),
      executed('/usr/bin/bash', 'bb'),
      executed(join(bench.outside, 'unseen.sh'), 'cc'),
    ],
  };
  expect(specOf({ ...operand, facts }, places).sealed).toEqual([
    { path: join(bench.workspace, 'x.sh'), sha256: 'aa' },
  ]);
});

it('runs outside a sandbox only where the gate found none, which it always asks about', () => {
  const operand = operandOf('x');
  const none = { available: false, problem: 'missing' };
  const without = { ...operand, facts: { ...operand.facts, sandbox: none } };
  expect(specOf(operand, places).unsandboxed).toBe(false);
  expect(specOf(operandOf('x', { unsandboxed: true }), places).unsandboxed).toBe(false);
  expect(specOf(without, places).unsandboxed).toBe(true);
});

it('adds a directory that the Path Gate opened, to read', () => {
  const operand = operandOf('ls');
  const real = { root: '/', segments: bench.outside.split('/').filter(Boolean) };
  const facts = { ...operand.facts, cwd: { ...operand.facts.cwd, real } };
  expect(
    specOf({ ...operand, facts }, places).roots.map(({ path, writable }) => [path, writable]),
  ).toEqual([
    [bench.workspace, true],
    [bench.outside, false],
  ]);
});
