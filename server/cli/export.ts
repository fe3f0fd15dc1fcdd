// `zuschnitt export --all F`: everything in one file, for the other engine or another machine; `export kommonitor` has a file of its own.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { writeArchive } from '../db/archive.ts';
import { InputError } from '../gdal/input-error.ts';
import { checkValues, optionsOf, readArguments } from './options.ts';
import { accountHeader, askServer, openStore, problemToInputError } from './store.ts';

const HELP = `zuschnitt export --all F
zuschnitt export kommonitor ...   what is published, as files or to a KomMonitor; see zuschnitt export kommonitor --help

Writes everything (all municipalities, blocks, counts, zones, plans with their history, releases, ledger, accounts,
jobs) as one file. zuschnitt import --all reads it into an empty database of either engine.
The file holds counts by block: keep it as you keep those.

  --all F         the file to write
  --as NAME       account to act as on a running server (default: admin)
  --server URL    the server to ask (default: the one that has the data folder open, else the database itself)

DATABASE_URL or DATA_DIR name the database, as for zuschnitt serve.
`;

const schema = z.strictObject({
  all: z.string().min(1).meta({ placeholder: 'F', description: 'the file to write' }),
  as: z.string().default('admin').meta({ placeholder: 'NAME' }),
  server: z.url().optional().meta({ placeholder: 'URL' }),
});

export async function run(argv: string[]): Promise<number> {
  if (argv[0] === 'kommonitor') return (await import('./export-kommonitor.ts')).run(argv.slice(1));
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const options = optionsOf(schema);
  const { all, as, server } = checkValues(schema, readArguments(argv, options, 'export'), options);
  const part = `${all}.${process.pid}.part`;
  const store = await openStore(server);
  try {
    const file = createWriteStream(part, { flags: 'wx', mode: 0o600 });
    if (store.kind === 'database') await writeArchive(store.database, file);
    else {
      const response = await askServer(`${store.url}/archive`, { headers: accountHeader(as, store) });
      if (!response.ok) throw problemToInputError(await response.json(), response.status);
      await pipeline(Readable.fromWeb(response.body as ReadableStream), file);
    }
    await rename(part, all);
  } catch (error) {
    await rm(part, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') throw new InputError({ file: basename(all), option: 'all', problem: `cannot be written (${code})`, accepted: 'a file in a folder that exists' });
    throw error;
  } finally {
    if (store.kind === 'database') await store.close();
  }
  process.stdout.write(`everything is in ${all}\n`);
  return 0;
}
