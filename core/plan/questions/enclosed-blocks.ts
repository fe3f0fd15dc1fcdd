// Holes of a zone: what is enclosed by it and belongs to another zone or to none.
import type { Coverage } from '../../coverage/coverage.ts';
import { dissolve } from '../../coverage/dissolve.ts';
import { interiorPoints } from '../../coverage/interior-point.ts';
import { pointInRing } from '../../coverage/point-in-rings.ts';
import { slotOf, type PlanState } from '../plan-state.ts';

/**
 * Blocks (positions, ascending) that lie within an outer ring of a zone's outline and not in the zone. Water or fields without
 * blocks that the zone surrounds enclose nothing. Where blocks stand apart (streets between them) a zone has no closed outline and
 * encloses nothing.
 */
export function enclosedBlocks(state: PlanState, zone: string): number[] {
  const slot = slotOf(state, zone);
  if (slot === null || slot < 0) return [];
  const { coverage } = state.surface;
  const own = dissolve(coverage, state.assignment.map((other) => (other === slot ? 0 : -1)), 1);
  const shells: { readonly start: number; readonly end: number; readonly bounds: readonly [number, number, number, number] }[] = [];
  for (let polygon = 0; polygon < own.zoneStart[1]!; polygon++) {
    const ring = own.polygonStart[polygon]!;
    // An outline without a hole encloses nothing.
    if (own.polygonStart[polygon + 1]! - ring < 2) continue;
    const [start, end] = [own.ringStart[ring]!, own.ringStart[ring + 1]!];
    const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = start; v < end; v++) {
      bounds[0] = Math.min(bounds[0], own.xy[2 * v]!);
      bounds[1] = Math.min(bounds[1], own.xy[2 * v + 1]!);
      bounds[2] = Math.max(bounds[2], own.xy[2 * v]!);
      bounds[3] = Math.max(bounds[3], own.xy[2 * v + 1]!);
    }
    shells.push({ start, end, bounds });
  }
  if (shells.length === 0) return [];
  const inside = ([minX, minY, maxX, maxY]: readonly [number, number, number, number], block: number) => {
    const { blockBounds } = coverage;
    return blockBounds[4 * block]! >= minX && blockBounds[4 * block + 1]! >= minY && blockBounds[4 * block + 2]! <= maxX && blockBounds[4 * block + 3]! <= maxY;
  };
  const inner = pointsOf(coverage);
  const found: number[] = [];
  state.assignment.forEach((other, block) => {
    if (other === slot) return;
    const [x, y] = [inner[2 * block]!, inner[2 * block + 1]!];
    if (shells.some(({ start, end, bounds }) => inside(bounds, block) && pointInRing(x, y, own.xy, start, end) === 1)) found.push(block);
  });
  return found;
}

/** By coverage, which never changes: for 100,000 blocks they take longer than all else. */
const points = new WeakMap<Coverage, Float64Array>();

function pointsOf(coverage: Coverage): Float64Array {
  const known = points.get(coverage) ?? interiorPoints(coverage);
  points.set(coverage, known);
  return known;
}
