// A point for every block: where its label stands and which zone takes it.
import type { Coverage } from './coverage.ts';
import { pointInRing } from './point-in-rings.ts';

/** Vertices of one ring, walked along its half-arcs. */
export function ringVertices(coverage: Coverage, ring: number): Float64Array {
  const { ringHalf, halfNext, arcStart, xy } = coverage;
  const points: number[] = [];
  const first = ringHalf[ring]!;
  let half = first;
  do {
    const from = arcStart[half >> 1]!;
    const to = arcStart[(half >> 1) + 1]! - 1;
    if ((half & 1) === 0) for (let v = from; v < to; v++) points.push(xy[2 * v]!, xy[2 * v + 1]!);
    else for (let v = to; v > from; v--) points.push(xy[2 * v]!, xy[2 * v + 1]!);
    half = halfNext[half]!;
  } while (half !== first);
  return Float64Array.from(points);
}

/** Area-weighted centroid of every block or of those named, holes and parts counted; x y interleaved, NaN where a block has no area. */
export function centroids(coverage: Coverage, blocks: ArrayLike<number> | null = null): Float64Array {
  const count = blocks?.length ?? coverage.blockCount;
  const points = new Float64Array(2 * count);
  for (let at = 0; at < count; at++) {
    const block = blocks === null ? at : blocks[at]!;
    let [sumX, sumY, sum] = [0, 0, 0];
    let [x0, y0] = [NaN, NaN];
    const { from, to } = ringsOf(coverage, block);
    for (let ring = from; ring < to; ring++) {
      const xy = ringVertices(coverage, ring);
      if (ring === from) [x0, y0] = [xy[0]!, xy[1]!];
      for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
        const [ax, ay, bx, by] = [xy[j]! - x0, xy[j + 1]! - y0, xy[i]! - x0, xy[i + 1]! - y0];
        const cross = ax * by - bx * ay;
        sum += cross;
        sumX += (ax + bx) * cross;
        sumY += (ay + by) * cross;
      }
    }
    points[2 * at] = x0 + sumX / (3 * sum);
    points[2 * at + 1] = y0 + sumY / (3 * sum);
  }
  return points;
}

/**
 * A point strictly inside every block, or every one of those named: the centroid where that lies inside, else the middle of the widest stretch of a
 * horizontal line through the block (the rule of PostGIS' ST_PointOnSurface).
 */
export function interiorPoints(coverage: Coverage, blocks: ArrayLike<number> | null = null): Float64Array {
  const points = centroids(coverage, blocks);
  for (let at = 0; at < points.length / 2; at++) {
    const block = blocks === null ? at : blocks[at]!;
    const rings: Float64Array[] = [];
    const { from, to } = ringsOf(coverage, block);
    for (let ring = from; ring < to; ring++) rings.push(ringVertices(coverage, ring));
    const x = points[2 * at]!;
    const y = points[2 * at + 1]!;
    if (rings.length === 0 || insideRings(x, y, rings)) continue;
    const inner = widestStretch(rings);
    points[2 * at] = inner[0];
    points[2 * at + 1] = inner[1];
  }
  return points;
}

/** The same for loose rings, the shell first. */
export function interiorPointOf(rings: readonly Float64Array[]): [number, number] {
  const [x0, y0] = [rings[0]![0]!, rings[0]![1]!];
  let [sumX, sumY, sum] = [0, 0, 0];
  for (const xy of rings) {
    for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [xy[j]! - x0, xy[j + 1]! - y0, xy[i]! - x0, xy[i + 1]! - y0];
      const cross = ax * by - bx * ay;
      sum += cross;
      sumX += (ax + bx) * cross;
      sumY += (ay + by) * cross;
    }
  }
  const [x, y] = [x0 + sumX / (3 * sum), y0 + sumY / (3 * sum)];
  return insideRings(x, y, rings) ? [x, y] : widestStretch(rings);
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

function ringsOf(coverage: Coverage, block: number): { from: number; to: number } {
  const { blockPartStart, partRingStart } = coverage;
  return { from: partRingStart[blockPartStart[block]!]!, to: partRingStart[blockPartStart[block + 1]!]! };
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
