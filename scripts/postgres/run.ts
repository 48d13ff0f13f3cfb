import { execFileSync } from 'node:child_process';
import {
  namedColumns,
  pureByCount,
  pureFunctions,
  pureOperators,
  rowFunctions,
} from '../../packages/kernel/src/statement/postgres/functions.ts';

/**
 * Holds the tables of pure functions and operators against a server's own catalog:
 * `npm run check:postgres`, with any PostgreSQL that `psql` reaches (`PGHOST`, `PGUSER`, …).
 * What that server does not know, being older, is listed and is no failure.
 */

/** Volatile by the catalog, and without an effect that stays; by the reason they are volatile. */
const harmless: Readonly<Record<string, string>> = {
  'gives another value each time': `array_sample array_shuffle clock_timestamp gen_random_uuid random
    random_normal timeofday uuidv4 uuidv7`,
  'looks at this session or its transactions': `current_query pg_last_committed_xact
    pg_notification_queue_usage pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status
    txid_status pg_get_multixact_members`,
  'looks at other sessions': `pg_blocking_pids pg_lock_status pg_prepared_xact
    pg_replication_origin_progress pg_safe_snapshot_blocking_pids pg_show_replication_origin_status`,
  'looks at the log of changes': `pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn
    pg_get_wal_replay_pause_state pg_get_wal_resource_managers pg_is_in_recovery pg_is_wal_replay_paused
    pg_last_wal_receive_lsn pg_last_wal_replay_lsn pg_last_xact_replay_timestamp`,
  'looks at the control file or a library': `pg_collation_actual_version pg_control_checkpoint
    pg_control_init pg_control_recovery pg_control_system pg_database_collation_actual_version
    pg_get_wait_events`,
  'looks at sizes, partitions and sequences': `pg_database_size pg_get_sequence_data pg_indexes_size
    pg_partition_ancestors pg_partition_tree pg_relation_size pg_sequence_last_value pg_table_size
    pg_tablespace_size pg_total_relation_size`,
  'looks at statistics': `pg_stat_get_xact_blocks_fetched pg_stat_get_xact_blocks_hit
    pg_stat_get_xact_numscans pg_stat_get_xact_tuples_deleted pg_stat_get_xact_tuples_fetched
    pg_stat_get_xact_tuples_inserted pg_stat_get_xact_tuples_returned pg_stat_get_xact_tuples_updated
    pg_stat_have_stats`,
};

const allowedVolatile = new Set(Object.values(harmless).flatMap((names) => names.split(/\s+/u)));

function ask(query: string): readonly (readonly string[])[] {
  const said = execFileSync('psql', ['-XAtq', '-F', '\t', '-c', query], { encoding: 'utf8' });
  return said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

const functions = ask(`select proname, pronargs, provolatile, prorettype::regtype,
    proargmodes is not null or prorettype = 'record'::regtype, prosrc
  from pg_proc where pronamespace = 'pg_catalog'::regnamespace and prokind <> 'p'`);
const operators = ask(`select oprname, provolatile from pg_operator
  join pg_proc on pg_proc.oid = oprcode where oprnamespace = 'pg_catalog'::regnamespace`);
const types = ask(`select typname from pg_type where typnamespace = 'pg_catalog'::regnamespace`);
const known = new Set([...functions, ...types].map(([name]) => name));

const problems: string[] = [];
const absent: string[] = [];
for (const name of [...pureFunctions, ...pureByCount.keys()]) {
  const count = pureByCount.get(name);
  if (!known.has(name)) absent.push(name);
  for (const [, args, volatility, result] of functions.filter(([own]) => own === name)) {
    if (count !== undefined && Number(args) !== count) continue;
    if (volatility === 'v' && !allowedVolatile.has(name)) problems.push(`${name} is volatile`);
    if (result === 'trigger' || result === 'internal') problems.push(`${name} gives ${result}`);
  }
}
for (const name of allowedVolatile) {
  if (!pureFunctions.has(name)) problems.push(`${name} is excused and not in the table`);
}
for (const name of [...rowFunctions, ...Object.keys(namedColumns)]) {
  const own = functions.filter(([other]) => other === name);
  const rows = own.every(([, , , , several]) => several === 't');
  if (own.length > 0 && !rows && !/_record(?:set)?$/u.test(name))
    problems.push(`${name} gives no rows`);
}
for (const operator of pureOperators) {
  const own = operators.filter(([name]) => name === operator);
  if (own.length === 0) absent.push(operator);
  if (own.some(([, volatility]) => volatility === 'v')) problems.push(`${operator} is volatile`);
}

if (absent.length > 0) console.log(`This server does not know: ${absent.join(' ')}`);
console.log(`${String(pureFunctions.size)} functions, ${String(pureOperators.size)} operators`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
