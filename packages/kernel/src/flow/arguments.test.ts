import { describe, expect, test } from 'vitest';
import { contacted, sinksOf } from './arguments.ts';

const told = (tool: string, args: unknown) =>
  sinksOf(tool, args).map(({ argument, as, value }) => `${argument} ${as} ${String(value)}`);

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
    expect(told('send', args)).toEqual(expected);
  });

  test.each([
    // Prose that names what is worked on.
    ['delete_note', { note: 'a', reason: 'b' }, ['note name a']],
    ['cancel_event', { title: 'a', description: 'b' }, ['title name a', 'description name b']],
    ['share_note', { note: 'a', message: 'b' }, ['note name a']],
    ['move_card', { card_title: 'a', comment: 'b' }, ['card_title name a']],
    ['update_page', { title: 'a', content: 'b' }, ['title name a']],
    ['create_page', { title: 'a', page: 'b', content: 'c' }, ['page name b']],
    ['send_message', { message: 'a', subject: 'b' }, []],
    // An account in words of its own.
    ['send', { bank_details: 'a', details: 'b' }, ['bank_details name a']],
    ['send', { bank_note: 'a' }, []],
    ['send', { text: 12345678 }, ['text name 12345678']],
    // What runs what it is given.
    ['run_bash', { line: 'a' }, ['line command a']],
    ['bash', { line: 'a', text: 'b' }, ['line command a', 'text command b']],
    ['send', { argv: ['a'], arguments: 'b' }, ['argv[0] command a', 'arguments command b']],
    // What is switched off or emptied.
    ['update_settings', { a: ['b'] }, ['a[0] name b']],
    [
      'update_settings',
      { a: false, b: '', c: [], d: null, e: {} },
      ['a name false', 'b name ', 'c name '],
    ],
  ])('of %s, of %j', (tool, args, expected) => {
    expect(told(tool, args)).toEqual(expected);
  });

  test('a list longer than a call takes arguments', () => {
    expect(sinksOf('send', { to: Array(200_000).fill('x') })).toHaveLength(200_000);
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
  [{ terms: Array(11).fill('a.example') }, []],
  [{ path: 'a.md' }, []],
  [{ command: 'a.sh' }, []],
  [{ x: 'a.docx' }, []],
  [{ url: 3 }, [3]],
  [{ website_name: 'a' }, ['a']],
  [{ params: { url: 'a' } }, ['a']],
  [{ query: 'see https://a.example' }, ['see https://a.example']],
  // Spellings that a browser takes.
  [{ x: ' https://a.example' }, [' https://a.example']],
  [{ x: '<a.example/b>' }, ['<a.example/b>']],
  [{ x: '\u200bhttps://a.example' }, ['\u200bhttps://a.example']],
  [{ x: 'h\ttps://a.example' }, ['h\ttps://a.example']],
  [{ x: 'http:a' }, ['http:a']],
  [{ query: 'https:\\a' }, ['https:\\a']],
  [{ query: 'http:a' }, ['http:a']],
  [{ query: 'ws:a' }, ['ws:a']],
  [{ query: 'ssh://a' }, ['ssh://a']],
  [{ query: 'x3://a' }, ['x3://a']],
  [{ query: 'xwww.a' }, []],
  [{ x: 3 }, []],
  [{ query: 'xhttps:a' }, []],
  [{ x: 'a。example' }, ['a。example']],
  [{ name: 'a' }, []],
])('a call that changes nothing contacts, of %j, %j', (args, expected) => {
  expect(contacted(sinksOf('do', args)).map(({ value }) => value)).toEqual(expected);
});
