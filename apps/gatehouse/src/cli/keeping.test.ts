import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startScriptedServer } from '@gatehouse/models/testing';
import type { ScriptedServer } from '@gatehouse/models/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProgram } from './testing/program.ts';
import type { Program } from './testing/program.ts';

let program: Program;
let server: ScriptedServer;

beforeAll(async () => {
  program = await startProgram('unlocked');
  server = await startScriptedServer('chat');
  program.note('plan.md', '# Plan\n\nThe launch is on Friday.\n');
  await program.run([
    'models',
    'set',
    'compatible',
    '--address',
    `${server.address}/v1`,
    '--model',
    'scripted',
  ]);
  await program.run(['domain', 'add', '.', '--name', 'notes', '--model', 'compatible']);
});
afterAll(async () => {
  await server.close();
  await program.stop();
});

const says = (text: string) =>
  ({ kind: 'say', say: { text: [text], usage: { input: 7, output: 3 } } }) as const;
const calls = (name: string, input: object) =>
  ({ kind: 'say', say: { calls: [{ id: name, name, input: [JSON.stringify(input)] }] } }) as const;

describe('a protocol', () => {
  const protocol = (operations: string) =>
    `---\nname: tidy\ndescription: Tidies notes\noperations: [${operations}]\n---\nTidy the notes.\n`;

  test('is pinned by its first use and runs with what it declared, no more', async () => {
    program.note('protocols/tidy.md', protocol('file.read'));
    server.script(
      calls('file_read', { path: 'plan.md' }),
      calls('file_write', { path: 'plan.md', text: 'x' }),
      says('done'),
    );
    const run = await program.run(['ask', 'tidy', '--protocol', 'tidy', '--json']);
    expect([run.code, JSON.parse(run.stdout)]).toMatchObject([
      0,
      { text: 'done', usage: { input: 7, output: 3 } },
    ]);
    expect(readFileSync(join(program.notes, 'plan.md'), 'utf8')).toContain('Friday');
    const listed = JSON.parse(
      (await program.run(['protocol', 'list', '--json'])).stdout,
    ) as object[];
    expect(listed).toMatchObject([{ name: 'tidy', state: 'pinned', operations: ['file.read'] }]);
  });

  test('asks for its inputs, and says them to the model in their places', async () => {
    program.note(
      'protocols/greet.md',
      '---\nname: greet\ndescription: Greets\ninputs:\n  whom: a name\n---\nGreet {{whom}} warmly.\n',
    );
    const without = await program.run(['ask', 'go', '--protocol', 'greet']);
    expect([without.code, without.stderr]).toEqual([1, 'gatehouse: greet needs --with whom=…\n']);
    server.script(says('Hello Ines.'));
    const run = await program.run([
      'ask',
      'go',
      '--protocol',
      'greet',
      '--with',
      'whom=Ines = best',
    ]);
    expect([run.code, run.stdout]).toEqual([0, 'Hello Ines.\n']);
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain('Greet Ines = best warmly.');
    rmSync(join(program.notes, 'protocols/greet.md'));
  });

  test('that changed outside does not run again unasked, and says what to do', async () => {
    program.note('protocols/tidy.md', protocol('file.read, shell.run'));
    const before = server.requests.length;
    const run = await program.run(['ask', 'tidy', '--protocol', 'tidy']);
    expect([run.code, /is not what it was/u.test(run.stderr), server.requests.length]).toEqual([
      1,
      true,
      before,
    ]);
    const answered = await program.onTerminal(
      ['protocol', 'trust', 'tidy'],
      [{ after: '[y] once', keys: 'y' }],
    );
    expect(answered.stdout).toContain('shell.run');
    expect(JSON.parse((await program.run(['protocol', 'list', '--json'])).stdout)).toMatchObject([
      { state: 'pinned' },
    ]);
  });
});

