import { describe, expect, test } from 'vitest';
import { createSession } from '../flow/session.ts';
import type { AnyDefinition, Judged, Request } from '../judging.ts';
import type { Name } from '../operations/index.ts';
import { parsePolicy } from '../policy.ts';
import { assistant, fakeMachine, finish, person } from '../testing/gate-fixture.ts';
import { codesFor } from '../policy/reach.ts';
import type { Length } from '../policy/reach.ts';
import { pose } from './approve.ts';
import type { Question } from './question.ts';

type Machine = ReturnType<typeof fakeMachine>;
const NOW = 1_700_000_000_000;
const HOUR = 3600 * 1000;
const elsewhere = { path: '/v/a.md' };

/** How a call ends: its status, and its reasons or its code. */
async function ended(
  machine: Machine,
  name: Name,
  input: object,
  { gate = machine.gateFor(), by = assistant, stop = new AbortController() } = {},
) {
  const outcome = await finish(gate.ask(name, input as never, by, stop.signal));
  if (outcome.status === 'done') return ['done'];
  return 'reasons' in outcome ? outcome.reasons : [outcome.status, outcome.code];
}

const recorded = ({ records }: Machine) =>
  records.map(({ operation, phase, verdict, answer }) =>
    [operation, phase, verdict, answer].filter((one) => one !== undefined).join(' '),
  );

describe('a question', () => {
  const fact = { asked: '/w/a', digest: 'abc' };
  const definition = {
    input: { parse: (input: unknown) => input },
    sinks: () => ({ path: '/w/a' }),
    shows: ({ intent }: { intent: unknown }) => [{ label: 'goal', value: String(intent) }],
    token: () => ({ scope: 'write', seconds: 7 }),
  };
  const policy = parsePolicy({ commandSeconds: 7 });
  const judged = {
    decision: { verdict: 'ask', reasons: [{ code: 'path_inside' }, { code: 'write_not_a_note' }] },
    context: { scope: { roots: ['/w'], cwd: '/w', home: '/home/p' }, policy },
    intent: 'intent',
    facts: {
      one: { ...fact, text: 'long' },
      several: [{ ...fact, text: 'long' }, fact],
      plain: fact,
      none: null,
      name: 'text',
    },
    target: 'a',
    reach: {
      inside: ['/w/a'],
      touches: ['/w/a'],
      changes: [],
      folder: '/w',
      command: null,
      host: null,
    },
  } as unknown as Judged;
  const ask = (by: Request['by'], gives?: AnyDefinition['gives']) => {
    const request = {
      name: 'file.write',
      definition: { ...definition, gives } as unknown as AnyDefinition,
      input: {},
      by,
      signal: new AbortController().signal,
      requestId: 'r',
    } as const;
    const { crypto } = fakeMachine();
    // Not hashed: what is bound can be read.
    const readable = { crypto: { ...crypto, hash: (text: string) => text }, seal: null };
    const { binding, ...question } = pose(readable, createSession('s'), request, judged);
    return { question, bound: JSON.parse(binding) as unknown };
  };
  const asked = {
    operation: 'file.write',
    reasons: [{ code: 'write_not_a_note' }],
    shown: [{ label: 'goal', value: 'intent' }],
    offers: [
      { scope: { operation: 'file.write', limit: 'path', value: '/w/a' }, lasting: false },
      { scope: { operation: 'file.write', limit: 'under', value: '/w' }, lasting: false },
    ],
    gives: [],
    provenance: [],
    by: person,
  };
  const bound = {
    ...asked,
    intent: 'intent',
    // By their digests; the texts would cost their size twice.
    facts: {
      one: { ...fact, text: null },
      several: [{ ...fact, text: null }, fact],
      plain: fact,
      none: null,
      name: 'text',
    },
    policy: { ...policy },
  };
  const token = { scope: 'write', seconds: 7, requestId: 'r' };
  const origin = [{ argument: 'path', value: '/w/a', trust: 'unknown', how: 'none', origin: '' }];
  const gives = [{ operation: 'web.fetch', limit: 'host', value: 'a.example' }] as const;

  test.each([
    ['of a person', person, undefined, {}],
    ['of somebody in their name', assistant, undefined, { by: assistant, provenance: origin }],
    ['of a plan', person, () => gives, { gives }],
  ] as const)('%s says and binds this', (_name, by, given, also) => {
    expect(ask(by, given)).toEqual({
      question: { ...asked, ...token, ...also },
      bound: { ...bound, ...also },
    });
  });
});

