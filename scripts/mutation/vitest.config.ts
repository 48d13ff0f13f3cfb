import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: (process.env['GATEHOUSE_MUTATION_TESTS'] ?? '').split(' '),
    setupFiles: ['./scripts/mutation/setup.ts'],
    testTimeout: 120_000,
  },
});
