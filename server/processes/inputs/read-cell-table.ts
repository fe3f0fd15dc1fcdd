// A table with dimensions and their groupings, as `protect` takes it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { type CellTable, createCellTable, publishedCells, TOTAL, type TableDimension } from '../../../core/disclosure/suppression/cell-table.ts';
import { compareIds } from '../../../core/statistics/id-order.ts';
import { InputError } from '../../gdal/input-error.ts';
import { fileProblem } from '../../gdal/formats/read-csv.ts';
import { type NamedTable, readTable, requireColumn } from '../../gdal/read-table.ts';
import { readWholeCount } from './read-counts.ts';

/** Cells with all their inner cells must fit in memory: two million sums of some ten counts are 100 MB. */
const MOST_CELLS = 2_000_000;

const hierarchies = z.record(z.string(), z.array(z.array(z.string().min(1)).min(1)));

/** A table of cells, and the rows that it was made from: their codes by dimension, their counts, and other columns of theirs. */
export interface ReadCellTable {
  readonly cells: CellTable;
  readonly rows: NamedTable;
  readonly codes: readonly Int32Array[];
  readonly counts: Float64Array;
}

/**
 * Reads the table and the groupings of its dimensions (`hierarchies`: a JSON file of columns from fine to coarse by dimension). Throws
 * InputError for codes that are empty or grouped in two ways, and for counts that are none.
 */
export async function readCellTable(path: string, dimensionColumns: readonly string[], countColumn: string, hierarchiesPath: string | undefined): Promise<ReadCellTable> {
  const table = await readTable(path);
  const levels = hierarchiesPath === undefined ? {} : await readHierarchies(hierarchiesPath, dimensionColumns);
  const count = requireColumn(table, countColumn);
  const dimensions: TableDimension[] = [];
  const codes: Int32Array[] = [];
  for (const name of dimensionColumns) {
    const read = readDimension(table, name, [...new Set((levels[name] ?? []).flat())]);
    dimensions.push(read.dimension);
    codes.push(read.codes);
  }
  const cells = dimensions.reduce((product, { codes: of, levels: grouped }) => product * (of.length + 1 + grouped.reduce((sum, { groups }) => sum + new Set(groups).size, 0)), 1);
  if (cells > MOST_CELLS) throw new InputError({ file: table.file, problem: `has ${cells} cells with all margins`, accepted: `at most ${MOST_CELLS}: fewer dimensions or codes` });
  const counts = Float64Array.from({ length: table.rowCount }, (_, row) => readWholeCount(table, row, count));
  return { cells: createCellTable(dimensions, codes, counts), rows: table, codes, counts };
}

/** Sums of another column of counts by cell. */
export function sumColumn({ cells, rows, codes }: ReadCellTable, name: string): Float64Array {
  const at = requireColumn(rows, name);
  return createCellTable(cells.dimensions, codes, Float64Array.from({ length: rows.rowCount }, (_, row) => readWholeCount(rows, row, at))).values;
}

/** What the base of every row's count is: no row may count more than its base holds. */
export function sumBase(read: ReadCellTable, name: string): Float64Array {
  const { rows, counts } = read;
  const at = requireColumn(rows, name);
  counts.forEach((count, row) => {
    if (readWholeCount(rows, row, at) < count) throw new InputError({ file: rows.file, row: rows.rowNumber(row), field: name, problem: 'is less than the count that is a part of it', accepted: 'the number of which the count is a part' });
  });
  return sumColumn(read, name);
}

/** By cell: what each contributor, named in a column, gives to it. */
export function contributionsByCell({ cells, rows, codes, counts }: ReadCellTable, name: string): (cell: number) => number[] {
  const at = requireColumn(rows, name);
  const sizes = cells.dimensions.map((dimension) => dimension.codes.length);
  const ofInner = new Map<number, Map<string, number>>();
  for (let row = 0; row < rows.rowCount; row++) {
    const contributor = rows.cell(row, at).trim();
    if (contributor === '') throw new InputError({ file: rows.file, row: rows.rowNumber(row), field: name, problem: 'is empty', accepted: 'who contributes the row' });
    const position = sizes.reduce((place, size, d) => place * size + codes[d]![row]!, 0);
    const by = ofInner.get(position) ?? new Map<string, number>();
    ofInner.set(position, by.set(contributor, (by.get(contributor) ?? 0) + counts[row]!));
  }
  return (cell) => {
    const total = new Map<string, number>();
    for (const position of cells.inner.subarray(cells.start[cell]!, cells.start[cell + 1]!)) {
      for (const [contributor, given] of ofInner.get(position) ?? []) total.set(contributor, (total.get(contributor) ?? 0) + given);
    }
    return [...total.values()];
  };
}

