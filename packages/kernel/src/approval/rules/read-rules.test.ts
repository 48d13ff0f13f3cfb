import { describe, expect, test } from 'vitest';
import { operations } from '../../operations/index.ts';
import { readRules } from './read-rules.ts';

const said = (source: string) => {
  try {
    return readRules(source, '/home/p');
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};
const one = (rule: object) => JSON.stringify({ rules: [rule] });
const mended = '. Nothing is done until it is mended.';

describe('a broken file stops the program and names its line', () => {
  test.each([
    ['{"rules": [}', 'line 1, column 12: a value is missing'],
    [
      '{\n  "rules": [\n    { "effect": "deny", "operation": "shell.run" },\n  ]\n}',
      'line 3, column 51: nothing follows this comma',
    ],
    ['[]', 'line 1, column 1: "the file": Invalid input: expected object, received array'],
    ['{"rule": []}', 'line 1, column 2: there is no "rule"; there are "rules"'],
    [
      '{"rules": [\n{"effect": "deny", "operation": "shell.run", "tools": "git"}]}',
      'line 2, column 46: there is no "tools"; there are "effect", "operation", "tool", "command", "host", "under", "until", "note", "match", "not match"',
    ],
    [
      '{"rules": [\n{"effect": "deny", "opperation": "shell.run"}]}',
      'line 2, column 20: there is no "opperation"; there are "effect", "operation", "tool", "command", "host", "under", "until", "note", "match", "not match"',
    ],
    [
      '{"rules": [\n{"operation": "shell.run"}]}',
      'line 2, column 1: "effect": Invalid option: expected one of "allow"|"ask"|"deny"',
    ],
    [
      '{"rules": [\n{"effect": "permit", "operation": "shell.run"}]}',
      'line 2, column 2: "effect": Invalid option: expected one of "allow"|"ask"|"deny"',
    ],
    [
      '{"rules": [{"effect": "deny",\n"operation": "shell"}]}',
      `line 2, column 1: "operation": is no operation; there are ${Object.keys(operations).join(', ')}`,
    ],
    [
      one({ effect: 'deny', operation: 'shell.run', until: '31.12.2026' }),
      'line 1, column 52: "until": has to be a date like 2026-12-31',
    ],
    [
      one({ effect: 'deny', operation: 'shell.run', until: '2026-02-30' }),
      'line 1, column 52: "until": has to be a date like 2026-12-31',
    ],
    [
      one({ effect: 'deny', operation: 'file.read', under: 'notes' }),
      'line 1, column 52: "under": has to be an absolute folder, or one that begins with ~/',
    ],
    [
      one({ effect: 'deny', operation: 'file.read', under: '/w/../etc' }),
      'line 1, column 52: "under": holds . or .., so nobody sees which folder it is',
    ],
    [
      one({ effect: 'deny', operation: 'file.read', under: '~/..' }),
      'line 1, column 52: "under": holds . or .., so nobody sees which folder it is',
    ],
    [
      one({ effect: 'deny', operation: 'file.read', under: '/w/./x' }),
      'line 1, column 52: "under": holds . or .., so nobody sees which folder it is',
    ],
    [
      one({ effect: 'deny', operation: 'file.read', under: '/w/\u200bx' }),
      'line 1, column 52: "under": holds a character that cannot be seen',
    ],
    [
      one({ effect: 'deny', operation: 'web.fetch', host: 'https://a.example' }),
      'line 1, column 52: "host": has to be a host like example.org or *.example.org',
    ],
    [
      one({ effect: 'deny', operation: 'shell.run', tool: 'git;rm' }),
      'line 1, column 52: "tool": has to be a tool, or a tool and its sub-command',
    ],
    [
      one({ effect: 'deny', operation: 'shell.run', host: 'a.example' }),
      'line 1, column 52: "host" says nothing about shell.run',
    ],
    [
      one({ effect: 'deny', operation: ['file.read', 'secret.use'], under: '/w' }),
      'line 1, column 67: "under" says nothing about secret.use',
    ],
    [
      one({ effect: 'ask', operation: 'shell.run', tool: 'git', command: 'git' }),
      'line 1, column 51: "tool" and "command" exclude each other',
    ],
    [
      one({ effect: 'allow', operation: 'shell.run' }),
      'line 1, column 12: a rule that allows needs a limit: "tool", "command", "under" or "host"',
    ],
    [
      one({ effect: 'allow', operation: 'shell.run', under: '/w' }),
      'line 1, column 12: a rule that allows a command needs "tool" or "command"',
    ],
    [
      one({ effect: 'allow', operation: 'file.delete', under: '/w' }),
      'line 1, column 29: file.delete cannot be allowed by a rule',
    ],
    [
      one({ effect: 'allow', operation: 'settings.change' }),
      'line 1, column 29: settings.change cannot be allowed by a rule',
    ],
    [
      '{"rules": [{"effect": "deny", "operation": "shell.run", "tool": "git push",\n"match": ["git push origin",\n"git status"]}]}',
      'line 3, column 1: the rule is not about "git status", which "match" says it is',
    ],
    [
      '{"rules": [{"effect": "deny", "operation": "shell.run", "tool": "git",\n"not match": ["ls",\n"ls && git status"]}]}',
      'line 3, column 1: the rule is about "ls && git status", which "not match" says it is not',
    ],
    [
      one({ effect: 'deny', operation: 'web.fetch', host: 'a.example', match: ['a.example'] }),
      'line 1, column 80: "a.example" is no example of web.fetch',
    ],
    [
      one({ effect: 'deny', operation: 'secret.use', match: ['x'] }),
      'line 1, column 62: "x" is no example of secret.use',
    ],
  ])('%s', (source, problem) => {
    expect(said(source)).toBe(`policy.json, ${problem}${mended}`);
  });
});

test('rules are read in the order they stand, with their lines', () => {
  const source = `{
  "rules": [
    { "effect": "deny", "operation": ["file.write", "file.move"], "under": "~/journal/",
      "note": "mine alone",
      "match": ["~/journal/today.md", "/home/p/journal"], "not match": ["~/journals/a.md"] },
    { "effect": "allow", "operation": "shell.run", "tool": "git commit", "under": "/w",
      "until": "2026-12-31",
      "match": ["git commit -m x", "git status && git commit"],
      "not match": ["git push", "git commit && git push", "cd /; git commit > /a"] },
    { "effect": "ask", "operation": "web.fetch", "host": "*.example.org",
      "match": ["https://a.example.org/x", "https://a.b.example.org./"],
      "not match": ["https://example.org/", "https://badexample.org/"] }
  ]
}`;
  expect(said(source)).toStrictEqual([
    {
      effect: 'deny',
      operations: ['file.write', 'file.move'],
      under: ['/home/p/journal'],
      note: 'mine alone',
      line: 3,
    },
    {
      effect: 'allow',
      operations: ['shell.run'],
      tool: 'git commit',
      under: ['/w'],
      until: Date.UTC(2026, 11, 31, 23, 59, 59, 999),
      line: 6,
    },
    { effect: 'ask', operations: ['web.fetch'], host: '*.example.org', line: 10 },
  ]);
});

test.each([
  ['/', '/'],
  ['//', '/'],
  ['/w//', '/w'],
  ['~', '/home/p'],
  ['~/', '/home/p'],
  ['~/a b/', '/home/p/a b'],
  ['/w/..a/.git', '/w/..a/.git'],
])('the folder %s is %s', (under, folder) => {
  expect(said(one({ effect: 'deny', operation: 'file.read', under }))).toStrictEqual([
    { effect: 'deny', operations: ['file.read'], under: [folder], line: 1 },
  ]);
});

test('what cannot be read is an error with its code', () => {
  expect(() => readRules('', '/home/p')).toThrow(
    expect.objectContaining({ name: 'GatehouseError', code: 'policy_malformed' }),
  );
});

test.each(['{}', '{"rules": []}'])('%s holds no rule', (source) => {
  expect(said(source)).toEqual([]);
});
