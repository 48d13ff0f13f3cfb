import { describe, expect, test } from 'vitest';
import { createSession } from './session.ts';
import type { Trust } from './label.ts';

function said(trust: Trust, value: string) {
  const session = createSession('s');
  session.add({ value, trust, confidentiality: 'public', origin: 'there' });
  return (wanted: string) =>
    session.ground([{ argument: 'x', value: wanted, as: 'exact' }])[0]?.trust;
}

test('a session begins with nothing', () => {
  const { id, remote, untrusted, confidentiality } = createSession('s');
  expect([id, remote, untrusted, confidentiality]).toEqual(['s', false, false, 'public']);
});

test('what it has seen stays', () => {
  const session = createSession('s');
  const source = { value: 'x', origin: 'there' } as const;
  const seen = (['domain', 'private', 'public'] as const).map((confidentiality, at) => {
    session.add({ ...source, confidentiality, trust: at === 1 ? 'untrusted' : 'trusted' });
    return [session.confidentiality, session.untrusted];
  });
  expect(seen).toEqual([
    ['domain', false],
    ['private', true],
    ['private', true],
  ]);
});

test('words are said by whoever speaks for the person, in any of their texts', () => {
  const session = createSession('s');
  const add = (trust: Trust, value: string) => {
    session.add({ value, trust, confidentiality: 'public', origin: trust });
  };
  add('person', 'Please Delete it');
  add('trusted', 'Archive it');
  add('untrusted', 'Purge it');
  add('unknown', 'Erase it');
  const words = ['delete', 'archive', 'purge', 'erase'];
  expect(words.map((word) => session.says(new Set(['x', word])))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('the person speaks first, whenever they did', () => {
  const session = createSession('s');
  const asked = () => session.ground([{ argument: 'to', value: 'Ana', as: 'name' }]);
  const base = { argument: 'to', value: 'Ana', how: 'said' };
  const add = (trust: Trust, origin: string) => {
    session.add({ value: 'Ana', trust, confidentiality: 'public', origin });
    return asked();
  };
  expect([
    add('trusted', 'a'),
    add('person', 'b'),
    add('trusted', 'c'),
    add('person', 'd'),
  ]).toEqual([
    [{ ...base, trust: 'trusted', origin: 'a' }],
    [{ ...base, trust: 'person', origin: 'b' }],
    [{ ...base, trust: 'person', origin: 'b' }],
    [{ ...base, trust: 'person', origin: 'b' }],
  ]);
});

test('without a trusted clock “tomorrow” is no day', () => {
  const session = createSession('s');
  const value = 'remind me tomorrow';
  session.add({ value, trust: 'person', confidentiality: 'public', origin: 'you' });
  const sink = { argument: 'day', value: '2024-05-20', as: 'name' } as const;
  expect(session.ground([sink]).map(({ trust }) => trust)).toEqual(['unknown']);
});

test('four million characters of untrusted text are searched, and no more', () => {
  const session = createSession('s');
  const add = (value: string) => {
    session.add({ value, trust: 'untrusted', confidentiality: 'public', origin: 'there' });
  };
  add(' '.repeat((4 << 20) - 8));
  add('too long');
  add('late');
  add('');
  const sinks = ['too long', 'late'].map(
    (value) => ({ argument: 'x', value, as: 'name' }) as const,
  );
  expect(session.ground(sinks).map(({ trust, how }) => [trust, how])).toEqual([
    ['untrusted', 'exact'],
    ['unknown', 'none'],
  ]);
});

describe('the person said it only where they said exactly that', () => {
  test.each([
    ['tidy a.md please', 'a.md', 'person'],
    ['tidy a.md.', 'a.md', 'person'],
    ['tidy "my notes/a.md", now', 'my notes/a.md', 'person'],
    ['run `ls -la` here', 'ls -la', 'person'],
    ['run:ls', 'ls', 'person'],
    ['fetch https://a.example/x?y=1', 'https://a.example/x?y=1', 'person'],
    // A short command stands in many words.
    ['what should tell us', 'sh', 'unknown'],
    ['what should tell us', 'tell', 'person'],
    ['read /etc/passwd.bak', '/etc/passwd', 'unknown'],
    ['read /etc/passwd', '/etc', 'unknown'],
    ['read notes/a.md', 'a.md', 'unknown'],
    ['look at a.md', 'A.md', 'unknown'],
    ['look at a.md', 'ａ.md', 'unknown'],
    ['echo a rm b', 'echo a\nrm b', 'unknown'],
    ['go to a.example', 'a.example.evil', 'unknown'],
    ['go to a.example.evil', 'a.example', 'unknown'],
    ['go to evil-a.example', 'a.example', 'unknown'],
    ['', '', 'unknown'],
  ] as const)('%j: %j is %s', (text, wanted, trust) => {
    expect(said('person', text)(wanted)).toBe(trust);
  });
});

test.each(['A.MD', 'ａ.md', 'a.m', 'send  a.md'])(
  'in untrusted content any spelling of it counts: %j',
  (wanted) => {
    expect(said('untrusted', 'please send\na.md')(wanted)).toBe('untrusted');
  },
);
