import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startScriptedServer } from '@gatehouse/models/testing';
import type { ScriptedServer } from '@gatehouse/models/testing';
import { begin } from './testing/begin.ts';
import type { How } from './testing/begin.ts';
import { found, spellings } from './testing/canary.ts';
import { copiesInMemory, familyOf } from './testing/processes.ts';
import { call, say, startWithModel } from './testing/with-model.ts';
import type { WithModel } from './testing/with-model.ts';

// A key that is nowhere else; with characters that every encoding writes differently.
const canary = `sk+${randomBytes(24).toString('hex')}/${randomBytes(12).toString('hex')}==`;
const needles = spellings(canary);

let stage: WithModel;
let other: ScriptedServer;
const said: string[] = [];
beforeAll(async () => {
  stage = await startWithModel(canary);
  other = await startScriptedServer('ollama');
  stage.program.note('plan.md', '# Plan\n\nThe plan is to plant beans.\n');
});
afterAll(async () => {
  await other.close();
  await stage.stop();
});

/** Runs a verb and keeps all it said; `code` is what it has to end with. */
async function ran(args: readonly string[], code = 0, how: How = {}): Promise<void> {
  const ended = await begin(stage.program, args, { stdin: '', ...how }).ended;
  said.push(ended.stdout, ended.stderr);
  expect([args, ended.code, ended.stderr]).toEqual([args, code, ended.stderr]);
}

/** An answer of a provider that hands the key back, as some do in their errors. */
const echo = (status: number) =>
  ({
    kind: 'status',
    status,
    body: { error: { message: `bad key ${canary}`, code: canary } },
  }) as const;

test('the key is used: by a turn with tools, by its test, by turns that fail', async () => {
  const { program, server } = stage;
  const traces = join(program.person, 'traces');
  mkdirSync(traces);
  // Every program that is started, with its whole argv and environment.
  const under = (name: string) => [
    ...['strace', '-f', '-qq', '-v', '-s', '1000000', '-o', join(traces, name)],
    ...['-e', 'trace=execve,execveat'],
  ];
  await ran(['models', 'set', 'ollama', '--model', 'scripted', '--address', other.address]);
  await ran(['domain', 'set', 'notes', '--model', 'compatible', 'ollama']);
  server.script(
    call(
      ['shell_run', { command: 'env' }],
      ['shell_run', { command: 'cat /proc/self/environ /proc/1/cmdline' }],
      ['file_read', { path: 'plan.md' }],
    ),
    say('Beans.'),
  );
  await ran(['chat'], 0, { stdin: 'what is the plan?\n', under: under('chat') });
  server.script(say('yes'), echo(401), { kind: 'raw', raw: `data: {"error":"${canary}"}\n\n` });
  await ran(['keys', 'test', 'compatible'], 0, { under: under('test') });
  await ran(['keys', 'test', 'compatible'], 1);
  await ran(['keys', 'test', 'compatible'], 1);
  // One that fails is followed by another host, which must not see the key of the first.
  server.script(echo(500));
  other.script(say('Beans, too.'));
  await ran(['ask', 'and now?']);

  const sent = server.requests.map(({ headers }) => headers['authorization']);
  expect(new Set(sent)).toEqual(new Set([`Bearer ${canary}`]));
  expect([sent.length, other.requests.length]).toEqual([6, 1]);
  expect(said.join('')).toContain('Beans, too.');
  expect(readFileSync(join(traces, 'chat'), 'utf8')).toContain('/usr/bin/env');
});

