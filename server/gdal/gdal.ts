// GDAL behind one door: the machine's ogr2ogr where it is on the PATH, else GDAL in WebAssembly in a worker thread.
import { access, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { execFile } from 'node:child_process';
import type { FeatureCollection, Geometry } from 'geojson';
import ogr2ogr from 'ogr2ogr';
import { startWorker } from '../worker-url.ts';
import type { GdalAnswer, GdalRequest } from './gdal-worker.ts';
import { InputError } from './input-error.ts';
import { fileProblem } from './read-csv.ts';

export type GdalEngine = 'native' | 'wasm';

const run = promisify(execFile);
let engine: Promise<GdalEngine> | undefined;

/** Which GDAL serves. `ZUSCHNITT_GDAL=wasm` skips the machine's own. */
export function gdalEngine(): Promise<GdalEngine> {
  engine ??= process.env.ZUSCHNITT_GDAL === 'wasm' ? Promise.resolve('wasm') : run('ogr2ogr', ['--version']).then(
    () => 'native' as const,
    () => 'wasm' as const,
  );
  return engine;
}

// RFC7946=NO keeps the file's own CRS and says which it is; 15 digits keep shared vertices equal.
const TO_GEOJSON = ['-lco', 'RFC7946=NO', '-lco', 'COORDINATE_PRECISION=15', '-dim', 'XY'];

/** The first layer, or the one named, as GeoJSON in its own CRS. */
export async function convertToGeoJson(
  path: string,
  layer?: string,
): Promise<{ collection: FeatureCollection<Geometry | null>; servedBy: GdalEngine }> {
  const file = basename(path);
  try {
    await access(path);
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: 'the path of a readable file' });
  }
  const servedBy = await gdalEngine();
  const options = [...TO_GEOJSON, ...(layer === undefined ? [] : [layer])];
  try {
    const text = servedBy === 'native' ? await nativeToGeoJson(path, options) : (await askWorker({ kind: 'read', path, options })).text;
    return { collection: JSON.parse(text) as FeatureCollection<Geometry | null>, servedBy };
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ file, problem: 'cannot be read as a vector file', accepted: 'GeoPackage, Shapefile (also zipped), FlatGeobuf, GeoJSON, CSV or another format of GDAL' });
  }
}

async function nativeToGeoJson(path: string, options: string[]): Promise<string> {
  const { text } = await ogr2ogr(path, { format: 'GeoJSON', options, skipFailures: false, maxBuffer: 2 ** 30 });
  return text;
}

const DRIVERS: Readonly<Record<string, string>> = {
  '.gpkg': 'GPKG',
  '.shp': 'ESRI Shapefile',
  '.fgb': 'FlatGeobuf',
  '.xlsx': 'XLSX',
};

/** Writes GeoJSON text (with its "crs") in the format of the extension; the file appears whole or not at all. */
export async function convertFromGeoJson(geoJson: string, out: string, extension: string, layer: string): Promise<void> {
  const driver = DRIVERS[extension];
  if (driver === undefined) throw new RangeError(`no driver for ${extension}`);
  const folder = await mkdtemp(join(tmpdir(), 'zuschnitt-'));
  try {
    const source = join(folder, 'source.geojson');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(source, geoJson);
    const options = ['-nln', layer, ...(driver === 'GPKG' ? ['-nlt', 'PROMOTE_TO_MULTI'] : [])];
    const target = join(folder, basename(out));
    if ((await gdalEngine()) === 'native') {
      await ogr2ogr(source, { format: driver, destination: target, options, skipFailures: false });
    } else {
      await askWorker({ kind: 'write', path: source, driver, target, options });
    }
    // A Shapefile is several files: all of them move beside each other.
    const { readdir, copyFile } = await import('node:fs/promises');
    const stem = basename(out).slice(0, -extension.length);
    for (const name of await readdir(folder)) {
      if (!name.startsWith(`${stem}.`)) continue;
      const destination = join(out, '..', name);
      await copyFile(join(folder, name), `${destination}.part`);
      await rename(`${destination}.part`, destination);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One worker a request: GDAL in WebAssembly keeps what it allocated, and a conversion is rare. */
async function askWorker(request: GdalRequest): Promise<GdalAnswer> {
  const worker = startWorker('server/gdal/gdal-worker.ts', { workerData: request });
  try {
    return await new Promise<GdalAnswer>((resolve, reject) => {
      worker.once('message', (answer: GdalAnswer | { error: string }) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolve(answer);
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the conversion ended without an answer')));
    });
  } finally {
    await worker.terminate();
  }
}

/** Version text of the GDAL that serves, for logs and `--help`. */
export async function gdalVersion(): Promise<string> {
  if ((await gdalEngine()) === 'wasm') {
    const manifest = await readFile(new URL(import.meta.resolve('gdal3.js/package.json')), 'utf8');
    return `gdal3.js ${(JSON.parse(manifest) as { version: string }).version}`;
  }
  return (await run('ogr2ogr', ['--version'])).stdout.trim();
}
