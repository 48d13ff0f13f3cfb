import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesWith, until } from './testing/processes.ts';
import { begin } from './testing/begin.ts';
import { done, say, startWithModel } from './testing/with-model.ts';
import type { WithModel } from './testing/with-model.ts';

const OLD = `# Day\n\n${'An old line.\n'.repeat(2000)}`;
const NEW = `# Day\n\n${'A new line.\n'.repeat(3000)}`;

let stage: WithModel;
beforeAll(async () => {
  stage = await startWithModel(null);
  stage.program.note('plan.md', '# Plan\n\nThe plan is to plant beans.\n');
});
afterAll(() => stage.stop());
interface Message {
  readonly role: string;
  readonly text: string;
}

const sessions = async () =>
  JSON.parse(await done(stage.program, ['sessions', '--json'])) as { id: string; title: string }[];
const messages = async (id: string) =>
  JSON.parse(await done(stage.program, ['sessions', 'show', id, '--json'])) as Message[];

/** Whatever happened before: the record is whole, and the index answers. */
async function wholeAndUsable(): Promise<void> {
  const verified = JSON.parse(await done(stage.program, ['audit', 'verify', '--json'])) as object;
  const found = JSON.parse(await done(stage.program, ['search', 'beans', '--json'])) as unknown;
  expect([verified, found]).toMatchObject([{ ok: true, problems: [] }, [{ path: 'plan.md' }]]);
}

/** How the newest operations of this kind ended, as the record has it. */
async function outcomes(operation: string): Promise<readonly (string | undefined)[]> {
  const lines = (await done(stage.program, ['audit', 'export'])).trim().split('\n');
  return lines
    .map((line) => JSON.parse(line) as { unmapped: Record<string, string | undefined> })
    .filter(
      ({ unmapped }) => unmapped['operation'] === operation && unmapped['phase'] === 'completed',
    )
    .map(({ unmapped }) => unmapped['outcome']);
}

describe('killed without warning', () => {
  test('in the middle of an answer: what was acknowledged is there, and the session goes on', async () => {
    const { program, server } = stage;
    server.script(say('The first answer.'), {
      kind: 'stall',
      say: { text: ['The second ', 'answer never ends'] },
      lines: 2,
    });
    const chat = begin(program, ['chat']);
    chat.type('first question');
    await chat.until('The first answer.');
    chat.type('second question');
    await chat.until('The second ');
    chat.signal('SIGKILL');
    await chat.ended;

    const [newest] = await sessions();
    expect(newest?.title).toBe('first question');
    const id = newest?.id ?? '';
    const kept = [
      { role: 'person', text: 'first question' },
      { role: 'assistant', text: 'The first answer.' },
      { role: 'person', text: 'second question' },
    ];
    expect(await messages(id)).toEqual(kept);
    expect((await outcomes('model.call')).at(-1)).toBe('unknown');

    server.script(say('Gone on.'));
    await done(program, ['ask', 'third question', '--session', id]);
    expect(await messages(id)).toEqual([
      ...kept,
      { role: 'person', text: 'third question' },
      { role: 'assistant', text: 'Gone on.' },
    ]);
    const sent = JSON.stringify(server.requests.at(-1)?.body);
    expect(kept.filter(({ text }) => !sent.includes(text))).toEqual([]);
    await wholeAndUsable();
  });

  test.each([
    ['renameat2', 'before the new one takes the name', OLD],
    ['unlinkat', 'before the old one goes', NEW],
  ])('while it writes a note, at %s, %s: one of them, whole', async (name, _, left) => {
    const { program } = stage;
    const day = program.note('day.md', OLD);
    const write = begin(program, ['do', 'file.write', 'day.md', '--domain', 'notes'], {
      stdin: NEW,
      under: killedAt(name, 1),
    });
    expect((await write.ended).code).toBe(null);
    expect(readFileSync(day, 'utf8')).toBe(left);
    // What is left aside is whole, too.
    for (const file of readdirSync(program.notes).filter((one) => one.endsWith('.tmp'))) {
      expect([OLD, NEW]).toContain(readFileSync(join(program.notes, file), 'utf8'));
    }
    expect((await outcomes('file.write')).at(-1)).toBe('unknown');
    await wholeAndUsable();
  });

  test('while it indexes: the next question is answered from every note', async () => {
    const { program } = stage;
    for (let at = 0; at < 600; at++) {
      program.note(`many/${String(at)}.md`, `# Number ${String(at)}\n\nword${String(at)} grows.\n`);
    }
    const index = begin(program, ['do', 'domain.index', 'notes', '--domain', 'notes'], {
      stdin: '',
      under: killedAt('openat2', 500), // the first notes are being written by then
    });
    expect((await index.ended).code).toBe(null);
    for (const word of ['word0', 'word599']) {
      expect(await done(program, ['ask', word, '--provider', 'offline'])).toContain('grows.');
    }
    await wholeAndUsable();
  });
});

