export { createRedactor, redact, type Redactor } from './redactor.ts';
export { homePaths } from './home-paths.ts';
