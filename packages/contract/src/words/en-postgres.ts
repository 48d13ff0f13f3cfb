import type { Reason, ReasonCode } from '@gatehouse/kernel';
import { of } from './parameter.ts';

type PostgresCode = Extract<ReasonCode, `postgres_${string}`>;

/** The SQL command and what it works on, where it names something. */
const command = (r: Reason): string => `${of(r, 'command')} ${of(r, 'target')}`.trim();

const on = (r: Reason): string => (of(r, 'target') === '' ? '' : ` of ${of(r, 'target')}`);

/** What a statement to a database would do, to what, and what would make it unnecessary to ask. */
export const postgresReasons: Readonly<Record<PostgresCode, (reason: Reason) => string>> = {
  postgres_too_deep: () => 'The statement is nested too deeply to be judged.',
  postgres_unparsable: (r) =>
    `The statement cannot be understood at character ${of(r, 'at')}: ${of(r, 'problem')}.`,

  postgres_drops: (r) =>
    `${command(r)} would be lost for good. Do it with the database’s own tools.`,
  postgres_alters: (r) =>
    `${command(r)} changes how the database is built. Do it with the database’s own tools.`,
  postgres_truncates: (r) => `Every row${on(r)} would be deleted, without a trace.`,
  postgres_deletes_all: (r) =>
    `Every row${on(r)} would be deleted; a WHERE that picks rows by their columns is missing.`,
  postgres_updates_all: (r) =>
    `Every row${on(r)} would be changed; a WHERE that picks rows by their columns is missing.`,
  postgres_grants: (r) => `${command(r)} changes who may do what in the database.`,
  postgres_loads_code: () => 'It loads a library of machine code into the server.',
  postgres_copies_program: () => 'It runs a program on the database’s server.',

  postgres_writes: (r) => `${command(r)} changes data.`,
  postgres_writes_in_with: (r) => `${command(r)}, inside WITH, changes data.`,
  postgres_select_into: (r) => `It makes a table ${of(r, 'target')}. Leave INTO out to only read.`,
  postgres_creates: (r) => `${command(r)} adds to the database.`,
  postgres_creates_code: (r) => `${command(r)} adds code that the database runs later.`,
  postgres_creates_link: (r) => `${command(r)} connects the database with another server.`,
  postgres_maintains: (r) => `${command(r)} is upkeep that others may wait for.`,
  postgres_copies: (r) => `${command(r)} moves data past the result. Write a SELECT to only read.`,
  postgres_copies_file: (r) => `${command(r)} reads or writes a file on the database’s server.`,
  postgres_runs_block: () => 'It runs a block of code that is not read here.',
  postgres_calls_procedure: () => 'It calls a procedure, and what that does is not known here.',
  postgres_explain_analyze: () =>
    'EXPLAIN ANALYZE carries the statement out. Leave ANALYZE out to only see its plan.',

  postgres_locks: (r) => `${command(r)} makes others wait. Leave the lock out to only read.`,
  postgres_sets: (r) => `${command(r)} changes how later statements are understood.`,
  postgres_listens: (r) => `${command(r)} changes which messages the session hears.`,
  postgres_notifies: () => 'It sends a message to others who listen.',
  postgres_transaction: (r) => `${command(r)} begins or ends a transaction.`,
  postgres_cursor: (r) => `${command(r)} works with a cursor that outlives the statement.`,
  postgres_prepares: (r) => `${command(r)} works with a statement that was given another time.`,

  postgres_calls_sequence: (r) => `${of(r, 'function')} moves or asks a sequence.`,
  postgres_calls_settings: (r) => `${of(r, 'function')} changes settings.`,
  postgres_calls_lock: (r) => `${of(r, 'function')} takes or gives back a lock others wait for.`,
  postgres_calls_wait: (r) => `${of(r, 'function')} keeps the server waiting.`,
  postgres_calls_notify: (r) => `${of(r, 'function')} sends a message to others who listen.`,
  postgres_calls_signal: (r) => `${of(r, 'function')} interrupts other sessions.`,
  postgres_calls_transaction: (r) => `${of(r, 'function')} takes a transaction number or snapshot.`,
  postgres_calls_large_object: (r) => `${of(r, 'function')} opens or changes a large object.`,
  postgres_calls_server_file: (r) =>
    `${of(r, 'function')} opens files or the configuration of the database’s server.`,
  postgres_calls_network: (r) => `${of(r, 'function')} reaches other servers.`,
  postgres_calls_query: (r) =>
    `${of(r, 'function')} runs a query that is not judged here. Send that query itself.`,
  postgres_calls_administration: (r) => `${of(r, 'function')} changes the state of the server.`,
  postgres_calls_unknown: (r) =>
    `What the function ${of(r, 'function')} does is not known here; PostgreSQL’s own would be.`,
  postgres_field_may_call: (r) =>
    `.${of(r, 'function')} may be a column, or a call of a function of that name.`,
  postgres_reads_secrets: (r) =>
    `${of(r, 'relation')} holds password hashes, connection strings or raw contents.`,
  postgres_unknown_operator: (r) =>
    `What the operator ${of(r, 'operator')} does is not known here; PostgreSQL’s own would be.`,
  postgres_unknown_part: (r) => `What ${of(r, 'part')} does in a statement is not known here.`,
  postgres_unknown_kind: (r) => `What a ${of(r, 'kind')} does is not known here.`,
};
