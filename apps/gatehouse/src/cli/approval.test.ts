import { PassThrough } from 'node:stream';
import type { Answer, Question, Wish } from '@gatehouse/kernel';
import { describe, expect, test } from 'vitest';
import { createTerminalAsk } from './approval.ts';
import { questionText } from './question-text.ts';

const question: Question = {
  requestId: 'r',
  operation: 'shell.run',
  by: { kind: 'assistant', name: 'assistant', via: null },
  reasons: [{ code: 'command_builds', program: 'make' }],
  shown: [
    { label: 'command', value: 'make all' },
    { label: 'cwd', value: '/w' },
    { label: 'sandbox_on', value: '' },
  ],
  provenance: [
    { argument: 'command', value: 'make all', trust: 'untrusted', how: 'exact', origin: 'mail.md' },
  ],
  offers: [
    {
      scope: { operation: 'shell.run', limit: 'command', value: '/w\nmake all' },
      lasting: true,
    },
    {
      scope: {
        operation: 'shell.run',
        limit: 'tool',
        tools: ['make'],
        programs: ['make: /usr/bin/make'],
        folder: '/w',
      },
      lasting: false,
    },
  ],
  gives: [],
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
        '│ command       make all',
        '│ in folder     /w',
        '│ sandbox: on',
        '│ why it asks',
        "│   · make runs what the project's own files tell it to.",
        '│ where it comes from',
        '│   · command: from content that was read (mail.md)',
        '│ more than once, for these reasons and no other',
        '│   1 exactly this command, in this folder, with the same programs and scripts',
        '│   2 every `make …` in /w (this session only)',
        '│   never with it: administrator rights, no sandbox, the network for commands, deleting what is not',
        '│   named here, files that run later, settings and keys, anything your rules deny or ask about',
        '└ [y] once   [s] for this session   [a] always here, until a date   [n] no',
      ].join('\n'),
    );
  });

  test.each([
    ['exact', 'untrusted', 'from content that was read (mail.md)'],
    ['encoded', 'untrusted', 'from content that was read, encoded there (mail.md)'],
    ['split', 'untrusted', 'from content that was read, put together from its parts (mail.md)'],
    ['same', 'person', 'you typed it, in another spelling (mail.md)'],
    ['none', 'unknown', 'of the model’s own making (mail.md)'],
  ] as const)('says how an argument was found: %s', (how, trust, said) => {
    const provenance = question.provenance.map((one) => ({ ...one, trust, how }));
    expect(questionText({ ...question, provenance }, screen)).toContain(`command: ${said}\n`);
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
      offers: [],
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

/** Wednesday, at noon. */
const DATE = new Date(2026, 10, 25, 12).getTime();

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
    { now: () => now, date: () => DATE, interrupt: () => stop.abort() },
  );
  const sign = (_question: Question, wish: Wish): Answer => ({ ...wish, token: 't' });
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
    const { choice, offer, until } = { offer: -1, until: 0, ...(await given) };
    const date = until === 0 ? '' : ` ${new Date(until).toLocaleString('sv').slice(0, 16)}`;
    return `${choice}${offer === -1 ? '' : ` ${String(offer)}`}${date}`;
  };
  test.each([
    ['y', [1000, 'y'], 'once'],
    ['Y', [1000, 'Y'], 'once'],
    ['s, then which', [1000, 's', 1000, '2'], 'session 1'],
    ['s, then one that is not there', [1000, 's', 1000, '3', '0', '1'], 'session 0'],
    ['s, then no', [1000, 's', 1000, 'n'], 'deny'],
    ['s, then a key before that could be read', [1000, 's', '2', 1000, '1'], 'session 0'],
    ['a, then which, a week', [1000, 'a', 1000, '1', 1000, '\r'], 'lasting 0 2026-12-02 23:59'],
    ['a, only what lasts', [1000, 'a', 1000, '2', '1', 1000, 'w'], 'lasting 0 2026-12-02 23:59'],
    ['a, Friday', [1000, 'a', 1000, '1', 1000, 'f'], 'lasting 0 2026-11-27 23:59'],
    ['a, 30 days', [1000, 'a', 1000, '1', 1000, 'm'], 'lasting 0 2026-12-25 23:59'],
    ['a, 89 days', [1000, 'a', 1000, '1', 1000, 'q'], 'lasting 0 2027-02-22 23:59'],
    [
      'a, a date, mended',
      [1000, 'a', 1000, '1', 1000, 'd', '2026-12-3', '3', '\u007f', '1', '\r'],
      'lasting 0 2026-12-31 23:59',
    ],
    [
      'a, dates nobody can mean, then one',
      [
        1000,
        'a',
        1000,
        '1',
        1000,
        'd',
        '2026-02-30\r',
        '2026-11-24\r',
        '2027-03-01\r',
        'x',
        '2026-11-25\r',
      ],
      'lasting 0 2026-11-25 23:59',
    ],
    ['a, then no', [1000, 'a', 1000, '1', 1000, 'n'], 'deny'],
    ['a, then escape', [1000, 'a', 1000, '1', 1000, 'd', '\u001b'], 'deny'],
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
    expect(await press([1000, 's', 'a', 'n'], { ...question, offers: [] })).toBe('deny');
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
