export type { KeyHeader, Limits, OnContact } from './exchange.ts';
export type { Pin } from './pin.ts';
export { createProviderFetch } from './provider-fetch.ts';
export type { ProviderFetchDeps } from './provider-fetch.ts';
export type { Address, Reach, Resolve } from './reach.ts';
export { createWeb } from './web-fetch.ts';
export type { WebDeps, WebLimits } from './web-fetch.ts';
