// `zuschnitt import --preview`: what is understood of a file, as the import page shows it, on standard output.
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { listMunicipalities } from '../db/queries/municipalities.ts';
import { isGeographic, requireCrs } from '../gdal/crs/crs.ts';
import { placeOf } from '../imports/preview-desk.ts';
import { previewFile } from '../imports/preview-file.ts';
import { accountHeader, answerOf, askServer, openStore, requireConfig, requireMunicipality, type Store } from './store.ts';

interface PreviewOptions {
  readonly server?: string | undefined;
  readonly as: string;
  readonly municipality?: string | undefined;
  readonly crs?: string | undefined;
  readonly sourceCrs?: string | undefined;
  readonly sourceLayer?: string | undefined;
}

/** Shapes are for maps. Exit code 1 where an import would be refused. */
export async function previewImport(options: PreviewOptions, file: string): Promise<number> {
  const store = await openStore(options.server);
  try {
    const { shapes: _, ...preview } = store.kind === 'server' ? await previewByServer(store, options, file) : await previewHere(store, options, file);
    process.stdout.write(`${JSON.stringify(preview, null, 2)}\n`);
    return preview.issues.some(({ severity }) => severity === 'error') ? 1 : 0;
  } finally {
    if (store.kind === 'database') await store.close();
  }
}

type Seen = Omit<Awaited<ReturnType<typeof previewFile>>, 'shapes'> & { readonly shapes: unknown };

async function previewHere({ database }: Extract<Store, { kind: 'database' }>, options: PreviewOptions, path: string): Promise<Seen> {
  const given = options.crs === undefined ? null : requireCrs(options.crs, 'crs');
  const chosen = { layer: options.sourceLayer, sourceCrs: options.sourceCrs };
  // A first file is looked at before there is a municipality.
  if ((await listMunicipalities(database)).length === 0) return previewFile({ path, ...chosen, epsg: given === null || isGeographic(given) ? 25832 : given, place: null });
  const municipality = await requireMunicipality(database, options.municipality ?? requireConfig().municipality);
  return previewFile({ path, ...chosen, epsg: municipality.epsg, place: await placeOf(database, municipality) });
}

/** The server keeps no file of a command. */
async function previewByServer(store: Extract<Store, { kind: 'server' }>, options: PreviewOptions, file: string): Promise<Seen> {
  const { url } = store;
  const headers = accountHeader(options.as, store);
  const form = new FormData();
  form.set('file', await openAsBlob(file), basename(file));
  const seen = (await answerOf(await askServer(`${url}/imports/previews`, { method: 'POST', body: form, headers }))) as Seen & { readonly preview: string };
  const query = new URLSearchParams(Object.entries({ layer: options.sourceLayer, sourceCrs: options.sourceCrs }).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const path = `${url}/imports/previews/${seen.preview}`;
  try {
    return query.size === 0 ? seen : ((await answerOf(await askServer(`${path}?${query}`, { headers }))) as Seen);
  } finally {
    await askServer(path, { method: 'DELETE', headers });
  }
}
