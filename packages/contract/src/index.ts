export { inputs } from './inputs.ts';
export type {
  Ask,
  AskEvent,
  AskResult,
  Check,
  CitationView,
  Domain,
  Found,
  GrantView,
  KeyView,
  ProtocolView,
  Running,
  SessionView,
  UndoView,
  Workbench,
} from './workbench.ts';
