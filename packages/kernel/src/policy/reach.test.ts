import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operations } from '../operations/index.ts';
import { reasons as verdicts } from '../reasons.ts';
import type { ReasonCode } from '../reasons.ts';
import { sudoGate } from '../command/gate-classes.ts';
import { assistant, fakeMachine, finish } from '../testing/gate-fixture.ts';
import { coverable, isInScope, longestFor } from './reach.ts';
import type { GrantScope, Reach } from './reach.ts';

const at = (...inside: string[]): Reach => ({
  inside,
  touches: inside,
  changes: [],
  folder: null,
  command: null,
  host: null,
});
const under = (value: string): GrantScope => ({ operation: 'file.read', limit: 'under', value });
const path = (value: string): GrantScope => ({ operation: 'file.read', limit: 'path', value });

describe('the table of what may be covered', () => {
  const kinds = Object.keys(coverable).map((key) => {
    const [operation = '', limit = ''] = key.split(' ');
    return { operation, limit: limit as GrantScope['limit'] };
  });
  const longest = (code: ReasonCode) => kinds.map((kind) => longestFor(kind, [code]));

  test('names operations and limits that there are', () => {
    const limits = ['command', 'tool', 'path', 'under', 'host'];
    expect(kinds.filter((kind) => !Object.hasOwn(operations, kind.operation))).toEqual([]);
    expect(kinds.filter((kind) => !limits.includes(kind.limit))).toEqual([]);
  });

  test.each([
    ...sudoGate,
    ...(Object.keys(verdicts) as ReasonCode[]).filter((code) => verdicts[code] === 'deny'),
    'write_executes_later',
    'changed_meanwhile',
    'asked_by_policy',
    'plan_asks',
    'command_runs_elevated',
    'command_wants_network',
    'command_sets_environment',
    'command_deletes',
    'command_deletes_path',
    'command_installs',
    'command_container',
    'command_schedules',
    'no_sandbox_accepted',
    'secret_change_asks',
    'setting_widens',
    'undo_loses_newer',
    'move_folder',
    'root_holds_home',
    'url_homograph',
    'url_port',
    'action_not_grounded',
  ] as const)('never covers %s', (code) => {
    expect(new Set(longest(code))).toEqual(new Set([null]));
  });

  test.each([
    ['delete_asks', 'plan'],
    ['argument_not_grounded', 'session'],
    ['private_content_may_leave', 'session'],
    ['path_outside', 'lasting'],
    ['host_asks', 'lasting'],
  ] as const)('covers %s for %s at most', (code, most) => {
    const order = [null, 'plan', 'session', 'lasting'] as const;
    const highest = Math.max(...longest(code).map((one) => order.indexOf(one)));
    expect(order[highest]).toBe(most);
  });

  test('several reasons count as long as the shortest; one that is not there, not at all', () => {
    const write = { operation: 'file.write', limit: 'under' } as const;
    expect([
      longestFor(write, []),
      longestFor(write, ['write_not_a_note']),
      longestFor(write, ['write_not_a_note', 'path_outside']),
      longestFor(write, ['path_outside', 'write_not_a_note']),
      longestFor(write, ['path_outside', 'write_executes_later']),
      longestFor({ operation: 'file.move', limit: 'under' }, ['path_outside']),
      longestFor({ operation: 'toString', limit: 'under' }, []),
    ]).toEqual(['lasting', 'lasting', 'session', 'session', null, null, null]);
  });
});

