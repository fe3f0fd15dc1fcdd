// How far from an edge a drawn line still means the edge.
import type { PlanState } from '../plan-state.ts';

const LEAST_M = 0.5;
const MOST_M = 25;

/**
 * The default: an eighth of the side of the middle block of these zones (root of the median area of their base blocks), at least 0.5 m,
 * at most 25 m. A town's block of 90 m by 90 m gives 11 m, about the width of a street; the hand and the finger are less exact than that.
 */
export function defaultSnapM(state: PlanState, slots: readonly number[]): number {
  const { surface, assignment } = state;
  const areas = surface.root.coverage.blockAreaM2;
  const bases = new Set<number>();
  for (let block = 0; block < assignment.length; block++) if (slots.includes(assignment[block]!)) bases.add(surface.baseOf[block]!);
  const sorted = Float64Array.from(bases, (base) => areas[base]!).sort();
  const median = sorted[sorted.length >> 1] ?? 0;
  return Math.min(MOST_M, Math.max(LEAST_M, Math.sqrt(median) / 8));
}
