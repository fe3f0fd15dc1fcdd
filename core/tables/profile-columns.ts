// What every column of a table holds: how many values, which, numbers and signs, dates, keys with zeros before them.
import type { CodebookColumn } from './codebook.ts';
import { readDay } from './days.ts';
import type { TableLayout } from './layout.ts';
import { notationOf, parseDecimal, type DecimalSign } from './number-notation.ts';
import { markedNumber, signOf, type NumberMark, type SignMeaning } from './official-signs.ts';

export interface ColumnProfile {
  readonly name: string;
  readonly empty: number;
  /** Different values, counted up to `MOST_DISTINCT`. */
  readonly distinct: number;
  readonly leadingZeros: boolean;
  /** The first different ones. */
  readonly examples: readonly string[];
  /** Rows with a number, with a date (years are both), with a sign. */
  readonly numbers: number;
  readonly days: number;
  readonly signs: Readonly<Partial<Record<SignMeaning, number>>>;
  readonly marks: Readonly<Partial<Record<NumberMark, number>>>;
  /** Where there are few: every value with its rows and its label. */
  readonly values: readonly { readonly value: string; readonly label: string | null; readonly rows: number }[] | null;
}

const PLAIN = /^(?:0|[1-9]\d{0,14})$/;
export const MOST_DISTINCT = 100_000;
export const MOST_VALUES = 200;
const EXAMPLES = 4;

export function profileColumns({ names, rows }: TableLayout, decimal: DecimalSign, codebook: readonly CodebookColumn[] = []): ColumnProfile[] {
  return names.map((name, at) => {
    const values = new Map<string, number>();
    const signs: Partial<Record<SignMeaning, number>> = {};
    const marks: Partial<Record<NumberMark, number>> = {};
    let [empty, numbers, days, zeros] = [0, 0, 0, false];
    for (const { cells } of rows) {
      const text = cells[at]!;
      if (text === '') {
        empty++;
        continue;
      }
      const seen = values.get(text);
      if (seen !== undefined || values.size < MOST_DISTINCT) values.set(text, (seen ?? 0) + 1);
      // Nearly every field of a table of counts; years have four digits.
      if (PLAIN.test(text)) {
        numbers++;
        if (text.length === 4 && readDay(text) !== null) days++;
        continue;
      }
      if (/^0\d/.test(text)) zeros = true;
      const sign = signOf(text);
      if (sign !== undefined) signs[sign] = (signs[sign] ?? 0) + 1;
      else {
        const marked = markedNumber(text);

        if (typeof parseDecimal(marked.text, decimal) === 'number') {
          numbers++;
          if (marked.mark !== null) marks[marked.mark] = (marks[marked.mark] ?? 0) + 1;
        }
        if (text.length > 3 && readDay(text) !== null) days++;
      }
    }
    const labels = codebook.find((column) => column.name === name)?.values ?? {};
    const few = values.size <= MOST_VALUES;
    return {
      name,
      empty,
      distinct: values.size,
      leadingZeros: zeros,
      examples: [...values.keys()].slice(0, EXAMPLES),
      numbers,
      days,
      signs,
      marks,
      values: few ? [...values].map(([value, count]) => ({ value, label: Object.hasOwn(labels, value) ? labels[value]! : null, rows: count })) : null,
    };
  });
}

/** The decimal sign of a table: what its columns agree on; null where none tells or they contradict each other. */
export function decimalOf({ names, rows }: TableLayout): { readonly decimal: DecimalSign | null; readonly ambiguous: boolean } {
  const texts = { rowCount: rows.length, cell: (row: number, column: number) => markedNumber(rows[row]!.cells[column]!).text };
  const known = new Set<DecimalSign>();
  let ambiguous = false;
  names.forEach((_, column) => {
    const notation = notationOf(texts, column);
    if (notation.kind === 'known') known.add(notation.decimal);
    if (notation.kind === 'mixed') ambiguous = true;
    if (notation.kind === 'ambiguous') ambiguous = true;
  });
  if (known.size === 1) return { decimal: [...known][0]!, ambiguous: false };
  return { decimal: null, ambiguous: ambiguous || known.size > 1 };
}
