// Point in polygon, exact on the border.
import { orient2d } from 'robust-predicates';
import type { BlockRings } from './coverage.ts';

/** Where a point lies: 1 inside, 0 exactly on the border, -1 outside. */
export type Side = 1 | 0 | -1;

/**
 * Side of a point to one block, holes and parts counted. Crossings are decided by Shewchuk's exact orientation
 * (doi 10.1007/PL00009321), so a point within a nanometre of a border still gets the one right answer.
 */
export function pointInRings(x: number, y: number, blocks: BlockRings, block: number): Side {
  let inside = false;
  const firstRing = blocks.partStart[blocks.blockStart[block]!]!;
  const lastRing = blocks.partStart[blocks.blockStart[block + 1]!]!;
  for (let ring = firstRing; ring < lastRing; ring++) {
    const side = pointInRing(x, y, blocks.xy, blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!);
    if (side === 0) return 0;
    // Parts are disjoint and holes lie in their shells, so parity over all rings is the answer.
    if (side === 1) inside = !inside;
  }
  return inside ? 1 : -1;
}

/** Side of a point to one ring of vertices `start` to `end` (exclusive, not closed), of either winding. */
export function pointInRing(x: number, y: number, xy: Float64Array, start: number, end: number): Side {
  let inside = false;
  if (end - start < 3) return -1;
  let ax = xy[2 * (end - 1)]!;
  let ay = xy[2 * (end - 1) + 1]!;
  for (let vertex = start; vertex < end; vertex++) {
    const bx = xy[2 * vertex]!;
    const by = xy[2 * vertex + 1]!;
    if (ay === by) {
      if (y === ay && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 0;
    } else if (y >= Math.min(ay, by) && y <= Math.max(ay, by)) {
      const turn = orient2d(ax, ay, bx, by, x, y);
      if (turn === 0) return 0;
      // Half-open in y, so that a vertex is crossed once.
      if (ay > y !== by > y && turn > 0 === by < ay) inside = !inside;
    }
    ax = bx;
    ay = by;
  }
  return inside ? 1 : -1;
}
