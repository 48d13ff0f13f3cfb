export { openWorkbench } from './open-workbench.ts';
export type { OpenOptions } from './house.ts';
