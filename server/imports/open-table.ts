// A file of a statistics table, text or sheet, packed or not, as the kernel reads it.
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { say } from '../../core/refusals/say.ts';
import { isProblem, type Grid, type TableProblem } from '../../core/tables/grid.ts';
import { readSheetTable, readTextTable, type ReadTable } from '../../core/tables/read-table.ts';
import type { ReadingRules } from '../../core/tables/table-mapping.ts';
import { fileProblem } from '../gdal/formats/read-csv.ts';
import { listSheets, type Sheet } from '../gdal/formats/read-spreadsheet.ts';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import { openArchive } from '../gdal/open-input.ts';
import { ImportRefused } from './import-refused.ts';

const TEXTS = ['.csv', '.tsv', '.txt', '.asc', '.dat'];
const SHEETS = ['.xlsx', '.ods'];
/** The longest string of V8 is 512 MB. */
const LONGEST_TEXT = 2 ** 29 - 2 ** 10;

export const isTableFile = (path: string): boolean => [...TEXTS, ...SHEETS, '.zip'].includes(extname(path).toLowerCase());

/** With the name of its file. */
export const toInput = ({ code, problem, accepted, row, field }: TableProblem, file: string): InputProblem => ({ code, file, problem, accepted, ...(row === undefined ? {} : { row }), ...(field === undefined ? {} : { field }) });

/** Reads a table. Throws InputError that names file, row and field for what is none, and says what would be accepted. */
export async function openTable(path: string, rules: ReadingRules): Promise<ReadTable> {
  const file = basename(path);
  const opened = await openArchive(path);
  try {
    const read = await readOpened(opened.path, file, rules);
    if (isProblem(read)) throw new ImportRefused([toInput(read, file)]);
    return read;
  } finally {
    await opened.remove();
  }
}

async function readOpened(path: string, file: string, rules: ReadingRules): Promise<ReadTable | TableProblem> {
  const extension = extname(path).toLowerCase();
  if (SHEETS.includes(extension)) return readSheetTable(gridOf(chosenSheet(await listSheets(path, file), file, rules.sheet)), rules);
  if (!TEXTS.includes(extension)) throw new InputError({ file, problem: say('NO_TABLE_FILE', { format: extension }), accepted: say('TAKE_STATISTICS_TABLE') });
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: say('TAKE_READABLE') });
  }
  if (bytes.length > LONGEST_TEXT) throw new InputError({ file, problem: say('TABLE_TOO_LARGE', { megabytes: Math.round(bytes.length / 2 ** 20) }), accepted: say('TAKE_511_MB') });
  return readTextTable(bytes, rules);
}

function chosenSheet(sheets: readonly Sheet[], file: string, wanted: string | undefined): Sheet {
  const names = sheets.map(({ name }) => name).join(', ');
  if (sheets.length === 0) throw new InputError({ file, problem: say('NO_ROWS'), accepted: say('TAKE_HEADER_AND_ROW') });
  if (wanted === undefined && sheets.length > 1) throw new InputError({ code: 'SHEET_NEEDED', file, field: 'reading.sheet', problem: say('SEVERAL_SHEETS', { count: sheets.length }), accepted: say('TAKE_ONE_OF_THESE', { names }) });
  const sheet = wanted === undefined ? sheets[0] : sheets.find(({ name }) => name === wanted);
  if (sheet === undefined) throw new InputError({ code: 'SHEET_NEEDED', file, field: 'reading.sheet', problem: say('NO_SUCH_SHEET', { sheet: wanted! }), accepted: say('TAKE_ONE_OF', { names }) });
  return sheet;
}

/** Rows between which the sheet has none are blank: what stands apart may be a note. */
function gridOf(sheet: Sheet): Grid {
  const numbers = [...sheet.rows.keys()].toSorted((a, b) => a - b);
  const rows = numbers.flatMap((number, i) => {
    const gap = i > 0 && number - numbers[i - 1]! > 1 ? [{ number: number - 1, cells: [] }] : [];
    return [...gap, { number, cells: Array.from(sheet.rows.get(number)!, (cell) => (cell ?? '').trim()) }];
  });
  return { rows, ragged: false };
}
