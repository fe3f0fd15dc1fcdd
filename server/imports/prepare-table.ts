// A statistics table under its mapping, checked against the blocks that are stored: a count set a date.
import { basename } from 'node:path';
import { say } from '../../core/refusals/say.ts';
import { applyMapping, type AppliedDate, type AppliedTable, type FieldTally, type Figure } from '../../core/tables/apply-mapping.ts';
import type { ReadTable, TableReading } from '../../core/tables/read-table.ts';
import type { TableMapping } from '../../core/tables/table-mapping.ts';
import { InputError } from '../gdal/input-error.ts';
import { ImportRefused, IssueList } from './import-refused.ts';
import type { TableComparison, TableWarning } from './judge-table.ts';
import { openTable, toInput } from './open-table.ts';

/** A stand of blocks, valid [validFrom, validTo). */
export interface BlockStand {
  readonly blockSet: number;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly ids: readonly string[];
}

export interface TableKnowledge {
  readonly stands: readonly BlockStand[];
  /** Codes and names of zones, to tell a table by zones from one with wrong keys. */
  readonly zones: readonly { readonly geography: string; readonly names: readonly string[] }[];
}

export interface TableReport {
  readonly statistics: readonly string[];
  readonly reading: Pick<TableReading, 'kind' | 'separator' | 'encoding' | 'decimal' | 'titles' | 'headerRow' | 'headerRows' | 'notes'>;
  readonly rows: number;
  readonly unassignableRows: number;
  readonly totalRows: number;
  readonly fields: FieldTally;
  readonly dates: readonly {
    readonly date: string;
    readonly blockSet: number;
    readonly statistics: readonly string[];
    /** Blocks with a row. */
    readonly blocks: number;
    readonly missingBlocks: number;
    /** Figures by block and statistic: known, withheld by the source, not known. */
    readonly known: number;
    readonly withheld: number;
    readonly unknown: number;
  }[];
  /** Of the last date: blocks without a row, the first five hundred. */
  readonly missing: readonly string[];
  readonly missingBlocks: number;
  readonly unknown: number;
  readonly unmatched: readonly { readonly row: number; readonly id: string }[];
  readonly unmatchedRows: number;
  readonly warnings: readonly TableWarning[];
  readonly comparisons: readonly TableComparison[];
  readonly compared: boolean;
}

export interface TableSet {
  readonly date: string;
  readonly blockSet: number;
  readonly statistics: readonly string[];
  readonly rows: readonly { readonly block: string; readonly counts: readonly (number | null)[] }[];
  readonly unlocated: readonly (number | null)[];
  /** What the file says is the sum of all; null where it does not. */
  readonly totals: readonly (number | null)[];
}

export interface PreparedTable {
  readonly kind: 'table';
  readonly sets: readonly TableSet[];
  readonly report: TableReport;
}

const MOST_TOLD = 500;

/** Reads, maps and places. Throws ImportRefused with all that is wrong with file or mapping; warnings come later, from who knows earlier counts. */
export async function prepareTable(path: string, mapping: TableMapping, given: string | null, knowledge: TableKnowledge): Promise<PreparedTable> {
  const file = basename(path);
  const table = await openTable(path, mapping.reading);
  const applied = applyMapping(table, mapping, given);
  if (applied.problems.length > 0) throw new ImportRefused(applied.problems.map((problem) => toInput(problem, file)));
  if (applied.dates.length === 0) throw new InputError({ file, problem: say('NO_ROW_TAKEN'), accepted: say('TAKE_RULE_FOR_ROWS') });
  return placeTable(table, applied, mapping, knowledge, file);
}

/** `file` is for messages. */
export function placeTable(table: ReadTable, applied: AppliedTable, mapping: TableMapping, knowledge: TableKnowledge, file: string): PreparedTable {
  const field = mapping.area.columns.join(' + ');
  const placed = applied.dates.map((date) => placeDate(date, mapping, standOn(date.date, knowledge, file)));
  const unmatched = uniqueRows(placed.flatMap((date) => date.unmatched));
  if (mapping.unmatched === 'refuse' && unmatched.length > 0) refuseKeys(unmatched, applied, knowledge, file, field);
  const { reading } = table;
  const last = placed.at(-1)!;
  const sets = placed.map(({ set }) => set);
  return {
    kind: 'table',
    sets,
    report: {
      statistics: [...new Set(sets.flatMap(({ statistics }) => statistics))],
      reading: { kind: reading.kind, separator: reading.separator, encoding: reading.encoding, decimal: reading.decimal, titles: reading.titles.slice(0, 10), headerRow: reading.headerRow, headerRows: reading.headerRows, notes: reading.notes.slice(0, 10) },
      rows: applied.rows.all,
      unassignableRows: applied.rows.unassignable,
      totalRows: applied.rows.totals,
      fields: applied.tally,
      dates: placed.map(({ tells }) => tells),
      missing: last.missing.slice(0, MOST_TOLD),
      missingBlocks: last.missing.length,
      unknown: placed.reduce((sum, { tells }) => sum + tells.unknown + tells.withheld, 0),
      unmatched: unmatched.slice(0, MOST_TOLD),
      unmatchedRows: unmatched.length,
      warnings: [],
      comparisons: [],
      compared: false,
    },
  };
}

