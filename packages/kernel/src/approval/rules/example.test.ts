import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../policy.ts';
import { explainByRules, reachOfExample } from './example.ts';
import { readRules } from './read-rules.ts';

const place = { home: '/home/p', cwd: '/w' };
const nothing = { changes: [], folder: null, command: null, host: null };
const at = (path: string) => ({ ...nothing, inside: [path], touches: [path, path] });

describe('what an example would touch', () => {
  test.each([
    ['file.read', 'a.md', { ...at('/w/a.md'), folder: '/w' }],
    ['file.read', '~/a.md', { ...at('/home/p/a.md'), folder: '/home/p' }],
    ['file.list', 'src', { ...at('/w/src'), folder: '/w' }],
    ['file.search', 'src', { ...at('/w/src'), changes: ['/w/src'], folder: '/w' }],
    ['file.write', 'a.md', { ...at('/w/a.md'), folder: '/w' }],
    ['file.delete', 'a.md', { ...at('/w/a.md'), changes: ['/w/a.md'] }],
    [
      'web.fetch',
      'https://a.example/x',
      { ...nothing, inside: [], touches: [], host: 'a.example' },
    ],
    [
      'file.move',
      'a.md',
      {
        ...nothing,
        inside: ['/w/a.md', '/w/a.md'],
        touches: ['/w/a.md', '/w/a.md', '/w/a.md', '/w/a.md'],
        changes: ['/w/a.md'],
      },
    ],
    [
      'shell.run',
      'git commit && ls src',
      {
        ...nothing,
        inside: ['/w', '/w/src'],
        touches: ['/w', '/w', '/w/src', '/w/src'],
        folder: '/w',
        command: {
          text: 'git commit && ls src',
          same: '/w\ngit commit && ls src\ngit: /usr/bin/git\nls: /usr/bin/ls',
          called: ['git', 'git commit', 'ls'],
          asking: ['git commit'],
          programs: ['git: /usr/bin/git'],
        },
      },
    ],
    ['file.read', '', null],
    ['file.read', '../a.md', null],
    ['web.fetch', 'a.example', null],
    ['secret.use', 'x', null],
  ] as const)('%s %s', (name, text, expected) => {
    expect(reachOfExample(name, text, place)).toEqual(expected);
  });
});

describe('what the rules make of a command that is only explained', () => {
  const found = [{ code: 'command_repository_change', text: 'git' }] as const;
  const explain = (policy: object) => {
    const { rules = [], ...settings } = policy as { readonly rules?: readonly object[] };
    const read = readRules(JSON.stringify({ rules }), place.home);
    return explainByRules(
      { ...parsePolicy(settings), rules: read },
      { name: 'shell.run', text: 'git commit', ...place, now: 0 },
      found,
    );
  };
  const allow = { effect: 'allow', operation: 'shell.run', tool: 'git', under: '/w', note: 'mine' };
  test.each([
    ['no rule', {}, { verdict: 'ask', reasons: found }],
    [
      'one that allows it',
      { rules: [allow] },
      { verdict: 'allow', reasons: [...found, { code: 'allowed_by_rule', line: 1, note: 'mine' }] },
    ],
    [
      'one for another folder',
      { rules: [{ ...allow, under: '/v' }] },
      { verdict: 'ask', reasons: found },
    ],
    [
      'the operation denied',
      { rules: [allow], deny: ['shell.run'] },
      {
        verdict: 'deny',
        reasons: [{ code: 'operation_denied_by_policy', operation: 'shell.run' }],
      },
    ],
    ['another operation denied', { deny: ['file.read'] }, { verdict: 'ask', reasons: found }],
  ])('%s', (_name, policy, expected) => {
    expect(explain(policy)).toEqual(expected);
  });
});
