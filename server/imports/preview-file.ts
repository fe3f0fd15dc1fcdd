// What was understood of a file before anything of it is stored: format, CRS, columns, first rows and shapes, and what is wrong.
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { say } from '../../core/refusals/say.ts';
import { requireCrs } from '../gdal/crs/crs.ts';
import type { Place } from '../gdal/crs/crs-proposal.ts';
import { GDAL_FORMATS } from '../gdal/gdal-formats.ts';
import { listLayers, type ServedBy } from '../gdal/gdal.ts';
import { InputError } from '../gdal/input-error.ts';
import { openArchive } from '../gdal/open-input.ts';
import { readCsv, type TextTable } from '../gdal/formats/read-csv.ts';
import { listSheets, readSpreadsheet } from '../gdal/formats/read-spreadsheet.ts';
import { tableOfFeatures, type NamedTable } from '../gdal/read-table.ts';
import { readVector, type VectorFile } from '../gdal/read-vector.ts';
import { issuesOf } from './import-refused.ts';
import { IMPORT_KINDS, type ImportKind } from './import-request.ts';
import { previewColumns, type ColumnsPreview, type PreviewIssue } from './preview-columns.ts';
import { openTable, isTableFile } from './open-table.ts';
import { proposeMapping } from '../../core/tables/propose-mapping.ts';
import { readUnjudged } from './read-unjudged.ts';
import { previewShapes, type ShapesPreview } from './preview-shapes.ts';

export interface PreviewLayer {
  readonly layer: string;
  readonly features: number;
  readonly geometryType: string | null;
}

export interface FilePreview extends Omit<ColumnsPreview, 'issues'>, Omit<ShapesPreview, 'issues'> {
  readonly file: string;
  readonly bytes: number;
  readonly format: string;
  readonly servedBy: ServedBy;
  readonly layers: readonly PreviewLayer[];
  readonly layer: string | null;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly features: number;
  readonly rows: readonly (readonly string[])[];
  readonly kindProposal: ImportKind | null;
  readonly issues: readonly PreviewIssue[];
  /** Hash of the names of the columns, whatever their order: files of one source have the same. */
  readonly mappingKey: string;
}

export interface PreviewRequest {
  readonly path: string;
  readonly layer?: string | undefined;
  readonly sourceCrs?: string | undefined;
  readonly encoding?: TextTable['encoding'] | undefined;
  /** CRS of the municipality, and where its blocks lie (null as long as it has none). */
  readonly epsg: number;
  readonly place: Place | null;
}

const FIRST_ROWS = 10;
const MOST_ISSUES = 100;
/** A larger table is read once; whoever brings it knows what it is. */
const LARGEST_SECOND_LOOK = 2 ** 25;

interface Understood {
  readonly table: NamedTable | null;
  readonly vector: VectorFile | null;
  readonly epsg: number | null;
  readonly unknownName: string | null;
  readonly servedBy: ServedBy;
  readonly layers: readonly PreviewLayer[];
  readonly layer: string | null;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly issues: readonly PreviewIssue[];
}

const NOTHING: Understood = { table: null, vector: null, epsg: null, unknownName: null, servedBy: 'own', layers: [], layer: null, encoding: null, separator: null, issues: [] };

/** Never throws for what is wrong with the file: that is among the issues. Throws InputError for a request that names no CRS. */
export async function previewFile(request: PreviewRequest): Promise<FilePreview> {
  const file = basename(request.path);
  const given = request.sourceCrs === undefined ? null : requireCrs(request.sourceCrs, 'sourceCrs');
  let format = formatName(request.path);
  let understood = NOTHING;
  try {
    const opened = await openArchive(request.path);
    try {
      format = formatName(opened.path) + (extname(request.path).toLowerCase() === '.zip' ? ', zipped' : '');
      understood = await understand(opened.path, file, request, given);
    } finally {
      await opened.remove();
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    understood = { ...NOTHING, issues: issuesOf(error).map((issue) => ({ ...issue, code: issue.code ?? 'UNREADABLE', severity: 'error' as const })) };
  }
  const { table, vector, epsg, unknownName, issues, ...rest } = understood;
  const columns = table === null ? { columns: [], keyColumns: [], decimal: null, issues: [] } : previewColumns(table);
  const shapes = previewShapes({ file, vector, epsg: given ?? epsg, unknownName: given === null ? unknownName : null, place: request.place, target: request.epsg });
  return {
    file,
    bytes: (await stat(request.path)).size,
    format,
    ...rest,
    ...columns,
    ...shapes,
    features: table?.rowCount ?? 0,
    rows: table === null ? [] : Array.from({ length: Math.min(FIRST_ROWS, table.rowCount) }, (_, row) => table.columns.map((_name, at) => table.cell(row, at).slice(0, 200))),
    kindProposal: await proposeAnyKind(request.path, table, table === null ? null : proposeKind(columns, shapes, table)),
    issues: [...issues, ...shapes.issues, ...columns.issues].slice(0, MOST_ISSUES),
    mappingKey: mappingKeyOf(table?.columns ?? []),
  };
}

/** The key under which the mapping of files with these columns is kept. */
export function mappingKeyOf(columns: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(columns.toSorted())).digest('hex').slice(0, 32);
}

function formatName(path: string): string {
  const extension = extname(path).toLowerCase();
  const own: Readonly<Record<string, string>> = { '.geojson': 'GeoJSON', '.json': 'GeoJSON', '.kml': 'KML', '.csv': 'CSV', '.tsv': 'CSV', '.txt': 'CSV', '.xlsx': 'XLSX', '.ods': 'ODS', '.zip': 'ZIP', '.kmz': 'KMZ' };
  return own[extension] ?? GDAL_FORMATS.find(({ extensions }) => extensions.includes(extension))?.name ?? extension.slice(1).toUpperCase();
}

