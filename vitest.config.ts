import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{packages,apps}/*/{src,bin}/**/*.test.ts',
      '{scripts,bench}/**/*.test.ts',
      // Long fuzzers run only by `npm run fuzz`.
      ...(process.env['GATEHOUSE_FUZZ'] === '1' ? ['packages/*/src/**/*.fuzz.ts'] : []),
    ],
    setupFiles: ['./scripts/test/setup.ts'],
    // Native addons, workers and the broker want a process of their own.
    pool: 'forks',
    maxWorkers: 2,
    // Real races, real processes: generous limits; no test measures time by them.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
    allowOnly: false,
    passWithNoTests: false,
    reporters: ['default', './scripts/test/closing-line.ts'],
  },
});
