export { createMask, type Mask } from './mask.ts';
export { createRedactor, redact, type Redactor } from './redactor.ts';
export { homePaths } from './home-paths.ts';
