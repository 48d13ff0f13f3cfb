import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/kernel/src/**/*.test.ts'],
    setupFiles: ['./scripts/test/setup.ts'],
    testTimeout: 120_000,
  },
});
