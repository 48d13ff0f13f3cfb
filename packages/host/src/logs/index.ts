export { createLogs, logLimits } from './create-logs.ts';
export type { LogEntry, LogLimits, Logs } from './create-logs.ts';
