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
  // The first step of orient2d, to the bit: here it is inlined, where a call costs an allocation for each of its numbers.
  const over = (py - ay) * (qx - ax);
  const under = (px - ax) * (qy - ay);
  const twice = over - under;
  return Math.abs(twice) >= CERTAIN * Math.abs(over + under) ? -twice : -orient2d(px, py, qx, qy, ax, ay);
}

/** What a determinant of two products is certainly right by, in shares of their sum: `ccwerrboundA` of Shewchuk's predicates. */
const CERTAIN = (3 + 16 * 2 ** -53) * 2 ** -53;

/** On which side of edge e of one pool vertex v of another lies: 1 on the left, -1 on the right, 0 on the line. */
function sideOf(edges: Float64Array, e: number, xy: Float64Array, v: number): number {
  const left = leftOf(edges[2 * e]!, edges[2 * e + 1]!, edges[2 * e + 2]!, edges[2 * e + 3]!, xy[2 * v]!, xy[2 * v + 1]!);
  return left > 0 ? 1 : left < 0 ? -1 : 0;
}

/** Whether vertex a of a block lies left of zone edge p, by their places in their pools; the zone is the one that moves. */
export function blockIsLeft(zoneXy: Float64Array, p: number, xy: Float64Array, a: number): boolean {
  const side = sideOf(zoneXy, p, xy, a);
  if (side !== 0) return side > 0;
  const dy = zoneXy[2 * p + 3]! - zoneXy[2 * p + 1]!;
  return dy !== 0 ? dy > 0 : zoneXy[2 * p + 2]! < zoneXy[2 * p]!;
}

/** Whether vertex p of a zone lies left of block edge a, by their places in their pools; the vertex is what moves. */
export function zoneIsLeft(xy: Float64Array, a: number, zoneXy: Float64Array, p: number): boolean {
  const side = sideOf(xy, a, zoneXy, p);
  if (side !== 0) return side > 0;
  const dy = xy[2 * a + 3]! - xy[2 * a + 1]!;
  return dy !== 0 ? dy < 0 : xy[2 * a + 2]! > xy[2 * a]!;
}
