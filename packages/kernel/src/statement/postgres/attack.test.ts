import { describe, expect, test } from 'vitest';
import { codesOf, judged, verdictOf } from '../testing/grammar.ts';

/** Each place of a read in which a call can stand. */
const places = [
  'select $',
  'select 1 where $ is null',
  'select 1 from t group by $',
  'select 1 from t group by rollup ((a, $))',
  'select 1 from t having $ is null',
  'select 1 from t order by $ nulls first',
  'select 1 from t order by a using < limit $',
  'select 1 from t offset $',
  'select distinct on ($) 1 from t',
  'select sum(a) over (partition by $) from t',
  'select sum(a) over w from t window w as (order by $ rows between $ preceding and current row)',
  'select sum(a) filter (where $ is null) from t',
  'select sum(a order by $) from t',
  'select percentile_cont($) within group (order by a) from t',
  'select * from $',
  'select * from $ as x(a int)',
  'select * from rows from (generate_series(1, 2), $) as x',
  'select * from t, lateral $ x',
  'select * from t join u on $ is null',
  'select * from t tablesample system ($)',
  'select * from t tablesample system (1) repeatable ($)',
  'select * from (select $) x',
  'select * from (values (1, $)) x',
  'values (1), ($)',
  'with x as (select $) select 1',
  'with recursive x as (select 1 union all select $ from x) select 1',
  'select 1 union all select $',
  'select (select $)',
  'select array(select $)',
  'select 1 in (select $), 2 = any (array[$])',
  'select exists (select $)',
  'select case when $ then 1 else $ end',
  'select case $ when 1 then 2 end',
  'select coalesce(1, $), greatest(1, $), nullif(1, $)',
  'select row(1, $)',
  'select (array[1])[$:$]',
  'select ($)::text',
  'select cast($ as shop.status)',
  'select $ collate "C"',
  'select $ is document, not $, $ and $',
  'select 1 between $ and 2, $ in (1, 2), 1 like $ escape $',
  'select length(b => $)',
  'select format(variadic array[$])',
  'select xmlelement(name a, xmlattributes($ as b)), xmlforest($ as c)',
  "select xmlpi(name a, $), xmlroot($, version '1'), xmlserialize(content $ as text)",
  "select * from xmltable('/a' passing $ columns n int path 'x' default $)",
  'select json_object(a: $), json_array($), json_array(select $)',
  'select json_objectagg(a: $), json_arrayagg($)',
  "select json_value($, '$.a' passing $ as x default $ on empty)",
  "select * from json_table($, '$[*]' columns (n int path '$.n' default $ on error)) j",
  'select $ is json, json($), json_scalar($), json_serialize($)',
  'select extract(year from $), position($ in $), trim($), $ at time zone $',
  'explain select $',
  'explain analyze select $',
];

