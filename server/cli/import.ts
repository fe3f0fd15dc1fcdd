// `zuschnitt import`: a file into the running server or the database, by the same code as POST /imports.
import { createReadStream, openAsBlob } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { ArchiveRefused, readArchive } from '../db/archive.ts';
import type { Database } from '../db/database.ts';
import { insertMunicipality, listMunicipalities, type Municipality } from '../db/queries/municipalities.ts';
import { isGeographic, requireCrs } from '../gdal/crs/crs.ts';
import { InputError } from '../gdal/input-error.ts';
import { fileProblem } from '../gdal/formats/read-csv.ts';
import { IMPORT_KINDS, parseImportRequest } from '../imports/import-request.ts';
import { startApart } from '../imports/prepare-apart.ts';
import { runImport, type ImportResult } from '../imports/run-import.ts';
import { checkValues, optionsOf, readArguments } from './options.ts';
import { createProgressBar } from './progress-bar.ts';
import { accountHeader, answerOf, askServer, openDirectly, openStore, problemToInputError, requireConfig, requireMunicipality, type Store } from './store.ts';

const HELP = `zuschnitt import --kind KIND --file F [options]
zuschnitt import --all F

Imports a file in one transaction, or nothing of it, and prints a report as JSON. Kinds and what they need:
  blocks      --valid-from D --id COL; a table of points: --x COL --y COL --source-crs EPSG:n --cell M
  zones       --valid-from D --geography CODE --zone COL [--name COL]; polygons, or with --block COL a table
  counts      --reference-date D --id COL [--columns COL,COL…] [--unlocated VALUE]
  table       --table-mapping F.json | --saved-mapping NAME [--reference-date D]; a statistics table as offices hand it out
              (--preview [--codebook F] proposes a mapping and tells what one makes of the file)
  published   --reference-date D --geography CODE --zone COL [--columns …] and, in --mapping, title, source, publishedOn:
              totals that appeared elsewhere, which every audit of a release counts from then on
  addresses   [--id COL] [--street COL] [--house-number COL] [--weight COL]; a table: --x --y --source-crs
  schools     [--id COL] [--name COL]       network   [--id COL] [--name COL]
  layer       --layer NAME [--id COL] [--name COL]; lines, polygons or points to show, or barriers between blocks

  --where COL=VALUE       take these rows alone
  --source-crs EPSG:n     CRS of the file, where it names none or a wrong one
  --source-layer NAME     layer or sheet, where the file has several
  --decimal , | .         decimal sign of the numbers, where the columns do not tell
  --signs destatis        "-" is 0 and ".", "/", "x" are not known, as official statistics write
  --apportion centroid | majority | refuse    where a block goes, whole, that zones cut (default: centroid)
  --unmatched refuse | unlocated    counts of rows whose block is not stored: refused, or kept as not placed
  --block-set N           blocks that zones or counts belong to (default: those valid on the day)
  --title TEXT            title of a new version of a geography
  --mapping JSON          the same and more as JSON: columns by statistic, names of statistics and geographies
  --preview               tell what is understood of the file and ask for nothing else; needs --file alone
  --dry-run               report, store nothing
  --accept TOKEN          what a dry run printed as "accept": for blocks that are repaired or follow an earlier stand
  --municipality KEY      municipality (default: MUNICIPALITY, else the only one); a new one needs
  --municipality-name TEXT --crs EPSG:n
  --as NAME               account to act as on a running server (default: admin)
  --server URL            the server to ask (default: the one that has the data folder open, else the database)
  --all F                 reads what zuschnitt export --all wrote into an empty database

DATABASE_URL or DATA_DIR name the database, as for zuschnitt serve. Exit code 2: bad input, nothing stored.
`;

