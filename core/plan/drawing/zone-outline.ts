// The outline of one zone of a plan as loose rings, vertex by vertex that of its blocks.
import { dissolve } from '../../coverage/dissolve.ts';
import type { PlanState } from '../plan-state.ts';

export function zoneRings({ surface, assignment }: PlanState, slot: number): Float64Array[] {
  const { xy, ringStart } = dissolve(surface.coverage, assignment.map((other) => (other === slot ? 0 : -1)), 1);
  return Array.from({ length: ringStart.length - 1 }, (_, ring) => xy.slice(2 * ringStart[ring]!, 2 * ringStart[ring + 1]!));
}

/** Positions of a zone's blocks. */
export function blocksOf({ assignment }: PlanState, slot: number): number[] {
  const blocks: number[] = [];
  for (let block = 0; block < assignment.length; block++) if (assignment[block] === slot) blocks.push(block);
  return blocks;
}
