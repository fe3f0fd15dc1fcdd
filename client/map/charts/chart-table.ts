// The numbers of a chart as a table and as CSV: the same rows, each cell with its state, a withheld one without any number.
import type { Measure } from '../../api-types.ts';

/** A measure; a number that is no zone's own (an edge, a rank); a date, written otherwise in the file than on the page; text; or nothing. */
export type TableCell =
  | { readonly measure: Measure; readonly text: string }
  | { readonly number: number; readonly text: string }
  | { readonly date: string; readonly text: string }
  | string
  | null;

export interface TableColumn {
  readonly title: string;
  /** Name of the column in the file: stable, English. A column of measures has another beside it, `<field>_status`. */
  readonly field: string;
  readonly measures?: boolean;
  readonly numbers?: boolean;
}

export interface TableRow {
  /** Index of the zone that the row is of; -1: none. */
  readonly zone: number;
  readonly cells: readonly TableCell[];
}

export interface ChartTable {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** RFC 4180: decimal point, CRLF, UTF-8. The value of a measure is empty unless its status is `value`. */
export function tableCsv({ columns, rows }: ChartTable): string {
  const head = columns.flatMap(({ field, measures }) => (measures === true ? [field, `${field}_status`] : [field]));
  const lines = rows.map(({ cells }) =>
    columns.flatMap(({ measures }, i) => {
      const cell = cells[i] ?? null;
      const measure = typeof cell === 'object' && cell !== null && 'measure' in cell ? cell.measure : undefined;
      if (measures === true) return measure === undefined ? ['', ''] : [measure.state === 'value' ? plain(measure.value) : '', measure.state];
      if (cell === null || measure !== undefined) return [''];
      return [typeof cell === 'string' ? cell : 'number' in cell ? plain(cell.number) : 'date' in cell ? cell.date : ''];
    }),
  );
  return [head, ...lines].map((line) => line.map(field).join(',')).join('\r\n') + '\r\n';
}

/** Without the digits that only the reckoning left: six behind the point. */
function plain(value: number): string {
  return String(Number(value.toFixed(6)));
}

function field(text: string): string {
  // A leading = + - @ would be run as a formula by spreadsheet programs; names never need one.
  const safe = /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
