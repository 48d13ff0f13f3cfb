/**
 * The keys of this installation: HKDF-SHA-256 from one root key. `derive` gives a fresh 32-byte
 * Buffer that the caller zeroes. `kept: 'run'`: they end with this run, so nothing may be stored.
 */
export interface ProgramKeys {
  derive(purpose: string): Buffer;
  readonly kept: 'keychain' | 'passphrase' | 'run';
}
