// What lies behind a path: the file itself or the one inside an archive, unpacked; and whether GDAL has to read it.
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { say } from '../../core/refusals/say.ts';
import { requireFormat, type GdalFormat } from './gdal-formats.ts';
import { InputError } from './input-error.ts';
import { fileProblem, readCsv } from './formats/read-csv.ts';
import { readKml } from './formats/read-kml.ts';
import { readSpreadsheet } from './formats/read-spreadsheet.ts';
import { unpack } from './formats/unpack.ts';
import { ARCHIVES, readZipDirectory, refuseUnsafe, vectorEntries } from './formats/zip-entries.ts';

export interface OpenInput {
  /** Name in messages: of the archive where there is one. */
  readonly file: string;
  /** Absolute path of what is read. */
  readonly path: string;
  /** How GDAL reads it; null where it is read without GDAL. */
  readonly format: GdalFormat | null;
  /** GeoJSON text of what is read without GDAL. */
  read(): AsyncIterable<string | Buffer>;
  /** Removes what was unpacked. */
  remove(): Promise<void>;
}

const OWN = ['.geojson', '.json', '.kml', '.csv', '.tsv', '.txt', '.xlsx', '.ods'];

/** Path of the file, or of the one inside the archive, unpacked. `remove` has to be called when it was read. */
export async function openArchive(path: string): Promise<Pick<OpenInput, 'file' | 'path' | 'remove'>> {
  const file = basename(path);
  try {
    await access(path);
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: say('TAKE_READABLE') });
  }
  const extension = extname(path).toLowerCase();
  if (!ARCHIVES.includes(extension)) return { file, path: resolve(path), remove: () => Promise.resolve() };
  if (extension !== '.zip' && extension !== '.kmz') throw new InputError({ file, problem: say('ARCHIVE_UNKNOWN', { format: extension }), accepted: say('TAKE_ZIP') });
  const entries = await readZipDirectory(path);
  if (entries === null) throw new InputError({ file, problem: say('NO_ZIP'), accepted: say('TAKE_ZIP_OR_FILE') });
  refuseUnsafe(entries, file);
  const names = entries.map(({ name }) => name);
  const found = vectorEntries(names);
  if (found.length !== 1) throw choice(file, names, found);
  const unpacked = await unpack(path, entries, found[0]!);
  return { file, path: unpacked.path, remove: unpacked.remove };
}

function choice(file: string, names: readonly string[], found: readonly string[]): InputError {
  const nested = names.find((name) => ARCHIVES.includes(extname(name).toLowerCase()));
  const accepted = 'an archive with one Shapefile (.shp, .dbf, .shx, .prj), GeoPackage, File Geodatabase or table';
  if (found.length > 1) return new InputError({ file, problem: say('SEVERAL_FILES', { count: found.length, names: found.slice(0, 20).join(', ') }), accepted });
  if (nested !== undefined) return new InputError({ file, field: nested, problem: say('ARCHIVE_IN_ARCHIVE'), accepted: say('TAKE_FILES') });
  return new InputError({ file, problem: say('NO_VECTOR_FILE'), accepted });
}

/** Opens a vector file or a table. Throws InputError for what cannot be read; nothing has to be removed then. */
export async function openInput(named: string): Promise<OpenInput> {
  const { file, path, remove } = await openArchive(named);
  const extension = extname(path).toLowerCase();
  try {
    const format = OWN.includes(extension) ? null : await requireFormat(path, file);
    return { file, path, format, remove, read: () => readAsGeoJson(path, extension, file) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function* readAsGeoJson(path: string, extension: string, file: string): AsyncIterable<string | Buffer> {
  if (extension === '.geojson' || extension === '.json') yield* createReadStream(path) as AsyncIterable<Buffer>;
  else if (extension === '.kml') yield await readKml(path, file);
  else {
    const table = ['.xlsx', '.ods'].includes(extension) ? await readSpreadsheet(path, {}, file) : await readCsv(path, file);
    yield '{"type":"FeatureCollection","features":[\n';
    for (let row = 0; row < table.rows.length; row++) {
      const properties = Object.fromEntries(table.columns.map((column, at) => [column, table.rows[row]![at]]));
      yield `${row === 0 ? '' : ',\n'}${JSON.stringify({ type: 'Feature', properties, geometry: null })}`;
    }
    yield '\n]}\n';
  }
}
