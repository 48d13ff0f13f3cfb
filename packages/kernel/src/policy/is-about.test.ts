import { expect, test } from 'vitest';
import type { Reach } from './reach.ts';
import { scopeText } from './reach.ts';
import { isAbout, judgeByRules } from './rule.ts';
import type { Rule } from './rule.ts';

const none: Reach = {
  inside: [],
  touches: [],
  changes: [],
  folder: null,
  command: null,
  host: null,
};
const ls = { text: ' ls ', same: '', called: ['ls'], asking: [], programs: [] };
const run: Reach = { ...none, inside: ['/w'], touches: ['/w'], command: ls };
const rule = (more: Partial<Rule>): Rule => ({
  effect: 'deny',
  operations: ['shell.run'],
  line: 1,
  ...more,
});

test.each([
  ['another operation', rule({ operations: ['file.read'] }), run, false],
  ['one of several operations', rule({ operations: ['file.read', 'shell.run'] }), run, true],
  ['nothing known of the call', rule({ under: ['/w'] }), null, false],
  ['... for a tool', rule({ tool: 'ls' }), null, false],
  ['... for a command', rule({ command: 'ls' }), null, false],
  ['... for a host', rule({ host: 'a.example' }), null, false],
  ['... to allow', rule({ effect: 'allow', under: ['/w'] }), null, false],
  ['no command', rule({ tool: 'ls' }), none, false],
  ['no command, by its bytes', rule({ command: 'ls' }), none, false],
  ['no host', rule({ host: 'a.example' }), run, false],
  ['a command with blanks on both sides', rule({ command: '  ls' }), run, true],
  ['the second spelling of a folder', rule({ under: ['/link', '/w'] }), run, true],
  ['the first spelling of a folder', rule({ under: ['/w', '/real'] }), run, true],
  ['... which does not allow', rule({ effect: 'allow', under: ['/w', '/real'] }), run, false],
  ['... where it leads, does', rule({ effect: 'allow', under: ['/link', '/w'] }), run, true],
  [
    'a change above one of two',
    rule({ under: ['/v/a', '/u/a'] }),
    { ...none, changes: ['/u'] },
    true,
  ],
])('%s', (_name, one, reach, about) => {
  expect(isAbout(one, 'shell.run', reach)).toBe(about);
});

test('what speaks for a call beside what asks does not keep a rule from allowing', () => {
  const allow = rule({ effect: 'allow', tool: 'ls' });
  const call = { operation: 'shell.run', reach: run, now: 0 };
  const judged = judgeByRules([allow], call, [{ code: 'path_inside' }, { code: 'command_writes' }]);
  expect(judged).toEqual({
    verdict: 'allow',
    reasons: [
      { code: 'path_inside' },
      { code: 'command_writes' },
      { code: 'allowed_by_rule', line: 1, note: '' },
    ],
  });
  expect(judgeByRules([allow], call, [{ code: 'command_deletes' }]).verdict).toBe('ask');
});

test('the record is told the scope, but never a command', () => {
  const operation = 'shell.run';
  const tools = ['git add', 'git commit'];
  expect([
    scopeText({ length: 'session', scope: { operation, limit: 'command', value: 'secret' } }),
    scopeText({
      length: 'plan',
      scope: { operation, limit: 'tool', tools, programs: [], folder: '/w' },
    }),
    scopeText({ length: 'lasting', scope: { operation: 'web.fetch', limit: 'host', value: 'h' } }),
  ]).toEqual([
    'shell.run command session',
    'shell.run tool git add, git commit in /w plan',
    'web.fetch host h lasting',
  ]);
});
