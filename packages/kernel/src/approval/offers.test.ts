import { expect, test } from 'vitest';
import type { Reach } from '../policy/reach.ts';
import { signGrant, covers } from './grant.ts';
import { fakeMachine } from '../testing/gate-fixture.ts';
import { offersFor } from './offers.ts';

const none: Reach = {
  inside: [],
  touches: [],
  changes: [],
  folder: null,
  command: null,
  host: null,
};
const command = (asking: string[], called = asking, programs: string[] | null = ['p']) => ({
  text: 'x',
  same: 'x',
  called,
  asking,
  programs,
});
const shell = (more: Partial<Reach>): Reach => ({
  ...none,
  inside: ['/w/a'],
  folder: '/w/a',
  command: command(['git commit'], ['git', 'git commit']),
  ...more,
});
const offered = (
  operation: string,
  reach: Reach | null,
  roots: string[],
  code: 'command_writes' | 'path_outside',
) =>
  offersFor(operation, reach, { roots, codes: [code], keeps: true }).map(({ scope }) =>
    'folder' in scope ? scope.folder : scope.limit === 'command' ? 'same' : scope.value,
  );

test.each([
  ['the folder and the root', shell({}), ['/w'], ['same', '/w/a', '/w']],
  ['the root alone', shell({ folder: '/w', inside: ['/w'] }), ['/w'], ['same', '/w']],
  ['folders that hold every place', shell({ inside: ['/w/a', '/w/b'] }), ['/w'], ['same', '/w']],
  ['none that does not', shell({ inside: ['/w/a', '/v'] }), ['/w'], ['same']],
  ['no folder', shell({ folder: null }), ['/w'], ['same']],
  [
    'a tool that has sub-commands',
    shell({ command: command(['git'], ['git', 'git status']) }),
    ['/w'],
    ['same'],
  ],
  [
    'one of two has',
    shell({ command: command(['git', 'ls'], ['git', 'git status', 'ls']) }),
    ['/w'],
    ['same'],
  ],
  [
    'another begins alike',
    shell({ command: command(['git'], ['git', 'gitk x']) }),
    ['/w'],
    ['same', '/w/a', '/w'],
  ],
  ['no tool', shell({ command: command([]) }), ['/w'], ['same']],
  ['a program nobody found', shell({ command: command(['git'], ['git'], null) }), ['/w'], ['same']],
])('a command: %s', (_name, reach, roots, expected) => {
  expect(offered('shell.run', reach, roots, 'command_writes')).toEqual(expected);
});

test.each([
  ['a file', { inside: ['/w/a/f'], folder: '/w/a' }, ['/w', '/v'], ['/w/a/f', '/w/a', '/w']],
  ['a folder', { inside: ['/w/a'], folder: '/w/a' }, ['/w'], ['/w/a', '/w']],
  [
    'six folders deep',
    { inside: ['/w/1/2/3/4/5'], folder: '/w/1/2/3/4/5' },
    ['/w'],
    ['/w/1/2/3/4/5', '/w/1/2/3/4', '/w/1/2/3', '/w/1/2', '/w/1', '/w'],
  ],
  [
    'below two roots, the outer one',
    { inside: ['/w/a/f'], folder: '/w/a' },
    ['/w/a', '/w'],
    ['/w/a/f', '/w/a', '/w'],
  ],
  ['outside', { inside: ['/v/a/f'], folder: '/v/a' }, ['/w'], ['/v/a/f', '/v/a']],
  ['outside, at the top', { inside: ['/f'], folder: '/' }, ['/w'], ['/f']],
  ['without a folder', { inside: ['/v/f'], folder: null }, ['/w'], ['/v/f']],
  ['two places', { inside: ['/v/f', '/v/g'], folder: '/v' }, ['/w'], []],
  ['no place', {}, ['/w'], []],
] as const)('a place: %s', (_name, reach, roots, expected) => {
  expect(offered('file.read', { ...none, ...reach }, [...roots], 'path_outside')).toEqual(expected);
});

test('nothing is known of the call, or the reason cannot be covered: nothing is offered', () => {
  expect([
    offered('file.read', null, ['/w'], 'path_outside'),
    offered('file.read', { ...none, inside: ['/v/f'] }, ['/w'], 'command_writes'),
  ]).toEqual([[], []]);
});

test('a session’s grant counts in its session alone, a lasting one in every one', () => {
  const { crypto, clock } = fakeMachine();
  const deps = { crypto, clock, seal: crypto };
  const scope = { operation: 'file.read', limit: 'path', value: '/v/f' } as const;
  const given = {
    session: 's',
    task: '',
    domain: { name: 'd', id: 'd' },
    scope,
    codes: ['path_outside'],
  } as const;
  const wanted = {
    operation: 'file.read',
    reach: { ...none, inside: ['/v/f'] },
    codes: given.codes,
    task: '',
    domain: 'd',
  };
  const counts = (length: 'session' | 'lasting', session: string) =>
    covers(deps, signGrant(deps, { ...given, length }, clock.now() + 1), { ...wanted, session });
  expect([
    counts('session', 's'),
    counts('session', 't'),
    counts('lasting', 's'),
    counts('lasting', 't'),
  ]).toEqual([true, false, true, true]);
});
