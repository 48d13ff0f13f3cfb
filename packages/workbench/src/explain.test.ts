import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Whether PostgreSQL's grammar was loaded after each explanation, in a process of its own. */
const program = `
  import { registerHooks } from 'node:module';
  let loaded = false;
  registerHooks({ resolve(name, context, next) {
    const found = next(name, context);
    loaded ||= found.url.includes('libpg-query');
    return found;
  } });
  const { openExplain } = await import(process.argv[1]);
  const explain = openExplain(process.env, process.platform);
  const root = process.cwd();
  const steps = [
    { kind: 'shell', command: 'psql -c "select 1"', root },
    { kind: 'path', path: 'x.sql', access: 'read', root },
    { kind: 'url', url: 'https://example.org/' },
    { kind: 'statement', statement: 'RETURN 1', dialect: 'cypher' },
    { kind: 'statement', statement: 'select 1', dialect: 'postgres' },
  ];
  const seen = [];
  for (const step of steps) {
    const { verdict } = await explain(step);
    seen.push([step.dialect ?? step.kind, verdict !== undefined, loaded]);
  }
  console.log(JSON.stringify(seen));`;

test('only a statement to PostgreSQL loads its grammar', () => {
  const module = fileURLToPath(import.meta.resolve('./explain.ts'));
  const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program, module], {
    encoding: 'utf8',
  });
  expect(JSON.parse(said)).toEqual([
    ['shell', true, false],
    ['path', true, false],
    ['url', true, false],
    ['cypher', true, false],
    ['postgres', true, true],
  ]);
});
