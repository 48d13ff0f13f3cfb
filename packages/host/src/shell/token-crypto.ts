import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Crypto } from '@gatehouse/kernel/token';

/** The kernel's crypto port over one key. The key stays in the Buffer that was handed in. */
export function createTokenCrypto(key: Buffer): Crypto {
  const mac = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    mac: (text) => mac(text).toString('hex'),
    verify: (text, claimed) => {
      const given = Buffer.from(claimed, 'hex');
      const own = mac(text);
      return given.length === own.length && timingSafeEqual(given, own);
    },
    nonce: () => randomBytes(16).toString('hex'),
  };
}
