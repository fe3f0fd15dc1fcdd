// Area that two polygons have in common.
import { twiceSignedArea } from '../build-coverage.ts';
import type { BlockRings } from '../coverage.ts';

/** Edges as x0 y0 x1 y1, lower end first. */
type Edges = readonly number[];

interface CommonIntervals {
  length: number;
  longest: number;
  middle: number;
}

/**
 * Common area of polygon i of one set and polygon j of another, in square metres, by horizontal slabs.
 *
 * Between two successive heights at which a vertex lies or borders cross, the width that both polygons cover is a linear
 * function of the height, so its value in the middle times the slab's height is the slab's area. The line in the middle meets no vertex and no
 * crossing: nothing degenerate is decided, and polygons that share borders or cross themselves (even-odd rule) are no special case. A
 * clip has to build the polygon of the overlap and cannot always: polyclip-ts 0.16.8 ends with "Unable to complete output ring" on two quadrilaterals in 400 on
 * a grid. Meant for few pairs: quadratic in the edges at the common heights.
 */
export function overlapAreaM2(a: BlockRings, i: number, b: BlockRings, j: number): number {
  return measureOverlap(a, i, b, j).areaM2;
}

/** How much two polygons have in common, and a place inside both; null without an area. */
export interface Overlap {
  readonly areaM2: number;
  readonly x: number | null;
  readonly y: number | null;
}

/** The area of {@link overlapAreaM2} with the middle of its largest slab. */
export function measureOverlap(a: BlockRings, i: number, b: BlockRings, j: number): Overlap {
  const [boundsA, boundsB] = [boundsOf(a, i), boundsOf(b, j)];
  const [minX, minY] = [Math.max(boundsA[0], boundsB[0]), Math.max(boundsA[1], boundsB[1])];
  const maxY = Math.min(boundsA[3], boundsB[3]);
  if (!(minX < Math.min(boundsA[2], boundsB[2])) || !(minY < maxY)) return { areaM2: 0, x: null, y: null };
  // Relative to the common corner, which keeps the six digits that eastings would cost.
  const edgesA = edgesBetween(a, i, minX, minY, maxY);
  const edgesB = edgesBetween(b, j, minX, minY, maxY);
  const sorted = slabHeights(edgesA, edgesB, maxY - minY);
  let areaM2 = 0;
  let most = 0;
  let [x, y]: [number | null, number | null] = [null, null];
  const common: CommonIntervals = { length: 0, longest: 0, middle: 0 };
  const [crossingsA, crossingsB]: [number[], number[]] = [[], []];
  for (let k = 1; k < sorted.length; k++) {
    const [low, high] = [sorted[k - 1]!, sorted[k]!];
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) continue;
    findCrossings(edgesA, middle, crossingsA);
    findCrossings(edgesB, middle, crossingsB);
    findCommon(crossingsA, crossingsB, common);
    areaM2 += common.length * (high - low);
    // The widest piece of the slabs, not the middle of the bounds: that may lie outside of a bent overlap.
    if (common.longest * (high - low) > most) {
      most = common.longest * (high - low);
      [x, y] = [minX + common.middle, minY + middle];
    }
  }
  return { areaM2, x, y };
}

/** Area of polygon i, holes subtracted. */
export function polygonAreaM2(rings: BlockRings, i: number): number {
  let twice = 0;
  for (let part = rings.blockStart[i]!; part < rings.blockStart[i + 1]!; part++) {
    const shell = rings.partStart[part]!;
    for (let ring = shell; ring < rings.partStart[part + 1]!; ring++) {
      const size = Math.abs(twiceSignedArea(rings.xy, rings.ringStart[ring]!, rings.ringStart[ring + 1]!));
      twice += ring === shell ? size : -size;
    }
  }
  return twice / 2;
}

