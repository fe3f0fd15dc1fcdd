// Counts of blocks: from columns of the block file, or from a table of their own.
import { type CountTable, createCountTable, setCount } from '../../../core/statistics/counts.ts';
import { InputError } from '../../gdal/input-error.ts';
import { parseNumber } from '../../gdal/formats/read-csv.ts';
import { type NamedTable, readTable, requireColumn } from '../../gdal/read-table.ts';
import type { BlockSource } from './read-blocks.ts';
import { readIds, requireUnique } from './read-blocks.ts';

const LARGEST = 2 ** 31 - 1;
const ACCEPTED = `a whole number from 0 to ${LARGEST}, or empty where it is not known`;

/** Counts from the block file itself. Throws InputError for what is no count. */
export function countsOfBlocks(source: BlockSource, columns: readonly string[]): CountTable {
  const counts = createCountTable(columns, source.ids.length);
  const at = columns.map((name) => requireColumn(source.table, name));
  for (let row = 0; row < source.ids.length; row++) {
    at.forEach((column, k) => setCount(counts, row, k, readCount(source.table, row, column)));
  }
  return counts;
}

/** Counts from a table by block id; blocks that it leaves out are not known. `columns` absent: all but the id and `rates`. */
export async function countsOfFile(
  path: string,
  idColumn: string,
  columns: readonly string[] | undefined,
  blockIds: readonly string[],
  blockFile: string,
  rates: readonly string[] = [],
): Promise<{ readonly counts: CountTable; readonly missing: number }> {
  const table = await readTable(path);
  const ids = readIds(table, idColumn);
  requireUnique(table, idColumn, ids);
  for (const name of rates) requireColumn(table, name);
  const names = columns ?? table.columns.filter((name) => name !== idColumn && !rates.includes(name));
  if (names.length === 0) throw new InputError({ file: table.file, problem: 'has no column beside the id', accepted: 'a column a count' });
  const at = names.map((name) => requireColumn(table, name));
  const position = new Map(blockIds.map((id, block) => [id, block]));
  const counts = createCountTable(names, blockIds.length);
  ids.forEach((id, row) => {
    const block = position.get(id);
    if (block === undefined) throw unknownBlock(table, row, idColumn, id, blockFile);
    at.forEach((column, k) => setCount(counts, block, k, readCount(table, row, column)));
  });
  return { counts, missing: blockIds.length - ids.length };
}

/** A row that names a block which the block file does not hold. */
export function unknownBlock(table: NamedTable, row: number, field: string, id: string, blockFile: string): InputError {
  return new InputError({ file: table.file, row: table.rowNumber(row), field, problem: `block "${id}" is not in ${blockFile}`, accepted: `an id of ${blockFile}` });
}

/** A count that must be known. */
export function readWholeCount(table: NamedTable, row: number, column: number): number {
  const count = readCount(table, row, column);
  if (count !== null) return count;
  throw new InputError({ file: table.file, row: table.rowNumber(row), field: table.columns[column]!, problem: 'is empty, and what is unknown cannot be audited', accepted: `a whole number from 0 to ${LARGEST}` });
}

function readCount(table: NamedTable, row: number, column: number): number | null {
  const text = table.cell(row, column);
  const value = parseNumber(text);
  if (value === null) return null;
  if (value !== undefined && Number.isInteger(value) && value >= 0 && value <= LARGEST) return value;
  const problem =
    value === undefined || value > LARGEST
      ? `"${text}" is no count`
      : value < 0
        ? `"${text}" is a negative count`
        : `"${text}" is no count: rates and means are neither added up nor apportioned, their numerators and denominators are`;
  throw new InputError({ file: table.file, row: table.rowNumber(row), field: table.columns[column]!, problem, accepted: ACCEPTED });
}
