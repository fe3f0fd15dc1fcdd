// Pixels weighed by what a polygon covers of them: against areas by hand, against clips, and against rasterstats' figures.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { overlapAreaM2 } from '../../core/coverage/overlay/overlap-area.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { sumUnderPolygon, type RasterWindow } from '../../core/raster/pixel-coverage.ts';
import { openRaster } from '../../server/gdal/read-raster.ts';
import { readVector } from '../../server/gdal/read-vector.ts';

const polygon = (...rings: Position[][]) => ringsFromGeoJson([{ id: 'p', geometry: { type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]!]) } }]);
const raster = (values: readonly (readonly number[])[], pixelX = 1, pixelY = 1, originX = 0, originY = values.length * pixelY): RasterWindow => ({
  width: values[0]!.length,
  height: values.length,
  originX,
  originY,
  pixelX,
  pixelY,
  values: values.flat(),
});

describe('pixels under a polygon', () => {
  const grid = raster([[1, 2, 3], [4, 5, 6], [7, 8, NaN]]);

  it('count by the fraction that is covered, holes not, whatever the winding, and nothing where there is no value', () => {
    expect(sumUnderPolygon(grid, polygon([[0, 0], [3, 0], [3, 3], [0, 3]]), 0)).toEqual({ sum: 36, pixels: 8 });
    const half: Position[] = [[0.5, 1.5], [2.5, 1.5], [2.5, 2.25], [0.5, 2.25]];
    // Half of 4, all of 5, half of 6 by 0.5, and of 1 2 3 by 0.25.
    expect(sumUnderPolygon(grid, polygon(half), 0).sum).toBeCloseTo(0.5 * (2 + 5 + 3) + 0.25 * (0.5 + 2 + 1.5), 12);
    expect(sumUnderPolygon(grid, polygon(half.toReversed()), 0).sum).toBeCloseTo(6, 12);
    const frame: Position[][] = [[[0, 0], [3, 0], [3, 3], [0, 3]], [[1, 1], [2, 1], [2, 2], [1, 2]]];
    expect(sumUnderPolygon(grid, polygon(frame[0]!, frame[1]!), 0).sum).toBeCloseTo(31, 12);
    expect(sumUnderPolygon(grid, polygon(frame[0]!.toReversed(), frame[1]!), 0).sum).toBeCloseTo(31, 12);
    // A triangle covers half of the pixel it halves.
    expect(sumUnderPolygon(grid, polygon([[0, 2], [1, 2], [0, 3]]), 0)).toEqual({ sum: 0.5, pixels: 0.5 });
    // Beyond the raster there is nothing.
    expect(sumUnderPolygon(grid, polygon([[-5, -5], [1, -5], [1, 1], [-5, 1]]), 0)).toEqual({ sum: 7, pixels: 1 });
    expect(sumUnderPolygon(grid, polygon([[10, 10], [11, 10], [11, 11]]), 0)).toEqual({ sum: 0, pixels: 0 });
  });

  it('are those of a clip of every pixel', () => {
    const coordinate = fc.integer({ min: -20, max: 80 }).map((n) => n / 10);
    const triangle = fc.tuple(...Array.from({ length: 6 }, () => coordinate)).filter(([a, b, c, d, e, f]) => (c! - a!) * (f! - b!) !== (e! - a!) * (d! - b!));
    fc.assert(
      fc.property(triangle, fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 30, maxLength: 30 }), ([a, b, c, d, e, f], values) => {
        const some = raster(Array.from({ length: 5 }, (_, row) => values.slice(6 * row, 6 * row + 6)), 1.25, 0.75);
        const shape = polygon([[a!, b!], [c!, d!], [e!, f!]]);
        let expected = 0;
        values.forEach((value, i) => {
          const [x, y] = [1.25 * (i % 6), some.originY - 0.75 * Math.floor(i / 6)];
          const pixel = polygon([[x, y - 0.75], [x + 1.25, y - 0.75], [x + 1.25, y], [x, y]]);
          expected += (value * overlapAreaM2(shape, 0, pixel, 0)) / (1.25 * 0.75);
        });
        expect(sumUnderPolygon(some, shape, 0).sum).toBeCloseTo(expected, 9);
      }),
      { numRuns: process.env.LONG === '1' ? 2000 : 200 },
    );
  });
});

const folder = join(process.env.SHARED_DIR ?? join(import.meta.dirname, '../../../shared'), 'data/zonal');

describe.skipIf(!existsSync(folder))(`slope under two polygons${existsSync(folder) ? '' : ' (skipped: shared data absent)'}`, () => {
  it('is that of the exact figures for rasterstats', async () => {
    const { epsg, read } = await openRaster(join(folder, 'slope.tif'));
    expect(epsg).toBeNull();
    const { features } = await readVector(join(folder, 'polygons.shp'), { epsg: 25832 });
    const zones = ringsFromGeoJson(features.map(({ geometry }, i) => ({ id: `${i + 1}`, geometry: geometry as never })));
    const window = (await read([244_000, 998_000, 247_000, 1_001_000]))!;
    expect([window.width, window.height]).toEqual([84, 78]);
    const known = readFileSync(join(folder, 'known_rasterstats_slope.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
    for (const [zone, sum, count] of known) {
      const found = sumUnderPolygon(window, zones, zone! - 1);
      expect(found.sum).toBeCloseTo(sum!, 4);
      expect(found.pixels).toBeCloseTo(count!, 6);
    }
  });
});
