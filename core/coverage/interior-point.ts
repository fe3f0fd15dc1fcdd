// A point for every block: where its label stands and which zone takes it.
import type { Coverage } from './coverage.ts';
import { pointInRing } from './point-in-rings.ts';

/** Vertices of one ring, walked along its half-arcs. */
export function ringVertices(coverage: Coverage, ring: number): Float64Array {
  const { ringHalf, halfNext, arcStart, xy } = coverage;
  const first = ringHalf[ring]!;
  let count = 0;
  let half = first;
  do {
    count += arcStart[(half >> 1) + 1]! - arcStart[half >> 1]! - 1;
    half = halfNext[half]!;
  } while (half !== first);
  const points = new Float64Array(2 * count);
  let at = 0;
  do {
    const from = arcStart[half >> 1]!;
    const to = arcStart[(half >> 1) + 1]! - 1;
    const step = (half & 1) === 0 ? 1 : -1;
    const end = step === 1 ? to : from;
    for (let v = step === 1 ? from : to; v !== end; v += step) {
      points[at++] = xy[2 * v]!;
      points[at++] = xy[2 * v + 1]!;
    }
    half = halfNext[half]!;
  } while (half !== first);
  return points;
}

/** Area-weighted centroid of every block, holes and parts counted; x y interleaved, NaN where a block has no area. */
export function centroids(coverage: Coverage): Float64Array {
  const points = new Float64Array(2 * coverage.blockCount);
  for (let block = 0; block < coverage.blockCount; block++) writeCentroid(points, block, ringsOf(coverage, block));
  return points;
}

/**
 * A point strictly inside every block, or every one of those named: the centroid where that lies inside, else the middle of the
 * widest stretch of a horizontal line through the block (the rule of PostGIS' ST_PointOnSurface).
 */
export function interiorPoints(coverage: Coverage, blocks: ArrayLike<number> | null = null): Float64Array {
  const count = blocks?.length ?? coverage.blockCount;
  const points = new Float64Array(2 * count);
  for (let at = 0; at < count; at++) {
    const rings = ringsOf(coverage, blocks === null ? at : blocks[at]!);
    writeCentroid(points, at, rings);
    if (rings.length === 0 || insideRings(points[2 * at]!, points[2 * at + 1]!, rings)) continue;
    const inner = widestStretch(rings);
    points[2 * at] = inner[0];
    points[2 * at + 1] = inner[1];
  }
  return points;
}

/** The same for loose rings, the shell first. */
export function interiorPointOf(rings: readonly Float64Array[]): [number, number] {
  const point = new Float64Array(2);
  writeCentroid(point, 0, rings);
  return insideRings(point[0]!, point[1]!, rings) ? [point[0]!, point[1]!] : widestStretch(rings);
}

function writeCentroid(points: Float64Array, at: number, rings: readonly Float64Array[]): void {
  let sumX = 0;
  let sumY = 0;
  let sum = 0;
  const x0 = rings[0]?.[0] ?? NaN;
  const y0 = rings[0]?.[1] ?? NaN;
  for (const xy of rings) {
    let ax = xy[xy.length - 2]! - x0;
    let ay = xy[xy.length - 1]! - y0;
    for (let i = 0; i < xy.length; i += 2) {
      const bx = xy[i]! - x0;
      const by = xy[i + 1]! - y0;
      const cross = ax * by - bx * ay;
      sum += cross;
      sumX += (ax + bx) * cross;
      sumY += (ay + by) * cross;
      ax = bx;
      ay = by;
    }
  }
  points[2 * at] = x0 + sumX / (3 * sum);
  points[2 * at + 1] = y0 + sumY / (3 * sum);
}

/** Whether a point is strictly inside rings that together bound one block. */
export function insideRings(x: number, y: number, rings: readonly Float64Array[]): boolean {
  let inside = false;
  for (const ring of rings) {
    const side = pointInRing(x, y, ring, 0, ring.length / 2);
    if (side === 0) return false;
    if (side === 1) inside = !inside;
  }
  return inside;
}

function ringsOf(coverage: Coverage, block: number): Float64Array[] {
  const { blockPartStart, partRingStart } = coverage;
  const rings: Float64Array[] = [];
  for (let ring = partRingStart[blockPartStart[block]!]!; ring < partRingStart[blockPartStart[block + 1]!]!; ring++) rings.push(ringVertices(coverage, ring));
  return rings;
}

function widestStretch(rings: readonly Float64Array[]): [number, number] {
  const heights = new Set<number>();
  for (const ring of rings) for (let i = 1; i < ring.length; i += 2) heights.add(ring[i]!);
  const ys = [...heights].toSorted((a, b) => a - b);
  let best: [number, number] = [rings[0]![0]!, rings[0]![1]!];
  let widest = 0;
  // Between two successive vertex heights no line meets a vertex; seven of them spread over the height are enough.
  const step = Math.max(1, Math.floor((ys.length - 1) / 7));
  for (let k = 0; k + 1 < ys.length; k += step) {
    const y = (ys[k]! + ys[k + 1]!) / 2;
    const crossings: number[] = [];
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const [ay, by] = [ring[j + 1]!, ring[i + 1]!];
        if (ay > y !== by > y) crossings.push(ring[j]! + ((y - ay) / (by - ay)) * (ring[i]! - ring[j]!));
      }
    }
    crossings.sort((a, b) => a - b);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      if (crossings[i + 1]! - crossings[i]! <= widest) continue;
      widest = crossings[i + 1]! - crossings[i]!;
      best = [(crossings[i]! + crossings[i + 1]!) / 2, y];
    }
  }
  return best;
}
