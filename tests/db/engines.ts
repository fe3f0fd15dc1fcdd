// Test databases on both engines: migrated once, copied for each test file. A missing PostgreSQL skips with its reason.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../../server/db/database.ts';
import { openEmbedded } from '../../server/db/embedded.ts';
import { migrate, readMigrations } from '../../server/db/migrate.ts';
import { openPostgres } from '../../server/db/postgres.ts';
import { packageRoot } from '../../server/package-root.ts';
import { createMigrated } from '../migrated-database.ts';
import { findPostgres, joinCluster, startCluster, type Cluster } from '../postgres-cluster.ts';

export type Engine = Database['engine'];

export interface TestDatabase {
  readonly engine: Engine;
  readonly database: Database;
  /** How a server is pointed at this database: `databaseUrl` for PostgreSQL, else the data folder's path. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  close(): Promise<void>;
}

export const ENGINES: readonly Engine[] = ['embedded', 'postgres'];

/**
 * `describe` once an engine, each with a migrated, empty database: `body` gets a function that gives it inside tests and
 * hooks. Without PostgreSQL its half is skipped with the reason, or fails where CI=true.
 */
export function describeEngines(name: string, body: (test: () => TestDatabase, engine: Engine) => void, engines: readonly Engine[] = ENGINES): void {
  for (const engine of engines) {
    const reason = engine === 'postgres' ? postgresMissing() : null;
    if (reason !== null) {
      describe.skip(`${name}, on postgres (skipped: ${reason})`, () => body(() => undefined as never, engine));
      continue;
    }
    describe(`${name}, on ${engine}`, () => {
      let opened: TestDatabase | undefined;
      beforeAll(async () => {
        opened = await openTestDatabase(engine);
      });
      afterAll(async () => {
        await opened?.close();
      });
      body(() => opened!, engine);
    });
  }
}

/**
 * `describeEngines` for what is said over HTTP: on PostgreSQL alone, where it is installed, and on both with LONG=1. The statements beneath are held
 * to the same answers on both engines by tests/db, the pages' tests run on the embedded one, and plans, imports, releases, leaks and kills on both;
 * all of tests/http on both took nine minutes of a run, six of them the embedded engine's.
 */
export function describeServed(name: string, body: (test: () => TestDatabase, engine: Engine) => void): void {
  const both = process.env.LONG === '1' || postgresMissing() !== null;
  describeEngines(name, body, both ? ENGINES : ['postgres']);
}

/** Why tests on PostgreSQL cannot run here, or null. Throws where CI=true, since CI has to have it. */
export function postgresMissing(): string | null {
  const found = findPostgres();
  if ('bin' in found) return null;
  if (process.env.CI === 'true') throw new Error(`CI=true and ${found.reason}`);
  return found.reason;
}

let shared: Promise<{ cluster: Cluster; template: string }> | undefined;

// Registered for the test file that imports this: its cluster ends with it.
afterAll(async () => {
  await (await shared)?.cluster.stop();
});

/** A migrated database of its own. The cluster is one a test file. */
export async function openTestDatabase(engine: Engine): Promise<TestDatabase> {
  if (engine === 'embedded') {
    const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-embedded-'));
    cpSync(await embeddedTemplate(), join(dataDir, 'postgres'), { recursive: true });
    const database = await openEmbedded(join(dataDir, 'postgres'));
    return {
      engine,
      database,
      databaseUrl: undefined,
      dataDir,
      async close() {
        await database.close();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  }
  shared ??= startTemplate();
  const { cluster, template } = await shared;
  const databaseUrl = await cluster.createDatabase(template);
  const database = await openPostgres(databaseUrl, { connections: 4 });
  const dataDir = mkdtempSync(join(tmpdir(), 'zuschnitt-data-'));
  return {
    engine,
    database,
    databaseUrl,
    dataDir,
    async close() {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The cluster of the run where global-setup.ts started one, else one of this file's own. */
async function startTemplate(): Promise<{ cluster: Cluster; template: string }> {
  const { TEST_CLUSTER: url, TEST_TEMPLATE: template } = process.env;
  if (url !== undefined && template !== undefined) return { cluster: joinCluster(url), template };
  const cluster = await startCluster();
  return { cluster, template: await createMigrated(cluster) };
}

/**
 * Folder of a migrated embedded database, closed. Making one takes 20 s, copying it 0.2 s, so it is kept in
 * node_modules/.cache under a hash of what it was made from.
 */
async function embeddedTemplate(): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, text } of await readMigrations()) hash.update(name).update(text);
  const cache = join(packageRoot(), 'node_modules', '.cache', 'zuschnitt');
  const folder = join(cache, `embedded-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // Two test processes may make it at once; the second rename loses and takes the first one's.
  const making = mkdtempSync(join(cache, 'making-'));
  const database = await openEmbedded(join(making, 'postgres'));
  await migrate(database);
  await database.close();
  try {
    renameSync(join(making, 'postgres'), folder);
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
  rmSync(making, { recursive: true, force: true });
  return folder;
}
