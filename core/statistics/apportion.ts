// Sums of block counts by zone when zones cut blocks: whole numbers, nothing lost, and what is estimated stands apart.
import { aggregate } from './aggregate.ts';
import type { CountTable } from './counts.ts';
import type { BlockDivision } from './divide-blocks.ts';
import { rankIds } from './id-order.ts';
import { shareOut } from './largest-remainder.ts';

/** Row-major, one more row at the end for what no zone takes; see {@link apportion}. */
export interface ApportionedSums {
  readonly columns: readonly string[];
  readonly zoneCount: number;
  readonly sums: Float64Array;
  /** Same shape: the part of each sum that came from cut blocks. The true sum is at least `sums - cut`. */
  readonly cut: Float64Array;
  /** Same shape: what the true sum is at most, with all of every cut block on this side; null where the division does not say who has a part. */
  readonly most: Float64Array | null;
  /** Same shape: blocks without a value. A split block without one counts in each of its zones: all those sums are "at least". */
  readonly unknown: Int32Array;
  /** zoneCount + 1: blocks that the row holds or has a part of. */
  readonly blocks: Int32Array;
}

/**
 * Sums by zone, conserved: over all rows the sums of a column give the sum over its blocks, and so do the parts in `cut`
 * for the cut blocks. Every split count is shared out in whole numbers by largest remainder, each column by itself; equal
 * remainders go to the smaller of `zoneIds` (default: the earlier zone), and before what no zone takes.
 */
export function apportion(table: CountTable, division: BlockDivision, zoneCount: number, zoneIds?: readonly string[]): ApportionedSums {
  const width = table.columns.length;
  const whole = aggregate(table, division.assignment, zoneCount);
  const sums = Float64Array.from(whole.sums);
  const unknown = Int32Array.from(whole.unknown);
  const blocks = Int32Array.from(whole.blocks);
  const cut = new Float64Array(sums.length);
  const row = (zone: number) => (zone >= 0 && zone < zoneCount ? zone : zoneCount);
  for (let block = 0; block < table.blockCount; block++) {
    if (division.cut[block] === 0) continue;
    const to = row(division.assignment[block]!) * width;
    for (let column = 0; column < width; column++) cut[to + column]! += table.values[block * width + column]!;
  }
  const rank = zoneIds === undefined ? null : rankIds(zoneIds);
  for (const split of division.splits) {
    const from = row(division.assignment[split.block]!);
    const rows = split.zones.map(row);
    const order = rows.map((to) => (to === zoneCount || rank === null ? to : rank[to]!));
    blocks[from]!--;
    for (const to of rows) blocks[to]!++;
    for (let column = 0; column < width; column++) {
      const at = split.block * width + column;
      const value = table.values[at]!;
      const missing = 1 - table.known[at]!;
      sums[from * width + column]! -= value;
      cut[from * width + column]! -= value;
      unknown[from * width + column]! -= missing;
      const shares = shareOut(value, split.weights, order);
      rows.forEach((to, i) => {
        sums[to * width + column]! += shares[i]!;
        cut[to * width + column]! += shares[i]!;
        unknown[to * width + column]! += missing;
      });
    }
  }
  return { columns: table.columns, zoneCount, sums, cut, most: mostOf(table, division, zoneCount, sums, cut), unknown, blocks };
}

/** Whole blocks as they are; of the cut ones all, in every row that has a part of them. */
function mostOf(table: CountTable, { cut: isCut, reach }: BlockDivision, zoneCount: number, sums: Float64Array, cut: Float64Array): Float64Array | null {
  if (reach === undefined && isCut.includes(1)) return null;
  const width = table.columns.length;
  const most = sums.map((sum, at) => sum - cut[at]!);
  for (const [block, zones] of reach ?? []) {
    for (const zone of zones) {
      const to = (zone < 0 ? zoneCount : zone) * width;
      for (let column = 0; column < width; column++) most[to + column]! += table.values[block * width + column]!;
    }
  }
  return most;
}
