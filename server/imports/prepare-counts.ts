// A table of counts by block, checked against the blocks that are stored.
import { say } from '../../core/refusals/say.ts';
import { TOTAL_WORDS } from '../../core/tables/statistic-rules.ts';
import { InputError } from '../gdal/input-error.ts';
import { countColumn } from '../gdal/count-column.ts';
import { readTable, requireColumn, type NamedTable } from '../gdal/read-table.ts';
import { readIds, requireUnique } from '../processes/inputs/read-blocks.ts';
import { IssueList } from './import-refused.ts';
import type { ImportMapping } from './import-request.ts';
import { judgeCounts, type CountKnowledge, type CountWarning } from './judge-counts.ts';
import { chosenRows, tableOfRows } from './select-rows.ts';

/** Tells what was read, never a sum: a report may be seen by who has no clearance for the counts. */
export interface CountsReport {
  readonly statistics: readonly string[];
  readonly rows: number;
  /** Blocks without a row: their counts are unknown. The first five hundred. */
  readonly missing: readonly string[];
  readonly missingBlocks: number;
  /** Empty fields. */
  readonly unknown: number;
  /** Rows whose block is not stored, added to what could not be placed. The first five hundred. */
  readonly unmatched: readonly { readonly row: number; readonly id: string }[];
  readonly unmatchedRows: number;
  readonly warnings: readonly CountWarning[];
  /** False where earlier counts were not looked at, because who imports has no clearance for them. */
  readonly compared: boolean;
}

export interface PreparedCounts {
  readonly kind: 'counts';
  readonly statistics: readonly string[];
  /** Blocks in the order of the stored set; null is unknown. */
  readonly rows: readonly { readonly block: string; readonly counts: readonly (number | null)[] }[];
  readonly unlocated: readonly (number | null)[];
  readonly report: CountsReport;
}

/** Nothing known beside the file. */
export const NO_KNOWLEDGE: CountKnowledge = { wholes: {}, stored: null };

const MOST_TOLD = 500;

/** `blocks` are the ids of the stored set, in order; `blockSet` its name in messages; `knowledge` what the counts are judged by. */
export async function prepareCounts(path: string, mapping: ImportMapping, blocks: readonly string[], blockSet: string, knowledge: CountKnowledge = NO_KNOWLEDGE): Promise<PreparedCounts> {
  if (mapping.id === undefined) throw new InputError({ field: 'mapping.id', problem: say('NEEDED_FOR_COUNTS'), accepted: say('TAKE_COLUMN_OF_BLOCK') });
  const whole = await readTable(path);
  const rows = chosenRows(whole, mapping.where);
  const table = rows === null ? whole : tableOfRows(whole, rows);
  const ids = readIds(table, mapping.id);
  requireUnique(table, mapping.id, ids);
  const columns = chosenColumns(table, mapping);
  const readers = columns.map(([column]) => countColumn(table, column, mapping));
  const known = new Set(blocks);
  const issues = new IssueList();
  const counts = new Map<string, (number | null)[]>();
  const unmatched: { row: number; id: string }[] = [];
  const nowhere: (number | null)[][] = [];
  let unknown = 0;
  ids.forEach((id, row) => {
    const values = readers.map((readRow) => {
      const read = readRow(row);
      if (typeof read === 'object' && read !== null) issues.add(read);
      else if (read === null) unknown++;
      else return read;
      return null;
    });
    if (id === mapping.unlocated) nowhere.push(values);
    else if (known.has(id)) counts.set(id, values);
    // Placed nowhere, the sum of all would count everybody twice.
    else if (TOTAL_WORDS.test(id.trim())) issues.add({ file: table.file, row: table.rowNumber(row), field: mapping.id!, code: 'TOTAL_ROW', problem: say('TOTAL_ROW', { value: id }), accepted: say('TAKE_WITHOUT_TOTAL') });
    else if (mapping.unmatched === 'unlocated') {
      nowhere.push(values);
      unmatched.push({ row: table.rowNumber(row), id });
    } else issues.add({ file: table.file, row: table.rowNumber(row), field: mapping.id!, problem: say('NO_SUCH_BLOCK', { block: id, set: blockSet }), accepted: say('TAKE_ID_OR_UNLOCATED', { set: blockSet }) });
  });
  issues.refuse();
  const missing = blocks.filter((id) => !counts.has(id));
  const statistics = columns.map(([, statistic]) => statistic);
  const nothing = columns.map(() => null);
  const byBlock = blocks.map((block) => ({ block, counts: counts.get(block) ?? nothing }));
  return {
    kind: 'counts',
    statistics,
    rows: byBlock,
    unlocated: columns.map((_, column) => sumOfKnown(nowhere.map((values) => values[column]!))),
    report: {
      statistics,
      rows: ids.length,
      missing: missing.slice(0, MOST_TOLD),
      missingBlocks: missing.length,
      unknown,
      unmatched: unmatched.slice(0, MOST_TOLD),
      unmatchedRows: unmatched.length,
      warnings: judgeCounts({ statistics, rows: byBlock }, knowledge),
      compared: knowledge.stored !== null,
    },
  };
}

/** 0 of nothing; null where nothing of it is known. */
function sumOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 && values.length > 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** [position of the column, code of the statistic]. */
function chosenColumns(table: NamedTable, mapping: ImportMapping): [number, string][] {
  const { columns } = mapping;
  const apart = new Set([mapping.id, mapping.name, mapping.x, mapping.y, ...Object.keys(mapping.where ?? {})]);
  const pairs: [string, string][] =
    columns === undefined
      ? table.columns.filter((name) => !apart.has(name)).map((name) => [name, name])
      : Array.isArray(columns)
        ? columns.map((name) => [name, name])
        : Object.entries(columns);
  if (pairs.length === 0) throw new InputError({ file: table.file, problem: say('ONLY_ID'), accepted: say('TAKE_COLUMN_A_COUNT') });
  const seen = new Set<string>();
  for (const [, statistic] of pairs) {
    if (seen.has(statistic)) throw new InputError({ field: 'mapping.columns', problem: say('STATISTIC_TWICE', { statistic }), accepted: say('TAKE_STATISTICS_ONCE') });
    seen.add(statistic);
  }
  // In the order of the file: a job keeps its request as jsonb, which sorts the keys of an object its own way.
  return pairs.map(([name, statistic]): [number, string] => [requireColumn(table, name), statistic]).toSorted(([a], [b]) => a - b);
}