describe('how a question ends', () => {
  const yes = (machine: Machine) => (question: Question) => machine.sign(question, 'once');
  const outside = { code: 'path_outside', access: 'read', path: '/v/a.md' };

  test('with a yes: recorded as asked, answered and begun, in this order', async () => {
    const machine = fakeMachine();
    machine.state.answer = yes(machine);
    expect(await ended(machine, 'file.read', elsewhere)).toEqual(['done']);
    expect(recorded(machine)).toEqual([
      'file.read decided ask',
      'file.read decided allow once',
      'file.read started allow',
      'file.read completed allow',
    ]);
  });

  test('with a no', async () => {
    const machine = fakeMachine();
    const end = await ended(machine, 'file.read', elsewhere);
    expect(end).toEqual([outside, { code: 'person_denied' }]);
    expect(recorded(machine)).toEqual(['file.read decided ask', 'file.read decided deny']);
  });

  test('with nobody there', async () => {
    const machine = fakeMachine({ nobody: true });
    const end = await ended(machine, 'file.read', elsewhere);
    expect(end).toEqual([outside, { code: 'nobody_to_ask' }]);
    expect(recorded(machine)).toEqual(['file.read decided deny']);
  });

  test('with the person’s stop, whatever was answered: nothing is given, burned or begun', async () => {
    const machine = fakeMachine();
    const stop = new AbortController();
    machine.state.answer = (question) => {
      stop.abort();
      return machine.sign(question, 'session');
    };
    const end = await ended(machine, 'file.read', elsewhere, { stop });
    expect(end).toEqual(['cancelled', 'cancelled']);
    expect([machine.grants, machine.burned.size, recorded(machine)]).toEqual([
      [],
      0,
      ['file.read decided ask'],
    ]);
  });

  test('with what is forbidden by now', async () => {
    const machine = fakeMachine();
    machine.state.answer = (question) => {
      machine.state.policy = parsePolicy({ deny: ['file.read'] });
      return machine.sign(question, 'once');
    };
    const end = await ended(machine, 'file.read', elsewhere);
    expect(end).toEqual([{ code: 'operation_denied_by_policy', operation: 'file.read' }]);
    expect(machine.questions).toHaveLength(1);
  });

  test('after three questions, where each answer came too late', async () => {
    const machine = fakeMachine();
    machine.state.answer = (question) => {
      machine.state.policy = parsePolicy({ commandSeconds: machine.questions.length });
      return machine.sign(question, 'once');
    };
    const end = await ended(machine, 'file.read', elsewhere);
    expect(end).toEqual([{ code: 'changed_meanwhile' }, { code: 'nothing_granted' }]);
    expect(machine.questions.map(({ reasons }) => reasons)).toEqual([
      [outside],
      [outside, { code: 'changed_meanwhile' }],
      [outside, { code: 'changed_meanwhile' }],
    ]);
    expect([machine.performed, machine.burned.size]).toEqual([[], 0]);
  });

  test('a yes for longer than was offered is named by its field', async () => {
    const machine = fakeMachine();
    machine.state.answer = (question) =>
      machine.signer(question, { choice: 'lasting', offer: 0, until: NOW + 1 });
    const end = await ended(machine, 'file.write', { ...elsewhere, text: '' });
    expect(end).toEqual([{ code: 'safety_blocked', field: 'offer' }]);
  });
});

