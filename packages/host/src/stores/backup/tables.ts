/** What a backup holds of data.db, in the order it can be put back. Grants are not kept. */
export const tables = {
  setting: ['key', 'value'],
  domain: ['name', 'body'],
  session: ['id', 'domain', 'title', 'started', 'imported'],
  message: ['session', 'sequence', 'time', 'body'],
  usage: ['id', 'session', 'time', 'model', 'input', 'output'],
  undo: [
    'position',
    'id',
    'time',
    'session',
    'domain',
    'operation',
    'path',
    'destination',
    'snapshot',
    'digest',
    'undone',
  ],
  pin: ['path', 'domain', 'digest', 'time'],
} as const satisfies Record<string, readonly string[]>;
export type Table = keyof typeof tables;
export const tableNames = Object.keys(tables) as Table[];