describe('a call is found in every place of a read', () => {
  test.each(places.map((place) => [place]))('%s', (place) => {
    expect(codesOf(place.replaceAll('$ ', 'abs(1) ').replaceAll(/\$(?![.[])/g, 'abs(1)'))).toBe(
      'statement_read',
    );
    const attacked = place
      .replaceAll('$ ', 'pg_sleep(1) ')
      .replaceAll(/\$(?![.[])/g, 'pg_sleep(1)');
    expect(judged(attacked)).toContainEqual({ code: 'postgres_calls_wait', function: 'pg_sleep' });
  });
});

describe('functions', () => {
  test.each([
    ["select nextval('s')", 'calls_sequence'],
    [
      "select setval('s', 1), currval('s'), lastval()",
      'calls_sequence calls_sequence calls_sequence',
    ],
    ["select set_config('a', 'b', false)", 'calls_settings'],
    ['select setseed(0.1)', 'calls_settings'],
    ['select pg_advisory_lock(1)', 'calls_lock'],
    ['select pg_try_advisory_xact_lock_shared(1)', 'calls_lock'],
    ["select pg_notify('a', 'b')", 'calls_notify'],
    ['select pg_terminate_backend(1)', 'calls_signal'],
    ['select txid_current()', 'calls_transaction'],
    ['select pg_export_snapshot()', 'calls_transaction'],
    ["select lo_import('/etc/passwd')", 'calls_large_object'],
    ["select pg_catalog.lo_export(1, '/tmp/x')", 'calls_large_object'],
    ["select pg_read_file('/etc/passwd')", 'calls_server_file'],
    ["select * from pg_ls_dir('/')", 'calls_server_file'],
    ["select * from dblink('', 'drop table t') as x(a int)", 'calls_network'],
    ["select public.dblink_exec('', '')", 'calls_network'],
    ["select query_to_xml('delete from t', true, true, '')", 'calls_query'],
    ["select ts_stat('delete from t')", 'calls_query'],
    ["select ts_rewrite('a', 'select f()')", 'calls_query'],
    ["select ts_rewrite('a', 'b', 'c')", 'statement_read'],
    ["select pg_logical_emit_message(true, 'a', 'b')", 'calls_administration'],
    ['select pg_stat_reset()', 'calls_administration'],
    ["select public.ts_rewrite('a', 'b', 'c')", 'calls_query'],
    ['select "ts_rewrite/3"(1), "ts_rewrite,3"(1)', 'calls_unknown calls_unknown'],
    ['select f()', 'calls_unknown'],
    ['select public.lower(a) from t', 'calls_unknown'],
    ['select db.pg_catalog.lower(a) from t', 'calls_unknown'],
    ['select pg_catalog.f(a) from t', 'calls_unknown'],
    ['select "Pg_Sleep"(1)', 'calls_unknown'],
    ['select PG_SLEEP(1)', 'calls_wait'],
    ['select "pg_sleep"(1)', 'calls_wait'],
    ['select U&"pg\\005Fsleep"(1)', 'calls_wait'],
    ['select/**/pg_sleep/* ( */(1)', 'calls_wait'],
    ['select -- lower(\n pg_sleep(1)', 'calls_wait'],
    [
      'select constructor(), __proto__(), "toString"()',
      'calls_unknown calls_unknown calls_unknown',
    ],
    ['select * from t tablesample s.system (1)', 'calls_unknown'],
    ['select * from t tablesample system_rows (1)', 'calls_unknown'],
  ])('%s: %s', (sql, codes) => {
    expect(codesOf(sql)).toBe(codes);
  });

  test('the reason names the function as it is written', () => {
    expect(judged('select "S".f(1), f(2), f(3)')).toEqual([
      { code: 'postgres_calls_unknown', function: 'S.f' },
      { code: 'postgres_calls_unknown', function: 'f' },
    ]);
  });
});

// PostgreSQL reads `x.f` as `f(x)` where `x` has no column `f`: tried on 15 and on 18.
describe('a dot that calls', () => {
  test.each([
    ['select (1).pg_sleep', 'calls_wait'],
    ["select ('/etc/passwd'::text).pg_read_file", 'calls_server_file'],
    ["select f.pg_read_file from unnest(array['/etc/passwd']) f", 'calls_server_file'],
    ['select generate_series.pg_sleep from generate_series(1, 9)', 'calls_wait'],
    ['select s.pg_sleep from rows from (generate_series(1, 2)) s', 'calls_wait'],
    ['select f.pg_sleep from unnest(array[1]) as f(x)', 'calls_wait'],
    ['select f.pg_sleep from jsonb_array_elements($1) f', 'calls_wait'],
    ['select f.pg_sleep from current_date f', 'calls_wait'],
    ['select f.pg_sleep from cast(1 as int) f', 'calls_wait'],
    ['select * from current_date', 'unknown_part'],
    ['select * from rows from (current_date, generate_series(1, 2))', 'unknown_part'],
    [
      'select generate_series.x from rows from (generate_series(1, 2), unnest($1))',
      'statement_read',
    ],
    ['select 1 from t order by (id).delete_it', 'field_may_call'],
    ['select (id).delete_it from t', 'field_may_call'],
    ['select (t.a).b.c from t', 'field_may_call field_may_call'],
    ['select (array[1])[1].delete_it', 'field_may_call'],
    ['select (select 1).delete_it', 'field_may_call'],
    ['select (f(1)).a', 'calls_unknown field_may_call'],
    ['select (jsonb_each(a)).key.b from t', 'field_may_call'],
    ['select f.delete_it from generate_series(1, 1) f', 'field_may_call'],
    ['select f.delete_it from t f, generate_series(1, 1) f', 'field_may_call'],
    [
      'select f.delete_it from generate_series(1, 1) f where exists (select 1 from generate_series(1, 1) f(delete_it))',
      'field_may_call',
    ],
    ['select nobody.delete_it', 'field_may_call'],
    ['select 1 where nobody.delete_it', 'field_may_call'],
    ['select t.anything, s.x from t, (select 1) s', 'statement_read'],
    ['select f.delete_it from generate_series(1, 1) with ordinality f', 'statement_read'],
    ['select f.anything from jsonb_each($1) f', 'statement_read'],
  ])('%s: %s', (sql, codes) => {
    expect(codesOf(sql)).toBe(codes);
  });
});

describe('operators', () => {
  test.each([
    ['select a operator(s.+) b from t', 's.+'],
    ['select a <=> b from t', '<=>'],
    ['select a from t order by a using operator(s.<)', 's.<'],
    ['select a operator(s.=) any (select 1) from t', 's.='],
    ['select a operator(s.=) all (array[1]) from t', 's.='],
    ['select operator(s.-) a from t', 's.-'],
  ])('%s', (sql, operator) => {
    expect(judged(sql)).toEqual([{ code: 'postgres_unknown_operator', operator }]);
  });
});

test.each([
  'select * from pg_authid',
  'select * from pg_catalog.pg_shadow s',
  'select * from "pg_user_mapping"',
  'with x as (table pg_largeobject) select 1',
  'explain analyze select * from pg_subscription',
])('%s asks: it shows secrets', (sql) => {
  expect(codesOf(sql)).toMatch(/^(?:explain_analyze )?reads_secrets$/);
});

describe('what the text is before the grammar sees it', () => {
  test.each([
    ['NUL', 'select 1\0; drop table t', 'statement_nul'],
    ['half a character', "select '\ud800'", 'statement_broken_character'],
    ['10,001 characters', `select '${'x'.repeat(9992)}'`, 'statement_too_long'],
    ['10,000 characters', `select '${'x'.repeat(9991)}'`, 'statement_read'],
    ['blanks', ' \n\t', 'statement_empty'],
  ])('%s', (_, sql, codes) => {
    expect(codesOf(sql)).toBe(codes);
  });

  test('what deep nesting costs is bounded, and no depth hides a call', () => {
    const deep = (open: string, inner: string, close: string, times: number) =>
      `select ${open.repeat(times)}${inner}${close.repeat(times)}`;
    expect(codesOf(deep('(', '1', ')', 4900))).toBe('statement_read');
    expect(codesOf(deep('abs(', 'pg_sleep(1)', ')', 1900))).toBe('calls_wait');
    expect(codesOf(`select 1${' + 1'.repeat(2400)} + f()`)).toBe('calls_unknown');
    expect(codesOf(deep('(select ', 'f()', ')', 1000))).toBe('calls_unknown');
    expect(verdictOf(`delete from t where ${'not '.repeat(2400)} a`)).not.toBe('allow');
  });
});
