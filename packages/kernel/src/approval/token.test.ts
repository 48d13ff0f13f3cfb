import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeCrypto } from '../testing/gate-fixture.ts';
import { mintToken, verifyToken } from './token.ts';
import type { TokenScope } from '../operations/definition.ts';

const question = { binding: 'a'.repeat(64), scope: 'shell_run' as TokenScope, seconds: 120 };
const at = (boot: number) => ({ now: () => 0, boot: () => boot });

describe('a token', () => {
  const crypto = nodeCrypto();
  const token = mintToken(crypto, at(1000), question);
  const other = mintToken(nodeCrypto(), at(1000), question);
  const [, mac = '', text = ''] = /^gh1\.([0-9a-f]{64})\.(.*)$/.exec(token) ?? [];
  const check = (given: unknown, expected = question, boot = 1000) => {
    const verified = verifyToken(crypto, at(boot), given, expected);
    return 'problem' in verified ? verified.problem : 'ok';
  };
  test.each([
    ['verifies for its own binding', () => check(token), 'ok'],
    ['one millisecond before it expires', () => check(token, question, 1000 + 119_999), 'ok'],
    ['expired', () => check(token, question, 1000 + 120_000), 'token_expired'],
    ['missing', () => check(undefined), 'token_missing'],
    ['a flag instead of a token', () => check(true), 'token_missing'],
    ['another key', () => check(other), 'token_forged'],
    ['empty', () => check(''), 'token_forged'],
    [
      'expiry rewritten',
      () => check(`gh1.${mac}.${text.replace(/"expires":\d+/, '"expires":9999999')}`),
      'token_forged',
    ],
    [
      'scope rewritten',
      () => check(`gh1.${mac}.${text.replace('shell_run', 'elevated')}`),
      'token_forged',
    ],
    ['trailing bytes', () => check(`${token} `), 'token_forged'],
    ['another scope', () => check(token, { ...question, scope: 'elevated' }), 'token_scope'],
    [
      'another binding',
      () => check(token, { ...question, binding: 'b'.repeat(64) }),
      'token_binding',
    ],
    ['cut', () => check(token.slice(0, -1)), 'token_forged'],
    ['before it', () => check(` ${token}`), 'token_forged'],
    ['no digest', () => check(`gh1.${text}`), 'token_forged'],
    ['far too long', () => check(`gh1.${mac}.{${'1'.repeat(601)}}`), 'token_forged'],
  ])('%s', (_name, got, expected) => {
    expect(got()).toBe(expected);
  });

  test('verifies for exactly one binding', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, two) => {
        const minted = mintToken(crypto, at(0), { ...question, binding: one });
        const verified = verifyToken(crypto, at(0), minted, { ...question, binding: two });
        expect('nonce' in verified).toBe(one === two);
      }),
    );
  });

  test('no two tokens share a nonce', () => {
    const nonces = Array.from({ length: 1000 }, () => {
      const verified = verifyToken(crypto, at(0), mintToken(crypto, at(0), question), question);
      return 'nonce' in verified ? verified.nonce : '';
    });
    expect(new Set(nonces).size).toBe(1000);
  });
});
