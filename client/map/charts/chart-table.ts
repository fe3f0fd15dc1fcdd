// The numbers of a chart as a table and as CSV: the same rows, each cell with its state, a withheld one without any number.
import type { Measure } from '../../api-types.ts';
import { csvLine } from '../cells-csv.ts';

/** A measure; a number that is no zone's own (an edge, a rank); a date, written otherwise in the file than on the page; text; or nothing. */
export type TableCell =
  | { readonly measure: Measure; readonly text: string }
  | { readonly number: number; readonly text: string }
  | { readonly date: string; readonly text: string; readonly note?: string }
  | string
  | null;

export interface TableColumn {
  readonly title: string;
  /** Name of the column in the file: stable, English. A column of measures has another beside it, `<field>_status`. */
  readonly field: string;
  readonly measures?: boolean;
  readonly numbers?: boolean;
  /** Name of a second column in the file, with the notes of dates; on the page their words say it. */
  readonly notes?: string;
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
  const head = columns.flatMap(({ field, measures, notes }) => [field, ...(measures === true ? [`${field}_status`] : []), ...(notes === undefined ? [] : [notes])]);
  const lines = rows.map(({ cells }) =>
    columns.flatMap(({ measures, notes }, i) => {
      const cell = cells[i] ?? null;
      const measure = typeof cell === 'object' && cell !== null && 'measure' in cell ? cell.measure : undefined;
      if (measures === true) return measure === undefined ? ['', ''] : [measure.state === 'value' ? plain(measure.value) : '', measure.state];
      if (notes !== undefined) return typeof cell === 'object' && cell !== null && 'date' in cell ? [cell.date, cell.note ?? ''] : ['', ''];
      if (cell === null || measure !== undefined) return [''];
      return [typeof cell === 'string' ? cell : 'number' in cell ? plain(cell.number) : 'date' in cell ? cell.date : ''];
    }),
  );
  return [head, ...lines].map(csvLine).join('\r\n') + '\r\n';
}

/** Without the digits that only the reckoning left: six behind the point. */
function plain(value: number): string {
  return String(Number(value.toFixed(6)));
}
