// Shares of blocks in zones by another road than the overlay's: the judge where a peer differs.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { blockToGeoJson } from '../../core/coverage/rings-from-geojson.ts';

function ringArea(ring: readonly number[][]): number {
  const [x0, y0] = [ring[0]![0]!, ring[0]![1]!];
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += (ring[i - 1]![0]! - x0) * (ring[i]![1]! - y0) - (ring[i]![0]! - x0) * (ring[i - 1]![1]! - y0);
  }
  return Math.abs(sum / 2);
}
export const shapeArea = (shape: readonly number[][][][]) =>
  shape.reduce((sum, [shell, ...holes]) => sum + ringArea(shell!) - holes.reduce((s, hole) => s + ringArea(hole), 0), 0);

export type Shape = [number, number][][][];
export const shapeOf = (blocks: BlockRings, block: number) => blockToGeoJson(blocks, block).coordinates as Shape;

/**
 * Shares by another road: every ring is a sum of signed triangles about a corner of the block, and two triangles are
 * convex, so their common area is one Sutherland-Hodgman clip each. (polyclip-ts threw on one instance in a hundred.)
 */
export function sharesByTriangles(blocks: BlockRings, zones: BlockRings): number[][] {
  return blocks.ids.map((_, block) => {
    const [ox, oy] = shapeOf(blocks, block)[0]![0]![0]!;
    const own = fan(shapeOf(blocks, block), ox, oy);
    return zones.ids.map((_, zone) => {
      let area = 0;
      for (const s of own) for (const t of fan(shapeOf(zones, zone), ox, oy)) area += s.sign * t.sign * common(s.corners, t.corners);
      return area / shapeArea(shapeOf(blocks, block));
    });
  });
}

type Corners = readonly (readonly [number, number])[];
const turn = (a: readonly number[], b: readonly number[], c: readonly number[]) =>
  (b[0]! - a[0]!) * (c[1]! - a[1]!) - (c[0]! - a[0]!) * (b[1]! - a[1]!);

function fan(shape: Shape, ox: number, oy: number): { sign: number; corners: Corners }[] {
  return shape.flatMap((rings) =>
    rings.flatMap((ring, hole) => {
      const local = ring.map(([x, y]) => [x - ox, y - oy] as const);
      const winding = Math.sign(local.slice(1).reduce((sum, b, i) => sum + turn([0, 0], local[i]!, b), 0));
      return local.slice(1).flatMap((b, i) => {
        const twice = turn([0, 0], local[i]!, b);
        if (twice === 0) return [];
        const corners: Corners = twice > 0 ? [[0, 0], local[i]!, b] : [[0, 0], b, local[i]!];
        return [{ sign: Math.sign(twice) * winding * (hole === 0 ? 1 : -1), corners }];
      });
    }),
  );
}

/** Common area of two counter-clockwise triangles. */
function common(subject: Corners, clip: Corners): number {
  let kept: Corners = subject;
  for (let i = 0; i < 3 && kept.length > 2; i++) {
    const [a, b] = [clip[i]!, clip[(i + 1) % 3]!];
    const next: (readonly [number, number])[] = [];
    kept.forEach((p, k) => {
      const q = kept[(k + 1) % kept.length]!;
      const [sp, sq] = [turn(a, b, p), turn(a, b, q)];
      if (sp >= 0) next.push(p);
      if ((sp > 0 && sq < 0) || (sp < 0 && sq > 0)) {
        const t = sp / (sp - sq);
        next.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
      }
    });
    kept = next;
  }
  let twice = 0;
  for (let i = 1; i + 1 < kept.length; i++) twice += turn(kept[0]!, kept[i]!, kept[i + 1]!);
  return twice / 2;
}
