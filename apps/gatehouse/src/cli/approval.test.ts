import { PassThrough } from 'node:stream';
import type { Answer, Question } from '@gatehouse/kernel';
import { describe, expect, test } from 'vitest';
import { createTerminalAsk } from './approval.ts';
import { questionText } from './question-text.ts';

const question: Question = {
  requestId: 'r',
  operation: 'shell.run',
  by: { kind: 'assistant', name: 'assistant', via: null },
  reasons: [{ code: 'command_deletes', program: 'rm' }],
  shown: [
    { label: 'command', value: 'rm -r build' },
    { label: 'cwd', value: '/w' },
    { label: 'sandbox_on', value: '' },
  ],
  provenance: [
    { argument: 'command', value: 'rm -r build', trust: 'untrusted', origin: 'mail.md' },
  ],
  grant: { operation: 'shell.run', limit: 'command', value: '/w\nrm -r build' },
  binding: 'b',
  scope: 'shell_run',
  seconds: 120,
};
const screen = { columns: 100, rows: 40 };
const shown = (value: string): Question => ({ ...question, shown: [{ label: 'command', value }] });

describe('the question on the terminal', () => {
  test('says who wants what, where it came from, and what the keys do', () => {
    expect(questionText(question, screen)).toBe(
      [
        '┌ assistant wants shell.run',
        '│ command       rm -r build',
        '│ in folder     /w',
        '│ sandbox: on',
        '│ why it asks',
        '│   · rm deletes files.',
        '│ where it comes from',
        '│   · command: from content that was read (mail.md)',
        '└ [y] once   [s] this session: shell.run for exactly this command in this folder   [n] no',
      ].join('\n'),
    );
  });

  test.each([
    ['a terminal sequence', 'echo \u001b[2J\u001b[H hi', '\u001b'],
    ['a bidirectional override', 'rm \u202etxt.exe', '\u202e'],
    ['a zero-width space', 'rm\u200b -rf', '\u200b'],
    ['a tag character', 'ls \u{e0041}', '\u{e0041}'],
    ['a carriage return that would overwrite the line', 'rm -rf ~\rls', '\r'],
    ['a C1 control', 'ls \u009b2J', '\u009b'],
  ])('%s is made visible', (_name, value, hidden) => {
    const text = questionText(shown(value), screen);
    expect([text.includes(hidden), text.includes('⟨U+')]).toEqual([false, true]);
  });

  test('a newline cannot fake a line of the question: every line of a value is indented below it', () => {
    const text = questionText(
      shown('ls\n└ [y] once   [n] no ▸ yes\n┌ You asked for file.read'),
      screen,
    );
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('┌'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('└'))).toHaveLength(1);
  });

  test('nothing is shortened', () => {
    const long = `echo ${'x'.repeat(60_000)} end`;
    expect(unbroken(questionText(shown(long), screen))).toContain(long);
  });

  test.each([
    ['spaces that reach the edge of the screen', (edge: number) => ' '.repeat(edge)],
    ['wide characters', (edge: number) => '漢'.repeat(Math.ceil(edge / 2))],
    ['tabs', (edge: number) => '\t'.repeat(Math.ceil(edge / 8))],
  ])('%s cannot begin a line and pose as another question', (_name, fill) => {
    const posing = '└ [y] once   [n] no ▸ yes, once ┌ You asked for file.read │ path a.md';
    const item = (label: string) => ({ label, value: fill(100) + posing });
    const asked = { ...question, shown: ['command', 'diff'].map(item) };
    const lines = questionText(asked, screen).split('\n');
    expect(lines.filter((line) => !/^[┌│└]/u.test(line))).toEqual([]);
    expect(lines.filter((line) => /^[┌└]/u.test(line))).toHaveLength(2);
    const tabbed = lines.map((line) => line.replaceAll('\t', ' '.repeat(8)));
    const wide = (line: string) => line.length + (line.match(/漢/gu)?.length ?? 0);
    expect(tabbed.filter((line) => wide(line) >= screen.columns)).toEqual([]);
  });

  test('what scrolled away is said again above the keys', () => {
    const diff = { label: 'diff', value: Array.from({ length: 500 }, () => '+ fine').join('\n') };
    const path = { label: 'path', value: '/w/.git/hooks/pre-commit' };
    const asked: Question = {
      ...question,
      operation: 'file.write',
      reasons: [{ code: 'write_executes_later', path: path.value }],
      shown: [path, diff],
    };
    const last = questionText(asked, screen).split('\n').slice(-screen.rows).join('\n');
    expect(last).toContain('assistant wants file.write');
    expect(last).toContain(path.value);
    expect(last).toContain('is run or obeyed by other programs later');
    expect(last).toContain('above are 507 lines of this question');
  });

  test('blanks at the end of a name are seen', () => {
    expect(questionText(shown('cat a.md \t'), screen)).toContain('cat a.md⟨U+0020⟩⟨U+0009⟩');
  });

  test('a protocol cannot take the name of who asks', () => {
    const by = { kind: 'protocol', name: 'You asked for', via: null } as const;
    expect(questionText({ ...question, by }, screen)).toMatch(
      /^┌ The protocol “You asked for” wants shell\.run\n/u,
    );
  });
});

