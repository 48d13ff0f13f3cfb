import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startScriptedServer } from '@gatehouse/models/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProgram } from './testing/program.ts';
import type { Program } from './testing/program.ts';

let program: Program;
beforeAll(async () => {
  program = await startProgram('unlocked');
  program.note('harbour.md', '# Harbour\n\nThe office opens at seven.\n');
});
afterAll(() => program.stop());

/** A request's id is another each time. */
const withoutId = (text: string) => text.replaceAll(/ \([0-9a-f]{32}\)/gu, '');

describe('what is wrong is said in words, and the exit code tells its kind', () => {
  test.each([
    [
      'a setting that would widen, with nobody to ask',
      ['settings', 'set', 'mode', 'yolo'],
      3,
      [
        'gatehouse: not done: mode gives the program more power than its default.',
        '  This needs your answer, and nobody is here to give it.',
        '  Run it in a terminal, where you can answer.',
        '',
      ],
    ],
    [
      'a setting that does not exist',
      ['settings', 'set', 'nonsense', '3'],
      3,
      ['gatehouse: not done: That is no value for nonsense.', ''],
    ],
    [
      'a count that is none',
      ['audit', 'tail', '-n', 'many'],
      2,
      ['gatehouse: -n takes a whole number, not "many".', ''],
    ],
    [
      'input that is no JSON',
      ['do', 'file.read', '--input', '{'],
      2,
      ['gatehouse: --input takes a JSON object.', ''],
    ],
    [
      'a provider without an address',
      ['ask', 'x', '--in', '.', '--provider', 'compatible'],
      1,
      [
        'gatehouse: compatible is not set up: gatehouse models set compatible --model <name> --address <url>',
        '',
      ],
    ],
  ])('%s', async (_name, args, code, said) => {
    const run = await program.run(args);
    expect([run.code, withoutId(run.stderr).split('\n')]).toEqual([code, said]);
  });

  test('text to write is wanted on stdin: nothing is emptied from a terminal', async () => {
    const run = await program.onTerminal(['do', 'file.write', '--in', '.', '--', 'harbour.md'], []);
    expect([run.code, run.stdout.includes('The text to write comes on stdin')]).toEqual([2, true]);
    const read = await program.run(['do', 'file.read', '--in', '.', '--', 'harbour.md']);
    expect(read.stdout).toContain('seven');
  });
});

test('what is wrong with notes is grouped and said in words', async () => {
  const other = await startProgram('unlocked');
  try {
    for (let at = 0; at < 12; at++) other.note(`${String(at)}/same.md`, `# Note ${String(at)}\n`);
    const run = await other.run(['index', '--in', '.']);
    const [, kind = '', ...paths] = run.stdout.trimEnd().split('\n');
    expect([run.code, kind, paths.length, paths.at(-1)]).toEqual([
      0,
      '12 × the same name as another note, so a [[link]] may mean either',
      11,
      '  and 2 more; --json names all',
    ]);
  } finally {
    await other.stop();
  }
});

