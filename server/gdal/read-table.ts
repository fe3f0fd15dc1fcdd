// Tables by column name, from CSV or from any format of GDAL: every field as text, so that "07-004" stays what it is.
import { extname } from 'node:path';
import { say } from '../../core/refusals/say.ts';
import { InputError } from './input-error.ts';
import { openArchive } from './open-input.ts';
import { MOST_COLUMNS, readCsv, type TextTable } from './formats/read-csv.ts';
import { readSpreadsheet, type SheetTable } from './formats/read-spreadsheet.ts';
import { readVector, type VectorFile } from './read-vector.ts';

export { fieldText } from './formats/field-text.ts';

/** Fields as text, '' where empty. Features are asked for one field at a time: 171 columns of which 3 are wanted cost 3. */
export interface NamedTable {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rowCount: number;
  /** Text of a field by positions. */
  cell(row: number, column: number): string;
  /** For a CSV the row of the file, the header being row 1; else the number of the feature from 1. */
  rowNumber(row: number): number;
}

const TEXT_FILES = ['.csv', '.tsv', '.txt'];
const SPREADSHEETS = ['.xlsx', '.ods'];

/** Whether a path is read as a text table rather than by GDAL. */
export function isTextTable(path: string): boolean {
  return TEXT_FILES.includes(extname(splitLayer(path)[0]).toLowerCase());
}

/** The layer or sheet that a path names as QGIS does: `towns.gpkg|layername=blocks`. */
export function splitLayer(named: string): [string, string | undefined] {
  const match = /^(.*)\|layername=(.+)$/i.exec(named);
  return match === null ? [named, undefined] : [match[1]!, match[2]!];
}

/** Reads a table, also one in an archive; throws InputError for an empty one. `epsg`: CRS of features whose file names none or a wrong one. */
export async function readTable(named: string, options: { readonly epsg?: number } = {}): Promise<NamedTable> {
  const [path, layer] = splitLayer(named);
  const extension = extname(path).toLowerCase();
  if (extension === '.zip') return readPacked(path, layer, options);
  if (TEXT_FILES.includes(extension)) return tableOfText(await readCsv(path));
  if (SPREADSHEETS.includes(extension)) return tableOfSheet(await readSpreadsheet(path, { layer }));
  return tableOfFeatures(await readVector(named, options));
}

async function readPacked(path: string, layer: string | undefined, options: { readonly epsg?: number }): Promise<NamedTable> {
  const { file, path: inner, remove } = await openArchive(path);
  try {
    const extension = extname(inner).toLowerCase();
    if (TEXT_FILES.includes(extension)) return tableOfText(await readCsv(inner, file));
    if (SPREADSHEETS.includes(extension)) return tableOfSheet(await readSpreadsheet(inner, { layer }, file));
  } finally {
    await remove();
  }
  return tableOfFeatures(await readVector(layer === undefined ? path : `${path}|layername=${layer}`, options));
}

function tableOfText({ file, columns, rows, rowNumbers }: TextTable): NamedTable {
  if (rows.length === 0) throw noRows(file);
  return { file, columns, rowCount: rows.length, cell: (row, column) => rows[row]![column]!, rowNumber: (row) => rowNumbers[row]! };
}

function tableOfSheet({ file, columns, rows, rowNumbers }: SheetTable): NamedTable {
  if (rows.length === 0) throw noRows(file);
  return { file, columns, rowCount: rows.length, cell: (row, column) => rows[row]![column]!, rowNumber: (row) => rowNumbers[row]! };
}

const noRows = (file: string) => new InputError({ file, problem: say('NO_ROWS'), accepted: say('TAKE_HEADER_AND_ROW') });

/** The attributes of features as a table. */
export function tableOfFeatures(vector: VectorFile): NamedTable {
  if (vector.fields.length > MOST_COLUMNS) {
    throw new InputError({ file: vector.file, problem: say('TOO_MANY_FIELDS', { count: vector.fields.length }), accepted: say('TAKE_AT_MOST', { most: MOST_COLUMNS }) });
  }
  return {
    file: vector.file,
    columns: vector.fields,
    rowCount: vector.rowCount,
    cell: (row, column) => vector.text(row, column),
    rowNumber: (row) => row + 1,
  };
}

/** Position of a column, or an InputError that lists the columns there are. */
export function requireColumn(table: Pick<NamedTable, 'file' | 'columns'>, name: string): number {
  const at = table.columns.indexOf(name);
  if (at >= 0) return at;
  const shown = table.columns.slice(0, 20).join(', ');
  throw new InputError({
    file: table.file,
    field: name,
    problem: say('NO_SUCH_COLUMN'),
    accepted: table.columns.length > 20 ? say('TAKE_ONE_OF_MORE', { names: shown, more: table.columns.length - 20 }) : say('TAKE_ONE_OF', { names: shown }),
  });
}