async function readHierarchies(path: string, dimensions: readonly string[]): Promise<Record<string, string[][]>> {
  const file = basename(path);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: 'the path of a readable file' });
  }
  const accepted = '{"dimension": [["fine column", "coarse column"], ["column of another grouping"]]}';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file, problem: 'is not JSON', accepted });
  }
  const parsed = hierarchies.safeParse(value);
  if (!parsed.success) throw new InputError({ file, field: parsed.error.issues[0]!.path.join('.'), problem: 'is no list of lists of columns', accepted });
  const unknown = Object.keys(parsed.data).find((name) => !dimensions.includes(name));
  if (unknown !== undefined) throw new InputError({ file, field: unknown, problem: 'is no dimension', accepted: dimensions.join(', ') });
  return parsed.data;
}

function readDimension(table: NamedTable, name: string, levelColumns: readonly string[]): { dimension: TableDimension; codes: Int32Array } {
  const at = requireColumn(table, name);
  const texts = Array.from({ length: table.rowCount }, (_, row) => table.cell(row, at).trim());
  texts.forEach((code, row) => {
    if (code === '' || code === TOTAL) {
      throw new InputError({ file: table.file, row: table.rowNumber(row), field: name, problem: code === '' ? 'the code is empty' : `"${TOTAL}" is the name of all codes together`, accepted: 'a code; totals are made from the rows' });
    }
  });
  const codes = [...new Set(texts)].toSorted(compareIds);
  const position = new Map(codes.map((code, i) => [code, i]));
  const levels = levelColumns.map((level) => ({ name: level, groups: groupsOf(table, name, level, texts, position) }));
  return { dimension: { name, codes, levels }, codes: Int32Array.from(texts, (code) => position.get(code)!) };
}

function groupsOf(table: NamedTable, name: string, level: string, texts: readonly string[], position: ReadonlyMap<string, number>): string[] {
  const at = requireColumn(table, level);
  const groups: string[] = Array.from({ length: position.size });
  const firstRow = new Map<number, number>();
  texts.forEach((code, row) => {
    const place = position.get(code)!;
    const group = table.cell(row, at).trim();
    const problem = group === '' ? `"${code}" has no ${level}` : groups[place] !== undefined && groups[place] !== group ? `"${code}" is in "${group}" here and in "${groups[place]}" in row ${firstRow.get(place)}` : null;
    if (problem !== null) throw new InputError({ file: table.file, row: table.rowNumber(row), field: level, problem, accepted: `one ${level} for every ${name}` });
    groups[place] = group;
    if (!firstRow.has(place)) firstRow.set(place, table.rowNumber(row));
  });
  return groups;
}

/** 1 by cell for the cells that a table names: a column a dimension with a code, a group or Total, and if need be `<dimension>_level`. */
export async function readWithheldCells(path: string, table: CellTable): Promise<Uint8Array> {
  const named = await readTable(path);
  const names = table.dimensions.map(({ name }) => name);
  const at = names.map((name) => requireColumn(named, name));
  const levelAt = names.map((name) => named.columns.indexOf(`${name}_level`));
  const cellOf = new Map<string, number>();
  const ambiguous = new Set<string>();
  for (const { nodes, cell } of publishedCells(table)) {
    cellOf.set(nodes.map(({ label, level }) => `${level}\t${label}`).join('\n'), cell);
    const short = nodes.map(({ label }) => label).join('\n');
    if (cellOf.has(short) && cellOf.get(short) !== cell) ambiguous.add(short);
    else cellOf.set(short, cell);
  }
  const withheld = new Uint8Array(table.values.length);
  for (let row = 0; row < named.rowCount; row++) {
    const labels = at.map((column) => named.cell(row, column).trim());
    const full = levelAt.every((column) => column >= 0);
    const key = labels.map((label, d) => (full ? `${named.cell(row, levelAt[d]!).trim()}\t${label}` : label)).join('\n');
    const cell = ambiguous.has(key) ? undefined : cellOf.get(key);
    if (cell === undefined) {
      const problem = ambiguous.has(key) ? `"${labels.join(', ')}" stands for several cells` : `there is no cell "${labels.join(', ')}"`;
      throw new InputError({ file: named.file, row: named.rowNumber(row), problem, accepted: `codes, groups or ${TOTAL} of ${names.join(', ')}, and their levels in ${names.map((name) => `${name}_level`).join(', ')}` });
    }
    withheld[cell] = 1;
  }
  return withheld;
}
