export type { Argument } from './argument.ts';
export { judgeCommand, type CommandJudgement, type CommandPlace } from './judge.ts';
