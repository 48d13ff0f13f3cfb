import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Mutation testing of the judging code, by hand: `npm run mutation -- scope flow`. Prints each mutant
 * that no test noticed, and the share that was killed. Minutes a room; the tests must be green.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  approval: ['approval/**/*.ts', 'policy/**/*.ts', 'policy.ts', 'judging.ts'],
  command: ['command/**/*.ts'],
  flow: ['flow/**/*.ts'],
  scope: ['scope/**/*.ts'],
  statement: ['statement/**/*.ts'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(rooms, name));
if (unknown.length > 0 || asked.length === 0) {
  console.error(`usage: npm run mutation -- ROOM…   (${Object.keys(rooms).join(', ')})`);
  process.exit(2);
}

const kernel = 'packages/kernel/src';
const globs = asked.flatMap((name) => (rooms[name] ?? []).map((glob) => `${kernel}/${glob}`));
const configuration = {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
  mutate: [...globs, `!${kernel}/**/*.test.ts`, `!${kernel}/**/testing{.ts,/**}`],
  // What is built once at load is a table: its rows are data, held by their own tests.
  ignoreStatic: true,
  coverageAnalysis: 'perTest',
  ignorePatterns: ['dist', 'reports', 'docs'],
  concurrency: 2,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  // TypeScript 7 has no compiler in JavaScript; a mutant needs no types.
  tsconfigFile: 'none',
  jsonReporter: { fileName: 'reports/mutation.json' },
};

const scratch = mkdtempSync(join(tmpdir(), 'gatehouse-mutation-'));
try {
  const file = join(scratch, 'stryker.config.json');
  writeFileSync(file, JSON.stringify(configuration));
  // A room must be held by its own tests; the gate's are those of approval.
  const tests = globs.map((glob) => glob.replace(/\.ts$/u, '.test.ts'));
  if (asked.includes('approval')) tests.push(`${kernel}/*.test.ts`);
  const run = spawnSync('node_modules/.bin/stryker', ['run', file], {
    stdio: 'inherit',
    env: { ...process.env, GATEHOUSE_MUTATION_TESTS: tests.join(' ') },
  });
  process.exitCode = run.status ?? 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
