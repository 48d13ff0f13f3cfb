export type { NoticeCode, TurnEvent, TurnResult } from './events.ts';
export type {
  Model,
  ModelCall,
  ModelErrorCode,
  ModelEvent,
  ModelMessage,
  ModelRequest,
  ModelResult,
  ModelTool,
} from './model.ts';
export { answerOffline, place } from './offline.ts';
export type {
  Citation,
  Passage,
  Retriever,
  SessionStore,
  StoredCall,
  StoredMessage,
} from './ports.ts';
export { assemble } from './prompt.ts';
export { toolsFor } from './tools.ts';
export type { Tool } from './tools.ts';
export { resume, turn } from './turn.ts';
export type { Choice, TurnDeps, TurnSettings } from './turn.ts';
