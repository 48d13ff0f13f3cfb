export { judgeCommand, type CommandJudgement, type CommandPlace } from './judge.ts';