describe('what a yes leaves', () => {
  const under = { operation: 'file.write', limit: 'path', value: '/w/src/a.ts' };
  const write = { path: 'src/a.ts', text: '' };
  const domain = { name: 'd', id: 'd1' };
  const left = ({ grants }: Machine) => grants.map(({ id: _id, mac: _mac, ...grant }) => grant);

  test.each([
    ['once', []],
    [
      'session',
      [
        {
          length: 'session',
          session: 'session',
          task: '',
          domain,
          scope: under,
          codes: ['write_not_a_note'],
          given: NOW,
          until: NOW + 12 * HOUR,
          expires: 1_000_000 + 12 * HOUR,
        },
      ],
    ],
  ] as const)('%s', async (choice, grants) => {
    const machine = fakeMachine();
    machine.state.answer = (question) => machine.sign(question, choice);
    expect(await ended(machine, 'file.write', write)).toEqual(['done']);
    expect(left(machine)).toEqual(grants);
  });

  test('a call that was covered is done on that grant, which is counted and not given again', async () => {
    const machine = fakeMachine();
    machine.state.answer = (question) => machine.sign(question, 'session');
    await ended(machine, 'file.write', write);
    machine.records.splice(0);
    expect(await ended(machine, 'file.write', write)).toEqual(['done']);
    expect([machine.questions.length, machine.used]).toEqual([
      1,
      machine.grants.map(({ id }) => id),
    ]);
    expect(recorded(machine)).toEqual([
      'file.write decided allow granted',
      'file.write started allow',
      'file.write completed allow',
    ]);
  });

  test('a plan: its shape until the task ends, and its values as the person’s own words', async () => {
    const machine = fakeMachine();
    machine.state.answer = (question) => machine.sign(question, 'once');
    machine.state.programs.set('git', '/usr/bin/git');
    machine.state.facts.set('/w/src', { kind: 'directory' });
    const session = createSession('s');
    const added: unknown[] = [];
    const listening = { ...session, add: (source: unknown) => void added.push(source) };
    const steps = [
      { may: 'write', under: 'src' },
      { may: 'run', tool: 'git commit' },
      { may: 'fetch', host: 'a.example' },
    ];
    const gate = machine.gateFor(listening);
    await ended(machine, 'plan.approve', { goal: 'tidy up', steps }, { gate });
    const [task] = new Set(machine.grants.map((grant) => grant.task));
    const length: Length = 'plan';
    const grant = (scope: Parameters<typeof codesFor>[0] & object) => ({
      length,
      session: 's',
      task,
      domain,
      scope,
      codes: codesFor(scope),
      given: NOW,
      until: NOW + HOUR,
      expires: 1_000_000 + HOUR,
    });
    const tool = { tools: ['git commit'], programs: ['git: /usr/bin/git'], folder: '/w' };
    const scopes = [
      { operation: 'file.write', limit: 'under', value: '/w/src' },
      { operation: 'shell.run', limit: 'tool', ...tool },
      { operation: 'web.fetch', limit: 'host', value: 'a.example' },
    ] as const;
    expect(left(machine)).toEqual(scopes.map(grant));
    expect(task).not.toBe('');
    // In its own task, and in no other of the same session.
    const write = { path: 'src/a.ts', text: '' };
    await ended(machine, 'file.write', write, { gate });
    expect(machine.questions).toHaveLength(1);
    await ended(machine, 'file.write', write, { gate: machine.gateFor(listening) });
    expect(machine.questions).toHaveLength(2);
    expect(added).toEqual([
      {
        value: 'src\ngit commit\na.example\n/w/src\na.example',
        trust: 'person',
        confidentiality: 'public',
        origin: 'the approved plan',
      },
    ]);
  });

  test('only a plan’s values become the person’s words', async () => {
    const machine = fakeMachine();
    machine.state.answer = (question) => machine.sign(question, 'once');
    const session = createSession('s');
    await ended(machine, 'file.read', elsewhere, { gate: machine.gateFor(session) });
    expect(session.ground([{ argument: 'path', value: '/v/a.md', as: 'exact' }])).toEqual([
      { argument: 'path', value: '/v/a.md', trust: 'unknown', how: 'none', origin: '' },
    ]);
  });
});