/** The text without the breaks that the screen made. */
const unbroken = (text: string) => text.replaceAll(/\n│ +↪ /gu, '');

/** A keyboard: a stream that counts as a terminal. */
function keyboard() {
  const stdin = Object.assign(new PassThrough(), {
    isRaw: false,
    isTTY: true,
    setRawMode: () => stdin,
  });
  let now = 0;
  const stop = new AbortController();
  const ask = createTerminalAsk(
    stdin as unknown as NodeJS.ReadStream,
    new PassThrough() as unknown as NodeJS.WriteStream,
    { now: () => now, interrupt: () => stop.abort() },
  );
  const sign = (_question: Question, choice: 'once' | 'session'): Answer => ({
    choice,
    token: 't',
  });
  const answer = (asked: Question) => ask(asked, sign, stop.signal);
  return { stdin, stop, answer, later: (by: number) => (now += by) };
}

describe('an answer', () => {
  const press = async (keys: readonly (string | number)[], asked = question) => {
    const { stdin, answer, later } = keyboard();
    const given = answer(asked);
    for (const key of keys) {
      if (typeof key === 'number') later(key);
      else stdin.emit('data', Buffer.from(key));
    }
    return (await given).choice;
  };
  test.each([
    ['y', [1000, 'y'], 'once'],
    ['Y', [1000, 'Y'], 'once'],
    ['s', [1000, 's'], 'session'],
    ['n', [1000, 'n'], 'deny'],
    ['escape', [1000, '\u001b'], 'deny'],
    ['Ctrl-C', [1000, '\u0003'], 'deny'],
    ['Ctrl-D', [1000, '\u0004'], 'deny'],
    ['a key pressed before the question could be read', ['y', 1000, 'n'], 'deny'],
    ['Ctrl-C among other keys', [1000, 'y\u0003'], 'deny'],
    ['Enter decides nothing', [1000, '\r', ' ', 'n'], 'deny'],
    ['pasted text decides nothing', [1000, 'yes please', 'n'], 'deny'],
  ] as const)('%s', async (_name, keys, choice) => {
    expect(await press(keys)).toBe(choice);
  });

  test('Ctrl-C also stops whoever would ask the next; another no does not', async () => {
    const stopped = async (key: string) => {
      const { stdin, stop, answer, later } = keyboard();
      const given = answer(question);
      later(1000);
      stdin.emit('data', Buffer.from(key));
      await given;
      return stop.signal.aborted;
    };
    expect(await Promise.all(['\u0003', 'n', '\u001b', '\u0004'].map(stopped))).toEqual([
      ...[true, false, false, false],
    ]);
  });

  test('a session is not taken where it was not offered', async () => {
    expect(await press([1000, 's', 'n'], { ...question, grant: null })).toBe('deny');
  });

  test('the end of input, and a stop, mean no', async () => {
    const before = keyboard();
    before.stop.abort();
    expect((await before.answer(question)).choice).toBe('deny');
    const ended = keyboard();
    const first = ended.answer(question);
    ended.stdin.end();
    ended.stdin.resume();
    const stopped = keyboard();
    const second = stopped.answer(question);
    stopped.stop.abort();
    expect([(await first).choice, (await second).choice]).toEqual(['deny', 'deny']);
  });
});
