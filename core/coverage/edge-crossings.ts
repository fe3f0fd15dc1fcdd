// Pairs of edges that meet anywhere but in a common vertex, decided exactly.
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';

/** Edges a to b as ax ay bx by, four numbers each. */
export type Segments = Float64Array;

/** How two edges meet: they cross inside both, or run along each other, or one ends inside the other. */
export type Meeting = 'cross' | 'along' | 'touch';

/** How two segments meet apart from common end points; null where they do not. */
export function meet(s: Segments, i: number, j: number): Meeting | null {
  const ax = s[4 * i]!;
  const ay = s[4 * i + 1]!;
  const bx = s[4 * i + 2]!;
  const by = s[4 * i + 3]!;
  const cx = s[4 * j]!;
  const cy = s[4 * j + 1]!;
  const dx = s[4 * j + 2]!;
  const dy = s[4 * j + 3]!;
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return null;
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return null;
  const c = orient2d(ax, ay, bx, by, cx, cy);
  const d = orient2d(ax, ay, bx, by, dx, dy);
  if (c === 0 && d === 0) {
    // Collinear: along if they share more than a point.
    const byX = Math.abs(bx - ax) >= Math.abs(by - ay);
    const [a0, a1, c0, c1] = byX ? [ax, bx, cx, dx] : [ay, by, cy, dy];
    return Math.min(Math.max(a0, a1), Math.max(c0, c1)) > Math.max(Math.min(a0, a1), Math.min(c0, c1)) ? 'along' : null;
  }
  if (c > 0 === d > 0 && c !== 0 && d !== 0) return null;
  const a = orient2d(cx, cy, dx, dy, ax, ay);
  const b = orient2d(cx, cy, dx, dy, bx, by);
  if (a > 0 === b > 0 && a !== 0 && b !== 0) return null;
  const common = (ax === cx && ay === cy) || (ax === dx && ay === dy) || (bx === cx && by === cy) || (bx === dx && by === dy);
  if (common) return null;
  return a === 0 || b === 0 || c === 0 || d === 0 ? 'touch' : 'cross';
}

/** All meetings among segments; `each` may return false to stop. Sorted search by bounding box, n log n for edges in a plane. */
export function forEachMeeting(segments: Segments, each: (i: number, j: number, how: Meeting) => boolean): void {
  const count = segments.length / 4;
  if (count < 2) return;
  const index = new Flatbush(count);
  for (let i = 0; i < count; i++) {
    const [ax, ay, bx, by] = [segments[4 * i]!, segments[4 * i + 1]!, segments[4 * i + 2]!, segments[4 * i + 3]!];
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index.finish();
  for (let i = 0; i < count; i++) {
    const [ax, ay, bx, by] = [segments[4 * i]!, segments[4 * i + 1]!, segments[4 * i + 2]!, segments[4 * i + 3]!];
    const near = index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (j) => j > i);
    for (const j of near) {
      const how = meet(segments, i, j);
      if (how !== null && !each(i, j, how)) return;
    }
  }
}
