// Another program's union as oracle: Turf knows no arcs, so it can make none of our mistakes.
import { featureCollection, multiPolygon, union } from '@turf/turf';
import fc from 'fast-check';
import type { Position } from 'geojson';
import { expect, it } from 'vitest';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { blockToGeoJson, outlineToGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { gridRings } from './coverage-shapes.ts';

const RUNS = process.env.LONG === '1' ? 500 : 40;

/** In the plane: Turf's own areas are spherical. */
function planeArea(polygons: readonly Position[][][]): number {
  let twice = 0;
  for (const polygon of polygons) {
    polygon.forEach((ring, place) => {
      let sum = 0;
      const [x0, y0] = ring[0]! as [number, number];
      for (let i = 1; i < ring.length; i++) {
        sum += (ring[i - 1]![0]! - x0) * (ring[i]![1]! - y0) - (ring[i]![0]! - x0) * (ring[i - 1]![1]! - y0);
      }
      twice += place === 0 ? Math.abs(sum) : -Math.abs(sum);
    });
  }
  return twice / 2;
}

it('zones are the union of their blocks, by Turf as by the kernel: same area, same number of holes', () => {
  const sizes = fc.record({ columns: fc.integer({ min: 2, max: 6 }), rows: fc.integer({ min: 2, max: 6 }) });
  fc.assert(
    fc.property(sizes, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 36, maxLength: 36 }), ({ columns, rows }, zones) => {
      const blocks = gridRings(columns, rows, (x, y) => [10 * x + Math.sin(3 * x + 2 * y), 10 * y + Math.cos(2 * x - y)]);
      const built = buildCoverage(blocks);
      if (!built.ok) throw new Error('the grid is a coverage');
      const assignment = Int32Array.from(zones.slice(0, columns * rows));
      const outlines = dissolve(built.coverage, assignment, 3);
      for (let zone = 0; zone < 3; zone++) {
        const own = [...assignment.keys()].filter((block) => assignment[block] === zone);
        const ours = outlineToGeoJson(outlines, zone).coordinates;
        if (own.length === 0) {
          expect(ours).toEqual([]);
          continue;
        }
        const shapes = own.map((block) => multiPolygon(blockToGeoJson(blocks, block).coordinates));
        const whole = shapes.length === 1 ? shapes[0]! : union(featureCollection(shapes))!;
        const theirs = whole.geometry.type === 'Polygon' ? [whole.geometry.coordinates] : whole.geometry.coordinates;
        expect(planeArea(ours)).toBeCloseTo(planeArea(theirs), 8);
        const lone = (polygons: readonly Position[][][]) => polygons.reduce((count, polygon) => count + polygon.length, 0);
        // Where blocks meet in a corner only, rings may be cut there in either way, with the same area.
        const corners = new Set<string>();
        const pinched = ours.some((polygon) => polygon.some((ring) => ring.slice(0, -1).some(([x, y]) => corners.size === corners.add(`${x} ${y}`).size)));
        if (!pinched) expect(lone(ours)).toBe(lone(theirs));
      }
    }),
    { numRuns: RUNS },
  );
});
