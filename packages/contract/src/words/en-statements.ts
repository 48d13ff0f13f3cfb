import type { Reason, ReasonCode } from '@gatehouse/kernel';
import { of } from './parameter.ts';

type StatementCode = Extract<ReasonCode, `statement_${string}` | `cypher_${string}`>;

/** What a statement would do to a database, and what would make it unnecessary to ask. */
export const statementReasons: Readonly<Record<StatementCode, (reason: Reason) => string>> = {
  statement_read: () => 'The statement only reads.',
  statement_too_long: () => 'The statement is longer than 10,000 characters.',
  statement_nul: () => 'The statement holds a NUL character.',
  statement_broken_character: () => 'The statement holds half a character.',
  statement_empty: () => 'There is no statement.',
  statement_several: () => 'It is several statements; send them one at a time.',

  cypher_unreadable: () =>
    'A quote or comment never ends, or a character is read otherwise by other servers.',
  cypher_unknown: (r) =>
    `What stands${near(r)} is not known here, so it is not known to only read the graph.`,
  cypher_function: (r) => `What the function ${of(r, 'function')} does is not known here.`,
  cypher_procedure: (r) => `What the procedure ${of(r, 'procedure')} does is not known here.`,
  cypher_creates: () => 'It creates nodes or relationships.',
  cypher_sets: () => 'It sets properties or labels.',
  cypher_removes: () => 'It removes properties or labels.',
  cypher_deletes: () => 'It deletes the nodes or relationships that its condition finds.',
  cypher_deletes_all: () =>
    'It deletes without a condition that says which; add WHERE or properties to what is deleted.',
  cypher_detach_delete: () =>
    'DETACH DELETE also deletes every relationship of a node; delete those first, by a condition.',
  cypher_transactions: () =>
    'It commits in batches: what is done by then stays when a later one fails.',
  cypher_loads: () => 'The server opens a file or an address to load it.',
  cypher_database: (r) => `It turns to another graph or database (${of(r, 'database')}).`,
  cypher_exports: () => 'It hands out the whole database.',
  cypher_shows: (r) =>
    `It shows more of the server than its schema${what(r)}: settings, accounts or what others run.`,
  cypher_schema: (r) => `It changes indexes, constraints or statistics${what(r)}.`,
  cypher_stored_code: (r) => `It stores code in the server that runs later${what(r)}.`,
  cypher_drops: () => 'It drops an index, a constraint, a database, an account or the like.',
  cypher_administration: (r) =>
    `It administers the server, its accounts or its databases${what(r)}.`,
};

function near(r: Reason): string {
  return of(r, 'near') === '' ? ' at the end' : ` near “${of(r, 'near')}”`;
}

function what(r: Reason): string {
  return of(r, 'what') === '' ? '' : ` (${of(r, 'what')})`;
}
