import { loadPostgresParser } from '../packages/host/src/postgres-parser/index.ts';
import { judgeStatement } from '../packages/kernel/src/statement/index.ts';
import { quantile, row } from './row.ts';
import type { Row } from './row.ts';

/** What people and assistants ask databases. */
const everyday: readonly string[] = [
  'select count(*) from orders',
  'select id, name from customers where country = $1 order by name limit 20',
  'select o.id, c.name from orders o join customers c on c.id = o.customer_id where o.total > 100',
  "with m as (select date_trunc('month', at) as at, sum(total) as total from orders group by 1) select * from m",
  'select e.value from docs, jsonb_array_elements(docs.body) e',
  'explain (costs off) select * from orders where id = 1',
  'update orders set total = 0 where id = 1',
  'delete from orders',
  'select pg_read_file($1)',
];

const longest = 10_000;
const filled = (start: string, piece: string, end = ''): string =>
  start + piece.repeat(Math.floor((longest - start.length - end.length) / piece.length)) + end;

/** 10,000 characters in the shapes that make parsers and walks slow. */
const worst: Readonly<Record<string, string>> = {
  additions: filled('select 1', '+1'),
  brackets: `select ${'('.repeat(4990)}1${')'.repeat(4990)}`,
  calls: `select ${'abs('.repeat(1990)}1${')'.repeat(1990)}`,
  unions: filled('select 1', ' union select 1'),
  lists: filled('select 1', ',1'),
  fields: filled('select (a)', '.b'),
  sources: filled('select 1 from abs(1) a', ',abs(1) a'),
  negations: filled('delete from t where ', 'not ', 'a'),
  alternatives: filled('delete from t where a', ' or (a and a)'),
  quotes: filled("select '", "''"),
};

/** The check of a statement to PostgreSQL, from text to reasons, and what its grammar takes to load. */
export async function benchStatement(): Promise<readonly Row[]> {
  const started = process.hrtime.bigint();
  const parse = await loadPostgresParser();
  const loaded = Number(process.hrtime.bigint() - started) / 1e6;
  const took = (statement: string): number => {
    const from = process.hrtime.bigint();
    judgeStatement(statement, { name: 'postgres', parse });
    return Number(process.hrtime.bigint() - from) / 1000;
  };
  const samples: number[] = [];
  for (let round = 0; round < 3000; round += 1) {
    for (const statement of everyday) {
      const each = took(statement);
      if (round >= 1000) samples.push(each);
    }
  }
  const slowest = Object.entries(worst)
    .map(([name, statement]) => ({
      name,
      ms: Math.min(...[1, 2, 3].map(() => took(statement))) / 1000,
    }))
    .sort((a, b) => b.ms - a.ms);
  return [
    row(
      'statement check',
      quantile(samples, 0.5),
      { most: 100 },
      'µs p50',
      `judgeStatement on ${everyday.length} everyday statements to PostgreSQL, 2,000 rounds after 1,000 to warm up; p99 ${quantile(samples, 0.99).toFixed(0)} µs; the grammar was loaded in ${loaded.toFixed(0)} ms`,
    ),
    row(
      'statement check, 10,000 characters at worst',
      slowest[0]?.ms ?? Number.NaN,
      { most: 200 },
      'ms',
      `the slowest of ${slowest.length} shapes, best of 3: ${slowest
        .slice(0, 4)
        .map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`)
        .join(', ')}`,
    ),
  ];
}
