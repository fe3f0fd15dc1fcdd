// GDAL behind one door: the machine's ogr2ogr where it is on the PATH, else GDAL in WebAssembly in a worker thread.
import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { FeatureCollection, Geometry } from 'geojson';
import { ogr2ogr } from 'ogr2ogr';
import { startWorker } from '../worker-url.ts';
import type { GdalAnswer, GdalRequest } from './gdal-worker.ts';
import { InputError } from './input-error.ts';
import { moveIntoPlace } from './move-into-place.ts';
import { fileProblem } from './read-csv.ts';
import { vectorEntries, zipEntries } from './zip-entries.ts';

export type GdalEngine = 'native' | 'wasm';

const run = promisify(execFile);
let native: Promise<boolean> | undefined;

/** Which GDAL serves. `ZUSCHNITT_GDAL=wasm` skips the machine's own. */
export async function gdalEngine(): Promise<GdalEngine> {
  if (process.env.ZUSCHNITT_GDAL === 'wasm') return 'wasm';
  native ??= run('ogr2ogr', ['--version']).then(
    () => true,
    () => false,
  );
  return (await native) ? 'native' : 'wasm';
}

// RFC7946=NO keeps the file's own CRS and names it. 17 significant digits name every double exactly (IEEE 754-2019,
// 5.12.2), but GDAL drops up to three of the digits asked for where it sees 000000 or 999999 among them, as in
// -71.376635999999991: asking for 20 leaves 17. GDAL's default of 15 decimals is exact above 10 degrees only.
const TO_GEOJSON = ['-lco', 'RFC7946=NO', '-lco', 'SIGNIFICANT_FIGURES=20', '-dim', 'XY'];

const READABLE = 'GeoPackage, Shapefile (also zipped), FlatGeobuf, GeoJSON or another vector format of GDAL';

/**
 * The only layer, or the one named, as GeoJSON in the file's own CRS. Throws InputError for what GDAL cannot read and
 * for several layers of which none was named.
 */
export async function convertToGeoJson(
  path: string,
  layer?: string,
): Promise<{ collection: FeatureCollection<Geometry | null>; servedBy: GdalEngine }> {
  const file = basename(path);
  const inner = await fileInArchive(path, file);
  const servedBy = await gdalEngine();
  let answer: GdalAnswer;
  try {
    answer = servedBy === 'native' ? await readNatively(path, inner, layer) : await readInWorker(path, inner, layer);
  } catch {
    throw new InputError({ file, problem: 'cannot be read as a vector file', accepted: READABLE });
  }
  if (answer.text === '') {
    const names = answer.layers.join(', ');
    throw layer === undefined
      ? new InputError({ file, problem: `has ${answer.layers.length} layers`, accepted: `${file}|layername=NAME with one of ${names}` })
      : new InputError({ file, problem: `has no layer "${layer}"`, accepted: names });
  }
  return { collection: JSON.parse(answer.text) as FeatureCollection<Geometry | null>, servedBy };
}

/** Which file of a ZIP archive holds the data; undefined for a file that is no archive. */
async function fileInArchive(path: string, file: string): Promise<string | undefined> {
  try {
    await access(path);
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: 'the path of a readable file' });
  }
  if (extname(path).toLowerCase() !== '.zip') return undefined;
  const found = vectorEntries((await zipEntries(path)) ?? []);
  if (found.length === 1) return found[0];
  throw new InputError({
    file,
    problem: found.length === 0 ? 'holds no vector file' : `holds ${found.length} vector files (${found.join(', ')})`,
    accepted: 'an archive with one Shapefile (.shp, .dbf, .shx, .prj) or GeoPackage',
  });
}

async function readNatively(path: string, inner: string | undefined, layer: string | undefined): Promise<GdalAnswer> {
  // Absolute, so that no name can be taken for an option.
  const source = inner === undefined ? resolve(path) : `/vsizip/${resolve(path)}/${inner}`;
  const layers = await layerNames(source);
  if (layer === undefined ? layers.length > 1 : !layers.includes(layer)) return { text: '', layers };
  const options = [...TO_GEOJSON, ...(layer === undefined ? [] : [layer])];
  const { text } = await ogr2ogr(source, { format: 'GeoJSON', options, skipFailures: false, maxBuffer: 2 ** 29 });
  return { text, layers };
}

async function layerNames(source: string): Promise<string[]> {
  const { stdout } = await run('ogrinfo', ['-ro', '-q', source], { maxBuffer: 2 ** 24 });
  const names: string[] = [];
  for (const line of stdout.split('\n')) {
    const match = /^\d+: (.*?)(?: \([^()]*\))?$/.exec(line.trimEnd());
    if (match !== null) names.push(match[1]!);
  }
  return names;
}

function readInWorker(path: string, inner: string | undefined, layer: string | undefined): Promise<GdalAnswer> {
  return askWorker({
    kind: 'read',
    path: resolve(path),
    ...(inner === undefined ? {} : { inner }),
    ...(layer === undefined ? {} : { layer }),
    options: TO_GEOJSON,
  });
}

const DRIVERS: Readonly<Record<string, string>> = {
  '.gpkg': 'GPKG',
  '.shp': 'ESRI Shapefile',
  '.fgb': 'FlatGeobuf',
  '.xlsx': 'XLSX',
};

/**
 * Writes GeoJSON text (with its "crs") in the format of the extension. The file appears whole or not at all, and
 * replaces an older one of the name. `options` are those of ogr2ogr.
 */
export async function convertFromGeoJson(geoJson: string, out: string, extension: string, options: readonly string[]): Promise<void> {
  const driver = DRIVERS[extension];
  if (driver === undefined) throw new RangeError(`no driver for ${extension}`);
  const folder = await mkdtemp(join(tmpdir(), 'zuschnitt-'));
  try {
    const source = join(folder, 'source.geojson');
    const stem = basename(out).slice(0, -extension.length);
    const target = await mkdtemp(join(folder, 'target-'));
    await writeFile(source, geoJson);
    if ((await gdalEngine()) === 'native') {
      await ogr2ogr(source, {
        format: driver,
        destination: join(target, stem + extension),
        options: ['-oo', 'DATE_AS_STRING=YES', ...options],
        skipFailures: false,
      });
    } else {
      await askWorker({ kind: 'write', path: source, driver, folder: target, stem, options });
    }
    await moveIntoPlace(target, resolve(out, '..'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One worker a request: GDAL in WebAssembly keeps what it allocated, and a conversion is rare. */
async function askWorker(request: GdalRequest): Promise<GdalAnswer> {
  const worker = startWorker('server/gdal/gdal-worker.ts', { workerData: request });
  try {
    return await new Promise<GdalAnswer>((resolveAnswer, reject) => {
      worker.once('message', (answer: GdalAnswer | { error: string }) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolveAnswer(answer);
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the conversion ended without an answer')));
    });
  } finally {
    await worker.terminate();
  }
}

/** Version text of the GDAL that serves, for logs and `--version`. */
export async function gdalVersion(): Promise<string> {
  if ((await gdalEngine()) === 'wasm') {
    const manifest = await readFile(createRequire(import.meta.url).resolve('gdal3.js/package.json'), 'utf8');
    return `gdal3.js ${(JSON.parse(manifest) as { version: string }).version}`;
  }
  return (await run('ogr2ogr', ['--version'])).stdout.trim();
}
