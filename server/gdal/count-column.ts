// Counts of a column: whole numbers from 0, in whichever notation, or not known; everything else named by its row.
import type { InputProblem } from './input-error.ts';
import { numberColumn, type NumberReading } from './read-numbers.ts';
import type { NamedTable } from './read-table.ts';

/** What an integer of the database holds. */
export const LARGEST_COUNT = 2 ** 31 - 1;
export const COUNT_ACCEPTED = `a whole number from 0 to ${LARGEST_COUNT}, or empty where it is not known`;

/** Reads counts of one column by row: null where a count is not known, a problem where there is none. */
export function countColumn(table: NamedTable, column: number, reading: NumberReading = {}): (row: number) => number | null | InputProblem {
  const { read } = numberColumn(table, column, COUNT_ACCEPTED, reading);
  return (row) => {
    const value = read(row);
    if (value === null) return null;
    const text = table.cell(row, column).slice(0, 60);
    if (typeof value === 'object') return value.problem === `"${text}" is no number` ? { ...value, problem: `"${text}" is no count` } : value;
    if (Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNT) return value;
    const problem =
      value < 0
        ? `"${text}" is a negative count`
        : value > LARGEST_COUNT
          ? `"${text}" is no count`
          : `"${text}" is no count: rates and means are neither added up nor apportioned, their numerators and denominators are`;
    return { file: table.file, row: table.rowNumber(row), field: table.columns[column]!, problem, accepted: COUNT_ACCEPTED };
  };
}
