import { defineConfig } from 'vitest/config';

/** Checks that need programs beside Node: LibreOffice, a browser. They fail where those are missing. */
export default defineConfig({
  test: {
    include: ['test/office/**/*.office.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 300_000,
    maxWorkers: 1,
  },
});
