import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from './testing/begin.ts';
import { startProgram } from './testing/program.ts';
import type { Answer, Program } from './testing/program.ts';
import { call, say, startWithModel, toolResults } from './testing/with-model.ts';

let program: Program;
beforeAll(async () => {
  program = await startProgram('unlocked');
  mkdirSync(program.home, { mode: 0o700 });
  for (const [folder, text] of [
    ['outside', 'far away'],
    ['elsewhere', 'farther'],
  ] as const) {
    mkdirSync(join(program.person, folder));
    writeFileSync(join(program.person, folder, 'a.txt'), text);
    writeFileSync(join(program.person, folder, 'b.txt'), text);
  }
});
afterAll(() => program.stop());
afterEach(() => rmSync(join(program.home, 'policy.json'), { force: true }));

const read = (path: string) => ['do', 'file.read', '--in', '.', '--', join(program.person, path)];
const always: readonly Answer[] = [
  { after: '[n] no', keys: 'a' },
  { after: 'which of them?', keys: '2' },
  { after: 'until when?', keys: 'w' },
];
/** Nobody is there to answer: 0 where it was not asked, 3 where it was. */
const asked = async (path: string) => (await program.run(read(path))).code;
const policy = (...rules: readonly string[]) =>
  writeFileSync(join(program.home, 'policy.json'), `{\n"rules": [\n${rules.join(',\n')}\n]\n}\n`, {
    mode: 0o600,
  });

describe('always here, until a date', () => {
  beforeEach(async () => {
    const given = await program.onTerminal(read('outside/a.txt'), always);
    expect([given.code, given.stdout.includes('far away')]).toEqual([0, true]);
  });
  afterEach(async () => {
    await program.run(['grants', 'revoke', '--all']);
  });

  test('another start does not ask, what lies beside it does, taken back it asks again', async () => {
    expect([
      await asked('outside/a.txt'),
      await asked('outside/b.txt'),
      await asked('elsewhere/a.txt'),
    ]).toEqual([0, 0, 3]);
    const [grant] = JSON.parse((await program.run(['grants', '--json'])).stdout) as {
      id: string;
      uses: number;
      length: string;
    }[];
    expect(grant).toMatchObject({ uses: 2, length: 'lasting' });
    const id = grant?.id ?? '';
    const told = (await program.run(['grants', 'explain', id.slice(0, 8)])).stdout;
    expect(told).toContain(`You allowed: reading everything below ${program.person}/outside`);
    expect(told).toContain('What it answered instead of you (2×):');
    expect(told).toContain(`file.read ~/outside/b.txt`);
    expect((await program.run(['grants', 'revoke', id.slice(0, 8)])).code).toBe(0);
    expect(await asked('outside/a.txt')).toBe(3);
    const record = (await program.run(['audit', 'export'])).stdout;
    const of = record.split('\n').filter((line) => line.includes(id));
    expect(of.map((line) => (JSON.parse(line) as Event).unmapped.operation)).toEqual([
      'grant.give',
      'file.read',
      'file.read',
      'grant.revoke',
    ]);
  });

  test('after its date it asks', async () => {
    // The same program, nine days later.
    const later = join(program.person, 'later.mjs');
    writeFileSync(later, 'const now = Date.now; Date.now = () => now() + 9 * 86_400_000;');
    const run = await begin(program, read('outside/a.txt'), {
      stdin: '',
      environment: { NODE_OPTIONS: `--import=${later}` },
    }).ended;
    expect([run.code, run.stdout, run.stderr]).toEqual([3, '', expect.stringContaining('outside')]);
    expect(await asked('outside/a.txt')).toBe(0);
  });

  test('another folder under the same name is another place', async () => {
    renameSync(program.notes, `${program.notes}.old`);
    mkdirSync(program.notes);
    expect(await asked('outside/a.txt')).toBe(3);
    rmSync(program.notes, { recursive: true });
    renameSync(`${program.notes}.old`, program.notes);
    expect(await asked('outside/a.txt')).toBe(0);
  });

  test('a rule that denies wins, and says where it stands', async () => {
    policy(
      '{ "effect": "deny", "operation": "file.read", "under": "~/outside", "note": "private" }',
    );
    const run = await program.run(read('outside/a.txt'));
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('Your rule in line 3 of policy.json denies this (private).');
  });

  test('all at once are taken back', async () => {
    expect((await program.run(['grants', 'revoke', '--all'])).code).toBe(0);
    expect([await asked('outside/a.txt'), (await program.run(['grants'])).stderr.trim()]).toEqual([
      3,
      'Nothing is allowed beyond the rules.',
    ]);
  });
});

