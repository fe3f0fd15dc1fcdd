// The crossings that an overlay finds, and the exact test of two edges.
import { blockIsLeft, leftOf, zoneIsLeft } from './overlay-order.ts';

/** What `meet` answers: `none`, or `found` with these bits. */
export const Meeting = {
  none: 0,
  found: 1,
  /** The block edge begins on the left of the zone edge. */
  blockFromLeft: 2,
  /** The zone edge begins on the left of the block edge. */
  zoneFromLeft: 4,
} as const;

/**
 * Crossings in the order of the arcs of the blocks and of the edges in an arc.
 *
 * Edges are handed over as vertices of their pools: numbers that are no integers cost an allocation each wherever the compiler does not
 * inline a call, and it stops inlining in functions as long as an overlay's (30 MB and four collections an overlay of 100,000 blocks).
 */
export class CrossingList {
  count = 0;
  /** Block edge and zone edge, by the vertex of the pool that they start at. */
  blockEdge = new Uint32Array(4096);
  zoneEdge = new Uint32Array(4096);
  /** Where on the block edge, 0 to 1. */
  at = new Float64Array(4096);
  /** 1 where the block edge begins on the left of the zone edge (and so goes from its left zone to its right). */
  fromLeft = new Uint8Array(4096);

  /** Block edge v of one pool and zone edge f of the other: enters their crossing if there is one. */
  meet(xy: Float64Array, v: number, zoneXy: Float64Array, f: number): number {
    const ax = xy[2 * v]!;
    const bx = xy[2 * v + 2]!;
    const px = zoneXy[2 * f]!;
    const qx = zoneXy[2 * f + 2]!;
    if (ax < bx ? (px < ax && qx < ax) || (px > bx && qx > bx) : (px < bx && qx < bx) || (px > ax && qx > ax)) return 0;
    const ay = xy[2 * v + 1]!;
    const by = xy[2 * v + 3]!;
    const py = zoneXy[2 * f + 1]!;
    const qy = zoneXy[2 * f + 3]!;
    if (ay < by ? (py < ay && qy < ay) || (py > by && qy > by) : (py < by && qy < by) || (py > ay && qy > ay)) return 0;
    const pLeft = zoneIsLeft(xy, v, zoneXy, f);
    if (pLeft === zoneIsLeft(xy, v, zoneXy, f + 1)) return 0;
    const aLeft = blockIsLeft(zoneXy, f, xy, v);
    if (aLeft === blockIsLeft(zoneXy, f, xy, v + 1)) return 0;
    this.enter(xy, v, zoneXy, f, aLeft);
    return Meeting.found + (aLeft ? Meeting.blockFromLeft : 0) + (pLeft ? Meeting.zoneFromLeft : 0);
  }

  private enter(xy: Float64Array, v: number, zoneXy: Float64Array, f: number, aLeft: boolean): void {
    const px = zoneXy[2 * f]!;
    const py = zoneXy[2 * f + 1]!;
    const qx = zoneXy[2 * f + 2]!;
    const qy = zoneXy[2 * f + 3]!;
    const a = leftOf(px, py, qx, qy, xy[2 * v]!, xy[2 * v + 1]!);
    const b = leftOf(px, py, qx, qy, xy[2 * v + 2]!, xy[2 * v + 3]!);
    if (this.count === this.at.length) this.grow();
    const crossing = this.count++;
    this.blockEdge[crossing] = v;
    this.zoneEdge[crossing] = f;
    this.at[crossing] = a / (a - b);
    this.fromLeft[crossing] = aLeft ? 1 : 0;
  }

  private grow(): void {
    const { blockEdge, zoneEdge, at, fromLeft } = this;
    const size = 2 * at.length;
    this.blockEdge = new Uint32Array(size);
    this.zoneEdge = new Uint32Array(size);
    this.at = new Float64Array(size);
    this.fromLeft = new Uint8Array(size);
    this.blockEdge.set(blockEdge);
    this.zoneEdge.set(zoneEdge);
    this.at.set(at);
    this.fromLeft.set(fromLeft);
  }
}
