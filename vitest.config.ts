import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/build.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    testTimeout: 60_000,
    maxWorkers: '100%',
    // No module keeps anything that a test could leave behind but what it would work out again.
    isolate: false,
  },
});
