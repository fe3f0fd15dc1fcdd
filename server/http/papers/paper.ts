// A paper of titles, sentences and tables, which is written as a workbook, a PDF or a page to print.

export interface PaperColumn {
  readonly title: string;
  /** Numbers stand at the right. */
  readonly align: 'left' | 'right';
  /** Share of the width beside the others'. */
  readonly width: number;
}

export type PaperCell = string | number | null;

export interface PaperTable {
  /** Also the name of the sheet. */
  readonly title: string;
  readonly notes: readonly string[];
  readonly columns: readonly PaperColumn[];
  readonly rows: readonly (readonly PaperCell[])[];
}

export interface Paper {
  readonly title: string;
  /** ISO 639. */
  readonly language: string;
  readonly lines: readonly string[];
  readonly tables: readonly PaperTable[];
  /** At the foot of every page. */
  readonly foot: string;
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number as a reader of the language writes it; the sign for what is not there is the caller's. */
export function cellText(cell: PaperCell, language: string): string {
  if (cell === null) return '';
  if (typeof cell !== 'number') return cell;
  // Kept: `toLocaleString` makes one for each number, 200 ms for a city's annex.
  let format = formats.get(language);
  if (format === undefined) formats.set(language, (format = new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false })));
  return format.format(cell);
}
