import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '@gatehouse/kernel/token';
import { createBroker } from './create-broker.ts';
import { changedOf } from './program-stamp.ts';
import { canonicalSpec, commandLine, specBinding, type RunSpec } from './spec.ts';
import { boundNow, clock, createBench, type Bench } from './testing/bench.ts';
import { until } from './testing/processes.ts';
import { createTokenCrypto } from './token-crypto.ts';

let bench: Bench;
beforeAll(() => {
  bench = createBench();
});
afterAll(() => {
  bench.close();
});

const at = (name: string) => join(bench.workspace, name);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Runs one spec under a token; the code of the refusal, or what it printed. */
async function runWith(spec: RunSpec, token: string): Promise<string> {
  const run = bench.broker.run(spec, token, new AbortController().signal);
  let output = '';
  try {
    for (;;) {
      const next = await run.next();
      if (next.done) return `ran: ${output}`;
      output += next.value.bytes.toString();
    }
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

describe('a token runs exactly what it was made for', () => {
  const approved = (): RunSpec => bench.spec('echo as approved', { env: { NOTE: 'a' } });
  const changes: Record<string, (spec: RunSpec) => RunSpec> = {
    'another command': (spec) => ({
      ...spec,
      command: 'echo evil',
      argv: commandLine('echo evil'),
    }),
    'argv trimmed': (spec) => ({ ...spec, argv: spec.argv.slice(0, -1) }),
    'argv with one word more': (spec) => ({ ...spec, argv: [...spec.argv, 'x'] }),
    'argv without --norc': (spec) => ({
      ...spec,
      argv: spec.argv.filter((word) => word !== '--norc'),
    }),
    'a space at the end': (spec) => ({
      ...spec,
      command: `${spec.command} `,
      argv: commandLine(`${spec.command} `),
    }),
    'environment changed': (spec) => ({ ...spec, env: { NOTE: 'b' } }),
    'environment added': (spec) => ({ ...spec, env: { ...spec.env, MORE: '' } }),
    'another directory': (spec) => ({ ...spec, cwd: { ...spec.cwd, inode: '1' } }),
    'a root more': (spec) => ({
      ...spec,
      roots: [...spec.roots, { ...boundNow(bench.outside), writable: true }],
    }),
    'the network': (spec) => ({ ...spec, network: true }),
    'no sandbox': (spec) => ({ ...spec, unsandboxed: true }),
    'as administrator': (spec) => ({ ...spec, elevated: true }),
    'more memory': (spec) => ({
      ...spec,
      limits: { ...spec.limits, memoryBytes: spec.limits.memoryBytes + 1 },
    }),
    'a guard less': (spec) => ({ ...spec, guarded: [] }),
  };
  it.each(Object.entries(changes))('%s', async (name, change) => {
    mkdirSync(at('guard'), { recursive: true });
    const spec = { ...approved(), guarded: [at('guard')] };
    const { token } = bench.broker.mint(spec);
    const code = await runWith(change(spec), token);
    expect(code).toBe(name === 'as administrator' ? 'token_scope' : 'token_binding');
  });

  it('once', async () => {
    const { token } = bench.broker.mint(approved());
    expect(await runWith(approved(), token)).toBe('ran: as approved\n');
    expect(await runWith(approved(), token)).toBe('token_replayed');
  });

  it('not when forged, cut, of another key, expired, or made for another scope', async () => {
    const spec = approved();
    const { token } = bench.broker.mint(spec);
    const other = createTokenCrypto(Buffer.alloc(32, 7));
    const forged = mintToken(other, clock, {
      binding: specBinding(spec),
      scope: 'shell_run',
      seconds: 30,
    });
    expect(await runWith(spec, forged)).toBe('token_forged');
    expect(await runWith(spec, token.slice(0, -1))).toBe('token_forged');
    expect(await runWith(spec, '')).toBe('token_forged');
    expect(await runWith(spec, bench.broker.mint({ ...spec, elevated: true }).token)).toBe(
      'token_scope',
    );
    expect(await runWith(spec, token)).toBe('ran: as approved\n');
  });

  it('not after its time', async () => {
    const slow = createBroker({
      keys: { derive: () => randomBytes(32) },
      clock: { now: () => Date.now(), boot: () => clock.boot() - 60_000 },
    });
    try {
      const spec = approved();
      const token = slow.mint(spec).token;
      const run = slow.run(spec, token, new AbortController().signal);
      await expect(run.next()).rejects.toMatchObject({ code: 'token_expired' });
    } finally {
      slow.close();
    }
  });

  it('not by the next broker, even within its time', async () => {
    const spec = approved();
    const { token } = bench.broker.mint(spec);
    expect(await runWith(spec, token)).toBe('ran: as approved\n');
    const pid = bench.broker.pid() ?? 0;
    process.kill(pid, 'SIGKILL');
    await until(() => bench.broker.pid() === null);
    expect(await runWith(spec, token)).toBe('token_forged');
    expect(bench.broker.pid()).not.toBe(pid);
  });

  it('has one byte sequence for one spec, whatever the order of its keys', () => {
    const spec = approved();
    const turned = Object.fromEntries(Object.entries(spec).toReversed()) as unknown as RunSpec;
    expect(canonicalSpec(turned)).toEqual(canonicalSpec(spec));
  });
});

describe('a sound spec', () => {
  const malformed: [string, () => Partial<RunSpec>, string][] = [
    ['argv of its own', () => ({ argv: ['/bin/sh', '-c', 'id'] }), 'argv_changed'],
    ['LD_PRELOAD', () => ({ env: { LD_PRELOAD: '/x.so' } }), 'environment_refused'],
    ['BASH_ENV', () => ({ env: { BASH_ENV: 'x' } }), 'environment_refused'],
    ['PATH', () => ({ env: { PATH: '.' } }), 'environment_refused'],
    ['a name that is none', () => ({ env: { 'A=B': 'x' } }), 'environment_refused'],
    [
      'an exported function',
      () => ({ env: { 'BASH_FUNC_ls%%': '() { id; }' } }),
      'environment_refused',
    ],
    ['NUL in a value', () => ({ env: { A: 'x\0B=y' } }), 'spec_malformed'],
    [
      'the whole machine',
      () => ({ roots: [{ ...boundNow('/'), writable: false }] }),
      'spec_malformed',
    ],
    [
      '/etc',
      () => ({ roots: [{ ...boundNow('/etc'), writable: false }], cwd: boundNow('/etc') }),
      'spec_malformed',
    ],
    ['a working directory outside', () => ({ cwd: boundNow(bench.outside) }), 'spec_malformed'],
    ['.. in a path', () => ({ guarded: [`${bench.workspace}/../outside`] }), 'spec_malformed'],
    ['no time', () => ({ limits: { ...bench.spec('').limits, seconds: 0 } }), 'spec_malformed'],
  ];
  it.each(malformed)('refuses %s', async (_, change, code) => {
    expect(await bench.refusal(bench.spec('echo ran', change()))).toBe(code);
  });
});

describe('the machine is as it was approved', () => {
  it('refuses a working directory swapped for a link or for another one', async () => {
    mkdirSync(at('here'));
    const spec = bench.spec('pwd -P; ls', { cwd: boundNow(at('here')) });
    renameSync(at('here'), at('moved'));
    symlinkSync(bench.outside, at('here'));
    expect(await bench.refusal(spec)).toBe('cwd_changed');
    rmSync(at('here'));
    symlinkSync('moved', at('here'));
    expect(await bench.refusal(spec)).toBe('cwd_changed');
    rmSync(at('here'));
    mkdirSync(at('here'));
    expect(await bench.refusal(spec)).toBe('cwd_changed');
    rmSync(at('here'), { recursive: true });
    expect(await bench.refusal(spec)).toBe('cwd_changed');
    renameSync(at('moved'), at('here'));
    expect(await bench.refusal(spec)).toBe(`ran: ${at('here')}\n`);
  });

  it('refuses a root that became another directory', async () => {
    mkdirSync(at('root'));
    const roots = [{ ...boundNow(at('root')), writable: true }];
    const spec = bench.spec('ls', { roots, cwd: boundNow(at('root')) });
    renameSync(at('root'), at('root2'));
    mkdirSync(at('root'));
    expect(await bench.refusal(spec)).toBe('cwd_changed');
    const elsewhere = bench.spec('ls', {
      roots: [...bench.spec('').roots, ...roots],
    });
    expect(await bench.refusal(elsewhere)).toBe('root_changed');
  });

  it('runs a script as it was approved and refuses it edited', async () => {
    writeFileSync(at('build.sh'), 'echo as approved');
    chmodSync(at('build.sh'), 0o755);
    const sealed = [{ path: at('build.sh'), sha256: sha256('echo as approved') }];
    const spec = bench.spec('bash build.sh', { sealed });
    expect(await bench.refusal(spec)).toBe('ran: as approved\n');
    writeFileSync(at('build.sh'), 'echo evil');
    expect(await bench.refusal(spec)).toBe('operand_changed');
    rmSync(at('build.sh'));
    symlinkSync('/usr/bin/id', at('build.sh'));
    expect(await bench.refusal(spec)).toBe('operand_changed');
    rmSync(at('build.sh'));
    expect(await bench.refusal(spec)).toBe('operand_changed');
  });

  it('runs the sealed copy: an edit while it runs does not reach it', async () => {
    const text = 'echo first; until [ -e edited ]; do :; done; cat again.sh';
    writeFileSync(at('again.sh'), text);
    const spec = bench.spec('bash again.sh', {
      sealed: [{ path: at('again.sh'), sha256: sha256(text) }],
    });
    const run = bench.broker.run(spec, bench.broker.mint(spec).token, new AbortController().signal);
    let output = '';
    for (;;) {
      const next = await run.next();
      if (next.done) break;
      output += next.value.bytes.toString();
      writeFileSync(at('again.sh'), 'echo evil');
      writeFileSync(at('edited'), '');
    }
    expect(output).toBe(`first\n${text}`);
  });

  it('ends a command whose script is replaced by another file while it runs', async () => {
    const text = 'echo started; while :; do read -t 1 < /dev/zero; done';
    writeFileSync(at('loop.sh'), text);
    const spec = bench.spec('bash loop.sh', {
      sealed: [{ path: at('loop.sh'), sha256: sha256(text) }],
    });
    const run = bench.broker.run(spec, bench.broker.mint(spec).token, new AbortController().signal);
    expect((await run.next()).done).toBe(false);
    writeFileSync(at('other.sh'), 'echo evil');
    renameSync(at('other.sh'), at('loop.sh'));
    await expect(run.next()).rejects.toMatchObject({ code: 'operand_changed' });
  });

  it('keeps the sealed copy executable only where the file was', async () => {
    writeFileSync(at('tool'), '#!/bin/bash\necho tool');
    const spec = bench.spec('./tool', {
      sealed: [{ path: at('tool'), sha256: sha256('#!/bin/bash\necho tool') }],
    });
    expect(await bench.refusal(spec)).toMatch(/^ran: .*Permission denied/);
    chmodSync(at('tool'), 0o755);
    expect(await bench.refusal(spec)).toBe('ran: tool\n');
  });

  it('refuses a system program that is not the one looked at, or not the system’s', async () => {
    const fact = (path: string) => {
      const stat = statSync(path, { bigint: true });
      return {
        path,
        device: String(stat.dev),
        inode: String(stat.ino),
        changed: changedOf(stat),
      };
    };
    const ls = fact('/usr/bin/ls');
    expect(await bench.refusal(bench.spec('echo ok', { programs: [ls] }))).toBe('ran: ok\n');
    for (const change of [
      { inode: '2' },
      { device: '3' },
      { changed: '4' },
      { path: '/usr/bin/gone' },
    ]) {
      const programs = [{ ...ls, ...change }];
      expect(await bench.refusal(bench.spec('echo ok', { programs }))).toBe('program_changed');
    }
    writeFileSync(at('ls'), '#!/bin/sh\necho evil');
    chmodSync(at('ls'), 0o777);
    expect(await bench.refusal(bench.spec('ls', { programs: [fact(at('ls'))] }))).toBe(
      'program_writable',
    );
  });

  it('never runs elsewhere, whoever swaps the working directory meanwhile', async () => {
    const racer = join(import.meta.dirname, 'testing', 'swap-directories.ts');
    mkdirSync(at('good'));
    mkdirSync(at('evil'));
    writeFileSync(at('good/name'), 'good');
    writeFileSync(at('evil/name'), 'evil');
    const cwd = boundNow(at('good'));
    const process_ = spawn(process.execPath, [racer, at('good'), at('evil')], { stdio: 'pipe' });
    await new Promise((resolve) => process_.stdout.once('data', resolve));
    const seen: Record<string, number> = {};
    try {
      for (let round = 0; round < 200; round += 1) {
        const outcome = await bench.refusal(bench.spec('cat /proc/self/cwd/name', { cwd }));
        seen[outcome] = (seen[outcome] ?? 0) + 1;
      }
    } finally {
      process_.kill('SIGKILL');
    }
    expect(
      Object.keys(seen).filter(
        (one) => !['ran: good', 'cwd_changed', 'sandbox_failed'].includes(one),
      ),
    ).toEqual([]);
    expect(seen['ran: good'] ?? 0).toBeGreaterThan(0);
    expect(seen['cwd_changed'] ?? 0).toBeGreaterThan(0);
  });
});
