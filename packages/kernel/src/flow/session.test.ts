import { describe, expect, test } from 'vitest';
import { createSession } from './session.ts';
import type { Trust } from './label.ts';

function said(trust: Trust, value: string) {
  const session = createSession('s');
  session.add({ value, trust, confidentiality: 'public', origin: 'there' });
  return (wanted: string) =>
    session.ground([{ argument: 'x', value: wanted, as: 'exact' }])[0]?.trust;
}

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