test('killed in the middle of a command: nothing of it runs on', async () => {
  const { program } = stage;
  const mark = program.note('running.md', 'running\n');
  const run = begin(program, ['do', 'shell.run', '--domain', 'notes', '--', 'tail', '-f', mark], {
    stdin: '',
  });
  await run.until('running');
  expect(processesWith(mark).length).toBeGreaterThan(1);
  run.signal('SIGKILL');
  await run.ended;
  await until(() => processesWith(mark).length === 0);
  await wholeAndUsable();
  expect((await outcomes('shell.run')).at(-1)).toBe('unknown');
});

/** Kills the program as it begins this call for the n-th time. */
const killedAt = (name: string, when: number): readonly string[] => [
  ...['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${name}`],
  ...['-e', `inject=${name}:signal=SIGKILL:when=${String(when)}`],
];

describe('stopped by Ctrl-C', () => {
  test('in the middle of an answer: 130, and what was said is kept', async () => {
    const { program, server } = stage;
    server.script({ kind: 'stall', say: { text: ['So far ', 'and no further'] }, lines: 2 });
    const ask = begin(program, ['ask', 'a question that is stopped'], { stdin: '' });
    await ask.until('So far ');
    ask.signal('SIGINT');
    const { code } = await ask.ended;
    expect(code).toBe(130);
    const [newest] = await sessions();
    expect(await messages(newest?.id ?? '')).toEqual([
      { role: 'person', text: 'a question that is stopped' },
      { role: 'assistant', text: 'So far ' },
    ]);
    expect((await outcomes('model.call')).at(-1)).toBe('cancelled');
    await wholeAndUsable();
  });

  test('in the middle of an answer of a chat: the answer ends, the chat goes on', async () => {
    const { program, server } = stage;
    server.script(
      { kind: 'stall', say: { text: ['Not to ', 'its end'] }, lines: 2 },
      say('Here again.'),
    );
    const chat = begin(program, ['chat']);
    chat.type('a long question');
    await chat.until('Not to ');
    chat.signal('SIGINT');
    await chat.until('What was said is kept.');
    chat.type('a short question');
    await chat.until('Here again.');
    chat.type('/quit');
    expect((await chat.ended).code).toBe(0);
    const [newest] = await sessions();
    expect(await messages(newest?.id ?? '')).toEqual([
      { role: 'person', text: 'a long question' },
      { role: 'assistant', text: 'Not to ' },
      { role: 'person', text: 'a short question' },
      { role: 'assistant', text: 'Here again.' },
    ]);
  });

  test('in the middle of a command: 130, and nothing of it runs on', async () => {
    const { program } = stage;
    const mark = program.note('marked.md', 'here\n');
    const run = begin(program, ['do', 'shell.run', '--domain', 'notes', '--', 'tail', '-f', mark], {
      stdin: '',
    });
    await run.until('here');
    run.signal('SIGINT');
    const { code } = await run.ended;
    expect(code).toBe(130);
    expect(processesWith(mark)).toEqual([]);
    expect((await outcomes('shell.run')).at(-1)).toBe('cancelled');
    await wholeAndUsable();
  });
});

test('two at once on one home: both answer, both are kept, one record', async () => {
  const { program } = stage;
  writeFileSync(join(program.notes, 'late.md'), '# Late\n\nA late word.\n');
  const runs = await Promise.all(
    ['beans', 'late', 'beans plan', 'late word'].map((question) =>
      program.run(['ask', question, '--provider', 'offline']),
    ),
  );
  expect(runs.map((one) => [one.code, one.stdout.includes('[1] ')])).toEqual(
    runs.map(() => [0, true]),
  );
  const titles = (await sessions()).slice(0, 4).map((one) => one.title);
  expect(titles.sort()).toEqual(['beans', 'beans plan', 'late', 'late word']);
  await wholeAndUsable();
});
