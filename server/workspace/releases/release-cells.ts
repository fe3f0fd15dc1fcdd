// Cells of a release in two arrays, and their digest: 130,000 cells as objects would take a second of everybody's time.
import { createHash } from 'node:crypto';
import type { Cell } from '../../../core/disclosure/cell.ts';
import type { ReleaseCell } from '../../db/queries/releases.ts';
import { canonicalJson } from './ledger-chain.ts';

export const CELL_STATES = ['value', 'atLeast', 'withheld', 'missing'] as const satisfies readonly ReleaseCell['state'][];
export const VALUE = 0;
export const AT_LEAST = 1;
export const WITHHELD = 2;
export const MISSING = 3;

/** Cell of statistic s, date d and zone z at (s * dates + d) * zones + z. `value` is 0 where the state shows none. */
export interface ReleaseCells {
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  readonly zones: readonly string[];
  /** Positions in CELL_STATES. */
  readonly state: Uint8Array;
  readonly value: Float64Array;
}

type Names = Pick<ReleaseCells, 'statistics' | 'referenceDates' | 'zones'>;

/** Everything missing. */
export function emptyCells({ statistics, referenceDates, zones }: Names): ReleaseCells {
  const size = statistics.length * referenceDates.length * zones.length;
  return { statistics, referenceDates, zones, state: new Uint8Array(size).fill(MISSING), value: new Float64Array(size) };
}

/** Place of the first zone's cell of a statistic and date; -1 where the release has none. */
export function cellsAt({ statistics, referenceDates, zones }: Names, statistic: string, referenceDate: string): number {
  const s = statistics.indexOf(statistic);
  const d = referenceDates.indexOf(referenceDate);
  return s < 0 || d < 0 ? -1 : (s * referenceDates.length + d) * zones.length;
}

export function cellAt({ state, value }: ReleaseCells, at: number): Cell {
  const name = CELL_STATES[state[at]!]!;
  return name === 'value' || name === 'atLeast' ? { state: name, value: value[at]! } : { state: name };
}

/** Rows of the database in any order; a cell without a row is missing. */
export function packCells(names: Names, rows: readonly ReleaseCell[]): ReleaseCells {
  const cells = emptyCells(names);
  const zoneOf = new Map(names.zones.map((zone, z) => [zone, z]));
  const first = new Map(names.statistics.flatMap((statistic) => names.referenceDates.map((date) => [`${date} ${statistic}`, cellsAt(names, statistic, date)] as const)));
  for (const { statistic, referenceDate, zone, state, value } of rows) {
    const at = (first.get(`${referenceDate} ${statistic}`) ?? NaN) + (zoneOf.get(zone) ?? NaN);
    if (Number.isNaN(at)) continue;
    cells.state[at] = CELL_STATES.indexOf(state);
    cells.value[at] = value ?? 0;
  }
  return cells;
}

/** The rows of one reference date, as the database keeps them. */
export function rowsOfDate(cells: ReleaseCells, referenceDate: string): ReleaseCell[] {
  return cells.statistics.flatMap((statistic) => {
    const first = cellsAt(cells, statistic, referenceDate);
    return cells.zones.map((zone, z): ReleaseCell => {
      const cell = cellAt(cells, first + z);
      return { statistic, referenceDate, zone, state: cell.state, value: 'value' in cell ? cell.value : null };
    });
  });
}

export function countStates({ state }: ReleaseCells): { readonly cells: number; readonly withheld: number; readonly missing: number } {
  let [withheld, missing] = [0, 0];
  for (const of of state) {
    if (of === WITHHELD) withheld++;
    else if (of === MISSING) missing++;
  }
  return { cells: state.length, withheld, missing };
}

/** SHA-256 of the cells as canonical JSON, ordered by statistic, date and zone in code points: databases sort by language. */
export function digest(cells: readonly ReleaseCell[]): string {
  const lines = cells.map(({ statistic, referenceDate, zone, state, value }) => canonicalJson([statistic, referenceDate, zone, state, value]));
  return createHash('sha256').update(lines.toSorted((a, b) => (a < b ? -1 : 1)).join('\n')).digest('hex');
}

/**
 * The same digest without a row a cell, in turns of a few milliseconds. `pattern`: of the states alone, for what nobody may
 * learn a value from.
 */
export async function digestCells(cells: ReleaseCells, pattern = false): Promise<string> {
  const hash = createHash('sha256');
  const sorted = (names: readonly string[]) => names.map((name, i) => ({ i, text: JSON.stringify(name) })).toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const zones = sorted(cells.zones);
  let before = '';
  let done = 0;
  for (const statistic of sorted(cells.statistics)) {
    for (const date of sorted(cells.referenceDates)) {
      const first = (statistic.i * cells.referenceDates.length + date.i) * cells.zones.length;
      for (const zone of zones) {
        const cell = cellAt(cells, first + zone.i);
        const value = 'value' in cell && !pattern ? String(cell.value) : 'null';
        hash.update(`${before}[${statistic.text},${date.text},${zone.text},"${cell.state}",${value}]`);
        before = '\n';
      }
      done += zones.length;
      if (done > 5000) {
        done = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
  return hash.digest('hex');
}
