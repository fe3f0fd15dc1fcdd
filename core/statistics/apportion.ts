// Sums of block counts by zone when zones cut blocks: what is estimated stands apart, and nothing is lost.
import { aggregate } from './aggregate.ts';
import type { CountTable } from './counts.ts';
import type { BlockDivision, Split } from './divide-blocks.ts';

/** Row-major, one more row at the end for what no zone takes; see {@link apportion}. */
export interface ApportionedSums {
  readonly columns: readonly string[];
  readonly zoneCount: number;
  readonly sums: Float64Array;
  /** Same shape: the part of each sum that came from cut blocks. */
  readonly cut: Float64Array;
  /** Same shape: blocks without a value. A split block without one counts in each of its zones: all those sums are "at least". */
  readonly unknown: Int32Array;
  /** zoneCount + 1: blocks that the row holds or has a part of. */
  readonly blocks: Int32Array;
}

/**
 * Sums by zone, conserved exactly: over all rows, in any order of addition, the sums of a column give the sum over its
 * blocks, and so do the parts in `cut` for the cut blocks. Whole blocks give whole numbers. A split count is divided into
 * multiples of a power of two so small that 2^52 of it hold the column's total (for a total of 200,000 people: 6e-11 of a
 * person), the rounding rest going to the largest share; float64 adds such multiples without rounding.
 */
export function apportion(table: CountTable, division: BlockDivision, zoneCount: number): ApportionedSums {
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
  const units = columnUnits(table);
  for (const split of division.splits) {
    const from = row(division.assignment[split.block]!);
    blocks[from]!--;
    for (const zone of split.zones) blocks[row(zone)]!++;
    for (let column = 0; column < width; column++) {
      const at = split.block * width + column;
      const value = table.values[at]!;
      const missing = 1 - table.known[at]!;
      sums[from * width + column]! -= value;
      cut[from * width + column]! -= value;
      unknown[from * width + column]! -= missing;
      const shares = splitCount(value, split, units[column]!);
      split.zones.forEach((zone, i) => {
        const to = row(zone) * width + column;
        sums[to]! += shares[i]!;
        cut[to]! += shares[i]!;
        unknown[to]! += missing;
      });
    }
  }
  return { columns: table.columns, zoneCount, sums, cut, unknown, blocks };
}

/** The power of two in which each column is divided. */
export function columnUnits(table: CountTable): number[] {
  const width = table.columns.length;
  const totals = new Float64Array(width);
  for (let at = 0; at < table.values.length; at++) totals[at % width]! += Math.abs(table.values[at]!);
  return [...totals].map((total) => 2 ** (Math.ceil(Math.log2(total + 1)) - 52));
}

/** Shares of a count in proportion to the weights, multiples of `unit` that add up to it exactly. */
export function splitCount(value: number, split: Pick<Split, 'weights'>, unit: number): number[] {
  const { weights } = split;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => Math.round((value * (weight / total)) / unit) * unit);
  const largest = weights.indexOf(Math.max(...weights));
  shares[largest] = 0;
  shares[largest] = value - shares.reduce((sum, share) => sum + share, 0);
  return shares;
}
