// Vector files to rows with their CRS: GeoJSON and Shapefiles by ourselves, all else by GDAL as a stream of GeoJSON.
import { access } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { say } from '../../core/refusals/say.ts';
import { crsDefinition, KNOWN_CRS, parseCrs } from './crs/crs.ts';
import { judgeCrs, proposalsInWords } from './crs/crs-proposal.ts';
import { firstPosition } from './formats/flat-geometries.ts';
import { openGeoJsonStream, type ServedBy } from './gdal.ts';
import { InputError } from './input-error.ts';
import { openArchive } from './open-input.ts';
import { fileProblem } from './formats/read-csv.ts';
import { readGeoJsonFile, readGeoJsonStream, type GeoJsonRows } from './formats/read-geojson-stream.ts';
import { readShapefile, type ShapefileRows } from './formats/read-shapefile.ts';
import { VectorFile } from './vector-file.ts';
import { vectorEntries, zipEntries } from './formats/zip-entries.ts';

export type { VectorFile };

/** How a file is to be read; a layer may also be named in the path as QGIS does, `towns.gpkg|layername=blocks`. */
export interface ReadOptions {
  readonly layer?: string;
  /** Counts instead of the CRS that the file names, and where it names none. */
  readonly epsg?: number;
  /** Columns that will be asked for; of the others the names alone are kept. Default: all. */
  readonly columns?: readonly string[];
}

const GEOJSON = ['.geojson', '.json', '.geojsonl', '.geojsons', '.ndjson'];
const OWN = [...GEOJSON, '.shp'];

/**
 * Reads the only layer, or the one named. Throws InputError for what is no vector file, has no features, or is in a CRS
 * that is not known.
 */
export async function readVector(named: string, options: ReadOptions = {}): Promise<VectorFile> {
  const [path, inPath] = splitLayer(named);
  const layer = options.layer ?? inPath;
  if (/^(https?:|ftp:|\/vsi)/i.test(path)) {
    throw new InputError({ file: basename(path), problem: say('NETWORK_ADDRESS'), accepted: say('TAKE_PATH') });
  }
  const vector = (await isOwn(path)) ? await readOwn(path, layer, options) : await readByGdal(path, layer, options);
  if (vector.rowCount === 0) throw new InputError({ file: vector.file, problem: say('NO_FEATURES'), accepted: say('TAKE_FEATURE') });
  return vector;
}

function splitLayer(named: string): [string, string | undefined] {
  const match = /^(.*)\|layername=(.+)$/i.exec(named);
  return match === null ? [named, undefined] : [match[1]!, match[2]!];
}

/** By the extension, of an archive by that of the one vector file in it. */
async function isOwn(path: string): Promise<boolean> {
  const extension = extname(path).toLowerCase();
  if (extension !== '.zip') return OWN.includes(extension);
  try {
    const found = vectorEntries((await zipEntries(path)) ?? []);
    return found.length === 1 && OWN.includes(extname(found[0]!).toLowerCase());
  } catch {
    // Whoever opens it says why it cannot be read.
    return false;
  }
}

async function readOwn(named: string, layer: string | undefined, options: ReadOptions): Promise<VectorFile> {
  const { file, path, remove } = await openArchive(named);
  try {
    requireOnlyLayer(file, path, layer);
    await access(path);
    if (extname(path).toLowerCase() === '.shp') return fromShapefile(file, readShapefile(path, options.columns ?? null), options);
    return fromGeoJson(file, readGeoJsonFile(path, file, { columns: options.columns, featureIds: true }), 'own', options);
  } catch (error) {
    if (error instanceof InputError || (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new InputError({ file, problem: fileProblem(error), accepted: say('TAKE_READABLE') });
  } finally {
    await remove();
  }
}

/** GDAL calls the one layer of such a file by the file's name; a collection may have a name of its own, which is not looked at. */
function requireOnlyLayer(file: string, path: string, layer: string | undefined): void {
  const name = basename(path, extname(path));
  if (layer === undefined || GEOJSON.includes(extname(path).toLowerCase()) || layer === name) return;
  throw new InputError({ file, problem: say('NO_SUCH_LAYER', { layer }), accepted: say('TAKE_ONE_OF', { names: name }) });
}

async function readByGdal(path: string, layer: string | undefined, options: ReadOptions): Promise<VectorFile> {
  const file = basename(path);
  const { stream, done, servedBy } = await openGeoJsonStream(path, { layer });
  let rows: GeoJsonRows;
  try {
    rows = await readGeoJsonStream(stream, file, { columns: options.columns, featureIds: servedBy === 'own' });
  } catch (error) {
    // Where the converter broke off, what it wrote is cut off, and the cause is what it says itself.
    if (stream.readableEnded) await done;
    stream.destroy();
    throw error;
  }
  await done;
  return fromGeoJson(file, rows, servedBy, options);
}

function fromGeoJson(file: string, { geometries, columns, crsName }: GeoJsonRows, servedBy: ServedBy, options: ReadOptions): VectorFile {
  let epsg = options.epsg ?? null;
  if (epsg === null && crsName !== null) epsg = requireKnown(file, crsName, parseCrs(crsName), null);
  const vector = (code: number | null) => new VectorFile(file, code, columns.names, geometries, columns, servedBy);
  if (epsg !== null || servedBy !== 'own') return vector(epsg);
  const found = vector(4326);
  refuseMetres(found);
  return found;
}

function fromShapefile(file: string, { geometries, records, table, crs }: ShapefileRows, options: ReadOptions): VectorFile {
  const epsg = options.epsg ?? (crs === null ? null : requireKnown(file, crs.name, crs.epsg, crs.oddUnit));
  const rows = { text: (row: number, column: number) => table.text(records[row]!, column), value: (row: number, column: number) => table.value(records[row]!, column) };
  return new VectorFile(file, epsg, table.names, geometries, rows, 'own');
}

function requireKnown(file: string, name: string, epsg: number | null, oddUnit: string | null): number {
  if (epsg !== null && crsDefinition(epsg) !== null) return epsg;
  throw new InputError({ file, field: 'crs', problem: say('CRS_UNKNOWN', { crs: name }), accepted: oddUnit === null ? say('TAKE_KNOWN_EPSG', { crs: KNOWN_CRS }) : say('TAKE_CRS_NOT_IN', { unit: oddUnit, crs: KNOWN_CRS }) });
}

/** GeoJSON without a "crs" is degrees (RFC 7946); metres in it would be computed as degrees without a word. */
function refuseMetres({ file, geometries, rowCount }: VectorFile): void {
  for (let row = 0; row < rowCount; row++) {
    const [x, y] = firstPosition(geometries, row) ?? [0, 0];
    if (Math.abs(x) <= 180 && Math.abs(y) <= 90) continue;
    throw new InputError({
      file,
      row: row + 1,
      problem: say('NOT_IN_DEGREES', { x: String(x), y: String(y) }),
      accepted: say('TAKE_CRS_MEMBER', { proposals: proposalsInWords(judgeCrs(geometries.xy, null, null).proposals) }),
    });
  }
}
