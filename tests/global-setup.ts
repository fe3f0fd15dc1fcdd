// Runs once before all tests, and once after them: what test files share, in processes that inherit its names.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMigrated } from './migrated-database.ts';
import { findPostgres, startCluster } from './postgres-cluster.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const demo = mkdtempSync(join(tmpdir(), 'zuschnitt-demo-'));
  process.env.DEMO_TEMPLATE = demo;
  // A cluster and its schema take four seconds: once for all files of a run, and not at all for a unit test alone.
  const cluster = asksForDatabases(process.argv) && 'bin' in findPostgres() ? await startCluster() : null;
  if (cluster !== null) {
    process.env.TEST_CLUSTER = cluster.url;
    process.env.TEST_TEMPLATE = await createMigrated(cluster);
  }
  return async () => {
    await cluster?.stop();
    rmSync(demo, { recursive: true, force: true });
  };
}

/** Whole runs do, and those that name a file of tests/db or tests/http; any other file starts a cluster of its own where it needs one. */
function asksForDatabases(argv: readonly string[]): boolean {
  const named = argv.filter((argument) => argument.includes('tests/'));
  return named.length === 0 || named.some((argument) => /tests\/(db|http)/.test(argument));
}
