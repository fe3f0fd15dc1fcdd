// Shapes and comparisons that several coverage tests need.
import type { Position } from 'geojson';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';

/** Unit squares, row by row; block i lies at column i % columns. */
export function gridRings(columns: number, rows: number, warp = (x: number, y: number): Position => [x, y]): BlockRings {
  return ringsFromGeoJson(
    Array.from({ length: columns * rows }, (_, i) => {
      const x = i % columns;
      const y = Math.floor(i / columns);
      const ring = [warp(x, y), warp(x + 1, y), warp(x + 1, y + 1), warp(x, y + 1), warp(x, y)];
      return { id: `b${i}`, geometry: { type: 'Polygon' as const, coordinates: [ring] } };
    }),
  );
}

/** Rings as text that does not depend on where a ring begins or which way it runs. */
function ringKey(ring: readonly Position[]): string {
  const open = ring.slice(0, -1).map((p) => `${p[0]} ${p[1]}`);
  const least = open.reduce((best, text, i) => (text < open[best]! ? i : best), 0);
  const forward = [...open.slice(least), ...open.slice(0, least)];
  const backward = [forward[0]!, ...forward.slice(1).toReversed()];
  return forward.join() < backward.join() ? forward.join() : backward.join();
}

/** Whether two MultiPolygons hold the same polygons with the same rings, in any order, start and winding. */
export function sameRings(a: readonly Position[][][], b: readonly Position[][][]): boolean {
  const key = (shape: readonly Position[][][]) =>
    shape
      .map(([shell, ...holes]) => `${ringKey(shell!)} | ${holes.map(ringKey).toSorted().join(' | ')}`)
      .toSorted()
      .join(' || ');
  return key(a) === key(b);
}
