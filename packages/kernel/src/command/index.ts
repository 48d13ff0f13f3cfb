export type { Argument } from './argument.ts';
export { knowsTool } from './knows-tool.ts';
export { judgeCommand, type CommandJudgement, type CommandPlace } from './judge.ts';
