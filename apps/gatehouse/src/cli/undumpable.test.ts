import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { familyOf } from './testing/processes.ts';
import { launcher, startProgram } from './testing/program.ts';
import type { Program } from './testing/program.ts';

/** An ordinary user where the tests run as root; the person themselves otherwise. */
const USER = process.getuid?.() === 0 ? 47_110 : (process.getuid?.() ?? 0);

let program: Program;
let mark: string;
beforeAll(async () => {
  program = await startProgram('no-bus');
  mark = program.note('plan.md', 'beans\n');
  mkdirSync(program.home, { mode: 0o700 });
  for (const path of [program.person, program.home, program.notes, mark])
    chownSync(path, USER, USER);
  chmodSync(mark, 0o600);
});
afterAll(() => program.stop());

/** Starts a program of that person; `line` is what it says when it is under way. */
async function ofTheirs(args: readonly string[], line: string) {
  const child = spawn(process.execPath, args, {
    uid: USER,
    gid: USER,
    env: program.environment,
    cwd: program.notes,
    stdio: 'pipe',
  });
  child.on('error', () => undefined); // it then has no process id, and ends without the line
  let said = '';
  for await (const bytes of child.stdout.iterator({ destroyOnReturn: false })) {
    said += String(bytes);
    if (said.includes(line)) return child;
  }
  throw new Error(
    `A user other than root cannot run the program here: move the checkout to a folder that others may read (chmod o+rx). ${said}`,
  );
}

/** What another program of the same person is told when it opens a process's insides. */
async function opened(pid: number): Promise<Record<string, string>> {
  const script = `
    const { closeSync, openSync } = require('node:fs');
    const found = {};
    for (const name of ['mem', 'environ', 'maps', 'auxv']) {
      try {
        closeSync(openSync('/proc/${String(pid)}/' + name));
        found[name] = 'open';
      } catch (error) {
        found[name] = error.code;
      }
    }
    console.log(JSON.stringify(found));`;
  const reader = spawn(process.execPath, ['-e', script], { uid: USER, gid: USER, env: {} });
  let said = '';
  reader.stdout.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')));
  await once(reader, 'close');
  return JSON.parse(said) as Record<string, string>;
}

const REFUSED = { mem: 'EACCES', environ: 'EACCES', maps: 'EACCES', auxv: 'EACCES' };

test('another program of the same person can look into neither the program nor its broker', async () => {
  const command = ['do', 'shell.run', '--in', '.', '--', 'tail', '-f', 'plan.md'];
  const child = await ofTheirs([launcher, ...command], 'beans');
  try {
    const family = familyOf(child.pid ?? -1);
    expect(family.length).toBeGreaterThan(2); // the broker, and what it runs
    const [main, broker] = family;
    expect(await opened(main ?? -1)).toEqual(REFUSED);
    expect(await opened(broker ?? -1)).toEqual(REFUSED);
  } finally {
    const gone = once(child, 'close');
    child.kill('SIGINT');
    await gone;
  }
});

test('an ordinary program of theirs can be looked into: the question is a fair one', async () => {
  const child = await ofTheirs(['-e', `console.log('here'); setInterval(() => {}, 1e6)`], 'here');
  try {
    expect(await opened(child.pid ?? -1)).toEqual({
      mem: 'open',
      environ: 'open',
      maps: 'open',
      auxv: 'open',
    });
  } finally {
    const gone = once(child, 'close');
    child.kill();
    await gone;
  }
});