describe('rules of the person’s own', () => {
  test('a malformed one stops every verb, names its line, and nothing is done', async () => {
    policy(
      '{ "effect": "deny", "operation": "file.read" }',
      '{ "effect": "deny", "opperation": "file.read" }',
    );
    // `ask` has the threads of the index started before the rules are read: they end with it.
    const ask = ['ask', 'What?', '--in', program.notes];
    for (const args of [read('outside/a.txt'), ask, ['doctor'], ['grants']]) {
      const run = await program.run(args);
      expect([run.code, run.stdout, run.stderr.split(';')[0]]).toEqual([
        1,
        '',
        'gatehouse: policy.json, line 4, column 21: there is no "opperation"',
      ]);
    }
  });

  test('one that allows is not asked about; its examples have to hold', async () => {
    const rule = (match: string) =>
      `{ "effect": "allow", "operation": "file.read", "under": "~/outside", "match": ["${match}"] }`;
    policy(rule('~/outside/a.txt'));
    expect([await asked('outside/a.txt'), await asked('elsewhere/a.txt')]).toEqual([0, 3]);
    policy(rule('~/elsewhere/a.txt'));
    const run = await program.run(read('outside/a.txt'));
    expect([run.code, run.stderr]).toEqual([
      1,
      expect.stringContaining('line 3, column 80: the rule is not about "~/elsewhere/a.txt"'),
    ]);
    const doctor = await program.run(['doctor']);
    expect(doctor.code).toBe(1);
  });
});

test('what may not be read is not found in the index either, nor searched from above', async () => {
  program.note('closed/giraffe.md', '# Zoo\n\nThe giraffe is purple.\n');
  program.note('zoo.md', '# Zoo\n\nThe giraffe is hungry.\n');
  const found = async () => [
    (await program.run(['ask', 'Which giraffe?', '--in', '.', '--provider', 'offline'])).stdout,
    (await program.run(['search', 'giraffe', '--in', '.'])).stdout,
    (await program.run(['do', 'file.search', '--in', '.', '--', 'giraffe'])).stdout,
  ];
  const colours = async () => (await found()).map((one) => one.includes('purple'));
  expect(await colours()).toEqual([true, true, true]);
  for (const effect of ['deny', 'ask']) {
    policy(
      `{ "effect": "${effect}", "operation": "file.read", "under": "${program.notes}/closed" }`,
    );
    expect([effect, await colours()]).toEqual([effect, [false, false, false]]);
  }
  expect((await found()).map((one) => one.includes('hungry'))).toEqual([true, true, false]);
});

test('a plan is approved once: three edits inside are not asked about, one outside is', async () => {
  const stage = await startWithModel(null);
  try {
    const { server } = stage;
    const write = (path: string) => ['file_write', { path, text: `${path}\n` }] as const;
    server.script(
      call(['plan_approve', { goal: 'three scripts', steps: [{ may: 'write', under: 'parts' }] }]),
      call(write('parts/1.csv'), write('parts/2.csv'), write('parts/3.csv'), write('other.csv')),
      say('Done.'),
    );
    const run = await stage.program.onTerminal(
      ['ask', 'please make three lists'],
      [
        { after: '[y] yes, for this task', keys: 'y' },
        { after: 'other.csv is not a note', keys: 'n' },
      ],
    );
    expect(run.stdout.match(/assistant wants [a-z.]+/gu)).toEqual([
      'assistant wants plan.approve',
      'assistant wants file.write',
    ]);
    expect(toolResults(server.requests).map((one) => one.startsWith('denied'))).toEqual([
      ...[false, false, false, false, true],
    ]);
    expect(readFileSync(join(stage.program.notes, 'parts/3.csv'), 'utf8')).toBe('parts/3.csv\n');
    // The task is over, and with it what the plan allowed.
    expect(JSON.parse((await stage.program.run(['grants', '--json'])).stdout)).toEqual([]);
  } finally {
    await stage.stop();
  }
});

interface Event {
  readonly unmapped: { readonly operation: string };
}
