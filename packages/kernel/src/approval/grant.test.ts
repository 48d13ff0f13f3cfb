import { describe, expect, test } from 'vitest';
import { createSession } from '../flow/session.ts';
import { assistant, fakeMachine, finish, verdictOf } from '../testing/gate-fixture.ts';
import { covers, signGrant } from './grant.ts';
import type { Grant } from './grant.ts';
import type { Question, Wish } from './question.ts';

const signal = new AbortController().signal;
const DAY = 24 * 3600 * 1000;
const NOW = 1_700_000_000_000;

/** A machine whose person answers the first question with a wider yes, and the others with one. */
function granting(wish: (question: Question) => Wish) {
  const machine = fakeMachine();
  machine.state.facts.set('/w', { kind: 'directory' });
  for (const name of ['git', 'make', 'cp']) machine.state.programs.set(name, `/usr/bin/${name}`);
  machine.state.answer = (question) =>
    machine.signer(question, machine.questions.length === 1 ? wish(question) : { choice: 'once' });
  /** How many questions this call raises. */
  const asks = async (...call: Parameters<typeof ask>) => {
    const before = machine.questions.length;
    await ask(...call);
    return machine.questions.length - before;
  };
  const ask = (name: 'file.read' | 'file.write' | 'shell.run' | 'web.fetch', input: object) =>
    verdictOf(machine, name, input as never);
  const only = (): Grant => {
    const [grant, more] = machine.grants;
    if (grant === undefined || more !== undefined) throw new Error('not one grant');
    return grant;
  };
  return { machine, asks, only };
}

const session = (offer: number): Wish => ({ choice: 'session', offer });
const lasting = (offer: number, days = 7): Wish => ({
  choice: 'lasting',
  offer,
  until: NOW + days * DAY,
});
const read = { path: '/elsewhere/a.md' };

describe('what is offered, narrowest first', () => {
  const under = (operation: string, ...folders: string[]) =>
    folders.map((value) => `${operation} under ${value}`);
  test.each([
    ['file.read', read, ['file.read path /elsewhere/a.md', 'file.read under /elsewhere']],
    [
      'file.write',
      { path: 'src/deep/a.ts', text: '' },
      ['file.write path /w/src/deep/a.ts', ...under('file.write', '/w/src/deep', '/w/src', '/w')],
    ],
    [
      'file.write',
      { path: '1/2/3/4/5/6/7/a.ts', text: '' },
      [
        'file.write path /w/1/2/3/4/5/6/7/a.ts',
        ...under('file.write', '/w/1/2/3/4/5/6/7', '/w/1/2/3/4/5/6', '/w/1/2/3/4/5'),
        ...under('file.write', '/w/1/2/3/4', '/w/1/2/3', '/w'),
      ],
    ],
    [
      'file.write',
      { path: '/elsewhere/a.md', text: '' },
      ['file.write path /elsewhere/a.md (session)', 'file.write under /elsewhere (session)'],
    ],
    ['file.write', { path: '.git/hooks/pre-commit', text: '' }, []],
    ['file.read', { path: '/a.md' }, ['file.read path /a.md']],
    ['file.delete', { path: 'a.md' }, []],
    ['file.move', { from: 'a.ts', to: 'b.ts' }, []],
    ['web.fetch', { url: 'https://example.org/a' }, ['web.fetch host example.org']],
    ['shell.run', { command: 'git commit -m x' }, ['shell.run command', 'git commit in /w']],
    [
      'shell.run',
      { command: 'git add a && git commit -m x' },
      ['shell.run command', 'git add, git commit in /w'],
    ],
    ['shell.run', { command: 'git commit -m x > log.md' }, ['shell.run command']],
    ['shell.run', { command: 'git commit', network: true }, []],
    ['shell.run', { command: 'git commit', elevated: true }, []],
    ['shell.run', { command: 'git commit', environment: { A: 'b' } }, []],
    ['shell.run', { command: 'rm a.md' }, []],
    ['shell.run', { command: 'git commit && rm -rf /' }, []],
    ['shell.run', { command: 'sudo git commit' }, []],
    ['settings.change', { key: 'mode', value: 'yolo' }, []],
    ['secret.delete', { name: 'there' }, []],
  ] as const)('%s %j', async (name, input, expected) => {
    const { machine } = granting(() => ({ choice: 'once' }));
    machine.state.programs.set('rm', '/usr/bin/rm');
    machine.state.programs.set('sudo', '/usr/bin/sudo');
    await verdictOf(machine, name, input as never);
    const offers = machine.questions[0]?.offers ?? [];
    expect(
      offers.map(({ scope, lasting: long }) => {
        const text =
          scope.limit === 'tool'
            ? `${scope.tools.join(', ')} in ${scope.folder}`
            : `${scope.operation} ${scope.limit}${scope.limit === 'command' ? '' : ` ${scope.value}`}`;
        return long ? text : `${text} (session)`;
      }),
    ).toEqual(expected);
  });

  test('nothing lasts where nothing is kept, and nothing is offered without a sandbox', async () => {
    const { machine, asks } = granting(() => ({ choice: 'once' }));
    machine.state.seal = null;
    await asks('file.read', read);
    machine.state.seal = machine.crypto;
    machine.state.sandbox = false;
    machine.state.policy = {
      ...machine.state.policy,
      unsandboxed: 'I accept that commands run without a sandbox',
    };
    await asks('shell.run', { command: 'git commit' });
    expect(machine.questions.map(({ offers }) => offers.map((one) => one.lasting))).toEqual([
      [false, false],
      [],
    ]);
  });
});

