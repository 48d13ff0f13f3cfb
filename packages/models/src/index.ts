export { ModelError } from './model-error.ts';
export { openModel } from './open-model.ts';
export { placeOf } from './place-of.ts';
export type { ProviderPlace } from './place-of.ts';
export { providers } from './providers.ts';
export type { Provider } from './providers.ts';
