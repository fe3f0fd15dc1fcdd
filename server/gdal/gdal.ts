// GDAL behind one door: the machine's ogr2ogr where it is on the PATH, else GDAL in WebAssembly in a worker thread. Both get
// one driver, one folder and no network.
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FeatureCollection, Geometry } from 'geojson';
import { say } from '../../core/refusals/say.ts';
import { startWorker } from '../worker-url.ts';
import { READABLE } from './gdal-formats.ts';
import { LOCKED_DOWN, nativeDrivers, runGdal, skipAllBut, startGdal } from './gdal-process.ts';
import type { GdalAnswer, GdalLayer, GdalRequest } from './gdal-worker.ts';
import { InputError } from './input-error.ts';
import { moveIntoPlace } from './move-into-place.ts';
import { openInput, type OpenInput } from './open-input.ts';
import { WASM_DRIVERS } from './wasm-drivers.ts';

export type GdalEngine = 'native' | 'wasm';
/** `own`: read without GDAL. */
export type ServedBy = 'own' | GdalEngine;

/** Which GDAL serves. `ZUSCHNITT_GDAL=wasm` skips the machine's own. */
export async function gdalEngine(): Promise<GdalEngine> {
  if (process.env.ZUSCHNITT_GDAL === 'wasm') return 'wasm';
  return (await nativeDrivers()) === null ? 'wasm' : 'native';
}

// RFC7946=NO keeps the file's own CRS and names it. 17 significant digits name every double exactly (IEEE 754-2019,
// 5.12.2), but GDAL drops up to three of the digits asked for where it sees 000000 or 999999 among them, as in
// -71.376635999999991: asking for 20 leaves 17. GDAL's default of 15 decimals is exact above 10 degrees only.
const TO_GEOJSON = ['-lco', 'RFC7946=NO', '-lco', 'SIGNIFICANT_FIGURES=20', '-dim', 'XY'];

/** Of text that becomes objects here: the limit of a string in V8. */
const LONGEST_TEXT = 2 ** 29;
/** As for the machine's GDAL; a WebAssembly instance cannot have more than 4 GB of memory anyway. */
const LONGEST_MS = 15 * 60_000;

export interface GeoJsonStream {
  /** A FeatureCollection as text, its "crs" (if any) before the features; destroying it stops GDAL. */
  readonly stream: Readable;
  /** Resolves when all was converted well and what was unpacked is gone; rejects with InputError. */
  readonly done: Promise<void>;
  readonly servedBy: ServedBy;
}

/**
 * The only layer of a file, or the one named, as GeoJSON in the file's own CRS, for reading as it comes. Throws InputError for
 * what is no vector file and for several layers of which none was named. GeoJSON itself is passed on as it is.
 */
export async function openGeoJsonStream(path: string, options: { readonly layer?: string | undefined } = {}): Promise<GeoJsonStream> {
  const input = await openInput(path);
  try {
    if (input.format === null) return streamOf(Readable.from(input.read()), input, 'own');
    const servedBy = await gdalEngine();
    return servedBy === 'native' ? await streamNatively(input, options.layer) : await streamFromWorker(input, options.layer);
  } catch (error) {
    await input.remove();
    throw inWords(error, input);
  }
}

/** The same as objects: for files whose text has less than 512 MB. */
export async function convertToGeoJson(path: string, layer?: string): Promise<{ collection: FeatureCollection<Geometry | null>; servedBy: ServedBy }> {
  const { stream, done, servedBy } = await openGeoJsonStream(path, { layer });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer | string>) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > LONGEST_TEXT) throw new InputError({ file: basename(path), problem: say('TOO_LARGE_AS_GEOJSON', { megabytes: LONGEST_TEXT / 2 ** 20 }), accepted: say('TAKE_STREAMS') });
  }
  await done;
  try {
    return { collection: JSON.parse(Buffer.concat(chunks).toString('utf8')) as FeatureCollection<Geometry | null>, servedBy };
  } catch {
    throw new InputError({ file: basename(path), problem: say('NOT_JSON'), accepted: say('TAKE_COLLECTION') });
  }
}

/** The layers of a file with their numbers of features; one layer named after the file where it is read without GDAL. */
export async function listLayers(path: string): Promise<readonly GdalLayer[]> {
  const input = await openInput(path);
  try {
    if (input.format === null) return [];
    if ((await gdalEngine()) === 'native') return parseSummary(await runGdal('ogrinfo', ['-ro', '-so', '-al', ...openOptions(input), input.path], driversOf(input)));
    return (await askWorker(await readRequest(input, undefined, input.path, true))).layers;
  } catch (error) {
    throw inWords(error, input);
  } finally {
    await input.remove();
  }
}

/** `ogrinfo -so -al`: a paragraph a layer. */
function parseSummary(text: string): GdalLayer[] {
  return text.split(/^Layer name: /m).slice(1).map((part) => ({
    name: part.slice(0, part.indexOf('\n')),
    features: Number(/^Feature Count: (\d+)/m.exec(part)?.[1] ?? 0),
    geometryType: /^Geometry(?: \([^)]*\))?: (.*)$/m.exec(part)?.[1] ?? 'None',
  }));
}

function streamOf(stream: Readable, input: OpenInput, servedBy: ServedBy, ended: Promise<void> = Promise.resolve(), stop: () => void = () => {}): GeoJsonStream {
  const done = (async () => {
    try {
      await Promise.all([finished(stream), ended]);
    } catch (error) {
      stop();
      throw inWords(error, input);
    } finally {
      await input.remove();
    }
  })();
  done.catch(() => undefined);
  return { stream, done, servedBy };
}

