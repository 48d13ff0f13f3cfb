export { createSecretEffects } from './effects.ts';
export { LEASE_MILLISECONDS } from './leases.ts';
export type { Leases } from './leases.ts';
export type { KeychainProblem } from './keychain-problem.ts';
export type { Choose, KeysAnswer, KeysQuestion, RunOnly } from './open-store.ts';
export { createSecrets } from './secrets.ts';
export type { EnvVariable, SecretName, Secrets, SecretsDeps } from './secrets.ts';
