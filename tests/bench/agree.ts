// A benchmark whose answer is wrong fails: the comparisons of results.
import type { Position } from 'geojson';

export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

/** Area of a MultiPolygon's coordinates in the plane: the first ring of a polygon counts, the others are taken off. */
export function planeAreaM2(polygons: readonly (readonly (readonly Position[])[])[]): number {
  let area = 0;
  for (const polygon of polygons) {
    polygon.forEach((ring, i) => {
      const [x0, y0] = ring[0] as [number, number];
      let twice = 0;
      for (let k = 1; k + 1 < ring.length; k++) {
        twice += (ring[k]![0]! - x0) * (ring[k + 1]![1]! - y0) - (ring[k + 1]![0]! - x0) * (ring[k]![1]! - y0);
      }
      area += (i === 0 ? 1 : -1) * Math.abs(twice / 2);
    });
  }
  return area;
}

export function requireEqual(what: string, ours: ArrayLike<number>, peer: ArrayLike<number>): void {
  requireClose(what, ours, peer, 0);
}

/** Number by number, relative to the larger. */
export function requireClose(what: string, ours: ArrayLike<number>, peer: ArrayLike<number>, tolerance = 1e-9): void {
  if (ours.length !== peer.length) throw new Disagreement(`${what}: ${ours.length} numbers here, ${peer.length} there`);
  for (let i = 0; i < ours.length; i++) {
    const a = ours[i]!;
    const b = peer[i]!;
    if (!(Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)))) {
      throw new Disagreement(`${what}: number ${i} is ${a} here and ${b} there`);
    }
  }
}
