// Pieces as polygons: they are a coverage, and their areas are the shares that the overlay finds without drawing them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overlayPolygons } from '../../core/coverage/overlay/overlay-polygons.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { blockToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { validateCoverage } from '../../core/coverage/validate.ts';
import { gridRings, sameRings } from './coverage-shapes.ts';
import { build, coveragePairs } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 1000 : 40;

describe('pieces of blocks cut by zones', () => {
  it('are a coverage whose areas are the shares', () => {
    fc.assert(
      fc.property(coveragePairs, ({ blocks, zones }) => {
        const [left, right] = [build(blocks), build(zones)];
        const cut = overlayPolygons(left, right);
        const shares = overlayFractions(left, right);
        if (cut === null || !shares.ok) throw new Error('not settled');
        const extent = Math.max(...blocks.xy.map(Math.abs));
        const report = validateCoverage(cut.pieces, { gapWidthM: 0 });
        expect([report.invalid, report.overlaps]).toEqual([[], []]);
        const pieces = build(cut.pieces);
        const found = new Map([...cut.block].map((block, i) => [`${block} ${cut.zone[i]}`, pieces.blockAreaM2[i]!]));
        const { overlay } = shares;
        for (let b = 0; b < overlay.blockCount; b++) {
          const area = left.blockAreaM2[b]!;
          // New vertices and borders drawn into each other are off by the rounding of the coordinates, along the border.
          const slack = 2e-6 + 1e-11 * area + extent * 2 ** -43 * 40 * Math.sqrt(area);
          for (let i = overlay.blockStart[b]!; i < overlay.blockStart[b + 1]!; i++) {
            expect(Math.abs((found.get(`${b} ${overlay.zone[i]}`) ?? 0) - overlay.areaM2[i]!)).toBeLessThanOrEqual(slack);
          }
          expect(Math.abs((found.get(`${b} -1`) ?? 0) - overlay.outsideFraction[b]! * area)).toBeLessThanOrEqual(slack);
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });

  it('a square through four blocks gives four corners and the four rests', () => {
    const zone = ringsFromGeoJson([{ id: 'z', geometry: { type: 'Polygon', coordinates: [[[0.5, 0.5], [1.5, 0.5], [1.5, 1.5], [0.5, 1.5], [0.5, 0.5]]] } }]);
    const cut = overlayPolygons(build(gridRings(2, 2)), build(zone))!;
    expect([...cut.block]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([...cut.zone]).toEqual([-1, 0, -1, 0, -1, 0, -1, 0]);
    expect(sameRings(blockToGeoJson(cut.pieces, 1).coordinates, [[[[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1], [0.5, 0.5]]]])).toBe(true);
    const one = overlayPolygons(build(gridRings(2, 2)), build(zone), { blocks: [3] })!;
    expect([...one.block]).toEqual([3, 3]);
  });
});
