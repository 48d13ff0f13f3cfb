export { visible } from '@gatehouse/kernel/markup';
export { english } from './en.ts';
export type { Words } from './words.ts';
