import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: (process.env['GATEHOUSE_MUTATION_TESTS'] ?? '').split(' '),
    // Megabytes and thousands of inputs, for every mutant: too slow here, and no boundary is theirs.
    exclude: ['**/*properties.test.ts', '**/worst.test.ts'],
    setupFiles: ['./scripts/mutation/setup.ts'],
    testTimeout: 120_000,
  },
});
