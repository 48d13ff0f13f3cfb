import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answersFrom, knownQuestions } from '@gatehouse/host/index/testing';
import { startProgram } from './testing/program.ts';
import type { Program } from './testing/program.ts';
import { done } from './testing/with-model.ts';

// Notes nobody here wrote: every Markdown file below node_modules, as one domain.
const folder = fileURLToPath(new URL('../../../../node_modules', import.meta.url));
const onDisk = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (path) =>
    /\.(?:md|markdown)$/iu.test(path) && !path.split('/').some((name) => name.startsWith('.')),
);

interface Answer {
  readonly text: string;
  readonly model: string;
  readonly citations: readonly { readonly path: string; readonly line: number }[];
}

let program: Program;
let answers: readonly Answer[];
beforeAll(async () => {
  program = await startProgram('unlocked');
  await done(program, ['domain', 'add', folder, '--name', 'packages']);
  const questions = knownQuestions.map(({ question }) => `${question}\n`).join('');
  const said = await done(program, ['chat', '--domain', 'packages', '--json'], questions);
  answers = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
});
afterAll(() => program.stop());

test('every note is in the index, and the second time nothing is read again', async () => {
  const index = ['do', 'domain.index', 'packages', '--domain', 'packages', '--json'];
  const again = JSON.parse(await done(program, index)) as { problems: { code: string }[] };
  expect(again).toMatchObject({ notes: onDisk.length, removed: 0 });
  expect(onDisk.length).toBeGreaterThan(150);
  // Every package has a README: names are the only thing these notes collide on.
  expect([...new Set(again.problems.map((one) => one.code))]).toEqual(['duplicate_name']);
});

test.each(knownQuestions.map((known, at) => ({ ...known, at })))(
  '$question → $file',
  ({ at, file, says }) => {
    const answer = answers[at];
    expect(answer?.model).toBe('offline');
    expect(answer?.citations[0]?.path).toSatisfy((path?: string) => answersFrom(file, path));
    expect(answer?.text.toLowerCase()).toContain(says.toLowerCase());
  },
);

test('one line of the terminal prints the answer with file and heading', async () => {
  const [known] = knownQuestions;
  const said = await done(program, ['ask', known?.question ?? '']);
  expect(said).toContain(`[1] ${known?.file ?? ''} › `);
});

test('a command runs in that domain, inside the sandbox: it reads the notes and nothing else', async () => {
  const run = (...command: readonly string[]) =>
    program.run(['do', 'shell.run', '--domain', 'packages', '--', ...command]);
  const file = onDisk.find((path) => path.startsWith('picomatch')) ?? '';
  const counted = await run('wc', '-l', file);
  const home = await run('ls', '-A', join(folder, '..'));
  const who = await run('env');
  expect([counted.code, counted.stdout]).toEqual([
    0,
    expect.stringMatching(new RegExp(`^\\d+ ${file}\\n$`, 'u')),
  ]);
  expect(home.code).toBe(3);
  expect(who.stdout).toMatch(/^HOME=\/tmp\/home$/mu);
  expect(who.stdout).not.toContain(program.home);
});
