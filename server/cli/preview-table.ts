// `zuschnitt import --kind table --preview`: how a statistics table is read, a mapping for it, and what a given mapping makes of it.
import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { listStatistics } from '../db/queries/statistics.ts';
import { fileProblem } from '../gdal/formats/read-csv.ts';
import { InputError } from '../gdal/input-error.ts';
import { parseImportRequest } from '../imports/import-request.ts';
import { lookAtTable, type TableLook } from '../imports/preview-table.ts';
import { mappingOfRequest, readTableKnowledge } from '../imports/stored-tables.ts';
import { accountHeader, answerOf, askServer, openStore, requireConfig, requireMunicipality, type Store } from './store.ts';

interface TableOptions {
  readonly server?: string | undefined;
  readonly as: string;
  readonly municipality?: string | undefined;
  readonly sourceLayer?: string | undefined;
  readonly referenceDate?: string | undefined;
  readonly savedMapping?: string | undefined;
  readonly codebook?: string | undefined;
  /** JSON of a mapping. */
  readonly table?: string | undefined;
}

/** Exit code 1 where an import would be refused. */
export async function previewTable(options: TableOptions, file: string): Promise<number> {
  const given = options.table === undefined && options.savedMapping === undefined ? null : parseImportRequest({ kind: 'table', ...(options.table === undefined ? { savedMapping: options.savedMapping } : { table: options.table }) });
  const codebook = options.codebook === undefined ? null : { file: basename(options.codebook), text: await readCodebook(options.codebook) };
  const reading = options.sourceLayer === undefined ? {} : { sheet: options.sourceLayer };
  const store = await openStore(options.server);
  let look: TableLook;
  try {
    if (store.kind === 'server') {
      const mapping = given?.table ?? (options.savedMapping === undefined ? undefined : await savedByServer(store, options, options.savedMapping));
      look = await lookByServer(store, options, file, { reading, ...(mapping === undefined ? {} : { mapping }), ...(codebook === null ? {} : { codebook }), ...(options.referenceDate === undefined ? {} : { referenceDate: options.referenceDate }) });
    } else {
      const { municipality } = await requireMunicipality(store.database, options.municipality ?? requireConfig().municipality);
      const mapping = given === null ? null : await mappingOfRequest(store.database, municipality, given);
      const statistics = (await listStatistics(store.database, municipality)).map(({ statistic, nameDe, nameEn }) => ({ statistic, names: [nameDe, nameEn] }));
      look = await lookAtTable({ path: file, reading, mapping, codebook, given: options.referenceDate ?? null, knowledge: await readTableKnowledge(store.database, municipality), statistics });
    }
  } finally {
    if (store.kind === 'database') await store.close();
  }
  process.stdout.write(`${JSON.stringify(look, null, 2)}\n`);
  return look.problems.length > 0 ? 1 : 0;
}

const readCodebook = (path: string) =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputError({ file: basename(path), option: 'codebook', problem: fileProblem(error), accepted: 'the path of a readable file' });
  });

type ServerStore = Extract<Store, { kind: 'server' }>;

async function savedByServer(store: ServerStore, { as }: TableOptions, name: string): Promise<unknown> {
  return ((await answerOf(await askServer(`${store.url}/import-mappings/${encodeURIComponent(name)}`, { headers: accountHeader(as, store) }))) as { mapping: unknown }).mapping;
}

/** The server keeps no file of a command. */
async function lookByServer(store: ServerStore, { as }: TableOptions, file: string, body: object): Promise<TableLook> {
  const headers = accountHeader(as, store);
  const form = new FormData();
  form.set('file', await openAsBlob(file), basename(file));
  const { preview } = (await answerOf(await askServer(`${store.url}/imports/previews`, { method: 'POST', body: form, headers }))) as { preview: string };
  const path = `${store.url}/imports/previews/${preview}`;
  try {
    return (await answerOf(await askServer(`${path}/table`, { method: 'POST', body: JSON.stringify(body), headers: { ...headers, 'Content-Type': 'application/json' } }))) as TableLook;
  } finally {
    await askServer(path, { method: 'DELETE', headers });
  }
}
