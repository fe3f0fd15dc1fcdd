// Where the table begins and ends within a file: titles above, one or several header rows, notes below, empty columns at the side.
import { say } from '../refusals/say.ts';
import type { Grid, GridRow, TableProblem } from './grid.ts';
import { readDay } from './days.ts';
import { parseDecimal } from './number-notation.ts';
import { markedNumber, signOf } from './official-signs.ts';

export interface LayoutRules {
  /** Line of the first header row, where it is not the one that is found. */
  readonly headerRow?: number | undefined;
  readonly headerRows?: number | undefined;
  /** Line of the last row of data. */
  readonly lastRow?: number | undefined;
}

export interface TableLayout {
  readonly names: readonly string[];
  /** Rows of data, as wide as the names. */
  readonly rows: readonly GridRow[];
  readonly titles: readonly string[];
  readonly headerRow: number;
  readonly headerRows: number;
  readonly notes: readonly string[];
}

const MOST_HEADER_ROWS = 3;
const MOST_COLUMNS = 4096;
const NOTE = /^(quelle|source|©|\(c\)|stand\b|anmerkung|hinweis|note|fu(ß|ss)note|zeichenerkl|legende|erl(ä|ae)uterung|datenquelle|herausgeber|_{3,}|-{3,}|\*|\d\)|[-.•x/…]{1,3} ?=)/i;
const LONG_NOTE = 40;

const filled = ({ cells }: GridRow) => cells.reduce((count, cell) => (cell === '' ? count : count + 1), 0);
const isBlank = (row: GridRow) => filled(row) === 0;
const firstText = ({ cells }: GridRow) => cells.find((cell) => cell !== '') ?? '';

/** Finds names and rows. A row that is longer or shorter than the header, and a table without either, is a problem with its line. */
export function findLayout(grid: Grid, rules: LayoutRules = {}): TableLayout | TableProblem {
  const rows = grid.rows;
  const first = headerStart(rows, rules.headerRow);
  if (first < 0) return { code: 'NO_TABLE', problem: rules.headerRow === undefined ? say('NO_TABLE') : say('NO_SUCH_HEADER', { row: String(rules.headerRow) }), accepted: say('TAKE_HEADER_OF_TWO') };
  const count = rules.headerRows ?? headerCount(rows, first);
  const header = rows.slice(first, first + count).filter((row) => !isBlank(row));
  const below = rows.slice(first + count);
  const { data, notes } = withoutNotes(below, grid.ragged, rows[first]!.cells.length, rules.lastRow);
  if (data.length === 0) return { code: 'NO_ROWS', problem: say('NO_ROWS_BELOW'), accepted: say('TAKE_HEADER_AND_ROW'), row: rows[first]!.number };
  const width = Math.max(...header.map(({ cells }) => cells.length));
  if (width > MOST_COLUMNS) return { code: 'TOO_WIDE', row: rows[first]!.number, problem: say('TOO_MANY_COLUMNS', { count: width }), accepted: say('TAKE_AT_MOST', { most: MOST_COLUMNS }) };
  for (const { number, cells } of data) {
    const over = cells.findIndex((cell, i) => i >= width && cell !== '');
    if (over >= 0) return { code: 'LONG_ROW', row: number, field: `${over + 1}`, problem: say('ROW_RAGGED', { fields: cells.length, width }), accepted: say('TAKE_FIELDS', { count: width }) };
    if (grid.ragged && cells.length < width && header.at(-1)!.cells.slice(cells.length).some((cell) => cell !== '')) {
      return { code: 'SHORT_ROW', row: number, field: header.at(-1)!.cells[cells.length]!, problem: say('ROW_RAGGED', { fields: cells.length, width }), accepted: say('TAKE_FIELDS_KEPT', { count: width }) };
    }
  }
  return named(header, data, width, rows.slice(0, first).filter((row) => !isBlank(row)).map((row) => row.cells.filter((cell) => cell !== '').join(' ')), notes);
}

function headerStart(rows: readonly GridRow[], given: number | undefined): number {
  if (given !== undefined) return rows.findIndex(({ number }) => number === given);
  const counts = rows.map(filled);
  const usual = usualCount(counts.slice(0, 2000));
  return counts.findIndex((count) => count >= Math.max(2, usual / 2));
}

