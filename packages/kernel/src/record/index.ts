export { createRecorder, parseEvent, unknownCompletion } from './event.ts';
export type { Checkpoint, RecordEvent, RecordInput, Status } from './event.ts';
export { bodyOf, linked, lineOf, ORIGIN, splitLine } from './line.ts';
export type { ChainLink } from './line.ts';
export type {
  ChainedEvent,
  Ledger,
  LedgerEntry,
  LedgerProblem,
  ProblemCode,
  Verification,
} from './ledger.ts';
export { ocsfEventSchema } from './schema.ts';
export type { OcsfEvent } from './schema.ts';
export { classes, decision, operationRows, programRows, recordedNames, rowOf } from './table.ts';
export type { AuditCategory, Phase, ProgramEvent, RecordedName } from './table.ts';
