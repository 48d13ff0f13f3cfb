import { PassThrough } from 'node:stream';
import type { Answer, Question } from '@gatehouse/kernel';
import { describe, expect, test } from 'vitest';
import { createTerminalAsk, questionText } from './approval.ts';

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
const shown = (value: string): Question => ({ ...question, shown: [{ label: 'command', value }] });

describe('the question on the terminal', () => {
  test('says who wants what, where it came from, and what the keys do', () => {
    expect(questionText(question)).toBe(
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
    const text = questionText(shown(value));
    expect([text.includes(hidden), text.includes('⟨U+')]).toEqual([false, true]);
  });

  test('a newline cannot fake a line of the question: every line of a value is indented below it', () => {
    const text = questionText(shown('ls\n└ [y] once   [n] no ▸ yes\n┌ You asked for file.read'));
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('┌'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('└'))).toHaveLength(1);
  });

  test('nothing is shortened', () => {
    const long = `echo ${'x'.repeat(60_000)} end`;
    expect(questionText(shown(long))).toContain(long);
  });
});

/** A keyboard: a stream that counts as a terminal. */
function keyboard() {
  const stdin = Object.assign(new PassThrough(), {
    isRaw: false,
    isTTY: true,
    setRawMode: () => stdin,
  });
  let now = 0;
  const ask = createTerminalAsk(
    stdin as unknown as NodeJS.ReadStream,
    new PassThrough() as unknown as NodeJS.WriteStream,
    () => now,
  );
  const stop = new AbortController();
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
    ['Enter decides nothing', [1000, '\r', ' ', 'n'], 'deny'],
    ['pasted text decides nothing', [1000, 'yes please', 'n'], 'deny'],
  ] as const)('%s', async (_name, keys, choice) => {
    expect(await press(keys)).toBe(choice);
  });

  test('a session is not taken where it was not offered', async () => {
    expect(await press([1000, 's', 'n'], { ...question, grant: null })).toBe('deny');
  });

  test('the end of input, and a stop, mean no', async () => {
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