describe('a grant covers what was shown, and nothing beside it', () => {
  test('a folder: by whole names', async () => {
    const { machine, asks } = granting(() => session(1));
    const asked: string[] = [];
    for (const path of [
      '/elsewhere/a.md',
      '/elsewhere/sub/b.md',
      '/elsewhere2/a.md',
      '/elsewher/a.md',
      '/other/c.md',
    ]) {
      if ((await asks('file.read', { path })) > 0) asked.push(path);
    }
    expect(asked).toEqual(['/elsewhere/a.md', '/elsewhere2/a.md', '/elsewher/a.md', '/other/c.md']);
    expect(machine.used).toHaveLength(1);
  });

  test('a folder: not what a link in it leads to, nor another operation', async () => {
    const { machine, asks } = granting(() => session(1));
    await asks('file.read', read);
    machine.state.facts.set('/elsewhere/link', { real: { root: '/', segments: ['other', 'a'] } });
    expect([
      await asks('file.read', { path: '/elsewhere/link' }),
      await asks('file.write', { path: '/elsewhere/a.md', text: '' }),
      await asks('file.read', { path: '/elsewhere/b.md' }),
    ]).toEqual([1, 1, 0]);
  });

  test('one path: that one', async () => {
    const { asks } = granting(() => session(0));
    await asks('file.read', read);
    expect([
      await asks('file.read', read),
      await asks('file.read', { path: '/elsewhere/a.md.bak' }),
      await asks('file.read', { path: '/elsewhere' }),
    ]).toEqual([0, 1, 1]);
  });

  test.each([
    ['other words of it', 'git commit -m other', 0],
    ['with a read before', 'git status && git commit', 0],
    ['another sub-command', 'git reset --hard', 1],
    ['another tool beside it', 'git commit && cp a b', 1],
    ['a redirection', 'git commit > a.md', 1],
    ['something deleted in its words', 'git commit -m "$(rm a.md)"', 1],
    ['administrator rights', 'sudo git commit', 1],
    ['another program of that name', './git commit', 1],
    ['a path outside', 'git -C /elsewhere commit', 1],
    ['an option that runs something', 'git -c core.editor=evil commit', 1],
  ])('a tool: %s', async (_name, command, expected) => {
    const { machine, asks } = granting(() => session(1));
    for (const name of ['rm', 'sudo']) machine.state.programs.set(name, `/usr/bin/${name}`);
    await asks('shell.run', { command: 'git commit -m x' });
    expect(await asks('shell.run', { command })).toBe(expected);
  });

  test('a tool: not another program by its name, not the network, not another folder', async () => {
    const { machine, asks } = granting(() => session(1));
    const run = (more: object = {}) => asks('shell.run', { command: 'git commit', ...more });
    machine.state.facts.set('/w/sub', { kind: 'directory' });
    await run({ cwd: '/w/sub' });
    expect([
      await run({ cwd: '/w/sub' }),
      await run(),
      await run({ cwd: '/w/sub', network: true }),
    ]).toEqual([0, 1, 1]);
    machine.state.programs.set('git', '/usr/local/bin/git');
    expect(await run({ cwd: '/w/sub' })).toBe(1);
  });

  test.each([
    ['below it', 'git -C sub/deep commit', 0],
    ['beside it by an option', 'git -C /w/other commit', 1],
    ['beside it by its repository', 'git --git-dir=/w/other/.git commit', 1],
    ['beside it by cd', 'cd /w/other && git commit', 1],
    ['beside it in a subshell', '(cd /w/other; git commit)', 1],
    ['beside it by a wrapper', 'env -C /w/other git commit', 1],
    ['where a link leads', 'git -C /w/sub/link commit', 1],
    ['where nobody knows', 'cd "$X" && git commit', 1],
  ])('a tool in a folder: %s', async (_name, command, expected) => {
    const { machine, asks } = granting(() => session(1));
    machine.state.programs.set('env', '/usr/bin/env');
    machine.state.facts.set('/w/sub', { kind: 'directory' });
    machine.state.facts.set('/w/sub/link', { real: { root: '/w', segments: ['other'] } });
    await asks('shell.run', { command: 'git commit -m x', cwd: '/w/sub' });
    const again = command.replace('sub/deep', './deep');
    expect(await asks('shell.run', { command: again, cwd: '/w/sub' })).toBe(expected);
  });

  test.each([
    ['sed -i s/a/b/ x.md', 'sed'],
    ['tar -xf x.tar', 'tar'],
    ['make all', 'make'],
  ])('%s may be allowed as it stands, and not by its tool', async (command, tool) => {
    const { machine, asks } = granting(() => session(0));
    machine.state.programs.set(tool, `/usr/bin/${tool}`);
    await asks('shell.run', { command });
    expect(machine.questions.at(-1)?.offers.map(({ scope }) => scope.limit)).toEqual(['command']);
    expect(await asks('shell.run', { command })).toBe(0);
  });

  test('the same command: not another program behind its name', async () => {
    const { machine, asks } = granting(() => session(0));
    await asks('shell.run', { command: 'make' });
    expect(await asks('shell.run', { command: 'make' })).toBe(0);
    machine.state.programs.set('make', '/usr/local/bin/make');
    expect(await asks('shell.run', { command: 'make' })).toBe(1);
  });

  test('a host: that one, and no reason that was not shown', async () => {
    const { machine } = granting(() => session(0));
    const own = createSession('session');
    const gate = machine.gateFor(own);
    const fetch = (url: string) => finish(gate.ask('web.fetch', { url }, assistant, signal));
    for (const url of ['https://example.org/a', 'https://example.org/b']) await fetch(url);
    expect(machine.questions).toHaveLength(1);
    await fetch('https://www.example.org/');
    expect(machine.questions).toHaveLength(2);
    own.add({ value: 'x', trust: 'untrusted', confidentiality: 'domain', origin: 'note' });
    await fetch('https://example.org/c');
    expect(machine.questions).toHaveLength(3);
  });
});

