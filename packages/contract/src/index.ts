export { inputs } from './inputs.ts';
export { NotAllowed } from './not-allowed.ts';
export type {
  Ask,
  AskEvent,
  AskResult,
  Check,
  CitationView,
  Domain,
  Explained,
  Found,
  GrantExplained,
  GrantView,
  KeyView,
  ProtocolView,
  Running,
  SessionView,
  UndoView,
  Workbench,
} from './workbench.ts';