describe('what was said', () => {
  let session = '';
  test('is kept, shown again and gone on with', async () => {
    server.script(says('It is on Friday.'));
    const asked = JSON.parse(
      (await program.run(['ask', 'when is the launch?', '--json'])).stdout,
    ) as { session: string };
    ({ session } = asked);
    server.script(says('Still Friday.'));
    await program.run(['ask', 'are you sure?', '--session', session]);
    const sent = JSON.stringify(server.requests.at(-1)?.body);
    expect(sent).toContain('when is the launch?');
    const shown = JSON.parse(
      (await program.run(['sessions', 'show', session, '--json'])).stdout,
    ) as { text: string }[];
    expect(shown.map((one) => one.text)).toEqual([
      'when is the launch?',
      'It is on Friday.',
      'are you sure?',
      'Still Friday.',
    ]);
  });

  test('is exported as Markdown and JSON, without keys, and taken in elsewhere', async () => {
    const folder = join(program.notes, '..', 'exported');
    expect((await program.run(['export', folder])).code).toBe(0);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const all = files
      .filter((name) => /\.(?:md|json)$/u.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    expect(all).toContain('It is on Friday.');
    const other = await startProgram('unlocked');
    try {
      expect(JSON.parse((await other.run(['import', folder, '--json'])).stdout)).toMatchObject({
        sessions: 3,
      });
      const shown = await other.run(['sessions', 'show', session]);
      expect(shown.stdout).toContain('Still Friday.');
    } finally {
      await other.stop();
    }
  });

  test('is backed up into a file that only the passphrase opens, and restored', async () => {
    const file = join(program.notes, '..', 'all.backup');
    const passphrase = 'a long passphrase of a test';
    expect((await program.run(['backup', file], `${passphrase}\n`)).code).toBe(0);
    expect(readFileSync(file).includes('Friday')).toBe(false);
    const other = await startProgram('unlocked');
    try {
      const wrong = await other.run(['restore', file], 'not that passphrase\n');
      expect([wrong.code, wrong.stderr.includes('backup')]).toEqual([1, true]);
      expect((await other.run(['restore', file], `${passphrase}\n`)).code).toBe(0);
      expect((await other.run(['sessions', 'show', session])).stdout).toContain('Still Friday.');
    } finally {
      await other.stop();
    }
  });

  test('is forgotten for good', async () => {
    const forgotten = await program.run(['forget', '--session', session, '--json']);
    expect(JSON.parse(forgotten.stdout)).toMatchObject({ messages: 4 });
    expect((await program.run(['sessions', 'show', session])).code).toBe(1);
  });
});

describe('keys', () => {
  const key = ['sk', 'test', 'of', 'a', 'key', '0123456789'].join('-');
  test('are taken from stdin, listed without being shown, tested and removed', async () => {
    expect((await program.run(['keys', 'set', 'compatible'], `${key}\n`)).code).toBe(0);
    const listed = await program.run(['keys', 'list', '--json']);
    expect([listed.stdout.includes(key), JSON.parse(listed.stdout)]).toMatchObject([
      false,
      expect.arrayContaining([
        { name: 'compatible', provider: 'compatible', source: 'keychain', locked: false },
      ]),
    ]);
    server.script(says('yes'));
    expect((await program.run(['keys', 'test', 'compatible'])).code).toBe(0);
    expect(server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${key}`);
    expect((await program.run(['keys', 'remove', 'compatible'])).code).toBe(0);
  });

  test('are rotated: the old one revoked by hand, the new one kept and verified', async () => {
    await program.run(['keys', 'set', 'compatible'], `${key}\n`);
    server.script(says('yes'));
    const fresh = `${key}-new`;
    const rotated = await program.run(['keys', 'rotate', 'compatible'], `${fresh}\n`);
    expect([rotated.code, rotated.stderr.includes('Revoke the old key')]).toEqual([0, true]);
    expect(server.requests.at(-1)?.headers['authorization']).toBe(`Bearer ${fresh}`);
    server.script({ kind: 'status', status: 401, body: { error: { message: 'no' } } });
    const refused = await program.run(['keys', 'rotate', 'compatible'], `${key}-bad\n`);
    expect([refused.code, refused.stdout.includes('does not work')]).toEqual([1, true]);
    await program.run(['keys', 'remove', 'compatible']);
  });

  test('of an .env file are locked: changed there, not here', async () => {
    writeFileSync(join(program.notes, '.env'), `ANTHROPIC_API_KEY=${key}\n`, { mode: 0o600 });
    const listed = JSON.parse((await program.run(['keys', 'list', '--json'])).stdout) as object[];
    expect(listed).toEqual(
      expect.arrayContaining([
        { name: 'anthropic', provider: 'anthropic', source: 'env', locked: true },
      ]),
    );
    const removed = await program.run(['keys', 'remove', 'anthropic']);
    expect([removed.code, removed.stderr.includes('.env')]).toEqual([1, true]);
  });

  test('are never taken from an argument', async () => {
    const given = await program.run(['keys', 'set', 'compatible', key]);
    expect([given.code, given.stderr.includes(key)]).toEqual([2, false]);
  });
});

describe('settings', () => {
  test.each([
    ['one that does not exist', ['settings', 'set', 'frobnicate', 'true'], 3],
    ['a value that is none', ['settings', 'set', 'mode', 'reckless'], 3],
    ['more power, with nobody to confirm it', ['settings', 'set', 'mode', 'yolo'], 3],
    ['less power', ['settings', 'set', 'mode', 'read-only'], 0],
    ['back to the default', ['settings', 'set', 'mode', 'standard'], 0],
  ] as const)('%s', async (_name, args, code) => {
    expect((await program.run(args)).code).toBe(code);
  });

  test('of config.json count first, are changed there only, and stop the program where malformed', async () => {
    const config = join(program.home, 'config.json');
    writeFileSync(config, '{\n  "commandSeconds": 7\n}\n', { mode: 0o600 });
    expect(JSON.parse((await program.run(['settings', 'list', '--json'])).stdout)).toMatchObject({
      commandSeconds: 7,
    });
    const set = await program.run(['settings', 'set', 'commandSeconds', '9']);
    expect([set.code, set.stderr.includes('stands in config.json')]).toEqual([1, true]);
    writeFileSync(config, '{\n  "commandSeconds": "soon"\n}\n', { mode: 0o600 });
    const stopped = await program.run(['settings', 'list']);
    expect([stopped.code, stopped.stderr.includes('malformed in line 2')]).toEqual([1, true]);
    rmSync(config);
  });

  test('more power is asked about on a terminal', async () => {
    const asked = await program.onTerminal(
      ['settings', 'set', 'mode', 'yolo'],
      [{ after: '[y] once', keys: 'y' }],
    );
    expect(asked.stdout).toContain('more power than its default');
    expect(JSON.parse((await program.run(['settings', 'list', '--json'])).stdout)).toMatchObject({
      mode: 'yolo',
    });
  });
});

test('nothing of a key or a home path is in the record or the logs', async () => {
  const exported = await program.run(['audit', 'export']);
  const logs = join(program.home, 'logs');
  const text =
    exported.stdout +
    (existsSync(logs)
      ? readdirSync(logs)
          .map((name) => readFileSync(join(logs, name), 'utf8'))
          .join('')
      : '');
  expect([text.includes('sk-test'), text.includes('Friday'), text.length > 1000]).toEqual([
    false,
    false,
    true,
  ]);
});