describe('a scope holds a call', () => {
  test.each([
    ['the folder itself', under('/v'), at('/v'), true],
    ['below it', under('/v'), at('/v/a/b'), true],
    ['a name that begins alike', under('/v'), at('/vv'), false],
    ['a name that ends alike', under('/v'), at('/u/v'), false],
    ['above it', under('/v/a'), at('/v'), false],
    ['one of two places beside it', under('/v'), at('/v/a', '/u'), false],
    ['no place', under('/v'), at(), false],
    ['the top', under('/'), at('/v'), true],
    ['the path', path('/v/a'), at('/v/a'), true],
    ['below the path', path('/v/a'), at('/v/a/b'), false],
    ['the path and another', path('/v/a'), at('/v/a', '/v/a'), false],
  ])('%s', (_name, scope, reach, holds) => {
    expect(isInScope('file.read', reach, scope)).toBe(holds);
    expect(isInScope('file.write', reach, scope)).toBe(false);
  });

  const command = (
    called: string[],
    asking: string[],
    programs: string[] | null,
    ...inside: string[]
  ) => ({
    ...at(...inside),
    command: { text: 'x', same: 'same', called, asking, programs },
  });
  const tool: GrantScope = {
    operation: 'shell.run',
    limit: 'tool',
    tools: ['git add', 'git commit'],
    programs: ['git: /usr/bin/git'],
    folder: '/w',
  };
  const git = ['git: /usr/bin/git'];
  test.each([
    ['one of the tools', command(['git', 'git add'], ['git add'], git, '/w'), true],
    ['both', command([], ['git add', 'git commit'], git, '/w', '/w/a'), true],
    ['another beside it', command([], ['git add', 'rm'], git, '/w'), false],
    ['what no tool does', command([], ['', 'git add'], git, '/w'), false],
    ['another program', command([], ['git add'], ['git: /opt/git'], '/w'), false],
    [
      'another program beside it',
      command([], ['git add'], [...git, 'make: /opt/make'], '/w'),
      false,
    ],
    ['a program nobody knows', command([], ['git add'], null, '/w'), false],
    ['another folder', command([], ['git add'], git, '/v'), false],
    ['a place elsewhere', command([], ['git add'], git, '/w', '/v'), false],
    ['no command', at('/w'), false],
  ])('a tool: %s', (_name, reach, holds) => {
    expect(isInScope('shell.run', reach, tool)).toBe(holds);
  });

  test('the same command, the same host, and no other', () => {
    const same: GrantScope = { operation: 'shell.run', limit: 'command', value: 'same' };
    const host: GrantScope = { operation: 'web.fetch', limit: 'host', value: 'a.example' };
    const fetch = (name: string | null) => isInScope('web.fetch', { ...at(), host: name }, host);
    expect([
      isInScope('shell.run', command([], [], []), same),
      isInScope('shell.run', command([], [], []), { ...same, value: 'other' }),
      isInScope('shell.run', at(), same),
      fetch('a.example'),
      fetch('b.a.example'),
      fetch(null),
    ]).toEqual([true, false, false, true, false, false]);
  });

  const name = fc.constantFrom('a', 'b', 'ab', 'a.b', ' ', 'a ', '-', '~', 'é', '…');
  const place = fc.array(name, { maxLength: 4 }).map((names) => `/${names.join('/')}`);
  test('whatever the names: only what lies at or below the folder', () => {
    fc.assert(
      fc.property(place, place, (folder, one) => {
        const below = one === folder || folder === '/' || one.startsWith(`${folder}/`);
        expect(isInScope('file.read', at(one), under(folder))).toBe(below);
      }),
      { numRuns: 2000 },
    );
  });
});

test('a grant never changes a denial, whatever was allowed before', async () => {
  const calls = fc.constantFrom(
    ...([
      ['file.read', { path: '/home/p/.ssh/id' }],
      ['file.read', { path: '../up.md' }],
      ['file.write', { path: '/home/p/.local/share/gatehouse/policy.json', text: '' }],
      ['shell.run', { command: 'cat /home/p/.ssh/id' }],
      ['web.fetch', { url: 'https://10.0.0.1/' }],
      ['secret.use', { name: 'there', host: 'evil.example' }],
    ] as const),
  );
  const grant = fc.constantFrom(
    ...([
      ['file.read', { path: '/home/p/x.md' }],
      ['file.write', { path: '/home/p/x.md', text: '' }],
      ['shell.run', { command: 'cat /home/p/x.md' }],
      ['web.fetch', { url: 'https://a.example/' }],
    ] as const),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(grant, { maxLength: 3 }),
      calls,
      fc.nat(3),
      async (given, call, offer) => {
        const machine = fakeMachine();
        machine.state.facts.set('/w', { kind: 'directory' });
        machine.state.programs.set('cat', '/usr/bin/cat');
        machine.state.answer = (question) =>
          machine.signer(question, {
            choice: 'session',
            offer: Math.min(offer, question.offers.length - 1),
          });
        const gate = machine.gateFor();
        const signal = new AbortController().signal;
        for (const [operation, input] of given) {
          await finish(gate.ask(operation, input as never, assistant, signal));
        }
        const asked = machine.questions.length;
        const [operation, input] = call;
        const outcome = await finish(gate.ask(operation, input as never, assistant, signal));
        expect([outcome.status, machine.questions.length]).toEqual(['denied', asked]);
      },
    ),
    { numRuns: 60 },
  );
});
