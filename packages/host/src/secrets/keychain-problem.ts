import { GatehouseError } from '@gatehouse/kernel/error';

/** Why the keychain does not keep a key. `no_bus`: no bus, or nothing on it that keeps keys. */
export type KeychainProblem =
  'no_bus' | 'no_collection' | 'locked' | 'timeout' | 'not_kept' | 'failed';

export interface KeychainError extends GatehouseError {
  readonly code: 'keychain_unavailable';
  readonly problem: KeychainProblem;
}

// The library gives every failure the same code, so its words are told apart here and only here.
const words: readonly (readonly [RegExp, KeychainProblem])[] = [
  [/did not receive a reply|reply timeout expired/iu, 'timeout'],
  [/prompt was dismissed|is locked|islocked|user interaction is not allowed/iu, 'locked'],
  [/no result found|no default collection/iu, 'no_collection'],
  [/dbus error|session bus|secret service.*(?:unavailable|not found)/iu, 'no_bus'],
];

const sentences: Readonly<Record<KeychainProblem, string>> = {
  no_bus: 'No keychain service answers in this session.',
  no_collection: 'The keychain has no default collection to keep keys in.',
  locked: 'The keychain is locked.',
  timeout: 'The keychain did not answer in time.',
  not_kept: 'The keychain did not keep what it was given.',
  failed: 'The keychain refused.',
};

class Unavailable extends GatehouseError implements KeychainError {
  override readonly name = 'KeychainError';
  declare readonly code: 'keychain_unavailable';
  readonly problem: KeychainProblem;
  constructor(problem: KeychainProblem, cause?: unknown) {
    super('keychain_unavailable', sentences[problem], cause);
    this.problem = problem;
  }
}

export const keychainError = (problem: KeychainProblem, cause?: unknown): KeychainError =>
  new Unavailable(problem, cause);

/** What went wrong, from the library's own error. */
export function keychainProblem(error: unknown): KeychainError {
  if (error instanceof Unavailable) return error;
  const text = error instanceof Error ? error.message : '';
  const found = words.find(([pattern]) => pattern.test(text));
  return keychainError(found?.[1] ?? 'failed', error);
}
