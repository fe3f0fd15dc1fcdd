// A table of zone totals that appeared elsewhere, checked against the zones and statistics that are stored.
import { say } from '../../core/refusals/say.ts';
import { compareIds } from '../../core/statistics/id-order.ts';
import { countColumn } from '../gdal/count-column.ts';
import { InputError } from '../gdal/input-error.ts';
import { readTable, requireColumn, type NamedTable } from '../gdal/read-table.ts';
import { readIds, requireUnique } from '../processes/inputs/read-blocks.ts';
import { IssueList } from './import-refused.ts';
import type { ImportMapping } from './import-request.ts';
import type { StoredCounts } from './judge-counts.ts';
import { chosenRows, tableOfRows } from './select-rows.ts';

/** What is stored about the zones that a table is about. */
export interface PublishedKnowledge {
  /** Zones of the cut that it is over; null: the table draws zones of its own from blocks. */
  readonly cut: { readonly zones: readonly string[]; readonly placed: readonly { readonly block: string; readonly zone: string }[] } | null;
  /** How messages name the cut. */
  readonly cutName: string;
  readonly statistics: readonly string[];
  /** Counts of the date; null for who is not cleared for them: whether a printed number is right would tell a stored one. */
  readonly counted: readonly StoredCounts[] | null;
}

export interface PublishedReport {
  readonly title: string;
  readonly statistics: readonly string[];
  readonly zones: number;
  /** Totals that appeared; empty fields did not. */
  readonly totals: number;
  /** Zones of the cut without a row. The first five hundred. */
  readonly missing: readonly string[];
  /** Totals that are not what is counted here, without the counted number; null where nothing was compared. */
  readonly contradictions: readonly { readonly zone: string; readonly statistic: string; readonly published: number }[] | null;
  readonly compared: boolean;
}

export interface PreparedPublished {
  readonly kind: 'published';
  readonly statistics: readonly string[];
  /** `value` null: the total appeared, the table does not tell which it was. */
  readonly cells: readonly { readonly statistic: string; readonly zone: string; readonly value: number | null }[];
  /** Of zones of its own. */
  readonly placed: readonly { readonly block: string; readonly zone: string }[];
  readonly report: PublishedReport;
}

const MOST_TOLD = 500;

/** `blocks` are the ids of the stored set; `blockSet` its name in messages. Throws InputError. */
export async function preparePublished(path: string, mapping: ImportMapping, blocks: readonly string[], blockSet: string, knowledge: PublishedKnowledge): Promise<PreparedPublished> {
  if (mapping.zone === undefined) throw new InputError({ field: 'mapping.zone', problem: say('NEEDED_FOR_PUBLISHED'), accepted: say('TAKE_ZONE_COLUMN') });
  const whole = await readTable(path);
  const rows = chosenRows(whole, mapping.where);
  const table = rows === null ? whole : tableOfRows(whole, rows);
  const read = mapping.block === undefined ? totalsByZone(table, mapping, mapping.zone, knowledge) : zonesOfBlocks(table, mapping, mapping.block, mapping.zone, blocks, blockSet, knowledge);
  const zones = new Set(read.cells.map(({ zone }) => zone));
  const contradictions = knowledge.counted === null ? null : contradictionsOf(read.cells, knowledge.cut?.placed ?? read.placed, knowledge.counted);
  return {
    kind: 'published',
    ...read,
    report: {
      title: mapping.title!,
      statistics: read.statistics,
      zones: zones.size,
      totals: read.cells.length,
      missing: (knowledge.cut?.zones ?? []).filter((zone) => !zones.has(zone)).slice(0, MOST_TOLD),
      contradictions: contradictions?.slice(0, MOST_TOLD) ?? null,
      compared: contradictions !== null,
    },
  };
}

type Read = Pick<PreparedPublished, 'statistics' | 'cells' | 'placed'>;

/** A row a zone, a column a statistic. */
function totalsByZone(table: NamedTable, mapping: ImportMapping, zoneColumn: string, { cut, cutName, statistics: known }: PublishedKnowledge): Read {
  const ids = readIds(table, zoneColumn);
  requireUnique(table, zoneColumn, ids);
  const columns = totalColumns(table, mapping, zoneColumn, known);
  const zones = new Set(cut!.zones);
  const issues = new IssueList();
  const cells: Read['cells'][number][] = [];
  const readers = columns.map(([column]) => countColumn(table, column, mapping));
  ids.forEach((zone, row) => {
    if (!zones.has(zone)) issues.add({ file: table.file, row: table.rowNumber(row), field: zoneColumn, problem: say('NO_SUCH_ZONE', { zone, cut: cutName }), accepted: say('TAKE_ZONE_OF_CUT', { cut: cutName }) });
    columns.forEach(([, statistic], i) => {
      const value = readers[i]!(row);
      if (typeof value === 'object' && value !== null) issues.add(value);
      else if (value !== null) cells.push({ statistic, zone, value });
    });
  });
  issues.refuse();
  return { statistics: columns.map(([, statistic]) => statistic), cells, placed: [] };
}

