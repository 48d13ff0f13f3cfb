import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** Keeps one kind of signature from standing in for another. */
export type Sealed = 'ledger head' | 'ledger floor' | 'audit file' | 'audit head';

export interface Seal {
  /** HMAC-SHA-256 over kind, sequence and hash, lower-case hex. */
  sign(kind: Sealed, sequence: number, digest: string): string;
  check(kind: Sealed, sequence: number, digest: string, mac: string): boolean;
}

/** Signs states of the chain under the checkpoint key, so that cutting its end shows. */
export function createSeal(key: Buffer): Seal {
  const sign = (kind: Sealed, sequence: number, digest: string) =>
    createHmac('sha256', key).update(`gatehouse ${kind} v1\n${sequence}\n${digest}`).digest('hex');
  return {
    sign,
    check(kind, sequence, digest, mac) {
      const own = Buffer.from(sign(kind, sequence, digest));
      const other = Buffer.from(mac);
      return own.length === other.length && timingSafeEqual(own, other);
    },
  };
}

export const sha256 = (text: string): string => hash('sha256', text, 'hex');
