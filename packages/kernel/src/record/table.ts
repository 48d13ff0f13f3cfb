import type { Name } from '../operations/index.ts';

/** claude-pilot's six categories; every event is in one of them. */
export type AuditCategory =
  'APPLICATION' | 'AUTHENTICATION' | 'AUTHORIZATION' | 'CONFIGURATION' | 'DATA_ACCESS' | 'SYSTEM';

export type Phase = 'decided' | 'started' | 'completed';

/** The OCSF 1.8.0 classes in use: `class_uid`, its category, and the captions of both. */
export const classes = {
  file_activity: { uid: 1001, name: 'File System Activity', category: 1 },
  process_activity: { uid: 1007, name: 'Process Activity', category: 1 },
  entity_management: { uid: 3004, name: 'Entity Management', category: 3 },
  user_access: { uid: 3005, name: 'User Access Management', category: 3 },
  http_activity: { uid: 4002, name: 'HTTP Activity', category: 4 },
  application_lifecycle: { uid: 6002, name: 'Application Lifecycle', category: 6 },
  api_activity: { uid: 6003, name: 'API Activity', category: 6 },
  datastore_activity: { uid: 6005, name: 'Datastore Activity', category: 6 },
  application_error: { uid: 6008, name: 'Application Error', category: 6 },
} as const;
export type ClassName = keyof typeof classes;

export const categoryNames = {
  1: 'System Activity',
  3: 'Identity & Access Management',
  4: 'Network Activity',
  6: 'Application Activity',
} as const;

/** Class, `activity_id` and its caption. An activity that OCSF does not name is 99, with our word. */
export interface Row {
  readonly class: ClassName;
  readonly activity: readonly [id: number, name: string];
  readonly category: AuditCategory;
  /** What the target is, where the class itself does not say. */
  readonly kind?: string;
  /** Another activity for the phase `completed`; the class stays. */
  readonly completed?: readonly [id: number, name: string];
}

/** What was decided, whatever the operation: a permission check on a call. */
export const decision: Row = {
  class: 'api_activity',
  activity: [99, 'Decide'],
  category: 'AUTHORIZATION',
};

/** How each operation of the gate is recorded when it starts and when it is completed. */
export const operationRows = {
  'file.read': { class: 'file_activity', activity: [2, 'Read'], category: 'DATA_ACCESS' },
  'file.list': {
    class: 'file_activity',
    activity: [2, 'Read'],
    category: 'DATA_ACCESS',
    kind: 'folder',
  },
  'file.search': {
    class: 'datastore_activity',
    activity: [4, 'Query'],
    category: 'DATA_ACCESS',
    kind: 'files',
  },
  'file.write': { class: 'file_activity', activity: [3, 'Update'], category: 'DATA_ACCESS' },
  'file.move': { class: 'file_activity', activity: [5, 'Rename'], category: 'DATA_ACCESS' },
  'file.delete': { class: 'file_activity', activity: [4, 'Delete'], category: 'DATA_ACCESS' },
  'file.undo': { class: 'file_activity', activity: [3, 'Update'], category: 'DATA_ACCESS' },
  'domain.index': {
    class: 'datastore_activity',
    activity: [2, 'Update'],
    category: 'DATA_ACCESS',
    kind: 'index',
  },
  'shell.run': {
    class: 'process_activity',
    activity: [1, 'Launch'],
    completed: [2, 'Terminate'],
    category: 'SYSTEM',
  },
  'web.fetch': { class: 'http_activity', activity: [3, 'Get'], category: 'APPLICATION' },
  'model.call': {
    class: 'api_activity',
    activity: [99, 'Generate'],
    category: 'APPLICATION',
    kind: 'model',
  },
  'secret.set': {
    class: 'entity_management',
    activity: [3, 'Update'],
    category: 'AUTHENTICATION',
    kind: 'credential',
  },
  'secret.use': {
    class: 'entity_management',
    activity: [2, 'Read'],
    category: 'AUTHENTICATION',
    kind: 'credential',
  },
  'secret.delete': {
    class: 'entity_management',
    activity: [4, 'Delete'],
    category: 'AUTHENTICATION',
    kind: 'credential',
  },
  'settings.change': {
    class: 'entity_management',
    activity: [3, 'Update'],
    category: 'CONFIGURATION',
    kind: 'setting',
  },
  'plan.approve': {
    class: 'api_activity',
    activity: [99, 'Plan'],
    category: 'AUTHORIZATION',
    kind: 'plan',
  },
} as const satisfies Record<Name, Row>;

/** What happens without an operation: the program's own life, and what a person does with a verb. */
export const programRows = {
  'program.start': {
    class: 'application_lifecycle',
    activity: [3, 'Start'],
    category: 'SYSTEM',
  },
  'program.stop': { class: 'application_lifecycle', activity: [4, 'Stop'], category: 'SYSTEM' },
  'program.error': {
    class: 'application_error',
    activity: [1, 'General Error'],
    category: 'APPLICATION',
  },
  'audit.checkpoint': {
    class: 'application_lifecycle',
    activity: [99, 'Checkpoint'],
    category: 'SYSTEM',
  },
  'audit.export': {
    class: 'datastore_activity',
    activity: [1, 'Read'],
    category: 'DATA_ACCESS',
    kind: 'audit log',
  },
  'vault.search': {
    class: 'datastore_activity',
    activity: [4, 'Query'],
    category: 'DATA_ACCESS',
    kind: 'index',
  },
  'credential.read': {
    class: 'entity_management',
    activity: [2, 'Read'],
    category: 'AUTHENTICATION',
    kind: 'credential',
  },
  'grant.give': {
    class: 'user_access',
    activity: [1, 'Assign Privileges'],
    category: 'AUTHORIZATION',
  },
  'grant.revoke': {
    class: 'user_access',
    activity: [2, 'Revoke Privileges'],
    category: 'AUTHORIZATION',
  },
  'data.forget': {
    class: 'datastore_activity',
    activity: [7, 'Delete'],
    category: 'DATA_ACCESS',
    kind: 'history',
  },
  'data.export': {
    class: 'datastore_activity',
    activity: [1, 'Read'],
    category: 'DATA_ACCESS',
    kind: 'history',
  },
  'data.import': {
    class: 'datastore_activity',
    activity: [5, 'Write'],
    category: 'DATA_ACCESS',
    kind: 'history',
  },
  'data.backup': {
    class: 'datastore_activity',
    activity: [9, 'Encrypt'],
    category: 'DATA_ACCESS',
    kind: 'history',
  },
  'data.restore': {
    class: 'datastore_activity',
    activity: [10, 'Decrypt'],
    category: 'DATA_ACCESS',
    kind: 'history',
  },
} as const satisfies Record<string, Row>;

export type ProgramEvent = keyof typeof programRows;
export type RecordedName = Name | ProgramEvent;

const rows: Readonly<Record<RecordedName, Row>> = Object.assign(
  Object.create(null) as object,
  operationRows,
  programRows,
);

/** The row for what happened: every decision is a permission check, whatever was asked. */
export function rowOf(name: RecordedName, phase: Phase): Row {
  if (phase === 'decided') return decision;
  const row = rows[name];
  return phase === 'completed' && row.completed ? { ...row, activity: row.completed } : row;
}

export const recordedNames = Object.freeze(Object.keys(rows)) as readonly RecordedName[];
