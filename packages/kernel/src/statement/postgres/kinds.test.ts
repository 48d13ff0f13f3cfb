import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { codesOf, judged } from '../testing/grammar.ts';
import { statementKinds } from './kinds.ts';

describe('each kind says what it would do, and to what', () => {
  test.each([
    ['insert into t values (1)', 'writes', 'INSERT', 't'],
    ['insert into a.t select 1 on conflict do nothing', 'writes', 'INSERT', 'a.t'],
    ['update t set a = 1 where id = 1', 'writes', 'UPDATE', 't'],
    ['delete from only t where id = 1', 'writes', 'DELETE', 't'],
    ['merge into t using s on t.a = s.a when matched then delete', 'writes', 'MERGE', 't'],
    ['refresh materialized view v', 'writes', 'REFRESH MATERIALIZED VIEW', 'v'],
    ['select 1 into x', 'select_into', 'SELECT INTO', 'x'],
    ['select 1 into temp x union select 2', 'select_into', 'SELECT INTO', 'x'],
    ['create table t (a int)', 'creates', 'CREATE TABLE', 't'],
    ['create table t as select 1', 'creates', 'CREATE TABLE AS', 't'],
    ['create view v as select 1', 'creates', 'CREATE VIEW', 'v'],
    ['create index i on t (a)', 'creates', 'CREATE INDEX', 't'],
    ["comment on table t is ''", 'creates', 'COMMENT TABLE', ''],
    ['create extension dblink', 'creates_code', 'CREATE EXTENSION', ''],
    ['create function f() returns int return 1', 'creates_code', 'CREATE FUNCTION', ''],
    [
      'create trigger g after insert on t execute function f()',
      'creates_code',
      'CREATE TRIGGER',
      't',
    ],
    ['create rule r as on insert to t do nothing', 'creates_code', 'CREATE RULE', 't'],
    ['create operator + (function = f)', 'creates_code', 'CREATE OPERATOR', ''],
    ['create server s foreign data wrapper w', 'creates_link', 'CREATE SERVER', ''],
    [
      "create subscription s connection '' publication p",
      'creates_link',
      'CREATE SUBSCRIPTION',
      '',
    ],
    ['drop table a.b, c', 'drops', 'DROP TABLE', 'a.b, c'],
    ['drop function f(int)', 'drops', 'DROP FUNCTION', 'f'],
    ['drop type a.b', 'drops', 'DROP TYPE', 'a.b'],
    ['drop schema s cascade', 'drops', 'DROP SCHEMA', 's'],
    ['drop materialized view v', 'drops', 'DROP MATERIALIZED VIEW', 'v'],
    ['drop database d', 'drops', 'DROP DATABASE', ''],
    ['drop role r', 'drops', 'DROP ROLE', ''],
    ['drop owned by r', 'drops', 'DROP OWNED', ''],
    ['alter table t drop column a', 'alters', 'ALTER TABLE', 't'],
    ['alter table t rename to u', 'alters', 'ALTER TABLE', 't'],
    ['alter system set a = 1', 'alters', 'ALTER SYSTEM', ''],
    ['truncate a, b.c', 'truncates', 'TRUNCATE', 'a, b.c'],
    ['grant all on t to public', 'grants', 'GRANT or REVOKE', 't'],
    ['grant admin to me', 'grants', 'GRANT or REVOKE', ''],
    ['alter role r superuser', 'grants', 'ALTER ROLE', ''],
    ["load 'x.so'", 'loads_code', 'LOAD', ''],
    ['vacuum t', 'maintains', 'VACUUM or ANALYZE', ''],
    ['analyze', 'maintains', 'VACUUM or ANALYZE', ''],
    ['checkpoint', 'maintains', 'CHECKPOINT', ''],
    ['copy t to stdout', 'copies', 'COPY', 't'],
    ['copy t from stdin', 'copies', 'COPY', 't'],
    ['copy (select 1) to stdout', 'copies', 'COPY', ''],
    ["copy t to '/tmp/x'", 'copies_file', 'COPY', 't'],
    ["copy (select 1) to '/tmp/x'", 'copies_file', 'COPY', '/tmp/x'],
    ["copy t from program 'id'", 'copies_program', 'COPY', 't'],
    ["copy t to program 'id'", 'copies_program', 'COPY', 't'],
    ['do $$ begin end $$', 'runs_block', 'DO', ''],
    ['call p()', 'calls_procedure', 'CALL', ''],
    ['set search_path = x', 'sets', 'SET or RESET', ''],
    ['reset all', 'sets', 'SET or RESET', ''],
    ['discard all', 'sets', 'DISCARD', ''],
    ['set constraints all deferred', 'sets', 'SET CONSTRAINTS', ''],
    ['listen c', 'listens', 'LISTEN', ''],
    ['unlisten *', 'listens', 'UNLISTEN', ''],
    ['notify c', 'notifies', 'NOTIFY', ''],
    ['begin', 'transaction', 'BEGIN, COMMIT or ROLLBACK', ''],
    ["prepare transaction 'x'", 'transaction', 'BEGIN, COMMIT or ROLLBACK', ''],
    ['declare c cursor for select 1', 'cursor', 'DECLARE', ''],
    ['fetch 1 from c', 'cursor', 'FETCH', ''],
    ['close c', 'cursor', 'CLOSE', ''],
    ['prepare p as select 1', 'prepares', 'PREPARE', ''],
    ['execute p', 'prepares', 'EXECUTE', ''],
    ['deallocate p', 'prepares', 'DEALLOCATE', ''],
    ['select * from t for update', 'locks', 'SELECT … FOR UPDATE or SHARE', ''],
    ['select * from t for key share skip locked', 'locks', 'SELECT … FOR UPDATE or SHARE', ''],
    ['lock table t', 'locks', 'LOCK', 't'],
  ])('%s', (sql, code, command, target) => {
    expect(judged(sql)).toContainEqual({ code: `postgres_${code}`, command, target });
  });
});

