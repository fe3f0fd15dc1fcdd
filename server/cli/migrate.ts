// `zuschnitt migrate`: brings the database that the environment names to this version's schema.
import { InputError } from '../gdal/input-error.ts';
import { DataFolderInUse } from '../db/data-lock.ts';
import { migrate, MigrationRefused } from '../db/migrate.ts';
import { openDatabase } from '../db/open-database.ts';
import { requireConfig } from './store.ts';

const HELP = `zuschnitt migrate

Applies the migrations that the database does not have yet; zuschnitt serve does the same at its start. Several
servers may start at once. A database that a newer version has migrated is refused.

DATABASE_URL or DATA_DIR name the database, as for zuschnitt serve.
`;

export async function run(argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (argv.length > 0) throw new InputError({ problem: `"${argv[0]}" is no option of migrate`, accepted: '--help' });
  const { databaseUrl, dataDir } = requireConfig();
  try {
    const opened = await openDatabase({ dataDir, databaseUrl: databaseUrl ?? undefined });
    try {
      const applied = await migrate(opened.database, undefined, (name) => process.stdout.write(`applied ${name}\n`));
      if (applied.length === 0) process.stdout.write('nothing to do: the database has all migrations\n');
    } finally {
      await opened.close();
    }
    return 0;
  } catch (error) {
    if (error instanceof DataFolderInUse) throw new InputError({ problem: error.message, accepted: 'nothing to do: a running server has migrated it' });
    if (error instanceof MigrationRefused) throw new InputError({ problem: error.message });
    throw error;
  }
}
