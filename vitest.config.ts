import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Pages in Chromium and servers with sockets wait for other processes: on a busy runner one of 300 such tests may come too late. */
const WAITS = ['tests/e2e/**/*.test.ts', 'tests/http/**/*.test.ts', 'tests/cli/**/*.test.ts'];

const shared = {
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 180_000,
  setupFiles: 'tests/seed.ts',
  // What is polled is given 1 s where nothing is said, which a page on a busy runner does not keep: a third of a core is what it has there.
  expect: { poll: { timeout: 20_000, interval: 100 } },
} as const;

export default defineConfig({
  test: {
    // Here and not in a project, or it would run once for each.
    globalSetup: ['tests/global-setup.ts'],
    reporters: ['default', './tests/summary-reporter.ts'],
    // A third of the time of a run's files is waiting for databases and pages: a file more at a time than there are cores.
    maxWorkers: Math.min(4, availableParallelism() + 1),
    projects: [
      { test: { ...shared, name: 'computes', include: ['tests/**/*.test.ts'], exclude: WAITS } },
      // In CI such a test has up to three tries, which the summary tells; at a desk it has none.
      { test: { ...shared, name: 'waits', include: WAITS, retry: process.env.CI === 'true' ? 2 : 0 } },
    ],
  },
});
