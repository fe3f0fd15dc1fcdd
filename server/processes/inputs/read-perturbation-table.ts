// A perturbation table from a file, as the R package ptable writes it: columns i, v (or j) and p or p_int_ub.
import { type PerturbationTable } from '../../../core/disclosure/cell-key/perturbation-table.ts';
import { InputError } from '../../gdal/input-error.ts';
import { parseNumber } from '../../gdal/formats/read-csv.ts';
import { type NamedTable, readTable, requireColumn } from '../../gdal/read-table.ts';

/** Files hold 8 digits and more: sums of them miss 1 by less than this. */
const ROUNDED = 1e-6;

/**
 * Reads and checks: counts from 0 without a gap, 0 unchanged, no count below 0, probabilities that make 1. Throws InputError with file, row and field; values are not
 * repeated in it, since the table is confidential.
 */
export async function readPerturbationTable(path: string): Promise<PerturbationTable> {
  const table = await readTable(path);
  const at = columnsOf(table);
  const byCount: { noise: number; share: number; row: number }[][] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const refuse = (field: string, problem: string, accepted: string): never => {
      throw new InputError({ file: table.file, row: table.rowNumber(row), field, problem, accepted });
    };
    if (at.type >= 0 && !['', 'all'].includes(table.cell(row, at.type).trim().toLowerCase())) refuse(table.columns[at.type]!, 'the row is for magnitudes', 'all: a table for counts');
    const count = parseNumber(table.cell(row, at.count)) ?? NaN;
    if (!Number.isInteger(count) || count < 0 || count > 1000) refuse('i', 'is no count', 'a whole number from 0 to 1000');
    const noise = (parseNumber(table.cell(row, at.to)) ?? NaN) - (at.isResult ? count : 0);
    if (!Number.isInteger(noise)) refuse(table.columns[at.to]!, 'is no whole number', 'a whole number');
    if (count + noise < 0) refuse(table.columns[at.to]!, 'leads below 0', `noise of ${-count} or more for this count`);
    if (count === 0 && noise !== 0) refuse(table.columns[at.to]!, 'changes a count of 0', '0: what holds nobody stays 0');
    const share = parseNumber(table.cell(row, at.share)) ?? NaN;
    if (!(share >= 0 && share <= 1 + ROUNDED)) refuse(table.columns[at.share]!, 'is no probability', 'a number from 0 to 1');
    const rows = (byCount[count] ??= []);
    if (rows.some((other) => other.noise === noise)) refuse(table.columns[at.to]!, 'stands twice for this count', 'one row for each noise of a count');
    rows.push({ noise, share, row: table.rowNumber(row) });
  }
  const rows = Array.from(byCount, (of, count) => rowFor(table, at, of, count));
  if (rows.length < 2) throw new InputError({ file: table.file, field: 'i', problem: 'holds no count above 0', accepted: 'rows for 0, 1, 2 … without a gap; the last holds for all larger counts' });
  return { rows };
}

interface Columns {
  readonly count: number;
  readonly to: number;
  /** Whether `to` is the count that comes out (j) rather than the noise (v). */
  readonly isResult: boolean;
  readonly share: number;
  /** Whether `share` is an upper bound (p_int_ub) rather than a probability. */
  readonly isBound: boolean;
  readonly type: number;
}

function columnsOf(table: NamedTable): Columns {
  const place = (name: string): number => table.columns.findIndex((column) => column.trim().toLowerCase() === name);
  const count = place('i') >= 0 ? place('i') : requireColumn(table, 'i');
  const isResult = place('v') < 0;
  const to = isResult ? (place('j') >= 0 ? place('j') : requireColumn(table, 'v')) : place('v');
  const isBound = place('p_int_ub') >= 0;
  const share = isBound ? place('p_int_ub') : place('p') >= 0 ? place('p') : requireColumn(table, 'p');
  return { count, to, isResult, share, isBound, type: place('type') };
}

function rowFor(table: NamedTable, at: Columns, of: readonly { noise: number; share: number; row: number }[] | undefined, count: number): PerturbationTable['rows'][number] {
  if (of === undefined) throw new InputError({ file: table.file, field: 'i', problem: `${count} is missing`, accepted: 'rows for 0, 1, 2 … without a gap' });
  const field = table.columns[at.share]!;
  const upper = new Float64Array(of.length);
  let sum = 0;
  of.forEach(({ share, row }, k) => {
    if (at.isBound && share < sum) throw new InputError({ file: table.file, row, field, problem: 'is less than the bound before it', accepted: 'bounds that rise to 1 for each count' });
    upper[k] = sum = at.isBound ? share : sum + share;
  });
  const { row } = of.at(-1)!;
  if (Math.abs(sum - 1) > ROUNDED) throw new InputError({ file: table.file, row, field, problem: `the probabilities of count ${count} do not make 1`, accepted: at.isBound ? '1 as the last bound of each count' : 'probabilities that add up to 1 for each count' });
  upper[of.length - 1] = 1;
  return { noise: Int32Array.from(of, ({ noise }) => noise), upper };
}
