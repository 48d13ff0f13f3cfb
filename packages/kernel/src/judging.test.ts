import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { PathFact } from './facts.ts';
import { createSession } from './flow/session.ts';
import { copyOf, judge } from './judging.ts';
import type { Input, Name } from './operations/index.ts';
import { parsePolicy } from './policy.ts';
import { assistant, fakeMachine, person, verdictOf } from './testing/gate-fixture.ts';

/** The different answers a call gets, over everything that may lie at the place. */
async function toldAbout<N extends Name>(place: string, name: N, input: Input<N>) {
  const there: readonly Partial<PathFact>[] = [
    { kind: 'absent' },
    { kind: 'file' },
    { kind: 'directory' },
    { kind: 'fifo' },
    { kind: 'file', links: 2 },
    { kind: 'file', size: 2 ** 40 },
  ];
  const told = new Set<string>();
  for (const fact of there) {
    const machine = fakeMachine();
    machine.state.facts.set(place, fact);
    told.add((await verdictOf(machine, name, input)).join(' '));
  }
  return [...told];
}

const outside = [
  ['file.read', { path: '/elsewhere/diary.md' }],
  ['file.list', { path: '/elsewhere/diary.md' }],
  ['file.search', { path: '/elsewhere/diary.md', text: 'x' }],
  ['file.delete', { path: '/elsewhere/diary.md' }],
  ['file.move', { from: 'a.md', to: '/elsewhere/diary.md' }],
] as const;

test.each(outside)(
  'what lies outside is not told to the assistant by asking: %s asks, whatever is there',
  async (name, input) => {
    const told = await toldAbout('/elsewhere/diary.md', name, input);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^denied .*path_outside.*person_denied$/u);
  },
);

const operations = [
  ['file.read', { path: '/home/p/.ssh/id' }],
  ['file.list', { path: '/home/p/.ssh/id' }],
  ['file.delete', { path: '/home/p/.ssh/id' }],
  ['file.write', { path: '/home/p/.ssh/id', text: '' }],
] as const;

test.each(operations)(
  'of a refused place %s tells nothing, whatever is there',
  async (name, input) => {
    const told = await toldAbout('/home/p/.ssh/id', name, input);
    expect(told).toEqual(['denied path_refused']);
  },
);