const driversOf = ({ format }: OpenInput): string[] => [format!.driver, 'GeoJSON'];
const openOptions = ({ format }: OpenInput): string[] => format!.openOptions.flatMap((option) => ['-oo', option]);

async function streamNatively(input: OpenInput, layer: string | undefined): Promise<GeoJsonStream> {
  const names = await layerNames(input);
  requireLayer(names, layer, input.file);
  // Absolute, so that no name can be taken for an option.
  const argv = ['-f', 'GeoJSON', '/vsistdout/', ...openOptions(input), ...TO_GEOJSON, input.path, ...(layer === undefined ? [] : [layer])];
  const { stdout, done, stop } = await startGdal('ogr2ogr', argv, driversOf(input));
  return streamOf(stdout, input, 'native', done, stop);
}

/** A line a layer; a File Geodatabase has them in groups, which say "Layer" for the number. */
async function layerNames(input: OpenInput): Promise<string[]> {
  const stdout = await runGdal('ogrinfo', ['-ro', '-q', ...openOptions(input), input.path], driversOf(input));
  return stdout.split('\n').flatMap((line) => /^\s*(?:\d+|Layer): (.*?)(?: \([^()]*\))?$/.exec(line.trimEnd())?.[1] ?? []);
}

function requireLayer(names: readonly string[], layer: string | undefined, file: string): void {
  const all = names.slice(0, 50).join(', ');
  if (layer === undefined && names.length > 1) throw new InputError({ file, problem: say('SEVERAL_LAYERS', { count: names.length }), accepted: say('TAKE_LAYER', { file, names: all }) });
  if (layer === undefined && names.length === 0) throw new InputError({ file, problem: say('NO_LAYERS'), accepted: say('TAKE_LAYERS') });
  if (layer !== undefined && !names.includes(layer)) throw new InputError({ file, problem: say('NO_SUCH_LAYER', { layer }), accepted: say('TAKE_ONE_OF', { names: all }) });
}

async function streamFromWorker(input: OpenInput, layer: string | undefined): Promise<GeoJsonStream> {
  // The result lies on disk, where the stream reads it: as text in memory it would be there twice.
  const folder = await mkdtemp(join(tmpdir(), 'zuschnitt-converted-'));
  const remove = async () => {
    await rm(folder, { recursive: true, force: true });
    await input.remove();
  };
  try {
    const { layers, made } = await askWorker(await readRequest(input, layer, folder, false));
    requireLayer(layers.map(({ name }) => name), layer, input.file);
    return streamOf(createReadStream(made!), { ...input, remove }, 'wasm');
  } catch (error) {
    await remove();
    throw error;
  }
}

async function readRequest(input: OpenInput, layer: string | undefined, folder: string, list: boolean): Promise<GdalRequest> {
  return {
    kind: 'read',
    path: input.path,
    folder: list ? tmpdir() : folder,
    driver: input.format!.driver,
    openOptions: input.format!.openOptions,
    ...(layer === undefined ? {} : { layer }),
    list,
    options: TO_GEOJSON,
    settings: wasmSettings(driversOf(input)),
  };
}

const wasmSettings = (kept: readonly string[]) => ({ ...LOCKED_DOWN, OGR_SKIP: skipAllBut(WASM_DRIVERS, kept) });

/** What GDAL says, without the folders of this machine. */
function inWords(error: unknown, { file, path }: Pick<OpenInput, 'file' | 'path'>): unknown {
  if (error instanceof InputError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENOMEM') return error;
  const own = (error instanceof Error ? error.message : '').split('\n').find((line) => /^(ERROR|FAILURE|\S.*(corrupt|malformed|truncat|larger|minutes))/i.test(line)) ?? '';
  const said = own.replaceAll(path, file).replaceAll(/(\/[\w.-]+){2,}/g, '…').replace(/^ERROR \d+: /, '').slice(0, 160);
  return new InputError({ file, problem: /^(FAILURE|$)/.test(said) ? say('NO_VECTOR') : say('NO_VECTOR_GDAL', { said }), accepted: say('TAKE_READABLE_FORMATS', { formats: READABLE }) });
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
    // A File Geodatabase or GeoPackage is made by way of memory.
    const kept = [driver, 'GeoJSON', 'Memory'];
    if ((await gdalEngine()) === 'native') {
      await runGdal('ogr2ogr', ['-f', driver, join(target, stem + extension), source, '-oo', 'DATE_AS_STRING=YES', ...options], kept);
    } else {
      await askWorker({ kind: 'write', path: source, driver, folder: target, stem, options, settings: wasmSettings(kept) });
    }
    await moveIntoPlace(target, resolve(out, '..'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One worker a request: GDAL in WebAssembly keeps what it allocated, and a conversion is rare. */
async function askWorker(request: GdalRequest): Promise<GdalAnswer> {
  const worker = startWorker('server/gdal/gdal-worker.ts', { workerData: request });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<GdalAnswer>((resolveAnswer, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${LONGEST_MS / 60_000} minutes`)), LONGEST_MS);
      worker.once('message', (answer: GdalAnswer | { error: string }) => {
        if ('error' in answer) reject(new Error(answer.error));
        else resolveAnswer(answer);
      });
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the conversion ended without an answer')));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** Version text of the GDAL that serves, for logs and `--version`. */
export async function gdalVersion(): Promise<string> {
  if ((await gdalEngine()) === 'wasm') {
    const manifest = await readFile(createRequire(import.meta.url).resolve('gdal3.js/package.json'), 'utf8');
    return `gdal3.js ${(JSON.parse(manifest) as { version: string }).version}`;
  }
  return (await runGdal('ogr2ogr', ['--version'], [])).trim();
}
