// Which of the five tints a zone takes: neighbours, also across a river or a railway, never look the same.
import type { Adjacency } from '../../../core/coverage/adjacency.ts';
import { OUTSIDE, type Coverage } from '../../../core/coverage/coverage.ts';
import type { BlockLocator } from '../../../core/coverage/locate.ts';

/** Blocks that face each other over land that is no block, pairwise: a b a b … */
export function facingBlocks(coverage: Coverage, locator: BlockLocator, gapM: number): Uint32Array {
  const { halfPart, partBlock, arcStart, xy } = coverage;
  const pairs = new Set<number>();
  for (let arc = 0; arc < coverage.arcCount; arc++) {
    const left = halfPart[2 * arc]!;
    const right = halfPart[2 * arc + 1]!;
    if ((left === OUTSIDE) === (right === OUTSIDE)) continue;
    const block = partBlock[left === OUTSIDE ? right : left]!;
    const middle = (arcStart[arc]! + arcStart[arc + 1]!) >> 1;
    for (const other of locator.within(xy[2 * middle]!, xy[2 * middle + 1]!, gapM)) {
      if (other !== block) pairs.add(Math.min(block, other) * coverage.blockCount + Math.max(block, other));
    }
  }
  return Uint32Array.from([...pairs].flatMap((key) => [Math.floor(key / coverage.blockCount), key % coverage.blockCount]));
}

/** Neighbouring slots of every slot, by rook neighbours and by facing blocks. */
export function zoneNeighbours(
  neighbours: Pick<Adjacency, 'rookStart' | 'rook' | 'blockCount'>,
  facing: Uint32Array,
  assignment: Int32Array,
  slotCount: number,
): Set<number>[] {
  const sets = Array.from({ length: slotCount }, () => new Set<number>());
  const join = (a: number, b: number) => {
    const [from, to] = [assignment[a]!, assignment[b]!];
    if (from < 0 || to < 0 || from === to) return;
    sets[from]!.add(to);
    sets[to]!.add(from);
  };
  for (let block = 0; block < neighbours.blockCount; block++) {
    for (let i = neighbours.rookStart[block]!; i < neighbours.rookStart[block + 1]!; i++) join(block, neighbours.rook[i]!);
  }
  for (let i = 0; i < facing.length; i += 2) join(facing[i]!, facing[i + 1]!);
  return sets;
}

/**
 * A tint for every slot by saturation order (Brélaz 1979): next comes the zone whose neighbours have the most tints. Tints
 * given before stay, so that no zone changes its look while a person works. Of the tints that the fewest neighbours have (none,
 * where five suffice) the one that the fewest zones have is taken, so that zones that lie apart differ as well.
 */
export function zoneTints(neighbours: readonly ReadonlySet<number>[], given: readonly (number | undefined)[], tintCount: number): number[] {
  const tints: (number | undefined)[] = neighbours.map((_, slot) => given[slot]);
  const open = new Set(tints.flatMap((tint, slot) => (tint === undefined ? [slot] : [])));
  const used = (slot: number) => [...neighbours[slot]!].flatMap((other) => tints[other] ?? []);
  while (open.size > 0) {
    let next = -1;
    let most = [-1, -1];
    for (const slot of open) {
      const rank = [new Set(used(slot)).size, neighbours[slot]!.size];
      if (rank[0]! > most[0]! || (rank[0] === most[0] && rank[1]! > most[1]!)) [next, most] = [slot, rank];
    }
    // Neighbours weigh more than all zones together.
    const weight = neighbours.length + 1;
    const taken = Array.from({ length: tintCount }, () => 0);
    for (const tint of tints) if (tint !== undefined) taken[tint]!++;
    for (const tint of used(next)) taken[tint]! += weight;
    tints[next] = taken.indexOf(Math.min(...taken));
    open.delete(next);
  }
  return tints as number[];
}
