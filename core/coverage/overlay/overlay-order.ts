// Which side, when it is neither: exact orientation with ties broken as if the zones had been moved by almost nothing.
import { orient2d } from 'robust-predicates';

/**
 * The overlay pretends that all zones are moved by (e, e²) with e > 0 smaller than any number. One translation of a whole
 * coverage is a coverage again, so every answer below is consistent with every other, no vertex lies on an edge and no
 * two edges run along each other: coincidence, the commonest case in real zones and the one that broke the prototype,
 * never comes up. Areas of intersections are continuous in the translation, so the areas are those of the zones where
 * they are. (Edelsbrunner & Mücke, "Simulation of Simplicity", doi 10.1145/77635.77639, with one shift instead of one for
 * every coordinate.)
 */

/**
 * Twice the signed area of p, q, a: positive where block vertex a lies left of zone edge p to q. Exactly 0 on the line.
 * Sign by Shewchuk's adaptive arithmetic; `robust-predicates` counts clockwise as positive, hence the minus.
 */
export function leftOf(px: number, py: number, qx: number, qy: number, ax: number, ay: number): number {
  return -orient2d(px, py, qx, qy, ax, ay);
}

/** Whether a block vertex lies left of a zone edge of direction (dx, dy), given `leftOf`; the zone is the one that moves. */
export function isLeftOfZoneEdge(left: number, dx: number, dy: number): boolean {
  return left !== 0 ? left > 0 : dy !== 0 ? dy > 0 : dx < 0;
}

/** Whether a zone vertex lies left of a block edge of direction (dx, dy), given `leftOf`; the vertex is what moves. */
export function isLeftOfBlockEdge(left: number, dx: number, dy: number): boolean {
  return left !== 0 ? left > 0 : dy !== 0 ? dy < 0 : dx > 0;
}