const text = (placeholder: string) => z.string().min(1).optional().meta({ placeholder });
const schema = z.strictObject({
  all: text('F'),
  kind: z.enum(IMPORT_KINDS).optional(),
  file: text('F'),
  geography: text('CODE'),
  validFrom: text('YYYY-MM-DD'),
  referenceDate: text('YYYY-MM-DD'),
  layer: text('NAME'),
  accept: text('TOKEN'),
  id: text('COL'),
  zone: text('COL'),
  block: text('COL'),
  name: text('COL'),
  columns: z.array(z.string().min(1)).optional().meta({ placeholder: 'COL,COL…' }),
  unlocated: text('VALUE'),
  x: text('COL'),
  y: text('COL'),
  cell: z.number().positive().optional().meta({ placeholder: 'M' }),
  sourceCrs: text('EPSG:n'),
  sourceLayer: text('NAME'),
  decimal: z.enum(['.', ',']).optional(),
  signs: z.enum(['destatis']).optional(),
  where: text('COL=VALUE'),
  street: text('COL'),
  houseNumber: text('COL'),
  weight: text('COL'),
  apportion: text('centroid|majority|refuse'),
  unmatched: text('refuse|unlocated'),
  blockSet: z.number().int().positive().optional().meta({ placeholder: 'N' }),
  title: text('TEXT'),
  mapping: text('JSON'),
  tableMapping: text('F'),
  savedMapping: text('NAME'),
  codebook: text('F'),
  dryRun: z.boolean().default(false),
  preview: z.boolean().default(false),
  municipality: text('KEY'),
  municipalityName: text('TEXT'),
  crs: text('EPSG:n'),
  as: z.string().default('admin').meta({ placeholder: 'NAME' }),
  server: z.url().optional().meta({ placeholder: 'URL' }),
});
type Options = z.infer<typeof schema>;

export async function run(argv: string[]): Promise<number> {
  if (argv.length === 0 || argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const known = optionsOf(schema);
  const options = checkValues(schema, readArguments(argv, known, 'import'), known);
  if (options.all !== undefined) return importAll(options.all);
  const file = options.file;
  if (file === undefined) throw new InputError({ option: 'file', problem: 'is required', accepted: 'the path of a file' });
  await access(file).catch((error: unknown) => {
    throw new InputError({ file: basename(file), option: 'file', problem: fileProblem(error), accepted: 'the path of a readable file' });
  });
  const table = options.tableMapping === undefined ? undefined : await readText(options.tableMapping, 'tableMapping');
  // What proposes mappings reads YAML and more: a fiftieth of a second that an import need not wait for.
  if (options.preview) {
    if (options.kind === 'table') return (await import('./preview-table.ts')).previewTable({ ...options, table }, file);
    return (await import('./preview.ts')).previewImport(options, file);
  }
  const fields = { ...formFields(options), ...(table === undefined ? {} : { table }) };
  const request = parseImportRequest(fields);
  // Reading takes as long as connecting, and needs none of what is stored; a server does its own.
  if (options.server === undefined) startApart({ path: file, request });
  const store = await openStore(options.server);
  const bar = createProgressBar(process.stderr);
  let result: ImportResult;
  try {
    if (store.kind === 'server') result = await importByServer(store, options, file, fields, bar.show);
    else {
      const municipality = await chooseMunicipality(store.database, options);
      result = await runImport(store.database, municipality, file, request, {
        account: options.as,
        signal: new AbortController().signal,
        progress: (fraction, message) => Promise.resolve(bar.show(fraction, message)),
        keepResult: () => Promise.resolve(),
      });
    }
  } finally {
    bar.clear();
    if (store.kind === 'database') await store.close();
  }
  // Pictures are for a map: the arcs of 829 cells would be 60,000 lines here.
  const { outlines: _, ...told } = result;
  process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
  return 0;
}

/** Options as the form of POST /imports has them. */
function formFields(options: Options): Record<string, string> {
  const { kind, geography, validFrom, referenceDate, layer, accept, savedMapping, dryRun } = options;
  let given: Record<string, unknown> = {};
  if (options.mapping !== undefined) {
    try {
      given = JSON.parse(options.mapping) as Record<string, unknown>;
    } catch {
      throw new InputError({ option: 'mapping', problem: 'is not JSON', accepted: '{"id": "column", …}' });
    }
  }
  const { id, zone, block, name, columns, unlocated, x, y, cell, sourceCrs, sourceLayer, decimal, signs, street, houseNumber, weight, apportion, unmatched, blockSet, title } = options;
  const mapping = { ...given, id, zone, block, name, columns, unlocated, x, y, cell, sourceCrs, sourceLayer, decimal, signs, street, houseNumber, weight, apportion, unmatched, blockSet, title, where: whereOf(options.where) };
  const merged = Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, value ?? given[key]]));
  const fields = { kind, geography, validFrom, referenceDate, layer, accept, savedMapping, mapping: JSON.stringify(merged), dryRun: String(dryRun) };
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A small file that an option names. */
async function readText(path: string, option: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputError({ file: basename(path), option, problem: fileProblem(error), accepted: 'the path of a readable file' });
  });
}

