import { describe, expect, test } from 'vitest';
import { createSession } from '../flow/session.ts';
import type { Name } from '../operations/index.ts';
import { assistant, fakeMachine, finish } from '../testing/gate-fixture.ts';
import { readRules } from '../approval/rules/read-rules.ts';
import { judgeByRules } from './rule.ts';
import type { Rule } from './rule.ts';

const signal = new AbortController().signal;
const rulesOf = (...rules: object[]) => readRules(JSON.stringify({ rules }), '/home/p');
const shell = (more: object) => ({ effect: 'deny', operation: 'shell.run', ...more });

/** Verdict and codes under these rules, without those that come from the call itself. */
async function judged(rules: readonly Rule[], name: Name, input: object) {
  const machine = fakeMachine();
  machine.state.facts.set('/w', { kind: 'directory' });
  machine.state.facts.set('/w/link.md', { real: { root: '/', segments: ['secret', 'a.md'] } });
  machine.state.facts.set('/elsewhere/in.md', {
    real: { root: '/w', segments: ['closed', 'b.md'] },
  });
  for (const tool of ['git', 'cp', 'rm', 'cat', 'make']) {
    machine.state.programs.set(tool, `/usr/bin/${tool}`);
  }
  machine.state.policy = { ...machine.state.policy, rules };
  const decision = await machine.gateFor().explain(name, input as never, assistant, signal);
  const ours = decision.reasons.map(({ code }) => code).filter((code) => /rule|policy/u.test(code));
  return [decision.verdict, ...ours].join(' ');
}

describe('a rule that denies', () => {
  test.each([
    ['a tool', shell({ tool: 'git push' }), 'shell.run', { command: 'git push' }, 'deny'],
    [
      '... behind a read',
      shell({ tool: 'git push' }),
      'shell.run',
      { command: 'ls && git push' },
      'deny',
    ],
    ['... wrapped', shell({ tool: 'git push' }), 'shell.run', { command: 'env git push' }, 'deny'],
    [
      '... in a shell',
      shell({ tool: 'git push' }),
      'shell.run',
      { command: "sh -c 'git push'" },
      'deny',
    ],
    [
      '... by its path',
      shell({ tool: 'git push' }),
      'shell.run',
      { command: '/usr/bin/git push' },
      'deny',
    ],
    ['... every verb', shell({ tool: 'git' }), 'shell.run', { command: 'git status' }, 'deny'],
    ['... nobody knows', shell({ tool: 'cargo' }), 'shell.run', { command: 'cargo build' }, 'deny'],
    ['another verb', shell({ tool: 'git push' }), 'shell.run', { command: 'git status' }, 'allow'],
    [
      'a tool that begins alike',
      shell({ tool: 'gi' }),
      'shell.run',
      { command: 'git status' },
      'allow',
    ],
    ['its name as a word', shell({ tool: 'git' }), 'shell.run', { command: 'echo git' }, 'allow'],
    ['a command', shell({ command: 'ls' }), 'shell.run', { command: ' ls\n' }, 'deny'],
    ['another command', shell({ command: 'ls' }), 'shell.run', { command: 'ls -l' }, 'allow'],
    ['commands in a folder', shell({ under: '/w' }), 'shell.run', { command: 'ls' }, 'deny'],
    ['commands elsewhere', shell({ under: '/v' }), 'shell.run', { command: 'ls' }, 'allow'],
    [
      'reading a folder',
      shell({ under: '/w/closed' }),
      'shell.run',
      { command: 'cat closed/a' },
      'deny',
    ],
    [
      'writing what holds a folder',
      shell({ under: '/w/a/b' }),
      'shell.run',
      { command: 'rm -r a' },
      'deny',
    ],
    [
      'a place',
      { effect: 'deny', operation: 'file.read', under: '/w/closed' },
      'file.read',
      { path: 'closed/a.md' },
      'deny',
    ],
    [
      '... itself',
      { effect: 'deny', operation: 'file.list', under: '/w' },
      'file.list',
      { path: '.' },
      'deny',
    ],
    [
      '... spelled otherwise',
      { effect: 'deny', operation: 'file.read', under: '/w/closed' },
      'file.read',
      { path: 'CLOSED/a.md' },
      'deny',
    ],
    [
      '... named alike',
      { effect: 'deny', operation: 'file.read', under: '/w/closed' },
      'file.read',
      { path: 'closed2/a.md' },
      'allow',
    ],
    [
      '... a link leads to',
      { effect: 'deny', operation: 'file.read', under: '/secret' },
      'file.read',
      { path: 'link.md' },
      'deny',
    ],
    [
      '... a link leads out of',
      { effect: 'deny', operation: 'file.read', under: '/elsewhere' },
      'file.read',
      { path: '/elsewhere/in.md' },
      'deny',
    ],
    [
      'moving what holds a place',
      { effect: 'deny', operation: 'file.move', under: '/w/a/b' },
      'file.move',
      { from: 'a', to: 'c' },
      'deny',
    ],
    [
      'moving to a place',
      { effect: 'deny', operation: 'file.move', under: '/w/b' },
      'file.move',
      { from: 'a.md', to: 'b/a.md' },
      'deny',
    ],
    [
      'deleting what holds a place',
      { effect: 'deny', operation: 'file.delete', under: '/w/a/b' },
      'file.delete',
      { path: 'a' },
      'deny',
    ],
    [
      'reading what holds a place',
      { effect: 'deny', operation: 'file.read', under: '/w/a/b' },
      'file.read',
      { path: 'a' },
      'allow',
    ],
    [
      'a host',
      { effect: 'deny', operation: 'web.fetch', host: 'a.example' },
      'web.fetch',
      { url: 'https://a.example/' },
      'deny',
    ],
    [
      '... by a port',
      { effect: 'deny', operation: 'web.fetch', host: 'a.example' },
      'web.fetch',
      { url: 'https://a.example:8443/' },
      'deny',
    ],
    [
      '... with its last dot',
      { effect: 'deny', operation: 'web.fetch', host: 'a.example' },
      'web.fetch',
      { url: 'https://a.example./' },
      'deny',
    ],
    [
      '... below it',
      { effect: 'deny', operation: 'web.fetch', host: 'a.example' },
      'web.fetch',
      { url: 'https://b.a.example/' },
      'ask',
    ],
    [
      'hosts below a name',
      { effect: 'deny', operation: 'web.fetch', host: '*.a.example' },
      'web.fetch',
      { url: 'https://b.a.example/' },
      'deny',
    ],
    [
      'an operation',
      { effect: 'deny', operation: 'domain.index' },
      'domain.index',
      { domain: 'd' },
      'deny',
    ],
    [
      'several',
      { effect: 'deny', operation: ['file.read', 'file.list'] },
      'file.list',
      { path: '.' },
      'deny',
    ],
  ] as const)('%s', async (_name, rule, name, input, verdict) => {
    const expected = verdict === 'deny' ? 'deny denied_by_rule' : verdict;
    expect(await judged(rulesOf(rule), name, input)).toBe(expected);
  });
});

