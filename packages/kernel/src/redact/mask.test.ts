import { expect, test } from 'vitest';
import { createMask } from './mask.ts';

// Made at run time: a fixture that looks like a key is one to every scanner.
const token = ['ghp', 'Zx9Kq2Wm7Rt4Yp1Lc8Vb3Nd6Hs5Jf0Ga'].join('_');
const p = 'pass' + 'word';

test.each([
  ['a text', `x ${token}`, 'x [secret:github-token#1]'],
  ['under a name', { [p]: 'hunter2', user: 'kim' }, { [p]: '[secret:password#1]', user: 'kim' }],
  ['deep', [{ a: [{ b: `${p}=hunter2!` }] }], [{ a: [{ b: `${p}=[secret:password#1]` }] }]],
  [
    'twice',
    { a: token, token },
    { a: '[secret:github-token#1]', token: '[secret:github-token#1]' },
  ],
  ['quotes and lines in it', { [p]: 'hun"ter\n2' }, { [p]: '[secret:password#1]' }],
  ['a name that is one', { [token]: 1 }, { '[secret:github-token#1]': 1 }],
  ['no texts', [1, true, null, { n: 2 }], [1, true, null, { n: 2 }]],
  ['a name that promises nothing', { path: 'notes/a.md' }, { path: 'notes/a.md' }],
])('the value of %s', (_what, value, expected) => {
  expect(createMask().value(value)).toEqual(expected);
});

test('JSON stays JSON, and its escapes hide nothing', () => {
  const yaml = `- name: A_TOKEN\n  value: 0a1b2c3d-0a1b-2c3d-4e5f-60718293a4b5\n${p}: |\n  one\n  two\n`;
  const { json } = createMask();
  expect(JSON.parse(json(JSON.stringify({ text: yaml, exists: true })))).toEqual({
    text: `- name: A_TOKEN\n  value: [secret:secret-value#1]\n${p}: |\n  [secret:secret-value#2]\n`,
    exists: true,
  });
  expect(json(`not JSON: ${token}`)).toBe('not JSON: [secret:github-token#3]');
});

test('however deep, it ends, and what is left out is not told', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}"${token}"${']'.repeat(levels)}`;
  const cut = `${'['.repeat(100)}"…"${']'.repeat(100)}`;
  const { json } = createMask();
  expect(json(nested(100))).toBe(nested(100).replace(token, '[secret:github-token#1]'));
  expect([json(nested(101)), json(nested(200_000))]).toEqual([cut, cut]);
});

test('one mask, one label for one secret', () => {
  const mask = createMask();
  expect([mask.text(token), mask.value({ a: token }), mask.json(`["${token}"]`)]).toEqual([
    '[secret:github-token#1]',
    { a: '[secret:github-token#1]' },
    '["[secret:github-token#1]"]',
  ]);
});
