export { visible } from '@gatehouse/kernel/markup/show';
export { english } from './en.ts';
export type { Words } from './words.ts';
