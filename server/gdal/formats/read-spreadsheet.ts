// Sheets of XLSX and ODS as tables of text, by ourselves: what a cell is (a date, a merged cell, a number shown with zeros
// before it) decides whether it may be a count or an id, and GDAL's readers do not tell.
import { basename, extname } from 'node:path';
import { say } from '../../../core/refusals/say.ts';
import { InputError } from '../input-error.ts';
import { MOST_COLUMNS } from './read-csv.ts';
import { readOds } from './read-ods.ts';
import { readXlsx } from './read-xlsx.ts';

/** A sheet as it stands, before any row is taken for the header. Cells are text: dates as YYYY-MM-DD, numbers with a point. */
export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Row from 1 -> cells by column from 0; rows and cells that are empty are left out. */
  readonly rows: ReadonlyMap<number, readonly (string | undefined)[]>;
  /** Cells that are merged: from row (1-based) and column (0-based), with how many of each. */
  readonly merged: readonly { readonly row: number; readonly column: number; readonly rows: number; readonly columns: number }[];
}

export interface SheetTable {
  readonly file: string;
  readonly sheet: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Row in the sheet of each row of the table. */
  readonly rowNumbers: readonly number[];
}

/** Rows of a sheet in Excel and LibreOffice. */
export const MOST_ROWS = 2 ** 20;

/** "A", "Z", "AA" for 0, 25, 26. */
export function columnLetters(column: number): string {
  return (column >= 26 ? columnLetters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));
}

/** Sheets of a file that hold anything and are shown, with the number of their rows. */
export async function listSheets(path: string, file = basename(path)): Promise<readonly Sheet[]> {
  const sheets = extname(path).toLowerCase() === '.ods' ? await readOds(path, file) : await readXlsx(path, file);
  return sheets.filter(({ hidden, rows }) => !hidden && rows.size > 0);
}

/**
 * The only sheet, or the one named, as a table whose header is the first row that is not empty. Throws InputError that names
 * row and column for merged cells, columns without a name and names given twice.
 */
export async function readSpreadsheet(path: string, options: { readonly layer?: string | undefined } = {}, file = basename(path)): Promise<SheetTable> {
  const sheets = await listSheets(path, file);
  if (sheets.length === 0) throw new InputError({ file, problem: say('NO_ROWS'), accepted: say('TAKE_HEADER_AND_ROW') });
  const names = sheets.map(({ name }) => name).join(', ');
  if (options.layer === undefined && sheets.length > 1) throw new InputError({ file, problem: say('SEVERAL_SHEETS', { count: sheets.length }), accepted: say('TAKE_LAYER', { file, names }) });
  const sheet = options.layer === undefined ? sheets[0] : sheets.find(({ name }) => name === options.layer);
  if (sheet === undefined) throw new InputError({ file, problem: say('NO_SUCH_SHEET', { sheet: options.layer! }), accepted: say('TAKE_ONE_OF', { names }) });
  return tableOf(sheet, file);
}

function tableOf(sheet: Sheet, file: string): SheetTable {
  const numbers = [...sheet.rows.keys()].toSorted((a, b) => a - b);
  const [header] = numbers;
  refuseMerged(sheet, file, header!);
  const named = sheet.rows.get(header!)!;
  const width = numbers.reduce((most, row) => Math.max(most, sheet.rows.get(row)!.length), 0);
  const columns = Array.from({ length: width }, (_, column) => (named[column] ?? '').trim());
  const seen = new Map<string, number>();
  columns.forEach((name, column) => {
    const place = { file, row: header!, field: columnLetters(column) };
    if (name === '') throw new InputError({ ...place, problem: say('COLUMN_NAMELESS'), accepted: say('TAKE_ONE_HEADER') });
    if (seen.has(name)) throw new InputError({ ...place, field: name, problem: say('COLUMN_TWICE'), accepted: say('TAKE_NAMES_ONCE') });
    seen.set(name, column);
  });
  const rowNumbers = numbers.slice(1);
  return {
    file,
    sheet: sheet.name,
    columns,
    rows: rowNumbers.map((row) => Array.from(columns, (_, column) => (sheet.rows.get(row)![column] ?? '').trim())),
    rowNumbers,
  };
}

/** A merged cell has one value for several columns or rows: whose it is, nobody can tell. */
function refuseMerged(sheet: Sheet, file: string, header: number): void {
  const [first] = sheet.merged.toSorted((a, b) => a.row - b.row || a.column - b.column);
  if (first === undefined) return;
  const corner = `${columnLetters(first.column)}${first.row}`;
  const range = `${corner}:${columnLetters(first.column + first.columns - 1)}${first.row + first.rows - 1}`;
  const isHeader = first.row === header && first.columns > 1;
  throw new InputError({
    file,
    row: first.row,
    field: columnLetters(first.column),
    problem: isHeader ? say('MERGED_TITLE', { range }) : say('MERGED_CELLS', { range }),
    accepted: say('TAKE_NO_MERGED'),
  });
}

/** Throws where a sheet is wider than any table of counts. */
export function requireWidth(column: number, file: string, row: number): void {
  if (column <= MOST_COLUMNS) return;
  throw new InputError({ file, row, problem: say('TOO_MANY_COLUMNS', { count: column }), accepted: say('TAKE_AT_MOST', { most: MOST_COLUMNS }) });
}

/** Throws where a sheet is longer than a sheet can be. */
export function requireLength(row: number, file: string): void {
  if (row <= MOST_ROWS) return;
  throw new InputError({ file, problem: say('TOO_MANY_ROWS', { count: row }), accepted: say('TAKE_ROWS_OF_SHEET', { most: MOST_ROWS }) });
}
