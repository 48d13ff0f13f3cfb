import { hash } from 'node:crypto';

/** SHA-256, lower-case hex. */
export const digestOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
