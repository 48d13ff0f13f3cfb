export { judgeStatement, type ParsePostgres } from './judge-statement.ts';
