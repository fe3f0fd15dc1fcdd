// Results of processes to files: tables with or without geometry, in the format of the extension, whole or not at all.
import { access, constants, stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { Geometry, Position } from 'geojson';
import { transformer } from './crs/crs.ts';
import { convertFromGeoJson } from './gdal.ts';
import { InputError } from './input-error.ts';
import { writeWhole } from './move-into-place.ts';

/** A table in memory; geometries are in `epsg`, null for a row without one. */
export interface WritableTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  readonly geometries?: readonly (Geometry | null)[];
  readonly epsg?: number;
}

export const TABLE_EXTENSIONS = ['.geojson', '.gpkg', '.shp', '.fgb', '.csv', '.xlsx', '.json'] as const;
export type TableExtension = (typeof TABLE_EXTENSIONS)[number];

const NEED_GEOMETRY: readonly TableExtension[] = ['.geojson', '.shp', '.fgb'];

/** The extension of an output file; throws InputError for an unknown one or a folder that cannot be written. */
export async function requireOutput<Extension extends string>(path: string, extensions: readonly Extension[]): Promise<Extension> {
  const extension = extname(path).toLowerCase() as Extension;
  const file = basename(path);
  if (!extensions.includes(extension)) {
    throw new InputError({ file, option: 'out', problem: `extension "${extension}" is not written`, accepted: extensions.join(' ') });
  }
  const folder = dirname(path);
  try {
    await access(folder, constants.W_OK);
  } catch {
    throw new InputError({ file, option: 'out', problem: `folder ${folder} cannot be written`, accepted: 'a folder that exists' });
  }
  const existing = await stat(path).catch(() => null);
  if (existing?.isDirectory()) throw new InputError({ file, option: 'out', problem: 'is a folder', accepted: 'the path of a file' });
  return extension;
}

/**
 * Writes a table. GeoJSON is in CRS84 (RFC 7946), the other formats in the table's own CRS. Returns remarks for the
 * person who asked, such as names that a Shapefile cannot hold.
 */
export async function writeTable(table: WritableTable, path: string, extension: TableExtension): Promise<string[]> {
  const file = basename(path);
  if (table.geometries === undefined && NEED_GEOMETRY.includes(extension)) {
    throw new InputError({ file, option: 'out', problem: 'the result has no geometry', accepted: '.csv .xlsx .json .gpkg' });
  }
  if (extension === '.json') await writeWhole(path, tableToJson(table));
  else if (extension === '.csv') await writeWhole(path, tableToCsv(table));
  else if (extension === '.geojson') await writeWhole(path, tableToGeoJson(table));
  else return writeByGdal(table, path, extension);
  return [];
}

async function writeByGdal(table: WritableTable, path: string, extension: '.gpkg' | '.shp' | '.fgb' | '.xlsx'): Promise<string[]> {
  const remarks: string[] = [];
  let { columns } = table;
  if (extension === '.shp') {
    columns = shapefileNames(columns);
    const changed = columns.flatMap((name, i) => (name === table.columns[i] ? [] : [`${table.columns[i]} is ${name}`]));
    if (changed.length > 0) remarks.push(`a Shapefile has names of 10 characters: ${changed.join(', ')}`);
  }
  const empty = table.geometries?.indexOf(null) ?? -1;
  if (extension === '.fgb' && empty >= 0) {
    // GDAL would leave the row out without a word.
    throw new InputError({
      file: basename(path),
      option: 'out',
      problem: `FlatGeobuf holds no row without geometry, and "${table.rows[empty]![0]}" has none`,
      accepted: '.gpkg .geojson .csv .xlsx .json',
    });
  }
  const spatial = table.geometries !== undefined && extension !== '.xlsx';
  const layer = basename(path).slice(0, -extension.length);
  const taken = new Set(columns.map((name) => name.toLowerCase()));
  const options = ['-nln', layer, '-nlt', spatial ? 'MULTIPOLYGON' : 'NONE'];
  if (extension === '.gpkg' && taken.has('fid')) options.push('-lco', 'FID=ogc_fid');
  if (extension === '.shp') options.push('-lco', 'ENCODING=UTF-8');
  // Its index would sort the rows along a Hilbert curve; a table of zones is short and has an order.
  if (extension === '.fgb') options.push('-lco', 'SPATIAL_INDEX=NO');
  await convertFromGeoJson(sourceForGdal({ ...table, columns }, spatial), path, extension, options);
  return remarks;
}

/** Ten characters each, all different; GDAL would do so too, without telling. */
function shapefileNames(columns: readonly string[]): string[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    let name = cut(column, 10);
    for (let n = 1; taken.has(name.toLowerCase()); n++) name = `${cut(column, 9 - `${n}`.length)}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** The field's limit counts bytes. */
function cut(text: string, bytes: number): string {
  let short = text;
  while (Buffer.byteLength(short) > bytes) short = short.slice(0, -1);
  return short;
}

/** GeoJSON with an id of its own for every feature: without it GDAL takes a whole-number column "id" for the row number and drops it. */
function sourceForGdal(table: WritableTable, spatial: boolean): string {
  const features = table.rows.map((row, i) => ({
    type: 'Feature',
    id: i + 1,
    properties: record(table.columns, row),
    geometry: spatial ? (table.geometries![i] ?? null) : null,
  }));
  const crs = table.epsg === undefined ? {} : { crs: { type: 'name', properties: { name: `urn:ogc:def:crs:EPSG::${table.epsg}` } } };
  return JSON.stringify({ type: 'FeatureCollection', ...crs, features });
}

function record(columns: readonly string[], row: readonly (string | number | null)[]): Record<string, string | number | null> {
  return Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null]));
}

/** Rows as an array of objects, one line a row. */
export function tableToJson(table: WritableTable): string {
  return `[\n${table.rows.map((row) => JSON.stringify(record(table.columns, row))).join(',\n')}\n]\n`;
}

/** Comma, decimal point, UTF-8; an empty field is "not known". */
export function tableToCsv(table: WritableTable): string {
  const field = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [table.columns, ...table.rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** A FeatureCollection in CRS84; a vertex that two rows share is the same in both. */
export function tableToGeoJson(table: WritableTable): string {
  const transform = transformer(table.epsg ?? 4326, 4326);
  const features = table.rows.map((row, i) =>
    JSON.stringify({
      type: 'Feature',
      properties: record(table.columns, row),
      geometry: toCrs84(table.geometries?.[i] ?? null, transform),
    }),
  );
  return `{"type":"FeatureCollection","features":[\n${features.join(',\n')}\n]}\n`;
}

/** Shells counter-clockwise and holes clockwise, as RFC 7946 (3.1.6) wants them. */
function toCrs84(geometry: Geometry | null, transform: (x: number, y: number) => [number, number]): Geometry | null {
  const polygon = (rings: Position[][]) =>
    rings.map((ring, i) => {
      const turned = ring.map(([x, y]) => transform(x!, y!));
      let twice = 0;
      for (let k = 1; k < turned.length; k++) twice += (turned[k - 1]![0] - turned[0]![0]) * (turned[k]![1] - turned[0]![1]) - (turned[k]![0] - turned[0]![0]) * (turned[k - 1]![1] - turned[0]![1]);
      return twice > 0 === (i === 0) ? turned : turned.toReversed();
    });
  if (geometry === null) return null;
  if (geometry.type === 'Polygon') return { type: 'Polygon', coordinates: polygon(geometry.coordinates) };
  if (geometry.type === 'MultiPolygon') return { type: 'MultiPolygon', coordinates: geometry.coordinates.map(polygon) };
  throw new TypeError(`a result of ${geometry.type}`);
}
