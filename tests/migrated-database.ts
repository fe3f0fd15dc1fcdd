// A database with this version's schema, to be copied.
import { migrate } from '../server/db/migrate.ts';
import { openPostgres } from '../server/db/postgres.ts';
import type { Cluster } from './postgres-cluster.ts';

/** URL of a new database of the cluster, migrated, with nobody connected to it. */
export async function createMigrated(cluster: Cluster): Promise<string> {
  const url = await cluster.createDatabase();
  const database = await openPostgres(url, { connections: 1 });
  await migrate(database);
  await database.close();
  return url;
}
