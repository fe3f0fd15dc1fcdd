// `zuschnitt demo`: loads the demo municipality into the database that the environment names.
import { insertDefaultAccounts } from '../auth/first-accounts.ts';
import { readConfig, redactDatabaseUrl } from '../config.ts';
import { DataFolderInUse } from '../db/data-lock.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase } from '../db/open-database.ts';
import { loadDemo } from '../demo/load-demo.ts';
import { InputError } from '../gdal/input-error.ts';
import { createProgressBar } from './progress-bar.ts';

const HELP = `zuschnitt demo [--city]

Loads the fictional municipality Gartenstadt (key 09990001): 30,000 residents, about 1,200 blocks, counts for
2015 to 2025, five geographies, a release and a draft. The database must not hold it yet.

  --city    the city instead: 320,000 residents, about 12,000 blocks

DATABASE_URL or DATA_DIR name the database, as for zuschnitt serve.
`;

export async function run(argv: string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const other = argv.find((argument) => argument !== '--city');
  if (other !== undefined) throw new InputError({ problem: `"${other}" is no option of demo`, accepted: '--city, --help' });
  const read = readConfig(process.env);
  if (!read.ok) throw new InputError({ problem: read.message });
  const { databaseUrl, dataDir } = read.config;
  const open = await openDatabase({ dataDir, databaseUrl: databaseUrl ?? undefined }).catch((error: unknown) => {
    if (!(error instanceof DataFolderInUse)) throw error;
    throw new InputError({ problem: error.message, accepted: 'stop the server first; at its first start on an empty database it loads the demo itself' });
  });
  const bar = createProgressBar(process.stderr);
  try {
    await migrate(open.database);
    const result = await loadDemo(open.database, { scale: argv.includes('--city') ? 'city' : 'town', progress: bar.show });
    bar.clear();
    const place = databaseUrl === null ? `the data folder ${dataDir}` : redactDatabaseUrl(databaseUrl);
    if (!result.loaded) {
      throw new InputError({ problem: `${place} holds the municipality 09990001 already`, accepted: 'a database without it, e.g. another DATA_DIR' });
    }
    await insertDefaultAccounts(open.database);
    const { blockStands, counts, addresses } = result.town;
    process.stdout.write(
      `Gartenstadt is in ${place}: ${blockStands[1].rings.ids.length} blocks, ${addresses.length} addresses, ${counts.length} reference dates.\n`,
    );
    return 0;
  } finally {
    bar.clear();
    await open.close();
  }
}
