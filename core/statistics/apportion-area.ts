// Counts of blocks that zones cut: shared out by area, in whole numbers, with what rests on that assumption kept apart.
import { UNASSIGNED, type Assignment } from '../coverage/coverage.ts';
import type { OverlayFractions } from '../coverage/overlay/overlay.ts';
import type { ZoneSums } from './aggregate.ts';
import type { CountTable } from './counts.ts';
import { rankIds } from './id-order.ts';
import { largest, shareOut } from './largest-remainder.ts';

/** Sums by zone; rows and columns as in ZoneSums, the last row for what no zone takes. */
export interface AreaSums extends ZoneSums {
  /** The part of every sum that was shared out, not counted. */
  readonly cut: Float64Array;
  /** Largest value that the true count can have: all of every cut block on this side. The least is `sums - cut`. */
  readonly most: Float64Array;
  /** By row: blocks that the zone takes a part of. `blocks` counts every block once, where most of it lies. */
  readonly cutBlocks: Int32Array;
}

export type AreaSumsResult =
  | { readonly ok: true; readonly sums: AreaSums }
  | { readonly ok: false; readonly code: 'NOT_A_COUNT'; readonly columns: readonly string[]; readonly detail: string };

export interface ApportionOptions {
  /** Ids of the zones; equal remainders go to the smaller id. Without them to the earlier zone. */
  readonly zoneIds?: readonly string[];
  /** Columns that are rates, means or shares. They are refused: a share of a mean is no mean. */
  readonly rates?: readonly string[];
}

/**
 * Shares every count out by area (areal weighting: people are taken to live evenly over their block).
 *
 * Counts stay whole and none is lost or made: every part gets the whole of its share, and what remains goes to the
 * largest remainders (Hamilton's rule), the part outside of all zones included; equal remainders by zone id. Every column
 * is shared by itself, so parts of a total need not add up to the total's part. An unknown count is unknown in every zone
 * that takes part of its block. A block in one zone is summed, not shared, and leaves no trace in `cut`.
 */
export function apportionByArea(table: CountTable, overlay: OverlayFractions, options: ApportionOptions = {}): AreaSumsResult {
  const refused = table.columns.filter((column) => options.rates?.includes(column));
  if (refused.length > 0) {
    const detail = 'rates and means cannot be shared out by area; apportion their numerator and denominator';
    return { ok: false, code: 'NOT_A_COUNT', columns: refused, detail };
  }
  const width = table.columns.length;
  const { zoneCount, blockStart, zone, fraction, outsideFraction } = overlay;
  const size = (zoneCount + 1) * width;
  const sums = new Float64Array(size);
  const cut = new Float64Array(size);
  const most = new Float64Array(size);
  const unknown = new Int32Array(size);
  const blocks = new Int32Array(zoneCount + 1);
  const cutBlocks = new Int32Array(zoneCount + 1);
  const rank = ranks(zoneCount, options.zoneIds);
  for (let block = 0; block < table.blockCount; block++) {
    const rows: number[] = [];
    const shares: number[] = [];
    for (let i = blockStart[block]!; i < blockStart[block + 1]!; i++) {
      rows.push(zone[i]!);
      shares.push(fraction[i]!);
    }
    if (outsideFraction[block]! > 0) {
      rows.push(zoneCount);
      shares.push(outsideFraction[block]!);
    }
    const whole = rows.length === 1;
    const order = rows.map((row) => rank[row]!);
    blocks[rows[largest(shares, order)]!]!++;
    if (!whole) for (const row of rows) cutBlocks[row]!++;
    for (let column = 0; column < width; column++) {
      const count = table.values[block * width + column]!;
      if (table.known[block * width + column] === 0) {
        for (const row of rows) unknown[row * width + column]!++;
        continue;
      }
      const parts = whole ? [count] : shareOut(count, shares, order);
      for (let i = 0; i < rows.length; i++) {
        const at = rows[i]! * width + column;
        sums[at]! += parts[i]!;
        most[at]! += count;
        if (!whole) cut[at]! += parts[i]!;
      }
    }
  }
  return { ok: true, sums: { columns: table.columns, zoneCount, sums, unknown, blocks, cut, most, cutBlocks } };
}

/** Every block to the zone that most of it lies in; equal shares to the smaller zone id. UNASSIGNED where none covers any. */
export function assignByMajority(overlay: OverlayFractions, zoneIds?: readonly string[]): Assignment {
  const { blockStart, zone, fraction } = overlay;
  const rank = ranks(overlay.zoneCount, zoneIds);
  const assignment = new Int32Array(overlay.blockCount).fill(UNASSIGNED);
  for (let block = 0; block < overlay.blockCount; block++) {
    const [from, to] = [blockStart[block]!, blockStart[block + 1]!];
    if (from === to) continue;
    const rows = Array.from(zone.subarray(from, to));
    assignment[block] = rows[largest(Array.from(fraction.subarray(from, to)), rows.map((row) => rank[row]!))]!;
  }
  return assignment;
}

/** Place of every zone in the order of ids; the row of no zone comes last. */
function ranks(zoneCount: number, zoneIds: readonly string[] | undefined): Uint32Array {
  const order = Uint32Array.from({ length: zoneCount + 1 }, (_, i) => i);
  if (zoneIds !== undefined) order.set(rankIds(zoneIds));
  return order;
}
