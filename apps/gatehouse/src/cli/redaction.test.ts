import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, say, startWithModel } from './testing/with-model.ts';
import type { WithModel } from './testing/with-model.ts';

// Keys that somebody left in a note, a command, a file name: looked for in the real bytes of
// everything that is written or shown. Made at run time: a fixture that looks like one is one.
const token = ['ghp', 'Zx9Kq2Wm7Rt4Yp1Lc8Vb3Nd6Hs5Jf0Ga'].join('_');
const password = ['hunter2', 'Moss'].join('-');

let stage: WithModel;
beforeAll(async () => {
  stage = await startWithModel(null);
  stage.program.note('keys.md', `# Keys\n\nTOKEN=${token}\nPASSWORD=${password}\n`);
});
afterAll(() => stage.stop());

const leaks = (text: string) => [token, password].filter((one) => text.includes(one.slice(0, 10)));

test('a refused command is told and recorded without the key in it', async () => {
  const { program } = stage;
  const command = ['curl', '-H', `Authorization: Bearer ${token}`, 'https://h.example/'];
  for (const json of [[], ['--json']]) {
    const { code, stdout, stderr } = await program.run([
      'do',
      'shell.run',
      ...json,
      '--',
      ...command,
    ]);
    expect([code, leaks(stdout + stderr)]).toEqual([3, []]);
  }
});

test('an error names a file without the key in its name', async () => {
  const { program } = stage;
  for (const json of [[], ['--json']]) {
    const { code, stdout, stderr } = await program.run([
      ...['do', 'file.read', ...json, '--', `${token}/PASSWORD=${password}`],
    ]);
    expect([code, leaks(stdout + stderr)]).toEqual([3, []]);
  }
});

test('a command that was run is recorded without the key in it', async () => {
  const { program } = stage;
  const ran = await program.run(['do', 'shell.run', '--', 'echo', token, `PASSWORD=${password}`]);
  // What a command says is the person's own: shown as it is.
  expect([ran.code, leaks(ran.stdout)]).toEqual([0, [token, password]]);
  const { stdout } = await program.run(['audit', 'export']);
  expect([leaks(stdout), stdout.includes('[secret:github-token#1]')]).toEqual([[], true]);
  const folder = join(program.home, 'audit');
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect([leaks(files.join('')), files.join('').includes('[secret:')]).toEqual([[], true]);
});

test('a session is exported without the keys that were read in it, and shown with them', async () => {
  const { program, server } = stage;
  server.script(call(['file_read', { path: 'keys.md' }]), say(`It is ${token}.`));
  const asked = await program.run([
    'ask',
    `which token goes with PASSWORD=${password} here?`,
    '--json',
  ]);
  const { session } = JSON.parse(asked.stdout) as { session: string };
  const shown = await program.run(['sessions', 'show', session, '--json']);
  expect(leaks(shown.stdout)).toEqual([token, password]);
  const tree = join(dirname(program.notes), 'exported');
  expect((await program.run(['export', tree])).code).toBe(0);
  const files = readdirSync(join(tree, 'sessions')).map((name) =>
    readFileSync(join(tree, 'sessions', name), 'utf8'),
  );
  expect([files.length, leaks(files.join(''))]).toEqual([2, []]);
  expect(files.every((text) => text.includes('[secret:github-token#'))).toBe(true);
});

test('what is wrong with config.json is said without the key in it', async () => {
  const { program } = stage;
  writeFileSync(
    join(program.home, 'config.json'),
    `{"mode": "${token}", "PASSWORD": "${password}"}`,
  );
  const { code, stdout, stderr } = await program.run(['domain', 'list']);
  expect([code, stderr === '', leaks(stdout + stderr)]).toEqual([1, false, []]);
});
