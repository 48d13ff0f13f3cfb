import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadPostgresParser } from './load-postgres-parser.ts';

const parse = await loadPostgresParser();

describe('the grammar', () => {
  test('gives the tree', () => {
    expect(parse('select 1')).toMatchObject({ tree: { stmts: [{ stmt: { SelectStmt: {} } }] } });
  });

  test('says what is wrong, and where', () => {
    expect(parse('select 1 frm t u')).toEqual({
      problem: 'syntax error at or near "t"',
      at: 13,
    });
  });

  test('takes the deepest nesting that a statement has room for, and goes on', () => {
    expect(parse(`select ${'('.repeat(4990)}1${')'.repeat(4990)}`)).toHaveProperty('tree');
    expect(parse(`select 1${'+1'.repeat(4990)}`)).toHaveProperty('tree');
    expect(parse(`select ${'('.repeat(9990)}`)).toHaveProperty('problem');
    expect(parse('select 1')).toHaveProperty('tree');
  });
});

test('is loaded when it is first needed, not with the room', () => {
  const loaded = execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { registerHooks } from 'node:module';
       const names = [];
       registerHooks({ resolve(name, context, next) {
         const found = next(name, context);
         if (found.url.includes('libpg-query')) names.push(name);
         return found;
       } });
       const { loadPostgresParser } = await import(process.argv[1]);
       const before = names.length;
       await loadPostgresParser();
       console.log(before, names.includes('libpg-query'));`,
      fileURLToPath(import.meta.resolve('./index.ts')),
    ],
    { encoding: 'utf8' },
  );
  expect(loaded.trim()).toBe('0 true');
});
