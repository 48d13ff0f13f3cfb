import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openExplain } from './explain.ts';

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

test('the person’s own rules and settings count', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-explain-')));
  const home = join(folder, 'home');
  const root = join(folder, 'work');
  mkdirSync(home);
  mkdirSync(root);
  writeFileSync(join(root, 'a.md'), 'x');
  const rules = [
    { effect: 'deny', operation: 'shell.run', tool: 'git', note: 'not here' },
    { effect: 'allow', operation: 'shell.run', command: 'make' },
    { effect: 'ask', operation: 'file.read', under: root },
  ];
  writeFileSync(join(home, 'policy.json'), JSON.stringify({ rules }), { mode: 0o600 });
  writeFileSync(join(home, 'config.json'), '{"webHosts": ["docs.example.org"]}', { mode: 0o600 });
  try {
    const explain = openExplain({ GATEHOUSE_HOME: home }, process.platform);
    const verdicts = [];
    for (const input of [
      { kind: 'shell', command: 'ls', root },
      { kind: 'shell', command: 'ls; git status', root },
      { kind: 'shell', command: 'make', root },
      { kind: 'shell', command: 'make; sudo make', root },
      { kind: 'path', path: 'a.md', access: 'read', root },
      { kind: 'url', url: 'https://docs.example.org/x' },
      { kind: 'url', url: 'https://other.example.org/x' },
    ]) {
      const found = await explain(input);
      verdicts.push('verdict' in found ? found.verdict : null);
    }
    expect(verdicts).toEqual(['allow', 'deny', 'allow', 'ask', 'ask', 'allow', 'ask']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