describe('what is judged, and what is refused before', () => {
  const signal = new AbortController().signal;
  const place = {
    inside: ['/w/a'],
    touches: [],
    changes: [],
    folder: null,
    command: null,
    host: null,
  };
  /** Takes `{ to: { path } }`, and finds what its path says. */
  const definition = {
    input: z.object({ to: z.object({ path: z.string() }) }).optional(),
    parse: (input: { readonly to: { readonly path: string } } | undefined) => {
      const path = input?.to.path;
      if (path === '..') return { refused: { code: 'path_parent_segment', path } };
      return path === 'null' ? null : path;
    },
    target: (intent: unknown) => `to ${String(intent)}`,
    facts: () => ({ box: { kind: 'sandbox' } }),
    judge: ({ intent, facts }: { readonly intent: unknown; readonly facts: object }) =>
      intent === 'nothing' ? [] : [{ code: 'path_inside', intent, facts }],
    sinks: () => ({ path: 'a' }),
    consequential: () => true,
    reach: () => place,
  };
  const box = { available: true, problem: null };

  /** What is decided about an input, and what stays the same in each refusal. */
  async function judged(
    input: unknown,
    by = person,
    policy: object = {},
    session = createSession('s'),
  ) {
    const deps = {
      clock: { now: () => 5, boot: () => 0 },
      resolver: { resolve: () => Promise.resolve(box) },
      context: () => ({
        scope: { roots: ['/w'], home: '/home/p', gatehouse: '/home/p/g', cwd: '/w' },
        policy: parsePolicy(policy),
        domain: { name: 'd', id: 'd1', localOnly: false, privateNotes: false },
        providers: [],
      }),
    };
    const request = {
      name: 'file.delete',
      definition,
      input: copyOf(input),
      by,
      signal,
      requestId: 'r',
    };
    const { context, ...rest } = await judge(deps as never, session, request as never);
    expect({ now: context.now, session: context.session }).toEqual({
      now: 5,
      session: {
        untrusted: session.untrusted,
        confidentiality: session.confidentiality,
        remote: false,
      },
    });
    return rest;
  }
  const refused = (reason: object, target = '') => ({
    decision: { verdict: 'deny', reasons: [reason] },
    intent: null,
    facts: {},
    target,
    reach: null,
  });
  const allowed = (intent: unknown) => ({
    decision: { verdict: 'allow', reasons: [{ code: 'path_inside', intent, facts: { box } }] },
    intent,
    facts: { box },
    target: `to ${String(intent)}`,
    reach: place,
  });
  const to = (path: unknown) => ({ to: { path } });

  test.each([
    ['a place', to('a'), allowed('a')],
    ['nothing, where nothing is needed', undefined, allowed(undefined)],
    ['an intent that is nothing', to('null'), allowed(null)],
    [
      'what no reason speaks for',
      to('nothing'),
      refused({ code: 'nothing_granted' }, 'to nothing'),
    ],
    [
      'what the parser will not take',
      to('..'),
      refused({ code: 'path_parent_segment', path: '..' }),
    ],
    [
      'a place of the wrong kind',
      to(7),
      refused({
        code: 'malformed_input',
        at: 'to.path',
        problem: 'Invalid input: expected string, received number',
      }),
    ],
    [
      'null',
      null,
      refused({
        code: 'malformed_input',
        at: '',
        problem: 'Invalid input: expected object, received null',
      }),
    ],
    [
      'what is no plain data, even where nothing is needed',
      new Date(0),
      refused({
        code: 'malformed_input',
        at: '',
        problem: 'Invalid input: expected object, received symbol',
      }),
    ],
    ['a claim', { ...to('a'), Force: 1 }, refused({ code: 'safety_blocked', field: 'Force' })],
  ])('%s', async (_name, input, expected) => {
    expect(await judged(input)).toEqual(expected);
  });

  test('an operation that the person switched off', async () => {
    const reason = { code: 'operation_denied_by_policy', operation: 'file.delete' };
    expect(await judged(to('a'), person, { deny: ['file.delete'] })).toEqual(
      refused(reason, 'to a'),
    );
    expect(await judged(to('a'), person, { deny: ['file.read'] })).toEqual(allowed('a'));
  });

  test.each([
    ['nobody limits', [], null],
    ['that was declared', ['file.read', 'file.delete'], null],
    ['that was not declared', ['file.read'], 'p'],
  ] as const)('a right %s', async (_name, rights, protocol) => {
    const by = {
      kind: 'protocol',
      name: 'p',
      via: null,
      ...(rights.length === 0 ? {} : { rights }),
    } as const;
    const reason = { code: 'protocol_right_missing', protocol, operation: 'file.delete' };
    const expected = protocol === null ? allowed('a') : refused(reason, 'to a');
    expect(await judged(to('a'), by as never)).toEqual(expected);
    // Whoever acts for it has no more rights than it.
    expect(await judged(to('a'), { ...assistant, via: by } as never)).toEqual(expected);
  });

  test('after untrusted content was read, what others act on has to be grounded; the action says itself', async () => {
    const reading = () => {
      const session = createSession('s');
      session.add({ value: 'x', trust: 'untrusted', confidentiality: 'domain', origin: 'a note' });
      return session;
    };
    const grounds = {
      code: 'argument_not_grounded',
      argument: 'path',
      value: 'a',
      trust: 'unknown',
      origin: '',
      how: 'none',
    };
    const kinds = ['person', 'assistant', 'protocol', 'program'] as const;
    const told = kinds.map(async (kind) => {
      const by = { kind, name: kind, via: null };
      return (await judged(to('a'), by, {}, reading())).decision.reasons.slice(1);
    });
    expect(await Promise.all(told)).toEqual([[], [grounds], [grounds], []]);
  });
});