function boundsOf(rings: BlockRings, i: number): [number, number, number, number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  const last = rings.ringStart[rings.partStart[rings.blockStart[i + 1]!]!]!;
  for (let v = rings.ringStart[rings.partStart[rings.blockStart[i]!]!]!; v < last; v++) {
    minX = Math.min(minX, rings.xy[2 * v]!);
    minY = Math.min(minY, rings.xy[2 * v + 1]!);
    maxX = Math.max(maxX, rings.xy[2 * v]!);
    maxY = Math.max(maxY, rings.xy[2 * v + 1]!);
  }
  return [minX, minY, maxX, maxY];
}

/** Edges of a polygon that are not horizontal and reach between the heights. */
function edgesBetween(rings: BlockRings, i: number, originX: number, minY: number, maxY: number): Edges {
  const edges: number[] = [];
  const lastRing = rings.partStart[rings.blockStart[i + 1]!]!;
  for (let ring = rings.partStart[rings.blockStart[i]!]!; ring < lastRing; ring++) {
    const start = rings.ringStart[ring]!;
    const end = rings.ringStart[ring + 1]!;
    for (let v = start; v < end; v++) {
      const w = v + 1 === end ? start : v + 1;
      const [vy, wy] = [rings.xy[2 * v + 1]!, rings.xy[2 * w + 1]!];
      if (vy === wy || Math.max(vy, wy) <= minY || Math.min(vy, wy) >= maxY) continue;
      const [a, b] = vy < wy ? [v, w] : [w, v];
      edges.push(rings.xy[2 * a]! - originX, rings.xy[2 * a + 1]! - minY, rings.xy[2 * b]! - originX, rings.xy[2 * b + 1]! - minY);
    }
  }
  return edges;
}

/** Heights at which something changes, 0 and the top included, ascending; the same height may come twice. */
function slabHeights(a: Edges, b: Edges, top: number): Float64Array {
  const heights = [0, top];
  for (const edges of [a, b]) for (let e = 1; e < edges.length; e += 2) if (edges[e]! > 0 && edges[e]! < top) heights.push(edges[e]!);
  for (let e = 0; e < a.length; e += 4) {
    for (let f = 0; f < b.length; f += 4) {
      const low = Math.max(a[e + 1]!, b[f + 1]!);
      const high = Math.min(a[e + 3]!, b[f + 3]!);
      if (!(low < high)) continue;
      if (Math.max(a[e]!, a[e + 2]!) < Math.min(b[f]!, b[f + 2]!) || Math.max(b[f]!, b[f + 2]!) < Math.min(a[e]!, a[e + 2]!)) continue;
      const below = xAt(a, e, low) - xAt(b, f, low);
      const above = xAt(a, e, high) - xAt(b, f, high);
      if (below < 0 === above < 0 || below === above) continue;
      const y = low + (below / (below - above)) * (high - low);
      if (y > 0 && y < top) heights.push(y);
    }
  }
  return Float64Array.from(heights).sort();
}

function xAt(edges: Edges, e: number, y: number): number {
  return edges[e]! + ((y - edges[e + 1]!) / (edges[e + 3]! - edges[e + 1]!)) * (edges[e + 2]! - edges[e]!);
}

/** Where edges cross a height, ascending. */
function findCrossings(edges: Edges, y: number, found: number[]): void {
  found.length = 0;
  for (let e = 0; e < edges.length; e += 4) {
    if (!(edges[e + 1]! < y && edges[e + 3]! > y)) continue;
    const x = xAt(edges, e, y);
    // Two or four of them.
    let at = found.length;
    found.push(x);
    for (; at > 0 && found[at - 1]! > x; at--) found[at] = found[at - 1]!;
    found[at] = x;
  }
}

/** Length that two lists of intervals (ends in ascending order) have in common, and the longest piece of it with its middle. */
function findCommon(a: readonly number[], b: readonly number[], common: CommonIntervals): void {
  common.length = common.longest = common.middle = 0;
  for (let i = 0, j = 0; i + 1 < a.length && j + 1 < b.length; ) {
    const from = Math.max(a[i]!, b[j]!);
    const to = Math.min(a[i + 1]!, b[j + 1]!);
    if (to > from) {
      common.length += to - from;
      if (to - from > common.longest) {
        common.longest = to - from;
        common.middle = (from + to) / 2;
      }
    }
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
}
