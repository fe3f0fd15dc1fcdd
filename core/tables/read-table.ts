// Reads a statistics table and tells what was understood of it: how the file is written, where its table begins, what its columns hold.
import { say } from '../refusals/say.ts';
import { splitFixed } from './codebook.ts';
import { decodeTable, type TableEncoding } from './decode-table.ts';
import { readDay } from './days.ts';
import { sampleLines, sniffSeparator, splitDelimited } from './delimited.ts';
import { isProblem, type Grid, type TableProblem } from './grid.ts';
import { findLayout, type TableLayout } from './layout.ts';
import type { DecimalSign } from './number-notation.ts';
import { decimalOf, profileColumns, type ColumnProfile } from './profile-columns.ts';
import type { ReadingRules } from './table-mapping.ts';

export interface TableReading {
  readonly kind: 'delimited' | 'fixed' | 'sheet';
  readonly encoding: TableEncoding | null;
  readonly separator: string | null;
  /** Null where no number tells; `decimalOpen`: where numbers can be read both ways, and somebody has to say. */
  readonly decimal: DecimalSign | null;
  readonly decimalOpen: boolean;
  readonly titles: readonly string[];
  /** A day that the titles name. */
  readonly titleDay: string | null;
  readonly headerRow: number;
  readonly headerRows: number;
  readonly notes: readonly string[];
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

export interface ReadTable {
  readonly reading: TableReading;
  readonly layout: TableLayout;
}

/** A file of text: with a separator, or of fixed width where the rules have a codebook. */
export function readTextTable(bytes: Uint8Array, rules: ReadingRules = {}): ReadTable | TableProblem {
  const { text, encoding } = decodeTable(bytes, rules.encoding);
  if (text.trim() === '') return { code: 'EMPTY', problem: say('FILE_EMPTY'), accepted: say('TAKE_HEADER_AND_ROWS') };
  const zero = text.indexOf('\0');
  if (zero >= 0) return { code: 'BINARY', row: text.slice(0, zero).split('\n').length, problem: say('ZERO_BYTE'), accepted: say('TAKE_TEXT_LATIN') };
  if (rules.codebook !== undefined) {
    const grid = splitFixed(text, rules.codebook);
    return isProblem(grid) ? grid : described(grid, { ...rules, headerRow: 0, headerRows: 1 }, { kind: 'fixed', encoding, separator: null });
  }
  const separator = rules.separator ?? sniffSeparator(text);
  if (separator === null) {
    const widths = new Set(sampleLines(text).map((line) => line.trimEnd().length));
    const even = widths.size === 1 ? [...widths][0]! : null;
    return { code: 'NO_SEPARATOR', problem: even === null ? say('NO_SEPARATOR') : say('NO_SEPARATOR_EVEN', { length: even }), accepted: say('TAKE_SEPARATOR') };
  }
  const grid = splitDelimited(text, separator);
  return isProblem(grid) ? grid : described(grid, rules, { kind: 'delimited', encoding, separator });
}

/** Rows of a sheet. */
export function readSheetTable(grid: Grid, rules: ReadingRules = {}): ReadTable | TableProblem {
  return described(grid, rules, { kind: 'sheet', encoding: null, separator: null });
}

function described(grid: Grid, rules: ReadingRules, written: Pick<TableReading, 'kind' | 'encoding' | 'separator'>): ReadTable | TableProblem {
  const layout = findLayout(grid, rules);
  if (isProblem(layout)) return layout;
  const found = decimalOf(layout);
  const decimal = rules.decimal ?? found.decimal;
  return {
    layout,
    reading: {
      ...written,
      decimal,
      decimalOpen: decimal === null && found.ambiguous,
      titles: layout.titles,
      titleDay: dayOfTitles(layout.titles),
      headerRow: layout.headerRow,
      headerRows: layout.headerRows,
      notes: layout.notes,
      rows: layout.rows.length,
      columns: profileColumns(layout, decimal ?? '.', rules.codebook?.columns),
    },
  };
}

/** "Einwohner am 31.12.2024 nach Baublöcken". */
function dayOfTitles(titles: readonly string[]): string | null {
  for (const title of titles) {
    const found = /\d{1,2}\.\s?(?:\d{1,2}\.\s?|[A-Za-zä]{3,9}\s)(?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}/.exec(title);
    const day = found === null ? null : readDay(found[0]);
    if (day !== null) return day;
  }
  return null;
}
