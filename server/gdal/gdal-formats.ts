// The formats that GDAL may read here: which driver for which extension, and what the file must begin with.
import { open, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { say } from '../../core/refusals/say.ts';
import { InputError } from './input-error.ts';

export interface GdalFormat {
  readonly name: string;
  readonly extensions: readonly string[];
  /** The one driver that may open it: all others are taken from GDAL before it starts. */
  readonly driver: string;
  /** Options of the driver, NAME=VALUE. */
  readonly openOptions: readonly string[];
  /** Whether the first bytes are those of the format. */
  readonly begins: (head: Buffer) => boolean;
}

const bytes = (...values: number[]) => (head: Buffer) => values.every((value, i) => head[i] === value);

/**
 * No VRT, no WFS, no SQLite with views on other files, no raster, no catalogue, no database: nothing that opens another file
 * or address. GML may only bring its own schema, and downloads none.
 */
export const GDAL_FORMATS: readonly GdalFormat[] = [
  { name: 'GeoPackage', extensions: ['.gpkg'], driver: 'GPKG', openOptions: [], begins: (head) => head.toString('latin1', 0, 15) === 'SQLite format 3' },
  { name: 'Shapefile', extensions: ['.shp'], driver: 'ESRI Shapefile', openOptions: [], begins: bytes(0, 0, 0x27, 0x0a) },
  { name: 'dBASE', extensions: ['.dbf'], driver: 'ESRI Shapefile', openOptions: [], begins: (head) => [0x03, 0x30, 0x31, 0x43, 0x83, 0x8b, 0xf5].includes(head[0] ?? 0) },
  { name: 'FlatGeobuf', extensions: ['.fgb'], driver: 'FlatGeobuf', openOptions: [], begins: bytes(0x66, 0x67, 0x62, 0x03) },
  { name: 'GML', extensions: ['.gml'], driver: 'GML', openOptions: ['DOWNLOAD_SCHEMA=NO', 'WRITE_GFS=NO'], begins: (head) => /opengis\.net\/(gml|wfs)/.test(xmlHead(head)) },
  { name: 'File Geodatabase', extensions: ['.gdb'], driver: 'OpenFileGDB', openOptions: [], begins: () => true },
  { name: 'MapInfo', extensions: ['.mif'], driver: 'MapInfo File', openOptions: [], begins: (head) => /^version\s/i.test(head.toString('latin1')) },
  { name: 'GPX', extensions: ['.gpx'], driver: 'GPX', openOptions: [], begins: (head) => /<gpx[\s>]/.test(xmlHead(head)) },
  { name: 'DXF', extensions: ['.dxf'], driver: 'DXF', openOptions: [], begins: (head) => /^\s*(0\s*[\r\n]+\s*SECTION|999)/.test(head.toString('latin1')) },
  { name: 'OpenStreetMap', extensions: ['.pbf', '.osm'], driver: 'OSM', openOptions: [], begins: (head) => head.toString('latin1', 4, 15) === '\n\tOSMHeader' || /<osm[\s>]/.test(xmlHead(head)) },
  { name: 'TopoJSON', extensions: ['.topojson'], driver: 'TopoJSON', openOptions: [], begins: (head) => /^\s*\{/.test(head.toString('utf8')) && head.includes('Topology') },
];

export const READABLE = 'GeoJSON, GeoPackage, Shapefile (zipped), FlatGeobuf, GML, KML, File Geodatabase (zipped), CSV, XLSX, ODS, MIF, GPX, DXF, OpenStreetMap (.osm.pbf, .osm) or TopoJSON';

/** Text of the first bytes of XML; '' for one with a document type, whose entities could name other files. */
function xmlHead(head: Buffer): string {
  const text = head[0] === 0xff && head[1] === 0xfe ? head.toString('utf16le') : head.toString('utf8');
  return /<!(DOCTYPE|ENTITY)/i.test(text) || !/^\ufeff?\s*</.test(text) ? '' : text;
}

/** How much of a file is looked at: the root element of a GML with all its namespaces. */
const HEAD_BYTES = 2 ** 16;

/** The first bytes of a file, at most `HEAD_BYTES`. */
export async function readHead(path: string, length = HEAD_BYTES): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(length);
    const { bytesRead } = await handle.read(head, 0, length, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * The format of a file, by its extension and by what it begins with: a VRT that is called .gpkg never reaches GDAL. Throws
 * InputError for anything else.
 */
export async function requireFormat(path: string, file = basename(path)): Promise<GdalFormat> {
  const extension = extname(path).toLowerCase();
  const format = GDAL_FORMATS.find(({ extensions }) => extensions.includes(extension));
  if (format === undefined) throw new InputError({ file, problem: say('FORMAT_UNKNOWN', { format: extension }), accepted: say('TAKE_READABLE_FORMATS', { formats: READABLE }) });
  const found = await stat(path);
  if (format.driver === 'OpenFileGDB') {
    // Every File Geodatabase has its catalogue in this table.
    const catalogue = found.isDirectory() ? await stat(join(path, 'a00000001.gdbtable')).catch(() => null) : null;
    if (catalogue?.isFile()) return format;
    throw new InputError({ file, problem: say('NO_GEODATABASE'), accepted: say('TAKE_GEODATABASE') });
  }
  if (!found.isFile()) throw new InputError({ file, problem: say('NO_FILE'), accepted: say('TAKE_PATH') });
  if (found.size === 0) throw new InputError({ file, problem: say('FILE_EMPTY'), accepted: say('TAKE_READABLE_FORMATS', { formats: READABLE }) });
  if (!format.begins(await readHead(path))) throw new InputError({ file, problem: say('BEGINS_OTHERWISE', { format: format.name }), accepted: say('TAKE_FORMAT', { format: format.name }) });
  return format;
}
