import {
  argon2,
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { GatehouseError } from '@gatehouse/kernel/error';
import { packEntries, unpackEntries } from './entries.ts';
import type { Entries } from './entries.ts';

/** RFC 9106's second recommended option, measured at about 0.2 s: 64 MiB, 3 passes, 1 lane. */
const KDF = { memory: 65_536, passes: 3, lanes: 1 } as const;
const SALT = 16;
const CHECK = 16;
const NONCE = 12;
const TAG = 16;
const MAGIC = Buffer.from('gatehouse vault 1\n', 'latin1');
const HEAD = MAGIC.length + SALT + CHECK;

const SHORTEST_PASSPHRASE = 12;

/** What opens one vault: its salt, and the key of the passphrase. */
export interface VaultKey {
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** Zeroes `passphrase` and throws `passphrase_short` under 12 bytes: asked of a new vault only. */
export function requirePassphrase(passphrase: Buffer): void {
  if (passphrase.length >= SHORTEST_PASSPHRASE) return;
  passphrase.fill(0);
  throw new GatehouseError(
    'passphrase_short',
    `A passphrase has at least ${SHORTEST_PASSPHRASE} characters.`,
  );
}

/** argon2id of the passphrase, which is zeroed. */
export async function deriveVaultKey(
  passphrase: Buffer,
  salt: Buffer = randomBytes(SALT),
): Promise<VaultKey> {
  try {
    const key = await promisify(argon2)('argon2id', {
      message: passphrase,
      nonce: salt,
      memory: KDF.memory,
      passes: KDF.passes,
      parallelism: KDF.lanes,
      tagLength: 32,
    });
    return { salt, key };
  } finally {
    passphrase.fill(0);
  }
}

/** The salt of a sealed vault. Throws `vault_corrupt`. */
export function vaultSalt(sealed: Buffer): Buffer {
  if (sealed.length < HEAD + NONCE + TAG || !sealed.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw corrupt();
  }
  return Buffer.from(sealed.subarray(MAGIC.length, MAGIC.length + SALT));
}

/** `magic, salt, check, nonce, AES-256-GCM(entries), tag`; everything before the nonce is bound. */
export function sealVault({ salt, key }: VaultKey, entries: Entries): Buffer {
  const head = Buffer.concat([MAGIC, salt, checkOf(key)]);
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(head);
  const plain = packEntries(entries);
  try {
    return Buffer.concat([head, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  } finally {
    plain.fill(0);
  }
}

/**
 * Throws `passphrase_wrong` where the key is not the vault's, `vault_corrupt` where it is and the
 * rest was changed or cut.
 */
export function openVault({ salt, key }: VaultKey, sealed: Buffer): Entries {
  if (!vaultSalt(sealed).equals(salt)) throw corrupt();
  const check = sealed.subarray(MAGIC.length + SALT, HEAD);
  if (!timingSafeEqual(check, checkOf(key))) {
    throw new GatehouseError('passphrase_wrong', 'That is not the passphrase of this vault.');
  }
  const nonce = sealed.subarray(HEAD, HEAD + NONCE);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(sealed.subarray(0, HEAD))
    .setAuthTag(sealed.subarray(-TAG));
  const plain = decipher.update(sealed.subarray(HEAD + NONCE, -TAG));
  try {
    decipher.final();
    return unpackEntries(plain);
  } catch (cause) {
    throw corrupt(cause);
  } finally {
    plain.fill(0);
  }
}

// Tells a wrong passphrase from a damaged file without helping to guess: it costs one argon2id too.
const checkOf = (key: Buffer) =>
  Buffer.from(hkdfSync('sha256', key, '', 'gatehouse vault check', CHECK));

const corrupt = (cause?: unknown) =>
  new GatehouseError('vault_corrupt', 'The passphrase vault is damaged.', cause);
