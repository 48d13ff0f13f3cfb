import { describe, expect, test } from 'vitest';
import { judged } from '../testing/grammar.ts';

const reads: Readonly<Record<string, readonly string[]>> = {
  'plain selects': [
    'select 1',
    'SELECT 1;',
    '/* a comment */ select 1 -- and another',
    'select * from orders',
    'select o.* from shop.orders as o where o.id = $1',
    'select distinct on (a) a, b from t order by a, b desc nulls last limit 10 offset 5',
    'select a from t order by a fetch first 3 rows with ties',
    'table orders',
    'values (1, 2), (3, 4)',
    "select 'drop table t' as text",
    'select "delete" from "update"',
    "select U&'d\\0061t' as x, $tag$; drop table t;$tag$",
    'select',
  ],
  'joins and sources': [
    'select a.x, b.y from a join b using (id) left join c on c.id = b.id',
    'select j.x from (a join b using (id)) as j',
    'select u.id from a join b using (id) as u',
    'select s.x from (select 1 as x) as s, lateral (select s.x) l',
    'select * from t tablesample bernoulli (10) repeatable (3)',
    'select * from t tablesample pg_catalog.system (1)',
    'select n from generate_series(1, 3) as n',
    'select g.g, g.n from generate_series(1, 3) with ordinality as g(g, n)',
    'select * from rows from (generate_series(1, 2), unnest(array[1])) as r(a, b)',
    'select e.key, e.value from jsonb_each($1) e',
    'select e.value from jsonb_array_elements($1) e',
    'select x.a from json_to_record($1) as x(a int, b text)',
    'select generate_series.generate_series from generate_series(1, 2)',
    'select x.n from xmltable($1 passing $2 columns n int path $3) as x',
    "select j.n from json_table($1, '$[*]' columns (n int path '$.n' default 0 on empty)) as j",
  ],
  'queries in queries': [
    'with a as (select 1), b as materialized (select * from a) select * from b',
    'with recursive t(n) as (values (1) union all select n + 1 from t where n < 9) select * from t',
    `with recursive t(a, b) as (select 1, 2 union all select a, b from t)
     search depth first by a set o cycle a set c using p select * from t`,
    'select 1 union select 2 intersect (select 3 except all select 4)',
    'select (select max(x) from t), exists (select 1), x in (select y from u), x = any (select 1)',
    'select array(select 1), row(1, 2), array[[1], [2]]',
  ],
  expressions: [
    'select -a + b * c ^ 2 % 3, a || b, a <> b, not a and b or c from t',
    'select a between 1 and 2, a not between symmetric b and c, a in (1, 2) from t',
    "select a like 'x%' escape '!', a ilike b, a similar to b, a ~* b from t",
    'select a is null, a is not true, a is distinct from b, nullif(a, b) from t',
    'select case a when 1 then 2 else 3 end, coalesce(a, b), greatest(a, b) from t',
    "select a::int, cast(b as shop.status), date '2020-01-01', a::numeric(10, 2)[] from t",
    'select a collate "C", a[1], a[1:2], (row(1, 2)).* from t',
    'select a operator(pg_catalog.+) b from t order by a using <',
    'select current_date, current_user, session_user, localtimestamp(3)',
    "select a at time zone 'UTC', extract(year from a), overlay(a placing b from 1) from t",
    "select substring(a from 1 for 2), trim(both 'x' from a), position(a in b) from t",
    'select (jsonb_each(a)).key from t',
    'select (x).length from t',
  ],
  'groups and windows': [
    'select a, count(*), sum(b) filter (where b > 0) from t group by a having count(*) > 1',
    'select a, grouping(a) from t group by grouping sets ((a), ()), rollup (a), cube (b)',
    'select rank() over w, lag(a, 1) over (partition by b order by c) from t window w as (order by a)',
    "select percentile_cont(0.5) within group (order by a), string_agg(a, ',' order by a) from t",
  ],
  'XML and JSON': [
    'select xmlelement(name a, xmlattributes(b as c), d), xmlforest(a, b) from t',
    "select xmlserialize(content a as text), xmlparse(document '<a/>'), a is document from t",
    "select json_object('a': b absent on null), json_array(1, 2), json_array(select 1)",
    'select json_objectagg(a: b), json_arrayagg(a order by b) over (partition by c) from t',
    "select a is json object, json_value(a, '$.x' returning int default 1 on error) from t",
    "select json_query(a, '$' passing 1 as x with wrapper), json_exists(a, '$.x') from t",
    "select json('{}'), json_scalar(1), json_serialize(a returning text) from t",
  ],
  'plans and settings': [
    'explain select * from t',
    'explain (costs off, format json) select * from t',
    'explain delete from t',
    'explain update t set a = 1',
    'explain (verbose) with d as (delete from t returning *) select * from d',
    'explain insert into t values (1, default) on conflict (a) do update set b = excluded.b',
    'explain merge into t using s on t.a = s.a when matched then update set (a, b) = (1, 2)',
    'explain select * from t for update',
    'explain (analyze) select count(*) from t',
    'explain analyze verbose values (1)',
    'show search_path',
    'show all',
    "select current_setting('search_path')",
  ],
};

describe.each(Object.entries(reads))('%s read', (_, statements) => {
  test.each(statements.map((sql) => [sql]))('%s', (sql) => {
    expect(judged(sql)).toEqual([{ code: 'statement_read' }]);
  });
});
