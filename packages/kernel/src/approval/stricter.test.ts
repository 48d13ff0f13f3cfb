import { expect, test } from 'vitest';
import { parsePolicy } from '../policy.ts';
import type { Policy } from '../policy.ts';
import { fakeMachine, verdictOf } from '../testing/gate-fixture.ts';
import type { Name } from '../operations/index.ts';
import { readRules } from './rules/read-rules.ts';

const ACCEPTED = 'I accept that commands run without a sandbox';
const rules = (rule: object) => ({
  rules: readRules(JSON.stringify({ rules: [rule] }), '/home/p'),
});

/** What was allowed until a date under one policy, and how the same call ends under a stricter one. */
const cases: readonly (readonly [
  name: string,
  call: readonly [Name, object],
  stricter: Partial<Policy> & { readonly sandbox?: false },
  ends: string,
])[] = [
  ['nothing changed', ['file.read', { path: '/v/a.md' }], {}, 'done'],
  ['a limit changed', ['file.read', { path: '/v/a.md' }], { commandSeconds: 7 }, 'done'],
  [
    'the operation is switched off',
    ['file.read', { path: '/v/a.md' }],
    { deny: ['file.read'] },
    'denied',
  ],
  [
    'the mode only reads',
    ['file.write', { path: 'a.ts', text: '' }],
    { mode: 'read-only' },
    'denied',
  ],
  [
    'every chain asks',
    ['shell.run', { command: 'git status && git commit' }],
    { askEveryChain: true },
    'asked',
  ],
  [
    'a rule denies',
    ['file.read', { path: '/v/a.md' }],
    rules({ effect: 'deny', operation: 'file.read', under: '/v' }),
    'denied',
  ],
  [
    'a rule asks',
    ['file.read', { path: '/v/a.md' }],
    rules({ effect: 'ask', operation: 'file.read', under: '/v' }),
    'asked',
  ],
  ['the sandbox is gone', ['shell.run', { command: 'git commit' }], { sandbox: false }, 'denied'],
  [
    'the sandbox is gone, and that was accepted',
    ['shell.run', { command: 'git commit' }],
    { sandbox: false, unsandboxed: ACCEPTED },
    'asked',
  ],
];

test.each(cases)('%s', async (_name, [operation, input], { sandbox, ...stricter }, ends) => {
  const machine = fakeMachine();
  machine.state.facts.set('/w', { kind: 'directory' });
  machine.state.programs.set('git', '/usr/bin/git');
  machine.state.answer = (question) => {
    const until = machine.state.now + 1000;
    return machine.questions.length === 1
      ? machine.signer(question, { choice: 'lasting', offer: 0, until })
      : { choice: 'deny' };
  };
  expect(await verdictOf(machine, operation, input as never)).toEqual(['done']);
  expect(machine.grants.map(({ length }) => length)).toEqual(['lasting']);
  machine.state.policy = { ...parsePolicy({}), ...stricter };
  machine.state.sandbox = sandbox ?? true;
  const [status] = await verdictOf(machine, operation, input as never);
  expect(machine.questions.length > 1 ? 'asked' : status).toBe(ends);
});
