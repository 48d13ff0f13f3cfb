import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judged, verdictOf } from '../testing/grammar.ts';

const rank = { allow: 0, ask: 1, deny: 2 } as const;

const reads = [
  'select 1',
  'select a, lower(b) from t where c = 2 order by a',
  'values (1), (2)',
  'table t',
  'select e.value from jsonb_array_elements($1) e',
  'with w as (select 1) select * from w',
  'explain select * from t',
  'explain delete from t',
  'show all',
];
const acts = [
  'insert into t values (1)',
  'update t set a = 1 where b = 2',
  'delete from t where a = 1',
  'delete from t',
  'truncate t',
  'drop table t',
  'select 1 into x',
  'select * from t for update',
  'select pg_sleep(1)',
  'select (1).pg_sleep',
  'select unknown_function()',
  'copy t to stdout',
  "copy t to program 'id'",
  'do $$ begin end $$',
  'call p()',
  'set a = 1',
  'listen c',
  'lock table t',
  'explain analyze delete from t where a = 1',
];
/** Contexts of a whole statement that returns rows; not every statement fits each. */
const around = [
  (sql: string) => `with w as (${sql}) select * from w`,
  (sql: string) => `with w as materialized (${sql}) table w`,
  (sql: string) => `select * from (${sql}) q`,
  (sql: string) => `select (${sql})`,
  (sql: string) => `select array(${sql})`,
  (sql: string) => `select 1 where exists (${sql})`,
  (sql: string) => `select 1 in (${sql})`,
  (sql: string) => `select 1 from t, lateral (${sql}) q`,
  (sql: string) => `select 1 from t order by (${sql})`,
  (sql: string) => `values ((${sql}))`,
  (sql: string) => `(${sql}) union all select 1`,
  (sql: string) => `select 1 except (${sql})`,
  (sql: string) => `explain analyze ${sql}`,
  (sql: string) => `explain (analyze, costs off) ${sql}`,
  (sql: string) => `copy (${sql}) to stdout`,
  (sql: string) => `prepare p as ${sql}`,
  (sql: string) => `declare c cursor for ${sql}`,
  (sql: string) => `create table x as ${sql}`,
  (sql: string) => `insert into x ${sql}`,
  (sql: string) => `select json_array(${sql})`,
];

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const context = fc
  .array(oneOf(around), { minLength: 1, maxLength: 4 })
  .map((layers) => (sql: string) => layers.reduce((inner, layer) => layer(inner), sql));

describe('no surroundings make an act a read', () => {
  test('wrapped in any reads, to any depth', () => {
    fc.assert(
      fc.property(oneOf(acts), context, (act, wrap) => {
        expect(verdictOf(wrap(act))).not.toBe('allow');
      }),
      { numRuns: 3000 },
    );
  });

  test('what a write inside WITH is denied for, it is denied for anywhere', () => {
    fc.assert(
      fc.property(context, (wrap) => {
        const sql = wrap('with d as (delete from t returning *) select * from d');
        expect(verdictOf(sql)).toBe('deny');
      }),
    );
  });

  test('anything behind a semicolon', () => {
    fc.assert(
      fc.property(
        oneOf([...reads, ...acts]),
        oneOf([...reads, ...acts]),
        oneOf(['', ' ', '\n--\n', '/* */']),
        (first, second, gap) => {
          expect(verdictOf(`${first};${gap}${second}`)).toBe('deny');
        },
      ),
    );
  });
});

describe('how it is written changes nothing', () => {
  const blank = oneOf([
    ' ',
    '\t',
    '\n',
    '\r\n',
    '/* ; drop table t */',
    '-- ;\n',
    '/* /* */ */ ',
    '  ',
  ]);

  test('case, blanks and comments', () => {
    fc.assert(
      fc.property(
        oneOf([...reads, ...acts]),
        fc.infiniteStream(blank),
        fc.infiniteStream(fc.boolean()),
        (sql, gaps, upper) => {
          const written = sql
            .replaceAll(' ', () => ` ${gaps.next().value ?? ''} `)
            .replaceAll(/[a-z]/gu, (letter) =>
              upper.next().value === true ? letter.toUpperCase() : letter,
            );
          expect(judged(written)).toEqual(judged(sql));
        },
      ),
    );
  });

  test('a final semicolon', () => {
    for (const sql of [...reads, ...acts]) expect(judged(`${sql} ; `)).toEqual(judged(sql));
  });
});

test('a second statement in WITH never weakens the verdict of the first', () => {
  fc.assert(
    fc.property(oneOf([...reads, ...acts]), oneOf([...reads, ...acts]), (one, other) => {
      const both = verdictOf(`with a as (${one}), b as (${other}) select 1`);
      const alone = verdictOf(`with a as (${one}) select 1`);
      expect(rank[both]).toBeGreaterThanOrEqual(rank[alone]);
    }),
  );
});

test('any text at all has a verdict', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(['allow', 'ask', 'deny']).toContain(verdictOf(text));
    }),
    { numRuns: 2000 },
  );
});
