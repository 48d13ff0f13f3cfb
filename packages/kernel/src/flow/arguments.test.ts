import { describe, expect, test } from 'vitest';
import { actionOf, contacted, sinksOf } from './arguments.ts';

describe('what of a call decides what it does', () => {
  test.each([
    [
      'every element by itself',
      { to: ['a', 'b'], n: 3 },
      ['to[0] name a', 'to[1] name b', 'n name 3'],
    ],
    [
      'nested',
      { event: { start: 'x', who: [{ mail: 'y' }] } },
      ['event.start name x', 'event.who[0].mail name y'],
    ],
    ['what is absent', { a: false, b: null, c: '', d: [], e: {}, f: ' ', g: undefined }, []],
    ['a switch', { recurring: true }, ['recurring name true']],
    ['nothing is zero', { amount: 0 }, ['amount count 0']],
    [
      'prose is none',
      { subject: 'a', email_body: 'b', messageText: 'c', notes: ['d'], note: 4, title: true },
      [],
    ],
    ['but what it leads to is', { body: 'see evil.example' }, ['body name evil.example']],
    [
      'prose by the last word of its name only',
      { message_id: 'm', body_url: 'u' },
      ['message_id name m', 'body_url name u'],
    ],
    ['an unknown name is one', { zzz: 'a' }, ['zzz name a']],
    ['commands', { command: 'a', sqlQuery: 'b' }, ['command command a', 'sqlQuery command b']],
    [
      'places',
      { path: 'a', file_name: 'b', filename: 'c', file_id: 'd' },
      ['path exact a', 'file_name name b', 'filename exact c', 'file_id name d'],
    ],
    ['counts', { number_of_guests: 2, id: 2 }, ['number_of_guests count 2', 'id name 2']],
    [
      'a key that is no name',
      { headers: { 'eve@evil.example': '' } },
      ['headers name eve@evil.example'],
    ],
    ['a key that is one', { a_B$1: { 'c-d': 'x' } }, ['a_B$1.c-d name x']],
    ['a bare value', 'x', [' name x']],
    ['a list of calls', ['x'], ['[0] name x']],
    ['nothing', undefined, []],
  ])('%s', (_name, args, expected) => {
    expect(
      sinksOf('do', args).map(({ argument, as, value }) => `${argument} ${as} ${String(value)}`),
    ).toEqual(expected);
  });

  test('however deep', () => {
    let args: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) args = [args];
    expect(sinksOf('do', args).map(({ value }) => value)).toEqual(['x']);
  });
});

test.each([
  [{ url: 'a' }, ['a']],
  [{ pageUrls: ['a'] }, ['a']],
  [{ x: 'https://a.example' }, ['https://a.example']],
  [{ x: 'www.a.example' }, ['www.a.example']],
  [{ x: 'a.example/b' }, ['a.example/b']],
  [{ query: 'https://a.example' }, ['https://a.example']],
  [{ query: 'a.example' }, []],
  [{ sender: 'a.example' }, []],
  [{ path: 'a.md' }, []],
  [{ command: 'a.sh' }, []],
  [{ x: 'a.docx' }, []],
  [{ url: 3 }, []],
  [{ name: 'a' }, []],
])('a call that changes nothing contacts, of %j, %j', (args, expected) => {
  expect(contacted(sinksOf('do', args)).map(({ value }) => value)).toEqual(expected);
});

describe('what of a tool’s name has to be said', () => {
  const removal = [
    'cancel',
    'delete',
    'destroy',
    'discard',
    'erase',
    'purge',
    'remove',
    'trash',
    'wipe',
  ];
  test.each([
    ['send_mail', false, []],
    ['delete_mail', false, [removal]],
    ['revokeAccess', false, [['revoke', ...removal]]],
    ['send_mail', true, [['send'], ['mail']]],
    ['do_logout', true, [['logout']]],
    ['reset', true, [['reset', ...removal]]],
    ['reset_all_keys', true, [['reset', ...removal], ['all'], ['keys']]],
    ['do_it', true, [['it']]],
    ['run', true, [['run']]],
  ] as const)('%s, without any sink: %s', (tool, whole, expected) => {
    expect(actionOf(tool, whole).map((words) => [...words].sort())).toEqual(
      expected.map((words) => [...words].sort()),
    );
  });
});
