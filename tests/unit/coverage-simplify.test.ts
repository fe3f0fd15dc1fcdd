// Simplified borders stay shared (GEOS' own cases, and random coverages).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { outlineToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { simplify } from '../../core/coverage/simplify.ts';
import { simplifiedOutlines } from '../../core/coverage/simplify-outlines.ts';
import { validateCoverage, hasFindings } from '../../core/coverage/validate.ts';
import golden from '../golden/coverage-cases.json' with { type: 'json' };
import { gridRings, sameRings } from './coverage-shapes.ts';

/** Every block as its own zone: its outline as the coverage has it now. */
function blockShapes(coverage: Coverage) {
  const outlines = dissolve(coverage, Int32Array.from({ length: coverage.blockCount }, (_, i) => i), coverage.blockCount);
  return Array.from({ length: coverage.blockCount }, (_, i) => outlineToGeoJson(outlines, i).coordinates);
}

describe('simplify', () => {
  for (const { id, outer, toleranceM, blocks, expected } of golden.simplify) {
    it(`${id} as GEOS gives it`, () => {
      const built = buildCoverage(
        ringsFromGeoJson(
          blocks.map((coordinates, i) => ({
            id: `${i}`,
            geometry: coordinates === null ? null : { type: 'MultiPolygon' as const, coordinates },
          })),
        ),
      );
      if (!built.ok) throw new Error(JSON.stringify(built.issues));
      const shapes = blockShapes(simplify(built.coverage, toleranceM, { outer }));
      expected.forEach((shape, i) => {
        if (shape === null) expect(shapes[i]).toEqual([]);
        else expect(sameRings(shapes[i]!, shape), JSON.stringify(shapes[i])).toBe(true);
      });
    });
  }

  it('keeps a warped grid a coverage at every tolerance, with the same total area inside when the outer border stays', () => {
    const wavy = gridRings(6, 6, (x, y) => [10 * x + 2 * Math.sin(3 * x + 5 * y), 10 * y + 2 * Math.cos(4 * x - y)]);
    const dense = densify(wavy);
    const built = buildCoverage(dense);
    if (!built.ok) throw new Error('grid');
    const before = built.coverage.blockAreaM2.reduce((a, b) => a + b, 0);
    for (const tolerance of [0.5, 1, 3, 50]) {
      const result = simplify(built.coverage, tolerance, { outer: false });
      const rings = ringsFromGeoJson(
        blockShapes(result).map((coordinates, i) => ({ id: `${i}`, geometry: { type: 'MultiPolygon', coordinates } })),
      );
      expect(hasFindings(validateCoverage(rings))).toBe(false);
      expect(Math.abs(result.blockAreaM2.reduce((a, b) => a + b, 0) - before)).toBeLessThan(1e-9 * before);
    }
    expect(simplify(built.coverage, 50).xy.length).toBeLessThan(built.coverage.xy.length / 2);
  });
});

/** Three more vertices on every edge, off the line by an amount that depends on the edge alone, so both sides agree. */
function densify(rings: ReturnType<typeof gridRings>): ReturnType<typeof gridRings> {
  return ringsFromGeoJson(
    rings.ids.map((id, block) => {
      const points: number[][] = [];
      const start = rings.ringStart[block]!;
      const end = rings.ringStart[block + 1]!;
      for (let i = start; i < end; i++) {
        const j = i + 1 === end ? start : i + 1;
        const a = [rings.xy[2 * i]!, rings.xy[2 * i + 1]!] as const;
        const b = [rings.xy[2 * j]!, rings.xy[2 * j + 1]!] as const;
        const swap = a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]);
        const [p, q] = swap ? [b, a] : [a, b];
        const between = [0.25, 0.5, 0.75].map((t) => [
          p[0] + t * (q[0] - p[0]) + 0.3 * Math.sin(17 * t + p[0]),
          p[1] + t * (q[1] - p[1]) + 0.3 * Math.cos(23 * t + p[1]),
        ]);
        points.push([...a], ...(swap ? between.toReversed() : between));
      }
      return { id, geometry: { type: 'Polygon' as const, coordinates: [[...points, points[0]!]] } };
    }),
  );
}

describe('zones drawn straighter', () => {
  it('still fit: every border that two zones shared is shared vertex by vertex, nothing opens between them', () => {
    const wavy = densify(gridRings(8, 8, (x, y) => [10 * x + 2 * Math.sin(3 * x + 5 * y), 10 * y + 2 * Math.cos(4 * x - y)]));
    const built = buildCoverage(wavy);
    if (!built.ok) throw new Error('grid');
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 64, maxLength: 64 }), fc.constantFrom(0.5, 2, 8, 40), (zones, toleranceM) => {
        const assignment = Int32Array.from(zones);
        const outlines = simplifiedOutlines(built.coverage, assignment, 5, toleranceM);
        const full = dissolve(built.coverage, assignment, 5);
        expect([...outlines.areaM2]).toEqual([...full.areaM2]);
        for (let zone = 0; zone < 5; zone++) expect(outlines.zoneStart[zone + 1]! > outlines.zoneStart[zone]!).toBe(zones.includes(zone));
        const rings = ringsFromGeoJson(Array.from({ length: 5 }, (_, zone) => ({ id: `${zone}`, geometry: outlineToGeoJson(outlines, zone) })));
        expect(hasFindings(validateCoverage(rings))).toBe(false);
        expect(outlines.xy.length).toBeLessThanOrEqual(full.xy.length);
      }),
    );
  });
});
