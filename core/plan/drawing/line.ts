// Drawn lines in the plane: x y interleaved, metres.
import { orient2d } from 'robust-predicates';
import { tenths } from '../surface/block-cut.ts';
import { SNAP_M } from '../surface/cut-rings.ts';

/** Points of line and outline this close are one, with room for the rounding of both. */
export const SAME_M = 1.5 * SNAP_M;
export const SAME2 = SAME_M ** 2;

export type Point = readonly [number, number];

/** The line without points that repeat the one before. */
export function distinctPoints(line: ArrayLike<number>): Float64Array {
  const out: number[] = [];
  for (let i = 0; i < line.length; i += 2) {
    if (out.length === 0 || line[i] !== out.at(-2) || line[i + 1] !== out.at(-1)) out.push(line[i]!, line[i + 1]!);
  }
  return Float64Array.from(out);
}

/** Whether two stretches that do not follow each other meet. */
export function crossesItself(line: Float64Array): boolean {
  const count = line.length / 2 - 1;
  for (let i = 0; i < count; i++) {
    const [ax, ay, bx, by] = [line[2 * i]!, line[2 * i + 1]!, line[2 * i + 2]!, line[2 * i + 3]!];
    for (let j = i + 2; j < count; j++) {
      const [cx, cy, dx, dy] = [line[2 * j]!, line[2 * j + 1]!, line[2 * j + 2]!, line[2 * j + 3]!];
      if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx) || Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) continue;
      const [c, d] = [orient2d(ax, ay, bx, by, cx, cy), orient2d(ax, ay, bx, by, dx, dy)];
      const [a, b] = [orient2d(cx, cy, dx, dy, ax, ay), orient2d(cx, cy, dx, dy, bx, by)];
      if (((c >= 0 && d <= 0) || (c <= 0 && d >= 0)) && ((a >= 0 && b <= 0) || (a <= 0 && b >= 0))) return true;
    }
  }
  return false;
}

/** Square of the distance from a point to a polyline. */
export function toLine2(x: number, y: number, line: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i + 3 < line.length; i += 2) least = Math.min(least, toStretch2(x, y, line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!));
  return least;
}

export function toStretch2(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [qx, qy] = nearestOn(x, y, ax, ay, bx, by);
  return (x - qx) ** 2 + (y - qy) ** 2;
}

export function nearestOn(x: number, y: number, ax: number, ay: number, bx: number, by: number): Point {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
  return [ax + t * dx, ay + t * dy];
}

/** Edges as x0 y0 x1 y1 each. */
export type Edges = readonly (readonly [number, number, number, number])[];

export function ringEdges(rings: readonly Float64Array[]): [number, number, number, number][] {
  return rings.flatMap((ring) => {
    const edges: [number, number, number, number][] = [];
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) edges.push([ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!]);
    return edges;
  });
}

/** Where a ray from `from` away from `back` first meets an edge, to 0.1 mm; null where it meets none. */
export function prolonged(from: Point, back: Point, edges: Edges): Point | null {
  const [dx, dy] = [from[0] - back[0], from[1] - back[1]];
  let least = Infinity;
  for (const [ax, ay, bx, by] of edges) {
    const [ex, ey] = [bx - ax, by - ay];
    const across = dx * ey - dy * ex;
    if (across === 0) continue;
    const t = ((ax - from[0]) * ey - (ay - from[1]) * ex) / across;
    const u = ((ax - from[0]) * dy - (ay - from[1]) * dx) / across;
    if (t >= 0 && u >= 0 && u <= 1 && t < least) least = t;
  }
  return least < Infinity ? [tenths(from[0] + least * dx), tenths(from[1] + least * dy)] : null;
}

/** minX minY maxX maxY. */
export function lineBounds(line: ArrayLike<number>): [number, number, number, number] {
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < line.length; i += 2) {
    bounds[0] = Math.min(bounds[0], line[i]!);
    bounds[1] = Math.min(bounds[1], line[i + 1]!);
    bounds[2] = Math.max(bounds[2], line[i]!);
    bounds[3] = Math.max(bounds[3], line[i + 1]!);
  }
  return bounds;
}
