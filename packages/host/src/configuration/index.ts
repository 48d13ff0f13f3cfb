export { readConfig } from './read-config.ts';
export { readOwnText } from './own-text.ts';
