import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeCrypto } from '../testing/gate-fixture.ts';
import { mintToken, verifyToken } from './token.ts';
import type { TokenScope } from '../operations/definition.ts';

const question = { binding: 'a'.repeat(64), scope: 'shell_run' as TokenScope, seconds: 120 };
const at = (boot: number) => ({ now: () => 0, boot: () => boot });

/** Minted in the test that looks at it, at 1000 milliseconds since boot. */
function minted() {
  const crypto = nodeCrypto();
  const token = mintToken(crypto, at(1000), question);
  const [, mac = '', text = ''] = /^gh1\.([0-9a-f]{64})\.(.*)$/.exec(token) ?? [];
  const check = (given: unknown, expected = question, boot = 1000) => {
    const verified = verifyToken(crypto, at(boot), given, expected);
    return 'problem' in verified ? verified.problem : 'ok';
  };
  return { token, mac, text, check };
}
type Minted = ReturnType<typeof minted>;

describe('a token', () => {
  test.each<[string, (m: Minted) => string, string]>([
    ['verifies for its own binding', (m) => m.check(m.token), 'ok'],
    ['one millisecond before it expires', (m) => m.check(m.token, question, 1000 + 119_999), 'ok'],
    ['expired', (m) => m.check(m.token, question, 1000 + 120_000), 'token_expired'],
    ['missing', (m) => m.check(undefined), 'token_missing'],
    ['a flag instead of a token', (m) => m.check(true), 'token_missing'],
    ['another key', (m) => m.check(mintToken(nodeCrypto(), at(1000), question)), 'token_forged'],
    ['empty', (m) => m.check(''), 'token_forged'],
    [
      'expiry rewritten',
      (m) => m.check(`gh1.${m.mac}.${m.text.replace(/"expires":\d+/, '"expires":9999999')}`),
      'token_forged',
    ],
    [
      'scope rewritten',
      (m) => m.check(`gh1.${m.mac}.${m.text.replace('shell_run', 'elevated')}`),
      'token_forged',
    ],
    ['trailing bytes', (m) => m.check(`${m.token} `), 'token_forged'],
    ['another scope', (m) => m.check(m.token, { ...question, scope: 'elevated' }), 'token_scope'],
    [
      'another binding',
      (m) => m.check(m.token, { ...question, binding: 'b'.repeat(64) }),
      'token_binding',
    ],
    ['cut', (m) => m.check(m.token.slice(0, -1)), 'token_forged'],
    ['before it', (m) => m.check(` ${m.token}`), 'token_forged'],
    ['no digest', (m) => m.check(`gh1.${m.text}`), 'token_forged'],
    ['far too long', (m) => m.check(`gh1.${m.mac}.{${'1'.repeat(601)}}`), 'token_forged'],
  ])('%s', (_name, got, expected) => {
    expect(got(minted())).toBe(expected);
  });

  test('verifies for exactly one binding', () => {
    const crypto = nodeCrypto();
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, two) => {
        const token = mintToken(crypto, at(0), { ...question, binding: one });
        const verified = verifyToken(crypto, at(0), token, { ...question, binding: two });
        expect('nonce' in verified).toBe(one === two);
      }),
    );
  });

  test('no two tokens share a nonce', () => {
    const crypto = nodeCrypto();
    const nonces = Array.from({ length: 1000 }, () => {
      const verified = verifyToken(crypto, at(0), mintToken(crypto, at(0), question), question);
      return 'nonce' in verified ? verified.nonce : '';
    });
    expect(new Set(nonces).size).toBe(1000);
  });
});