test('while an answer is under way, no process of the program shows it or holds it', async () => {
  const { program, server } = stage;
  server.script({ kind: 'stall', say: { text: ['So far ', 'and no further'] }, lines: 2 });
  const ask = begin(program, ['ask', 'a long one'], { stdin: '' });
  await ask.until('So far ');
  const family = familyOf(ask.pid);
  const shown = family.map((pid) => ['cmdline', 'environ'].map((name) => read(pid, name)));
  expect(found(needles, Buffer.concat(shown.flat()))).toEqual([]);
  expect(read(ask.pid, 'limits').toString('utf8')).toMatch(/^Max core file size +0 +0 /mu);
  // What a core would hold. Only root may look at all.
  const root = process.getuid?.() === 0;
  expect(family.map((pid) => copiesInMemory(pid, canary))).toEqual(
    family.map(() => (root ? 0 : 'EACCES')),
  );
  if (root) expect(copiesInMemory(ask.pid, 'a long one')).toBeGreaterThan(0); // it does look
  ask.signal('SIGINT');
  const { code, stdout, stderr } = await ask.ended;
  said.push(stdout, stderr);
  expect(code).toBe(130);
});

test('everything that is kept or handed out is made', async () => {
  const { program, server } = stage;
  const outside = join(program.person, 'outside');
  mkdirSync(outside);
  const host = `127.0.0.1:${String(server.port)}`;
  const use = JSON.stringify({ name: 'compatible', host });
  for (const args of [
    ['keys'],
    ['keys', '--json'],
    ['models', '--json'],
    ['settings', '--json'],
    ['sessions', '--json'],
    ['audit', 'export'],
    ['audit', 'tail', '-n', '1000', '--json'],
    ['do', 'shell.run', '--domain', 'notes', '--', 'env'],
    ['do', 'secret.use', '--domain', 'notes', '--json', '--input', use],
    ['export', join(outside, 'export')],
  ]) {
    const { stdout, stderr } = await begin(program, args, { stdin: '' }).ended;
    said.push(stdout, stderr);
  }
  await ran(['doctor'], 0);
  await ran(['backup', join(outside, 'backup')], 0, { stdin: 'a passphrase of a test\n' });
  expect(readdirSync(outside).sort()).toEqual(['backup', 'export']);
});

test('it is in no file of the home but the keyring’s own store', () => {
  const { person } = stage.program;
  const files = filesBelow(person).filter(
    (path) => !path.startsWith(join(person, 'data', 'keyrings')),
  );
  const holding = files.flatMap((path) =>
    found(needles, readFileSync(path)).map((how) => [path, how]),
  );
  expect(holding).toEqual([]);
  // Everything there is was looked at: databases, logs, audit, export, backup, compiled code, traces.
  const looked = files.map((path) => path.slice(person.length + 1));
  for (const part of ['gatehouse/data.db', 'gatehouse/ledger.db', 'gatehouse/index.db']) {
    expect(looked).toContain(part);
  }
  for (const part of [
    'gatehouse/audit/',
    'gatehouse/logs/',
    'gatehouse/cache/',
    'outside/',
    'traces/',
  ]) {
    expect([part, looked.some((path) => path.startsWith(part))]).toEqual([part, true]);
  }
  // And the search finds what is there.
  writeFileSync(join(person, 'planted'), `x${Buffer.from(canary).toString('base64')}`);
  expect(found(needles, readFileSync(join(person, 'planted')))).not.toEqual([]);
});

test('it is in nothing that was printed', () => {
  expect(said.length).toBeGreaterThan(30);
  expect(found(needles, Buffer.from(said.join('\n')))).toEqual([]);
});

test('only the provider it belongs to was sent it, in its header and nowhere else', () => {
  const { server } = stage;
  const others = server.requests.map(({ headers, ...rest }) => ({
    ...rest,
    headers: { ...headers, authorization: '' },
  }));
  expect(found(needles, Buffer.from(JSON.stringify([others, other.requests])))).toEqual([]);
});

const read = (pid: number, name: string): Buffer => {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`);
  } catch (error) {
    // Not shown even to the person's other programs.
    if (error instanceof Error && 'code' in error && error.code === 'EACCES')
      return Buffer.alloc(0);
    throw error;
  }
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));
