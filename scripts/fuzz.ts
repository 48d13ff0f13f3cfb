import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

/**
 * Runs every property test with many more inputs, and the long fuzzers (`*.fuzz.ts`), outside the
 * suite. `npm run fuzz -- 100000 packages/kernel` sets the count and narrows the place.
 */
const words = process.argv.slice(2);
const count = words.find((word) => /^\d+$/.test(word)) ?? '20000';
const places = words.filter((word) => word !== count);

const files = globSync('{packages,apps}/*/src/**/*.{test,fuzz}.ts')
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => places.length === 0 || places.some((place) => file.startsWith(place)))
  .filter(
    (file) => file.endsWith('.fuzz.ts') || readFileSync(file, 'utf8').includes("'fast-check'"),
  )
  .sort();

console.log(
  `${files.length} files, ${count} inputs a property where the test sets no count itself`,
);
const run = spawnSync('node_modules/.bin/vitest', ['run', '--testTimeout=0', ...files], {
  stdio: 'inherit',
  env: { ...process.env, GATEHOUSE_FUZZ: '1', GATEHOUSE_FUZZ_RUNS: count },
});
process.exitCode = run.status ?? 1;
