import { randomBytes } from 'node:crypto';
import { GatehouseError } from '@gatehouse/kernel/error';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packEntries, unpackEntries } from './entries.ts';
import {
  deriveVaultKey,
  openVault,
  requirePassphrase,
  sealVault,
  vaultSalt,
} from './vault-cipher.ts';
import type { VaultKey } from './vault-cipher.ts';

const vaultKey = (): VaultKey => ({ salt: randomBytes(16), key: randomBytes(32) });
const codeOf = (act: () => unknown) => {
  try {
    return act();
  } catch (error) {
    return error instanceof GatehouseError ? error.code : error;
  }
};

it('any names and bytes come back as they went in', () => {
  const names = fc.string({ maxLength: 40, unit: 'grapheme' });
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(fc.array(fc.tuple(names, bytes), { maxLength: 8 }), (given) => {
      const entries = new Map(given.map(([name, value]) => [name, Buffer.from(value)]));
      const found = unpackEntries(packEntries(entries));
      expect([...found].sort()).toEqual([...entries].sort());
    }),
  );
});

it('packed entries that were cut are refused', () => {
  const packed = packEntries(new Map([['root', randomBytes(32)]]));
  for (let length = 1; length < packed.length; length++) {
    expect(codeOf(() => unpackEntries(packed.subarray(0, length)))).toBe('vault_corrupt');
  }
});

it('a vault opens with its key only, and every changed or missing byte is seen', () => {
  const key = vaultKey();
  const secret = randomBytes(32);
  const sealed = sealVault(key, new Map([['root', secret]]));
  expect(openVault(key, sealed)).toEqual(new Map([['root', secret]]));
  expect(sealed.includes(secret)).toBe(false);
  expect(vaultSalt(sealed)).toEqual(key.salt);
  expect(codeOf(() => openVault({ ...key, key: randomBytes(32) }, sealed))).toBe(
    'passphrase_wrong',
  );
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(codeOf(() => openVault(key, changed))).toMatch(/^(?:vault_corrupt|passphrase_wrong)$/);
    expect(codeOf(() => openVault(key, sealed.subarray(0, at)))).toBe('vault_corrupt');
  }
  expect(codeOf(() => openVault(key, Buffer.concat([sealed, Buffer.of(0)])))).toBe('vault_corrupt');
});

it('the same entries are never sealed the same twice', () => {
  const key = vaultKey();
  const entries = () => new Map([['root', Buffer.alloc(32)]]);
  expect(sealVault(key, entries()).equals(sealVault(key, entries()))).toBe(false);
});

it('a passphrase makes one key for one salt, and is zeroed', async () => {
  const text = ['a', 'passphrase', 'of', 'a', 'test'].join(' ');
  const salt = randomBytes(16);
  const given = [Buffer.from(text), Buffer.from(text), Buffer.from(text)];
  const [one, two, other] = await Promise.all([
    deriveVaultKey(given[0] ?? salt, salt),
    deriveVaultKey(given[1] ?? salt, salt),
    deriveVaultKey(given[2] ?? salt),
  ]);
  expect([one.key.equals(two.key), one.key.equals(other.key)]).toEqual([true, false]);
  expect(given.every((buffer) => buffer.every((byte) => byte === 0))).toBe(true);
});

it('a short passphrase makes no vault', () => {
  const short = Buffer.from('x'.repeat(11));
  expect(codeOf(() => requirePassphrase(short))).toBe('passphrase_short');
  expect(short.every((byte) => byte === 0)).toBe(true);
  expect(codeOf(() => requirePassphrase(Buffer.from('x'.repeat(12))))).toBe(undefined);
});
