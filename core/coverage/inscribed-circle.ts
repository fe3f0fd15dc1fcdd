// The widest circle in a ring: how wide a gap is.
import FlatQueue from 'flatqueue';
import { pointInRing } from './point-in-rings.ts';

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radiusM: number;
}

/**
 * Largest circle inside a ring (vertices `start` to `end`, not closed), to within `precisionM` or 1 % of its radius, whichever
 * is more. Without the 1 % a corridor, where every point of the axis is as good as the next, never ends.
 *
 * First tried are the middles between corners and the edges opposite: in a sliver, as gaps and overlaps mostly are, the
 * widest place is at a corner, and half the least width of the ring in any direction says at once that no other is wider
 * (20,000 slivers of a badly digitised city: 0.1 s, where the search alone took 1 s). Else branch and bound over a
 * quadtree: a cell is kept while its centre's distance plus its half diagonal can beat the best circle found.
 */
export function inscribedCircle(xy: Float64Array, start: number, end: number, precisionM: number): Circle {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let v = start; v < end; v++) {
    if (xy[2 * v]! < minX) minX = xy[2 * v]!;
    if (xy[2 * v]! > maxX) maxX = xy[2 * v]!;
    if (xy[2 * v + 1]! < minY) minY = xy[2 * v + 1]!;
    if (xy[2 * v + 1]! > maxY) maxY = xy[2 * v + 1]!;
  }
  // Signed: negative outside.
  const radiusAt = (x: number, y: number): number => {
    const distance = distanceToRing(x, y, xy, start, end);
    return pointInRing(x, y, xy, start, end) >= 0 ? distance : -distance;
  };
  let x = (minX + maxX) / 2;
  let y = (minY + maxY) / 2;
  let radiusM = radiusAt(x, y);
  const take = (px: number, py: number): number => {
    const radius = radiusAt(px, py);
    if (radius > radiusM) [x, y, radiusM] = [px, py, radius];
    return radius;
  };
  const beats = (bound: number) => bound - radiusM > Math.max(precisionM, radiusM / 100);
  const size = Math.max(Math.min(maxX - minX, maxY - minY), Math.max(maxX - minX, maxY - minY) / 256);
  if (!(size > 0)) return { x, y, radiusM };
  if (end - start <= FEW) {
    tryCorners(xy, start, end, take);
    if (!beats(leastWidth(xy, start, end) / 2)) return { x, y, radiusM };
  }
  // Square cells over the bounds, four numbers each; a long thin ring gets 256 along its length and lets the search split them.
  const cells: number[] = [];
  const open = new FlatQueue<number>();
  const push = (px: number, py: number, half: number) => {
    const bound = take(px, py) + half * Math.SQRT2;
    if (!beats(bound)) return;
    open.push(cells.length, -bound);
    cells.push(px, py, half, bound);
  };
  for (let px = minX; px < maxX; px += size) {
    for (let py = minY; py < maxY; py += size) push(px + size / 2, py + size / 2, size / 2);
  }
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (!beats(cells[at + 3]!)) break;
    const [px, py, half] = [cells[at]!, cells[at + 1]!, cells[at + 2]! / 2];
    push(px - half, py - half, half);
    push(px - half, py + half, half);
    push(px + half, py - half, half);
    push(px + half, py + half, half);
  }
  return { x, y, radiusM };
}

/** Vertices up to which every corner is tried with every edge. */
const FEW = 24;

function tryCorners(xy: Float64Array, start: number, end: number, take: (x: number, y: number) => void): void {
  for (let corner = start; corner < end; corner++) {
    const [x, y] = [xy[2 * corner]!, xy[2 * corner + 1]!];
    for (let v = start; v < end; v++) {
      const w = v + 1 === end ? start : v + 1;
      if (v === corner || w === corner) continue;
      const [dx, dy] = [xy[2 * w]! - xy[2 * v]!, xy[2 * w + 1]! - xy[2 * v + 1]!];
      const t = ((x - xy[2 * v]!) * dx + (y - xy[2 * v + 1]!) * dy) / (dx * dx + dy * dy);
      if (t > 0 && t < 1) take((x + xy[2 * v]! + t * dx) / 2, (y + xy[2 * v + 1]! + t * dy) / 2);
    }
  }
}

/** Least extent across the direction of any edge: what lies between two parallels holds no circle that is wider. */
function leastWidth(xy: Float64Array, start: number, end: number): number {
  let least = Infinity;
  for (let v = start; v < end; v++) {
    const w = v + 1 === end ? start : v + 1;
    const [dx, dy] = [xy[2 * w]! - xy[2 * v]!, xy[2 * w + 1]! - xy[2 * v + 1]!];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length === 0) continue;
    let low = 0;
    let high = 0;
    for (let u = start; u < end; u++) {
      const off = (xy[2 * u]! - xy[2 * v]!) * dy - (xy[2 * u + 1]! - xy[2 * v + 1]!) * dx;
      if (off < low) low = off;
      if (off > high) high = off;
    }
    least = Math.min(least, (high - low) / length);
  }
  return least;
}

function distanceToRing(x: number, y: number, xy: Float64Array, start: number, end: number): number {
  let least = Infinity;
  let ax = xy[2 * (end - 1)]!;
  let ay = xy[2 * (end - 1) + 1]!;
  for (let v = start; v < end; v++) {
    const bx = xy[2 * v]!;
    const by = xy[2 * v + 1]!;
    const dx = bx - ax;
    const dy = by - ay;
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    const ox = x - ax - t * dx;
    const oy = y - ay - t * dy;
    const distance2 = ox * ox + oy * oy;
    if (distance2 < least) least = distance2;
    ax = bx;
    ay = by;
  }
  return Math.sqrt(least);
}
