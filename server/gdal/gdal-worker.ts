// GDAL in WebAssembly, in a worker thread of its own: one request, one answer.
import { createRequire } from 'node:module';
import { basename, dirname, relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

export type GdalRequest =
  | {
      readonly kind: 'read';
      readonly path: string;
      /** File within the archive `path`; absent where `path` is no archive. */
      readonly inner?: string;
      /** Layer to convert; absent asks for the only one, or for the list. */
      readonly layer?: string;
      readonly options: readonly string[];
    }
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly driver: string;
      /** Folder that gets the files, and their name without extension. */
      readonly folder: string;
      readonly stem: string;
      readonly options: readonly string[];
    };

/** `text` is GeoJSON; empty where several layers leave a choice, and after writing. */
export interface GdalAnswer {
  readonly text: string;
  readonly layers: readonly string[];
}

interface Dataset {
  readonly info?: { readonly layers?: readonly { readonly name: string }[] };
}

/** What is used of gdal3.js 2.8; its own types describe the browser's entry. */
interface Gdal {
  open(path: string, openOptions?: string[], handlers?: string[]): Promise<{ datasets: Dataset[] }>;
  ogr2ogr(dataset: Dataset, options: string[], stem: string): Promise<{ local: string }>;
  getFileBytes(path: string): Promise<Uint8Array>;
}

async function startGdal(messages: string[], folder?: string): Promise<Gdal> {
  const require = createRequire(import.meta.url);
  const initGdalJs = require('gdal3.js/node.js') as (config: object) => Promise<Gdal>;
  const note = (message: string) => messages.push(message);
  return initGdalJs({
    // The library puts "./" before the path, so an absolute one is not found.
    path: relative(process.cwd(), dirname(require.resolve('gdal3.js/dist/package/gdal3WebAssembly.wasm'))),
    ...(folder === undefined ? {} : { dest: folder }),
    logHandler: note,
    errorHandler: note,
  });
}

/** In an archive the file is opened by its place in the folder that the first call mounted. */
async function openDataset(gdal: Gdal, path: string, inner: string | undefined): Promise<Dataset> {
  if (inner === undefined) return (await gdal.open(path)).datasets[0]!;
  // The archive itself may be no data set, when its files lie in a folder: what counts is that it is mounted now.
  await gdal.open(path, [], ['vsizip']).catch(() => undefined);
  return (await gdal.open(`/input/${basename(path)}/${inner}`, [], ['vsizip'])).datasets[0]!;
}

async function answer(request: GdalRequest, messages: string[]): Promise<GdalAnswer> {
  if (request.kind === 'write') {
    const gdal = await startGdal(messages, request.folder);
    const dataset = (await gdal.open(request.path, ['DATE_AS_STRING=YES'])).datasets[0]!;
    await gdal.ogr2ogr(dataset, ['-f', request.driver, ...request.options], request.stem);
    return { text: '', layers: [] };
  }
  const gdal = await startGdal(messages);
  const dataset = await openDataset(gdal, request.path, request.inner);
  const layers = dataset.info?.layers?.map(({ name }) => name) ?? [];
  if (request.layer === undefined ? layers.length > 1 : !layers.includes(request.layer)) return { text: '', layers };
  const options = [...request.options, ...(request.layer === undefined ? [] : [request.layer])];
  const { local } = await gdal.ogr2ogr(dataset, ['-f', 'GeoJSON', ...options], 'converted');
  return { text: new TextDecoder().decode(await gdal.getFileBytes(local)), layers };
}

const messages: string[] = [];
try {
  parentPort!.postMessage(await answer(workerData as GdalRequest, messages));
} catch (error) {
  // The library rejects with a list of {no, message}; the first of GDAL's own messages says more.
  const own = Array.isArray(error) ? (error as { message?: string }[])[0]?.message : (error as Error | undefined)?.message;
  parentPort!.postMessage({ error: own || messages[0] || 'GDAL could not convert the file' });
}