function standOn(date: string, { stands }: TableKnowledge, file: string): BlockStand {
  const found = stands.find(({ validFrom, validTo }) => validFrom <= date && (validTo === null || date < validTo));
  if (found !== undefined) return found;
  const days = stands.map(({ validFrom, validTo }) => `${validFrom} to ${validTo ?? 'now'}`).join(', ');
  throw new InputError({ file, field: 'date', problem: say('NO_BLOCKS_ON_DAY', { day: date }), accepted: say('TAKE_DATES', { days }) });
}

interface PlacedDate {
  readonly set: TableSet;
  readonly tells: TableReport['dates'][number];
  readonly missing: readonly string[];
  readonly unmatched: readonly { readonly row: number; readonly id: string }[];
}

function placeDate({ date, statistics, areas, elsewhere, totals }: AppliedDate, mapping: TableMapping, stand: BlockStand): PlacedDate {
  const ids = new Set(stand.ids);
  const unmatched = [...areas].flatMap(([id, { row }]) => (ids.has(id) ? [] : [{ row, id }]));
  const tells = { known: 0, withheld: 0, unknown: 0 };
  const missing: string[] = [];
  const absent = statistics.map((): number | null => (mapping.absent === 'zero' ? 0 : null));
  const rows = stand.ids.map((block) => {
    const found = areas.get(block);
    if (found === undefined) {
      missing.push(block);
      return { block, counts: absent };
    }
    for (const { state } of found.figures) tells[state === 'value' ? 'known' : state === 'withheld' ? 'withheld' : 'unknown']++;
    return { block, counts: found.figures.map(numberOf) };
  });
  const outside = unmatched.map(({ id }) => areas.get(id)!.figures);
  return {
    set: { date, blockSet: stand.blockSet, statistics, rows, unlocated: statistics.map((_, i) => sumOf([elsewhere[i]!, ...outside.map((figures) => figures[i]!)])), totals },
    tells: { date, blockSet: stand.blockSet, statistics, blocks: stand.ids.length - missing.length, missingBlocks: missing.length, ...tells },
    missing,
    unmatched,
  };
}

/** What the database holds of a figure: a secret number is unknown there, and never 0. */
const numberOf = (figure: Figure): number | null => (figure.state === 'value' ? figure.value : null);

/** Null where a part is not known: then the sum is not. */
function sumOf(figures: readonly Figure[]): number | null {
  let sum = 0;
  for (const figure of figures) {
    if (figure.state !== 'value') return null;
    sum += figure.value;
  }
  return sum;
}

function uniqueRows(rows: readonly { readonly row: number; readonly id: string }[]): { readonly row: number; readonly id: string }[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id)).toSorted((a, b) => a.row - b.row);
}

/** A table by zones has other keys than one with mistakes, and another answer. */
function refuseKeys(unmatched: readonly { readonly row: number; readonly id: string }[], { dates }: AppliedTable, { zones }: TableKnowledge, file: string, field: string): never {
  const keys = new Set(dates.flatMap(({ areas }) => [...areas.keys()]));
  for (const { geography, names } of zones) {
    const known = new Set(names);
    const found = unmatched.filter(({ id }) => known.has(id)).length;
    if (found * 2 <= keys.size) continue;
    throw new InputError({
      code: 'ZONE_TABLE',
      file,
      row: unmatched[0]!.row,
      field,
      problem: say('ZONE_TABLE', { found, keys: keys.size, geography }),
      accepted: say('TAKE_BY_BLOCK'),
    });
  }
  const issues = new IssueList();
  for (const { row, id } of unmatched) issues.add({ code: 'NO_BLOCK', file, row, field, problem: say('NO_BLOCK_THAT_DAY', { block: id }), accepted: say('TAKE_ID_OR_KEY') });
  issues.refuse();
  throw new Error('keys that match nothing are refused');
}
