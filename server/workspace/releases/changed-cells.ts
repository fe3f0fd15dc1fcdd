// Cells whose numbers are changed instead of withheld: rounded, or with noise.
import { MISSING, VALUE, WITHHELD } from './release-cells.ts';
import type { TotalBounds } from '../../../core/disclosure/releases/total-bounds.ts';
import type { CheckedStatistic } from './release-check.ts';
import type { DateTables } from './release-tables.ts';

export interface ChangedCells {
  readonly state: Uint8Array;
  readonly value: Float64Array;
  /** What the numbers say of the truth. */
  readonly bounds: TotalBounds;
}

/** How the numbers of a release are changed. */
export interface CellChange {
  /** All statistics of the date together; `withheld` by statistic: 1 by zone that rules other than the threshold withhold. */
  make(statistics: readonly CheckedStatistic[], withheld: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, ChangedCells>;
  /** Cells that are stored; a number that cannot be that of what is counted now is NaN. */
  stored(checked: CheckedStatistic, state: Uint8Array, value: Float64Array): ChangedCells;
}

/** `counts` by zone, -1 where the number stays secret; a zone of which no block was counted is missing. */
export function statesOf(tables: DateTables, statistic: string, counts: Int32Array): Uint8Array {
  const { unknownBlocks } = tables.column(statistic)!;
  const blocks = new Int32Array(counts.length);
  for (const zone of tables.setup.partitions[0]!.zoneOf) if (zone >= 0) blocks[zone]!++;
  return Uint8Array.from(counts, (count, zone) => (count >= 0 ? VALUE : unknownBlocks[zone] === blocks[zone] ? MISSING : WITHHELD));
}

/** Zones whose number may be shown keep their sum, others are -1. */
export function openSums(tables: DateTables, statistic: string, withheld: Uint8Array): Int32Array {
  const { sums, unknownBlocks } = tables.column(statistic)!;
  return Int32Array.from(sums, (sum, zone) => (unknownBlocks[zone]! > 0 || withheld[zone] === 1 ? -1 : sum));
}

/** NaN where no number is shown. */
export const shownOnly = (state: Uint8Array, value: Float64Array): Float64Array => value.map((of, zone) => (state[zone] === VALUE ? of : NaN));
