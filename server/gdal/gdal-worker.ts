// GDAL in WebAssembly, in a worker thread of its own: one request, one answer. It sees the folder of the file and of the
// result, has no network, and only the one driver for reading that it is told.
import { createRequire } from 'node:module';
import { dirname, relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

export type GdalRequest = (
  | {
      readonly kind: 'read';
      /** Layer to convert; absent asks for the only one, or for the list. */
      readonly layer?: string;
      /** List the layers only. */
      readonly list?: boolean;
      readonly openOptions: readonly string[];
    }
  | { readonly kind: 'write'; readonly stem: string }
) & {
  readonly path: string;
  /** Folder that gets the result. */
  readonly folder: string;
  readonly driver: string;
  readonly options: readonly string[];
  /** Settings of GDAL, OGR_SKIP among them. */
  readonly settings: Readonly<Record<string, string>>;
};

export interface GdalLayer {
  readonly name: string;
  readonly features: number;
  /** As GDAL names it, "Multi Polygon"; "None" without geometry. */
  readonly geometryType: string;
}

export interface GdalAnswer {
  readonly layers: readonly GdalLayer[];
  /** Path of the GeoJSON; null where several layers leave a choice, where only the list was wanted, and after writing. */
  readonly made: string | null;
}

interface Dataset {
  readonly info?: { readonly layers?: readonly { readonly name: string; readonly featureCount?: number; readonly geometryFields?: readonly { readonly type: string }[] }[] };
}

/** What is used of gdal3.js 2.8; its own types describe the browser's entry. */
interface Gdal {
  open(path: string, openOptions?: string[]): Promise<{ datasets: Dataset[] }>;
  ogr2ogr(dataset: Dataset, options: string[], stem: string): Promise<{ real: string }>;
}

async function startGdal({ folder, settings }: GdalRequest, messages: string[]): Promise<Gdal> {
  const require = createRequire(import.meta.url);
  const initGdalJs = require('gdal3.js/node.js') as (config: object) => Promise<Gdal>;
  const note = (message: string) => messages.push(message);
  return initGdalJs({
    // The library puts "./" before the path, so an absolute one is not found.
    path: relative(process.cwd(), dirname(require.resolve('gdal3.js/dist/package/gdal3WebAssembly.wasm'))),
    dest: folder,
    env: settings,
    logHandler: note,
    errorHandler: note,
  });
}

async function answer(request: GdalRequest, messages: string[]): Promise<GdalAnswer> {
  const gdal = await startGdal(request, messages);
  if (request.kind === 'write') {
    const dataset = (await gdal.open(request.path, ['DATE_AS_STRING=YES'])).datasets[0]!;
    await gdal.ogr2ogr(dataset, ['-f', request.driver, ...request.options], request.stem);
    return { layers: [], made: null };
  }
  const dataset = (await gdal.open(request.path, [...request.openOptions])).datasets[0];
  if (dataset === undefined) throw new Error(messages[0] ?? 'no driver opens it');
  const layers = (dataset.info?.layers ?? []).map(({ name, featureCount, geometryFields }) => ({ name, features: featureCount ?? 0, geometryType: geometryFields?.[0]?.type ?? 'None' }));
  const known = request.layer === undefined ? layers.length <= 1 : layers.some(({ name }) => name === request.layer);
  if (request.list === true || !known) return { layers, made: null };
  const options = [...request.options, ...(request.layer === undefined ? [] : [request.layer])];
  const { real } = await gdal.ogr2ogr(dataset, ['-f', 'GeoJSON', ...options], 'converted');
  return { layers, made: real };
}

const messages: string[] = [];
try {
  parentPort!.postMessage(await answer(workerData as GdalRequest, messages));
} catch (error) {
  // The library rejects with a list of {no, message}; the first of GDAL's own messages says more.
  const own = Array.isArray(error) ? (error as { message?: string }[])[0]?.message : (error as Error | undefined)?.message;
  parentPort!.postMessage({ error: own || messages[0] || 'GDAL could not convert the file' });
}
