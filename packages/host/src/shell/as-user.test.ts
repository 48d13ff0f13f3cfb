import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processesWith, uniqueSeconds, until } from './testing/processes.ts';

/** An ordinary user where the tests run as root; the person themselves otherwise. */
const USER = process.getuid?.() === 0 ? 47_110 : (process.getuid?.() ?? 0);
const program = join(import.meta.dirname, 'testing', 'run-commands.ts');

let workspace: string;
beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'gatehouse-user-'));
  chownSync(workspace, USER, USER);
  chmodSync(workspace, 0o700);
});
afterAll(() => {
  rmSync(workspace, { recursive: true, force: true });
});

/** Runs commands in a main process of an ordinary user, and reads its JSON lines. */
async function asUser(...commands: readonly string[]): Promise<readonly unknown[]> {
  const child = spawn(process.execPath, [program, workspace, ...commands], {
    uid: USER,
    gid: USER,
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let problems = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (problems += bytes.toString()));
  await new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(
        new Error(
          `A user other than root cannot start Node here: move the checkout to a folder that others may read (chmod o+rx). ${error.message}`,
        ),
      );
    });
    child.once('close', resolve);
  });
  if (output === '') throw new Error(problems);
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

it('contains a command of an ordinary user as it contains root’s', async () => {
  const secret = join(tmpdir(), `gatehouse-user-secret-${String(process.pid)}`);
  writeFileSync(secret, 'canary-of-the-user', { mode: 0o600 });
  chownSync(secret, USER, USER);
  try {
    const results = await asUser(
      `cat '${secret}' ~/.ssh/* /etc/shadow; id -u; echo kept > file; cat file`,
      `(echo 1 > /proc/sys/kernel/core_pattern) 2>/dev/null && echo wrote; grep -E '^(CapEff|NoNewPrivs)' /proc/self/status | tr '\\t' ' '; unshare -U true 2>/dev/null && echo nested; sudo -n id 2>/dev/null; for n in /proc/self/fd/*; do echo \${n##*/}; done | tr '\\n' ' '`,
    );
    expect(JSON.stringify(results)).not.toContain('canary-of');
    expect(results).toEqual([
      { output: expect.stringMatching(/1000\nkept\n$/) as unknown, exit: 0, ended: 'exited' },
      {
        output: 'CapEff: 0000000000000000\nNoNewPrivs: 1\n0 1 2 3 ',
        exit: 0,
        ended: 'exited',
      },
    ]);
    expect(readFileSync(join(workspace, 'file'), 'utf8')).toBe('kept\n');
  } finally {
    rmSync(secret);
  }
});

it('survives a user’s fork bomb, memory bomb, endless output and daemons', async () => {
  const mark = uniqueSeconds();
  const results = await asUser(
    `for n in $(seq 200); do sleep ${mark} & done 2>&1 | grep -m1 -o 'Resource temporarily unavailable'; true`,
    `for n in 1 2 3 4 5 6 7 8; do perl -e '$x = "x" x (40 << 20); sleep ${mark}' & done; wait`,
    `perl -e '$x = "x" x (400 << 20); print "had it all"'; true`,
    `yes ${mark}`,
    `( (setsid sh -c 'exec sleep ${mark}' &) & ) > /dev/null 2>&1; echo started`,
    'echo alive',
  );
  const endings = (results as { ended?: string; output: string }[]).map(({ ended }) => ended);
  expect(endings.slice(1)).toEqual(['memory', 'exited', 'output', 'exited', 'exited']);
  expect(['exited', 'processes']).toContain(endings[0]);
  expect(JSON.stringify(results)).not.toContain('had it all');
  expect(results.at(-1)).toEqual({ output: 'alive\n', exit: 0, ended: 'exited' });
  await until(() => processesWith(mark).length === 0);
});

it('lets nobody else of the same user read the broker’s memory', async () => {
  const mark = uniqueSeconds();
  const main = spawn(process.execPath, [program, workspace, `sleep ${mark}`], {
    uid: USER,
    gid: USER,
    env: {},
    stdio: 'ignore',
  });
  try {
    await until(() => processesWith(`sleep\0${mark}`).length > 0);
    const [broker] = processesWith('shell/broker/main.ts').filter((pid) =>
      readFileSync(`/proc/${String(pid)}/status`, 'latin1').includes(
        `PPid:\t${String(main.pid)}\n`,
      ),
    );
    const peek = (what: string) =>
      execFileSync(
        '/bin/sh',
        ['-c', `cat /proc/${String(broker)}/${what} 2>&1 | head -c 100; true`],
        {
          uid: USER,
          gid: USER,
          encoding: 'latin1',
        },
      );
    expect(peek('maps')).toContain('Permission denied');
    expect(peek('environ')).toContain('Permission denied');
    expect(peek('mem')).toContain('Permission denied');
  } finally {
    main.kill('SIGKILL');
  }
  await until(() => processesWith(mark).length === 0);
});
