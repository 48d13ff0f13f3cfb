export { loadPostgresParser } from './load-postgres-parser.ts';