describe('what the gate would say, for a person', () => {
  test.each([
    [
      'shell',
      ['sudo ls'],
      [
        'ask',
        '  sudo asks for administrator rights; without it, the command is judged by what it does. (command_elevated)',
        '',
      ],
    ],
    [
      'url',
      ['https://10.0.0.1/'],
      [
        'deny',
        '  10.0.0.1 is an address of this machine or its network. (url_private_address)',
        '',
      ],
    ],
    [
      'statement',
      ['--dialect', 'postgres', 'select pg_sleep(9) from t for update'],
      [
        'ask',
        '  SELECT … FOR UPDATE or SHARE makes others wait. Leave the lock out to only read. (postgres_locks)',
        '  pg_sleep keeps the server waiting. (postgres_calls_wait)',
        '',
      ],
    ],
    [
      'statement',
      ['--dialect', 'cypher', 'MATCH (n) DETACH DELETE n'],
      [
        'deny',
        '  DETACH DELETE also deletes every relationship of a node; delete those first, by a condition. (cypher_detach_delete)',
        '',
      ],
    ],
    ['secrets', ['nothing secret'], ['nothing secret', '']],
  ])('%s', async (kind, words, said) => {
    const run = await program.run(['explain', kind, ...words]);
    expect([run.code, run.stdout.split('\n')]).toEqual([0, said]);
  });

  test('a statement in no language is not guessed at', async () => {
    const said = 'gatehouse: explain statement needs --dialect postgres or --dialect cypher.\n';
    const none = await program.run(['explain', 'statement', 'select 1']);
    const other = await program.run(['explain', 'statement', '--dialect', 'mysql', '--batch'], '');
    expect([none.code, none.stderr, other.code, other.stderr]).toEqual([2, said, 2, said]);
  });

  test('statements one a line, and a line that is none', async () => {
    const lines =
      '{"id":1,"statement":"select 1"}\n{"id":"b","sql":1}\n{"id":3,"statement":"begin"}\n';
    const run = await program.run(
      ['explain', 'statement', '--dialect', 'postgres', '--batch'],
      lines,
    );
    expect([run.code, run.stdout.split('\n')]).toEqual([
      0,
      [
        '{"id":1,"verdict":"allow","reasons":[{"code":"statement_read"}]}',
        '{"id":"b","verdict":"deny","reasons":[{"code":"malformed_input"}]}',
        '{"id":3,"verdict":"ask","reasons":[{"code":"postgres_transaction","command":"BEGIN, COMMIT or ROLLBACK","target":""}]}',
        '',
      ],
    ]);
  });

  test('a root that is not there is said once, not for each line', async () => {
    const run = await program.run(['explain', 'path', '--batch', '--root', '/nope'], '{"id":1}\n');
    expect([run.code, run.stdout, run.stderr]).toEqual([
      1,
      '',
      'gatehouse: There is no folder /nope.\n',
    ]);
  });
});

test('what an operation found is read line by line', async () => {
  mkdirSync(join(program.notes, 'letters'));
  const listed = await program.run(['do', 'file.list', '--in', '.', '--', '.']);
  const found = await program.run(['do', 'file.search', '--in', '.', '--', 'seven']);
  expect([listed.stdout.split('\n'), found.stdout]).toEqual([
    expect.arrayContaining(['harbour.md', 'letters/']),
    `${join(program.notes, 'harbour.md')}:3: The office opens at seven.\n`,
  ]);
});

test('a domain is named after its folder, whatever that holds', async () => {
  mkdirSync(join(program.notes, '(my) notes: old'));
  const added = await program.run(['domain', 'add', './(my) notes: old/', '--json']);
  expect(JSON.parse(added.stdout)).toMatchObject({ name: 'my- notes- old' });
});

test('where no model answers, each is named and the question is kept', async () => {
  const server = await startScriptedServer('chat', {
    kind: 'status',
    status: 401,
    body: { error: { message: 'no' } },
  });
  try {
    const address = `${server.address}/v1`;
    await program.run(['models', 'set', 'compatible', '--model', 'm', '--address', address]);
    const run = await program.run(['ask', 'x', '--in', '.', '--provider', 'compatible']);
    expect([run.code, run.stderr.split('\n')]).toEqual([
      1,
      [
        'The model host did not accept the key.',
        'No model answered. Your question is kept; `--provider offline` quotes your notes.',
        '',
      ],
    ]);
  } finally {
    await server.close();
  }
});

test('the guided start takes a folder as a person writes it, and asks again where there is none', async () => {
  await program.run(['domain', 'add', '.', '--name', 'kept']);
  const [up, down] = ['\u001b[A', '\u001b[B'];
  const run = await program.onTerminal(
    [],
    [
      { after: 'Which domain?', keys: `${up}\r` },
      { after: 'Which folder holds your notes?', keys: '/nope\r' },
      { after: 'Remember it as a domain?', keys: `${up}${up}\r` },
      { after: 'Who answers?', keys: `${down}${up}\r` },
      { after: 'There is no folder', keys: '\u0003' },
    ],
  );
  expect([run.code, run.stdout.includes('Nothing was changed.')]).toEqual([130, true]);
});