describe('a rule that asks, or allows', () => {
  const allow = (more: object) => ({ effect: 'allow', ...more });
  test.each([
    [
      'asks about what is allowed',
      { effect: 'ask', operation: 'file.read' },
      'file.read',
      { path: 'a.md' },
      'ask asked_by_policy',
    ],
    [
      'allows a tool',
      allow({ operation: 'shell.run', tool: 'git commit' }),
      'shell.run',
      { command: 'git status && git commit' },
      'allow allowed_by_rule',
    ],
    [
      '... not with another',
      allow({ operation: 'shell.run', tool: 'git commit' }),
      'shell.run',
      { command: 'git commit && git push' },
      'ask',
    ],
    [
      '... not with the network',
      allow({ operation: 'shell.run', tool: 'git commit' }),
      'shell.run',
      { command: 'git commit', network: true },
      'ask',
    ],
    [
      '... not what it redirects',
      allow({ operation: 'shell.run', tool: 'git commit' }),
      'shell.run',
      { command: 'git commit > a.md' },
      'ask',
    ],
    [
      '... only in its folder',
      allow({ operation: 'shell.run', tool: 'git commit', under: '/v' }),
      'shell.run',
      { command: 'git commit' },
      'ask',
    ],
    [
      '... in its folder',
      allow({ operation: 'shell.run', tool: 'git commit', under: '/w' }),
      'shell.run',
      { command: 'git commit' },
      'allow allowed_by_rule',
    ],
    [
      'no tool that deletes',
      allow({ operation: 'shell.run', tool: 'rm' }),
      'shell.run',
      { command: 'rm a.md' },
      'ask',
    ],
    [
      'a command',
      allow({ operation: 'shell.run', command: 'make all' }),
      'shell.run',
      { command: 'make all' },
      'allow allowed_by_rule',
    ],
    [
      'writing in a folder',
      allow({ operation: 'file.write', under: '/w/src' }),
      'file.write',
      { path: 'src/a.ts', text: '' },
      'allow allowed_by_rule',
    ],
    [
      '... beside it',
      allow({ operation: 'file.write', under: '/w/src' }),
      'file.write',
      { path: 'src2/a.ts', text: '' },
      'ask',
    ],
    [
      '... not what runs later',
      allow({ operation: 'file.write', under: '/w' }),
      'file.write',
      { path: '.git/hooks/pre-commit', text: '' },
      'ask',
    ],
    [
      '... not outside the domain',
      allow({ operation: 'file.write', under: '/v' }),
      'file.write',
      { path: '/v/a.md', text: '' },
      'ask',
    ],
    [
      'reading in a folder',
      allow({ operation: 'file.read', under: '/v' }),
      'file.read',
      { path: '/v/a.md' },
      'allow allowed_by_rule',
    ],
    [
      '... not where a link leads',
      allow({ operation: 'file.read', under: '/w' }),
      'file.read',
      { path: 'link.md' },
      'ask',
    ],
    [
      '... never what is refused',
      allow({ operation: 'file.read', under: '/' }),
      'file.read',
      { path: '/home/p/.ssh/id' },
      'deny',
    ],
    [
      'a host',
      allow({ operation: 'web.fetch', host: 'a.example' }),
      'web.fetch',
      { url: 'https://a.example/x' },
      'allow allowed_by_rule',
    ],
    [
      '... not another port',
      allow({ operation: 'web.fetch', host: 'a.example' }),
      'web.fetch',
      { url: 'https://a.example:444/x' },
      'ask',
    ],
    [
      'nothing that is allowed already',
      allow({ operation: 'shell.run', tool: 'git' }),
      'shell.run',
      { command: 'git status' },
      'allow',
    ],
  ] as const)('%s', async (_name, rule, name, input, expected) => {
    expect(await judged(rulesOf(rule), name, input)).toBe(expected);
  });

  test('a rule that allows says nothing about content that nobody vouches for', async () => {
    const machine = fakeMachine();
    const rules = rulesOf(allow({ operation: 'web.fetch', host: 'a.example' }));
    machine.state.policy = { ...machine.state.policy, rules };
    const session = createSession('s');
    session.add({ value: 'x', trust: 'untrusted', confidentiality: 'domain', origin: 'note' });
    const gate = machine.gateFor(session);
    const url = { url: 'https://a.example/x' };
    expect((await gate.explain('web.fetch', url, assistant, signal)).verdict).toBe('ask');
  });

  test('no reading counts for searching above it, and not for listing', async () => {
    const rules = rulesOf({ effect: 'deny', operation: 'file.read', under: '/w/closed' });
    const found = [judged(rules, 'file.search', { text: 'x' }), judged(rules, 'file.list', {})];
    expect(await Promise.all(found)).toEqual(['deny denied_by_rule', 'allow']);
  });

  test('a rule counts through the day it names', () => {
    const [rule] = rulesOf({ effect: 'deny', operation: 'file.read', until: '2026-12-31' });
    if (rule === undefined) throw new Error('no rule');
    const at = (now: number) =>
      judgeByRules([rule], { operation: 'file.read', reach: null, now }, [{ code: 'path_inside' }])
        .verdict;
    const midnight = Date.UTC(2027, 0, 1);
    expect([at(0), at(midnight - 1), at(midnight)]).toEqual(['deny', 'deny', 'allow']);
  });

  test('the reason names the line and the note', () => {
    const rules = rulesOf({ effect: 'deny', operation: 'file.read', note: 'never' });
    expect(judgeByRules(rules, { operation: 'file.read', reach: null, now: 0 }, [])).toEqual({
      verdict: 'deny',
      reasons: [{ code: 'denied_by_rule', line: 1, note: 'never' }],
    });
  });
});

test('a denying rule wins over a grant, and a rule that asks is not answered by one', async () => {
  const machine = fakeMachine();
  machine.state.answer = (question) => machine.sign(question, 'session');
  const gate = machine.gateFor();
  const read = async () =>
    (await finish(gate.ask('file.read', { path: '/v/a.md' }, assistant, signal))).status;
  expect([await read(), await read(), machine.questions.length]).toEqual(['done', 'done', 1]);
  const under = (effect: string) => rulesOf({ effect, operation: 'file.read', under: '/v' });
  machine.state.policy = { ...machine.state.policy, rules: under('deny') };
  expect([await read(), machine.questions.length]).toEqual(['denied', 1]);
  machine.state.policy = { ...machine.state.policy, rules: under('ask') };
  machine.state.answer = (question) => machine.sign(question, 'once');
  expect([await read(), machine.questions.at(-1)?.offers]).toEqual(['done', []]);
});
