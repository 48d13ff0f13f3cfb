import type { ProgramKeys } from '../database/program-keys.ts';

/** Where secrets are kept: the keychain, the passphrase vault, or memory. Names are accounts. */
export interface KeyStore {
  readonly kept: ProgramKeys['kept'];
  /** A fresh Buffer the caller zeroes. */
  read(account: string): Promise<Buffer | null>;
  /** Copies; the caller zeroes its own. */
  write(account: string, secret: Buffer): Promise<void>;
  remove(account: string): Promise<boolean>;
  accounts(): Promise<readonly string[]>;
  /** Zeroes what it holds in memory. */
  close(): void;
}

/** The root key's account; provider keys are `key:<name>`. */
export const ROOT = 'root';