test.each([
  ['explain analyze insert into t values (1)', 'explain_analyze writes'],
  ['explain (analyze false) delete from t', 'deletes_all explain_analyze writes'],
  ['explain (analyze) select pg_sleep(1)', 'calls_wait explain_analyze'],
  ['explain analyze create table t as select 1', 'creates explain_analyze'],
  ['explain execute p', 'prepares'],
  ['explain create view v as select 1', 'unparsable'],
  ['explain analyze declare c cursor for select 1', 'cursor explain_analyze'],
  ['explain (wink) select 1', 'unknown_part'],
  ['explain (wink, analyze) select 1', 'unknown_part'],
  ['explain select pg_read_file($1)', 'calls_server_file'],
  ['explain delete from t where f(a)', 'calls_unknown'],
  ['with d as (delete from t where a = 1 returning *) select * from d', 'writes_in_with'],
  [
    'with a as (with b as (insert into t values (1) returning *) select * from b) select * from a',
    'writes_in_with',
  ],
  ['insert into t with d as (delete from u) select 1', 'deletes_all writes writes_in_with'],
  ['prepare p as delete from t', 'deletes_all prepares writes'],
  ['copy (delete from t returning *) to stdout', 'copies deletes_all writes'],
  ['create rule r as on insert to t do also delete from u', 'creates_code deletes_all writes'],
  ['create table t as select nextval($1)', 'calls_sequence creates'],
  ['declare c cursor for select * from t for update', 'cursor locks'],
  [
    'create function f() returns int begin atomic delete from t; select 1; end',
    'creates_code deletes_all writes',
  ],
  ['select (select 1 from t for share)', 'locks'],
  ['select 1; select 2', 'statement_several'],
  [';', 'statement_empty'],
  ['-- nothing', 'statement_empty'],
  ['', 'statement_empty'],
  ['select 1 frm t u', 'unparsable'],
  ['\\copy t to x', 'unparsable'],
])('%s: %s', (sql, codes) => {
  expect(codesOf(sql)).toBe(codes);
});

test('every kind of statement in the grammar has its answer', () => {
  const parser = fileURLToPath(import.meta.resolve('libpg-query'));
  const types = readFileSync(join(parser, '../../../@pgsql/types/types.d.ts'), 'utf8');
  const kinds = [...types.matchAll(/^\s+(\w+Stmt): \1;$/gm)].map((match) => match[1] ?? '');
  expect(kinds.length).toBeGreaterThan(100);
  // Reads; what only PL/pgSQL or the planner makes; what wraps each statement.
  const others =
    'SelectStmt VariableShowStmt ExplainStmt PLAssignStmt ReturnStmt SetOperationStmt RawStmt';
  expect(kinds.filter((kind) => !statementKinds.has(kind)).sort()).toEqual(
    others.split(' ').sort(),
  );
});
