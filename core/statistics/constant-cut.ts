// Counts of any stand of blocks in one cut: whole where a block lies in one zone, apportioned where later borders divide it.
import type { Assignment } from '../coverage/coverage.ts';
import { columnIndex, type CountTable } from './counts.ts';

/** Blocks in zones of a cut: of block b the entries start[b] to start[b + 1]. Shares of a block add up to 1, each zone once; zone -1: no zone of the cut. */
export interface BlockShares {
  readonly start: Uint32Array;
  readonly zone: Int32Array;
  readonly share: Float64Array;
}

/** `block` went into (or came from) `other`, a block of another stand, by `weight`; weights of a block need not add up to 1. */
export interface BlockLink {
  readonly block: number;
  readonly other: number;
  readonly weight: number;
}

export interface CutSum {
  /** Known counts; not whole where blocks were apportioned. */
  readonly sum: number;
  /** How much of the sum is of blocks that lie in several zones. */
  readonly apportioned: number;
  /** Blocks without a value, of which a part lies here. */
  readonly unknown: number;
}

export interface CutSums {
  readonly zones: readonly CutSum[];
  /** Counted in a block that lies in no zone of the cut. */
  readonly outside: CutSum;
  /** Of all blocks. */
  readonly all: CutSum;
}

/** Every block whole, in the zone that the cut gives it. */
export function wholeBlocks(assignment: Assignment): BlockShares {
  const count = assignment.length;
  return { start: Uint32Array.from({ length: count + 1 }, (_, i) => i), zone: Int32Array.from(assignment), share: new Float64Array(count).fill(1) };
}

/**
 * Blocks by way of the blocks of another stand, whose cut this is. A block without a link is in no zone: nothing is known of what became of it. Two halves of a
 * block in one zone are the whole block there.
 */
export function linkedBlocks(blockCount: number, links: readonly BlockLink[], assignment: Assignment): BlockShares {
  const shares = Array.from({ length: blockCount }, () => new Map<number, number>());
  const weights = new Float64Array(blockCount);
  for (const { block, weight } of links) weights[block]! += weight;
  for (const { block, other, weight } of links) {
    if (!(weight > 0)) continue;
    const zone = Math.max(-1, assignment[other]!);
    shares[block]!.set(zone, (shares[block]!.get(zone) ?? 0) + weight / weights[block]!);
  }
  const start = new Uint32Array(blockCount + 1);
  const zone: number[] = [];
  const share: number[] = [];
  shares.forEach((of, block) => {
    if (of.size === 0) of.set(-1, 1);
    // The last takes what is left, so that a block's shares are its whole count again.
    let left = 1;
    [...of].toSorted(([a], [b]) => a - b).forEach(([to, part], i) => {
      zone.push(to);
      share.push(i === of.size - 1 ? left : part);
      left -= part;
    });
    start[block + 1] = zone.length;
  });
  return { start, zone: Int32Array.from(zone), share: Float64Array.from(share) };
}

/** Sums of one column. Throws RangeError for a column that the table has not. */
export function sumsInCut(table: CountTable, statistic: string, { start, zone, share }: BlockShares, zoneCount: number): CutSums {
  const column = columnIndex(table, statistic);
  if (column < 0) throw new RangeError(`no counts of ${statistic}`);
  const rows = Array.from({ length: zoneCount + 2 }, () => ({ sum: 0, apportioned: 0, unknown: 0 }));
  const all = rows[zoneCount + 1]!;
  for (let block = 0; block < table.blockCount; block++) {
    const at = block * table.columns.length + column;
    const [count, known] = [table.values[at]!, table.known[at] === 1];
    const [from, to] = [start[block]!, start[block + 1]!];
    for (let i = from; i < to; i++) {
      const row = rows[zone[i]! < 0 ? zoneCount : zone[i]!]!;
      if (!known) row.unknown++;
      else {
        row.sum += count * share[i]!;
        if (to - from > 1) row.apportioned += count * share[i]!;
      }
    }
    if (!known) all.unknown++;
    else {
      all.sum += count;
      if (to - from > 1) all.apportioned += count;
    }
  }
  return { zones: rows.slice(0, zoneCount), outside: rows[zoneCount]!, all };
}