/** How many cells most rows have. */
function usualCount(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) if (count > 1) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** Further header rows have names, years or nothing, below a cell that spans several or beside one that spans several rows. */
function headerCount(rows: readonly GridRow[], first: number): number {
  let count = 1;
  while (count < MOST_HEADER_ROWS) {
    const [above, row] = [rows[first + count - 1]!, rows[first + count]];
    if (row === undefined || rows[first + count + 1] === undefined || filled(row) < 2 || row.cells.some(isDatum)) break;
    const from = above.cells.findIndex((cell) => cell !== '');
    const spans = above.cells.some((cell, i) => i > from && cell === '' && (row.cells[i] ?? '') !== '');
    if (!spans && row.cells[0] !== '') break;
    count++;
  }
  return count;
}

/** A number or a sign, and no year: years head columns. */
function isDatum(cell: string): boolean {
  if (cell === '' || readDay(cell) !== null) return false;
  return signOf(cell) !== undefined || typeof (parseDecimal(markedNumber(cell).text, ',') ?? parseDecimal(cell, '.')) === 'number';
}

function withoutNotes(below: readonly GridRow[], ragged: boolean, width: number, lastRow: number | undefined): { readonly data: GridRow[]; readonly notes: string[] } {
  if (lastRow !== undefined) {
    const [data, rest] = [below.filter(({ number }) => number <= lastRow), below.filter(({ number }) => number > lastRow)];
    return { data: data.filter((row) => !isBlank(row)), notes: rest.filter((row) => !isBlank(row)).map(firstText) };
  }
  let end = below.length;
  // Notes have one text; where a blank line stands above them, whatever it says.
  for (let i = below.length - 1; i >= 0; i--) {
    const row = below[i]!;
    if (isBlank(row)) continue;
    const text = firstText(row);
    const alone = filled(row) === 1 && row.cells[0] !== '';
    const afterBlank = i > 0 && isBlank(below[i - 1]!);
    if (!alone || !(NOTE.test(text) || text.length > LONG_NOTE || afterBlank || end < below.length && isNoteBelowBlank(below, i) || (ragged && row.cells.length < width))) break;
    end = i;
  }
  return { data: below.slice(0, end).filter((row) => !isBlank(row)), notes: below.slice(end).filter((row) => !isBlank(row)).map(firstText) };
}

/** Whether only lonely texts stand between a row and a blank line above it. */
function isNoteBelowBlank(below: readonly GridRow[], at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    if (isBlank(below[i]!)) return true;
    if (filled(below[i]!) !== 1) return false;
  }
  return false;
}

function named(header: readonly GridRow[], data: readonly GridRow[], width: number, titles: readonly string[], notes: readonly string[]): TableLayout | TableProblem {
  const spread = header.map(({ cells }, level) => (level < header.length - 1 ? spreadRight(cells, width) : Array.from({ length: width }, (_, i) => cells[i] ?? '')));
  const kept: number[] = [];
  for (let i = 0; i < width; i++) if (spread.some((cells) => cells[i] !== '') || data.some(({ cells }) => (cells[i] ?? '') !== '')) kept.push(i);
  const names = kept.map((i) => [...new Set(spread.map((cells) => cells[i]!.replaceAll(/\s+/g, ' ')).filter((part) => part !== ''))].join(' ') || `#${i + 1}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return { code: 'NAME_TWICE', row: header[0]!.number, field: twice, problem: say('COLUMN_TWICE'), accepted: say('TAKE_NAMES_ONCE') };
  if (kept.length < 2) return { code: 'NO_TABLE', row: header[0]!.number, problem: say('ONE_COLUMN'), accepted: say('TAKE_TWO_COLUMNS') };
  const plain = kept.length === width && kept.every((at, i) => at === i);
  const rows = data.map((row) => (plain && row.cells.length === width ? row : { number: row.number, cells: kept.map((i) => row.cells[i] ?? '') }));
  return { names, rows, titles, headerRow: header[0]!.number, headerRows: header.length, notes };
}

/** A name above several columns stands in the first of them. */
function spreadRight(cells: readonly string[], width: number): string[] {
  let last = '';
  return Array.from({ length: width }, (_, i) => (last = (cells[i] ?? '') === '' ? last : cells[i]!));
}