/** A row a block: the zones that totals appeared for, where no stored cut has them. */
function zonesOfBlocks(table: NamedTable, mapping: ImportMapping, blockColumn: string, zoneColumn: string, blocks: readonly string[], blockSet: string, { statistics: known }: PublishedKnowledge): Read {
  const statistics = mapping.totals ?? [];
  if (statistics.length === 0) throw new InputError({ field: 'mapping.totals', problem: say('TOTALS_NEEDED'), accepted: say('TAKE_TOTALS') });
  const unknown = statistics.find((statistic) => !known.includes(statistic));
  if (unknown !== undefined) throw new InputError({ field: 'mapping.totals', problem: say('NO_SUCH_STATISTIC', { statistic: unknown }), accepted: say('TAKE_ONE_OF', { names: known.join(', ') }) });
  const ids = readIds(table, blockColumn);
  requireUnique(table, blockColumn, ids);
  const column = requireColumn(table, zoneColumn);
  const stored = new Set(blocks);
  const issues = new IssueList();
  const placed = ids.flatMap((block, row) => {
    const zone = table.cell(row, column);
    if (!stored.has(block)) issues.add({ file: table.file, row: table.rowNumber(row), field: blockColumn, problem: say('NO_SUCH_BLOCK', { block, set: blockSet }), accepted: say('TAKE_ID', { set: blockSet }) });
    return zone === '' ? [] : [{ block, zone }];
  });
  issues.refuse();
  const zones = [...new Set(placed.map(({ zone }) => zone))].toSorted(compareIds);
  if (zones.length === 0) throw new InputError({ file: table.file, field: zoneColumn, problem: say('NAMES_NO_ZONE'), accepted: say('TAKE_A_ZONE') });
  return { statistics, placed, cells: statistics.flatMap((statistic) => zones.map((zone) => ({ statistic, zone, value: null }))) };
}

/** [position of the column, statistic]: those that the mapping names, else every column that is called like a statistic. */
function totalColumns(table: NamedTable, mapping: ImportMapping, zoneColumn: string, known: readonly string[]): [number, string][] {
  const { columns } = mapping;
  const pairs: [string, string][] =
    columns === undefined
      ? table.columns.filter((name) => name !== zoneColumn && known.includes(name)).map((name) => [name, name])
      : Array.isArray(columns)
        ? columns.map((name) => [name, name])
        : Object.entries(columns);
  if (pairs.length === 0) throw new InputError({ file: table.file, field: 'mapping.columns', problem: say('NO_STATISTIC_COLUMN'), accepted: say('TAKE_COLUMN_TO_STATISTIC', { names: known.join(', ') }) });
  const seen = new Set<string>();
  for (const [, statistic] of pairs) {
    if (!known.includes(statistic)) throw new InputError({ field: 'mapping.columns', problem: say('NO_SUCH_STATISTIC', { statistic }), accepted: say('TAKE_ONE_OF', { names: known.join(', ') }) });
    if (seen.has(statistic)) throw new InputError({ field: 'mapping.columns', problem: say('STATISTIC_TWICE', { statistic }), accepted: say('TAKE_STATISTICS_ONCE') });
    seen.add(statistic);
  }
  return pairs.map(([name, statistic]): [number, string] => [requireColumn(table, name), statistic]).toSorted(([a], [b]) => a - b);
}

/** Zones with a block whose count is not known contradict nothing. */
function contradictionsOf(cells: Read['cells'], placed: Read['placed'], counted: readonly StoredCounts[]): { zone: string; statistic: string; published: number }[] {
  const zoneOf = new Map(placed.map(({ block, zone }) => [block, zone]));
  const sums = new Map<string, number>();
  for (const statistic of new Set(cells.map((cell) => cell.statistic))) {
    const set = counted.findLast(({ statistics }) => statistics.includes(statistic));
    if (set === undefined) continue;
    const column = set.statistics.indexOf(statistic);
    for (const { block, counts } of set.rows) {
      const zone = zoneOf.get(block);
      if (zone === undefined) continue;
      const key = `${statistic}\n${zone}`;
      sums.set(key, (sums.get(key) ?? 0) + (counts[column] ?? NaN));
    }
  }
  return cells.flatMap(({ statistic, zone, value }) => {
    const sum = sums.get(`${statistic}\n${zone}`);
    return value === null || sum === undefined || Number.isNaN(sum) || sum === value ? [] : [{ zone, statistic, published: value }];
  });
}