async function understand(path: string, file: string, { layer, encoding }: PreviewRequest, given: number | null): Promise<Understood> {
  const extension = extname(path).toLowerCase();
  if (['.csv', '.tsv', '.txt'].includes(extension)) {
    const table = await readCsv(path, file, { encoding });
    return { ...NOTHING, table: asNamed(table), encoding: table.encoding, separator: table.separator, issues: table.rows.length === 0 ? [noRows(file)] : [] };
  }
  if (extension === '.xlsx' || extension === '.ods') {
    const sheets = await listSheets(path, file);
    const layers = sheets.map(({ name, rows }) => ({ layer: name, features: rows.size - 1, geometryType: null }));
    if (layer === undefined && layers.length > 1) return { ...NOTHING, layers, issues: [layerNeeded(file, layers, 'sheets')] };
    try {
      const table = await readSpreadsheet(path, { layer }, file);
      return { ...NOTHING, table: asNamed(table), layers, layer: table.sheet, issues: table.rows.length === 0 ? [noRows(file)] : [] };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { ...NOTHING, layers, issues: [{ ...error.input, code: 'UNREADABLE', severity: 'error' }] };
    }
  }
  const layers = (await listLayers(path)).map(({ name, features, geometryType }) => ({ layer: name, features, geometryType: geometryType === 'None' ? null : geometryType }));
  if (layer === undefined && layers.length > 1) return { ...NOTHING, layers, issues: [layerNeeded(file, layers, 'layers')] };
  return { ...(await understandVector(path, file, layer, given)), layers, layer: layer ?? layers[0]?.layer ?? null };
}

async function understandVector(path: string, file: string, layer: string | undefined, given: number | null): Promise<Understood> {
  const chosen = layer === undefined ? {} : { layer };
  const { vector, named, unknownName } = given === null ? await readUnjudged(path, chosen) : { vector: await readVector(path, { ...chosen, epsg: given }), named: given, unknownName: null };
  return { ...NOTHING, table: { ...tableOfFeatures(vector), file }, vector, epsg: named, unknownName, servedBy: vector.servedBy };
}

function asNamed({ file, columns, rows, rowNumbers }: Pick<TextTable, 'file' | 'columns' | 'rows' | 'rowNumbers'>): NamedTable {
  return { file, columns, rowCount: rows.length, cell: (row, column) => rows[row]![column]!, rowNumber: (row) => rowNumbers[row]! };
}

const noRows = (file: string): PreviewIssue => ({ code: 'NO_ROWS', file, problem: say('NO_ROWS'), accepted: say('TAKE_HEADER_AND_ROW'), severity: 'error' });

function layerNeeded(file: string, layers: readonly PreviewLayer[], what: 'layers' | 'sheets'): PreviewIssue {
  return { code: 'LAYER_NEEDED', file, field: 'layer', problem: say(what === 'layers' ? 'SEVERAL_LAYERS' : 'SEVERAL_SHEETS', { count: layers.length }), accepted: say('TAKE_ONE_OF_THESE', { names: layers.slice(0, 50).map(({ layer }) => layer).join(', ') }), severity: 'error' };
}

/** Official tables have titles, headers of several rows, rows by date or category, or no separator at all: what a plain table has not. */
async function proposeAnyKind(path: string, plain: NamedTable | null, kind: ImportKind | null): Promise<ImportKind | null> {
  if (!isTableFile(path) || (await stat(path)).size > LARGEST_SECOND_LOOK || (plain !== null && kind !== null && kind !== 'counts' && kind !== 'zones')) return kind;
  try {
    const table = await openTable(path, {});
    const { form, mapping } = proposeMapping(table, {}, { keys: new Set(), statistics: [] });
    const official = plain === null || form === 'long' || mapping.date.from !== 'given' || table.reading.headerRows > 1;
    return official && mapping.values.length > 0 ? 'table' : kind;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.input.code === 'NO_SEPARATOR' || (plain === null && error.input.code === 'SHEET_NEEDED') ? 'table' : kind;
  }
}

/** What such a file usually is; a person decides. */
function proposeKind({ columns, keyColumns }: Pick<ColumnsPreview, 'columns' | 'keyColumns'>, { geometryType }: ShapesPreview, table: NamedTable): ImportKind | null {
  const named = (pattern: RegExp) => columns.some(({ name }) => pattern.test(name));
  const kind = ((): ImportKind | null => {
    if (geometryType !== null) {
      if (/Line/.test(geometryType)) return 'network';
      if (/Point/.test(geometryType)) return named(/schul|school/i) ? 'schools' : 'addresses';
      // A municipality has tens of zones and hundreds of blocks.
      return named(/block|gitter|grid/i) || table.rowCount > 150 ? 'blocks' : 'zones';
    }
    if (named(/stra(ß|ss)e|street/i) && named(/haus|number|hnr/i)) return 'addresses';
    if (named(/^(x|y|ost|nord|easting|northing|lon|lat)/i) && named(/stra(ß|ss)e|haus/i)) return 'addresses';
    const numbers = columns.filter(({ type, name }) => (type === 'integer' || type === 'decimal') && name !== keyColumns[0]?.column);
    if (numbers.length > 0 && keyColumns.length > 0) return 'counts';
    return columns.length >= 2 && keyColumns.length > 0 ? 'zones' : null;
  })();
  return kind !== null && IMPORT_KINDS.includes(kind) ? kind : null;
}
