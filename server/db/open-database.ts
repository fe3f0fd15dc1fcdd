// Opens the system of record: a server where one is named, else the embedded engine with its folder locked.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { lockDataFolder } from './data-lock.ts';
import { openEmbedded } from './embedded.ts';
import { openPostgres, type PostgresOptions } from './postgres.ts';

export interface DatabaseLocation extends PostgresOptions {
  /** PostgreSQL's URL; undefined or empty for the embedded engine. */
  readonly databaseUrl?: string | undefined;
  /** Folder of the embedded engine. */
  readonly dataDir: string;
}

export interface OpenDatabase {
  readonly database: Database;
  /** False where the embedded engine's files were made just now; always true for a server. */
  readonly existed: boolean;
  /** Writes the server's URL and operator key into the lock file, for commands on the same machine; nothing to do for PostgreSQL. */
  announce(url: string, operatorKey?: string): Promise<void>;
  /** Closes the database, then gives the folder back. */
  close(): Promise<void>;
}

/** Throws DataFolderInUse where another process has the embedded folder open. */
export async function openDatabase(location: DatabaseLocation): Promise<OpenDatabase> {
  const { databaseUrl, dataDir } = location;
  if (databaseUrl !== undefined && databaseUrl !== '') {
    const database = await openPostgres(databaseUrl, location);
    return { database, existed: true, announce: async () => {}, close: () => database.close() };
  }
  const lock = await lockDataFolder(dataDir);
  try {
    const folder = join(dataDir, 'postgres');
    const existed = await access(join(folder, 'PG_VERSION')).then(() => true, () => false);
    const database = await openEmbedded(folder);
    return {
      database,
      existed,
      announce: (url, operatorKey) => lock.announce(url, operatorKey),
      async close() {
        await database.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