function whereOf(option: string | undefined): Record<string, string> | undefined {
  if (option === undefined) return undefined;
  const equals = option.indexOf('=');
  if (equals <= 0) throw new InputError({ option: 'where', problem: `"${option}" is no condition`, accepted: 'COL=VALUE' });
  return { [option.slice(0, equals)]: option.slice(equals + 1) };
}

async function importByServer(store: Extract<Store, { kind: 'server' }>, options: Options, file: string, fields: Readonly<Record<string, string>>, show: (fraction: number, message: string) => void): Promise<ImportResult> {
  const { url } = store;
  const headers = accountHeader(options.as, store);
  const served = (await answerOf(await askServer(`${url}/municipality`))) as Municipality;
  if (options.municipality !== undefined && options.municipality !== served.municipality) {
    throw new InputError({ option: 'municipality', problem: `the running server serves ${served.municipality} (${served.name})`, accepted: 'its municipality, or stop it first' });
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', await openAsBlob(file), basename(file));
  const { job } = (await answerOf(await askServer(`${url}/imports`, { method: 'POST', body: form, headers }))) as { job: string };
  for (;;) {
    const status = (await answerOf(await askServer(`${url}/jobs/${job}`, { headers }))) as { status: string; progress: number; message: string };
    show(status.progress / 100, status.message);
    if (status.status === 'successful') return (await answerOf(await askServer(`${url}/jobs/${job}/results`, { headers }))) as ImportResult;
    if (status.status === 'dismissed') throw new InputError({ problem: 'somebody dismissed the import', accepted: 'the same import again' });
    if (status.status === 'failed') throw problemToInputError({ detail: status.message, ...status }, 422);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The municipality to import into; made when its key is new and its name and CRS are given. */
async function chooseMunicipality(database: Database, options: Options): Promise<Municipality> {
  const key = options.municipality ?? requireConfig().municipality;
  const known = (await listMunicipalities(database)).some(({ municipality }) => municipality === key);
  if (key === null || known || options.municipalityName === undefined || options.crs === undefined) return requireMunicipality(database, key);
  const epsg = requireCrs(options.crs, 'crs');
  if (isGeographic(epsg)) throw new InputError({ option: 'crs', problem: `EPSG:${epsg} is in degrees`, accepted: 'a projected CRS, such as EPSG:25832' });
  if (!/^\d{8}(\d{4})?$/.test(key)) throw new InputError({ option: 'municipality', problem: `"${key}" is no key`, accepted: '8 or 12 digits' });
  const row = { municipality: key, name: options.municipalityName, epsg };
  if (!options.dryRun) await insertMunicipality(database, row);
  return row;
}

async function importAll(file: string): Promise<number> {
  const store = await openDirectly(requireConfig());
  try {
    await access(file).catch((error: unknown) => {
      throw new InputError({ file: basename(file), option: 'all', problem: fileProblem(error), accepted: 'what zuschnitt export --all wrote' });
    });
    const { rows, tables } = await readArchive(store.database, createReadStream(file));
    process.stdout.write(`${rows} rows in ${Object.keys(tables).length} tables\n`);
    return 0;
  } catch (error) {
    if (error instanceof ArchiveRefused) throw new InputError({ file: basename(file), option: 'all', problem: error.message, accepted: 'what zuschnitt export --all wrote, and an empty database' });
    throw error;
  } finally {
    await store.close();
  }
}
