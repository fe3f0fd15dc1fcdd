// Counts of a column: whole numbers from 0, in whichever notation, or not known; everything else named by its row.
import { say, says } from '../../core/refusals/say.ts';
import type { InputProblem } from './input-error.ts';
import { numberColumn, type NumberReading } from './read-numbers.ts';
import type { NamedTable } from './read-table.ts';

/** What an integer of the database holds. */
export const LARGEST_COUNT = 2 ** 31 - 1;
const COUNT_ACCEPTED = say('TAKE_COUNT', { most: LARGEST_COUNT });

/** Reads counts of one column by row: null where a count is not known, a problem where there is none. */
export function countColumn(table: NamedTable, column: number, reading: NumberReading = {}): (row: number) => number | null | InputProblem {
  const { read } = numberColumn(table, column, COUNT_ACCEPTED, reading);
  return (row) => {
    const value = read(row);
    if (value === null) return null;
    const text = table.cell(row, column).slice(0, 60);
    if (typeof value === 'object') return says(value.problem, 'NO_NUMBER') ? { ...value, problem: say('NO_COUNT', { value: text }) } : value;
    if (Number.isInteger(value) && value >= 0 && value <= LARGEST_COUNT) return value;
    const problem =
      value < 0
        ? say('NEGATIVE_COUNT', { value: text })
        : value > LARGEST_COUNT
          ? say('NO_COUNT', { value: text })
          : say('RATE', { value: text });
    return { file: table.file, row: table.rowNumber(row), field: table.columns[column]!, problem, accepted: COUNT_ACCEPTED };
  };
}
