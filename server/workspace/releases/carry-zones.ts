// Zones of a cut over the blocks of another stand.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';

/** Blocks of one stand and their places in it. */
export interface StandBlocks {
  readonly ids: readonly string[];
  readonly positions: ReadonlyMap<string, number>;
}

/** What became of a block: `weight` of its people went to the other. */
export interface BlockStep {
  readonly fromBlock: string;
  readonly toBlock: string;
  readonly weight: number;
}

/**
 * A block goes to the zone that most of its forerunner lay in, or its successor where `forward` is false and the steps lead from the stand that is wanted.
 * Where stands were recounted, totals differ by what moved; an audit takes them for equal, which finds too much rather than too little.
 */
export function carryZones(assignment: Int32Array, from: StandBlocks, to: StandBlocks, steps: readonly BlockStep[], forward: boolean): Int32Array {
  const shares = to.ids.map(() => new Map<number, number>());
  for (const { fromBlock, toBlock, weight } of steps) {
    const [there, here] = forward ? [fromBlock, toBlock] : [toBlock, fromBlock];
    const [source, target] = [from.positions.get(there), to.positions.get(here)];
    if (source === undefined || target === undefined || assignment[source]! < 0) continue;
    const of = shares[target]!;
    of.set(assignment[source]!, (of.get(assignment[source]!) ?? 0) + weight);
  }
  return Int32Array.from(to.ids, (id, position) => {
    const best = [...shares[position]!].toSorted(([a, x], [b, y]) => y - x || a - b)[0];
    if (best !== undefined) return best[0];
    const same = from.positions.get(id);
    return same === undefined ? UNASSIGNED : assignment[same]!;
  });
}