describe('a grant ends', () => {
  const change = (grant: Grant, more: Partial<Grant>): Grant => ({ ...grant, ...more });
  test.each([
    ['as it was given', (grant: Grant) => grant, 0],
    [
      'wider',
      (grant: Grant) =>
        change(grant, { scope: { operation: 'file.read', limit: 'under', value: '/' } }),
      1,
    ],
    ['longer', (grant: Grant) => change(grant, { until: grant.until + 1 }), 1],
    ['of another session', (grant: Grant) => change(grant, { session: 'other' }), 1],
    ['of another domain', (grant: Grant) => change(grant, { domain: { name: 'd', id: 'd2' } }), 1],
    [
      'for more reasons',
      (grant: Grant) => change(grant, { codes: [...grant.codes, 'host_asks'] }),
      1,
    ],
    ['said to last', (grant: Grant) => change(grant, { length: 'lasting', expires: null }), 1],
    ['without a signature', (grant: Grant) => change(grant, { mac: '' }), 1],
  ] as const)('for a session, %s', async (_name, tamper, expected) => {
    const { machine, asks, only } = granting(() => session(1));
    await asks('file.read', read);
    machine.grants.splice(0, 1, tamper(only()));
    expect(await asks('file.read', read)).toBe(expected);
  });

  test.each([
    ['as it was given', (grant: Grant) => grant, 0],
    ['longer', (grant: Grant) => change(grant, { until: grant.until + 1 }), 1],
    ['of another domain', (grant: Grant) => change(grant, { domain: { name: 'd', id: 'd2' } }), 1],
    ['given earlier', (grant: Grant) => change(grant, { given: grant.given - 1 }), 1],
  ] as const)('that lasts, %s', async (_name, tamper, expected) => {
    const { machine, asks, only } = granting(() => lasting(1));
    await asks('file.read', read);
    machine.grants.splice(0, 1, tamper(only()));
    expect(await asks('file.read', read)).toBe(expected);
  });

  test('for a session: with it, after twelve hours of this boot, and when it is taken back', async () => {
    const { machine, asks, only } = granting(() => session(1));
    await asks('file.read', read);
    const grant = only();
    const ends = grant.expires ?? 0;
    expect([ends - machine.state.boot, grant.until - NOW]).toEqual([
      12 * 3600 * 1000,
      12 * 3600 * 1000,
    ]);
    machine.state.boot = ends - 1;
    expect(await asks('file.read', read)).toBe(0);
    machine.state.boot = ends;
    expect(await asks('file.read', read)).toBe(1);
    machine.state.boot = 1_000_000;
    machine.grants.splice(0, 1);
    expect(await asks('file.read', read)).toBe(1);
  });

  test('that lasts: not with the session or the boot, but with its date and its domain', async () => {
    const { machine, asks, only } = granting(() => lasting(1));
    await asks('file.read', read);
    expect(only()).toMatchObject({ length: 'lasting', expires: null, until: NOW + 7 * DAY });
    machine.state.boot = 5;
    const other = machine.gateFor(createSession('another'));
    await finish(other.ask('file.read', read, assistant, signal));
    expect(machine.questions).toHaveLength(1);
    machine.state.now = NOW + 7 * DAY - 1;
    expect(await asks('file.read', read)).toBe(0);
    machine.state.now = NOW + 7 * DAY;
    expect(await asks('file.read', read)).toBe(1);
    // A clock set back before it was given says nothing about today.
    machine.state.now = NOW - 1;
    expect(await asks('file.read', read)).toBe(1);
    machine.state.now = NOW;
    machine.state.domain = 'the folder was replaced';
    expect(await asks('file.read', read)).toBe(1);
  });

  test('none lasts where a folder of the domain is not there', async () => {
    const { machine, asks } = granting(() => lasting(1));
    machine.state.domain = '';
    await asks('file.read', read);
    expect(machine.questions[0]?.offers.map((one) => one.lasting)).toEqual([false, false]);
    expect(machine.grants).toEqual([]);
  });

  test.each([
    ['d1', 'd1', true],
    ['d1', 'd2', false],
    // Two whose folders are both gone are not one.
    ['', '', false],
  ])('given in %j it covers in %j: %s', (id, domain, expected) => {
    const { crypto, clock } = fakeMachine();
    const deps = { crypto, clock, seal: crypto };
    const scope = { operation: 'web.fetch', limit: 'host', value: 'example.org' } as const;
    const about = { session: 's', task: '', codes: ['host_asks'] as const };
    const grant = signGrant(
      deps,
      { ...about, length: 'lasting', domain: { name: 'd', id }, scope },
      clock.now() + DAY,
    );
    const none = { inside: [], touches: [], changes: [] };
    const reach = { ...none, folder: null, command: null, host: 'example.org' } as const;
    const wanted = { ...about, operation: 'web.fetch', reach, domain };
    expect(covers(deps, grant, wanted)).toBe(expected);
  });

  test('that lasts, kept by another installation or by none: not its key, not its grant', async () => {
    const one = granting(() => lasting(1));
    await one.asks('file.read', read);
    const two = granting(() => ({ choice: 'once' }));
    two.machine.grants.push(one.only());
    expect(await two.asks('file.read', read)).toBe(1);
    one.machine.state.seal = null;
    expect(await one.asks('file.read', read)).toBe(1);
  });

  test('that lasts, where content nobody vouches for was read since', async () => {
    const { machine } = granting(() => lasting(0));
    const own = createSession('session');
    const gate = machine.gateFor(own);
    const fetch = (url: string) => finish(gate.ask('web.fetch', { url }, assistant, signal));
    await fetch('https://example.org/a');
    own.add({ value: 'x', trust: 'untrusted', confidentiality: 'domain', origin: 'note' });
    await fetch('https://example.org/b');
    expect(machine.questions.map(({ offers }) => offers.map((one) => one.lasting))).toEqual([
      [true],
      [false],
    ]);
  });
});

describe('what the record says of grants', () => {
  test('given, and used', async () => {
    const { machine, asks, only } = granting(() => lasting(1));
    await asks('file.read', read);
    await asks('file.read', { path: '/elsewhere/b.md' });
    const { id } = only();
    const told = machine.records.filter(
      (one) => one.grant !== undefined || one.answer !== undefined,
    );
    expect(
      told.map(({ operation, phase, answer, grant, privileges }) => [
        operation,
        phase,
        answer ?? '',
        grant === id,
        privileges ?? [],
      ]),
    ).toEqual([
      ['file.read', 'decided', 'lasting', false, []],
      ['grant.give', 'completed', '', true, ['file.read under /elsewhere lasting']],
      ['file.read', 'decided', 'granted', true, []],
    ]);
  });
});
