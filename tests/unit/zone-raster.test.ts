// Which zone lies under a pixel: against the test of points in rings, pixel by pixel, with holes, parts and edges that neighbours share.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_ZONE, rasterZones, type PixelMatrix, type RasterZone } from '../../client/map/zone-raster.ts';
import { pointInRing } from '../../core/coverage/point-in-rings.ts';

const SAME: PixelMatrix = [1, 0, 0, 1, 0, 0];

function zoneOf(...rings: readonly (readonly (readonly [number, number])[])[]): RasterZone {
  const xs = rings.flat().map(([x]) => x);
  const ys = rings.flat().map(([, y]) => y);
  return { rings: rings.map((ring) => Float64Array.from(ring.flat())), bounds: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}

const box = (left: number, top: number, right: number, bottom: number) => [[left, top], [right, top], [right, bottom], [left, bottom]] as const;

describe('the raster of zones', () => {
  it('a pixel is of the zone that its middle lies in, and a hole is of none', () => {
    const zones = [zoneOf(box(1, 1, 6, 5), box(3, 2, 5, 4)), zoneOf(box(7, 0, 9, 2), box(7, 3, 9, 4))];
    const raster = rasterZones(zones, SAME, 10, 6, 1);
    const rows = Array.from({ length: 6 }, (_, y) => [...raster.subarray(10 * y, 10 * y + 10)].join(''));
    expect(rows).toEqual(['0000000220', '0111110220', '0110010000', '0110010220', '0111110000', '0000000000']);
  });

  it('whatever the rings and the view, each pixel agrees with the test of a point in rings', () => {
    const place = fc.double({ min: -8, max: 40, noNaN: true, noDefaultInfinity: true });
    const ring = fc.array(fc.tuple(place, place), { minLength: 3, maxLength: 9 });
    const turn = fc.record({ scale: fc.double({ min: 0.3, max: 2, noNaN: true }), angle: fc.double({ min: 0, max: 6.3, noNaN: true }), x: place, y: place });
    fc.assert(
      fc.property(fc.array(ring, { minLength: 1, maxLength: 3 }), turn, (rings, { scale, angle, x, y }) => {
        const matrix: PixelMatrix = [scale * Math.cos(angle), scale * Math.sin(angle), -scale * Math.sin(angle), scale * Math.cos(angle), x, y];
        const raster = rasterZones([zoneOf(...rings)], matrix, 30, 20, 4);
        const [a, b, c, d, e, f] = matrix;
        const there = rings.map((points) => Float64Array.from(points.flatMap(([px, py]) => [a * px + c * py + e, b * px + d * py + f])));
        const wrong: string[] = [];
        for (let row = 0; row < 20; row++) {
          for (let column = 0; column < 30; column++) {
            const sides = there.map((points) => pointInRing(column + 0.5, row + 0.5, points, 0, points.length / 2));
            // On an edge, to the last digit, either answer is right.
            if (sides.some((side) => side === 0) || there.some((points) => nearEdge(points, column + 0.5, row + 0.5))) continue;
            if ((raster[30 * row + column] !== NO_ZONE) !== (sides.filter((side) => side > 0).length % 2 === 1)) wrong.push(`${column} ${row}`);
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('neighbours that share an edge leave no pixel between them and none to both', () => {
    const random = (i: number) => Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1;
    const at = (column: number, row: number): readonly [number, number] => {
      const edge = column === 0 || row === 0 || column === 8 || row === 8;
      return edge ? [column * 5, row * 5] : [column * 5 + 3 * random(9 * column + row) - 1.5, row * 5 + 3 * random(91 * row + column) - 1.5];
    };
    const zones = Array.from({ length: 64 }, (_, i) => {
      const [column, row] = [i % 8, i >> 3];
      const ring = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)];
      return zoneOf(i % 2 === 0 ? ring : ring.toReversed());
    });
    const counted = new Map<number, number>();
    for (const place of rasterZones(zones, SAME, 40, 40, 1)) counted.set(place, (counted.get(place) ?? 0) + 1);
    expect(counted.has(NO_ZONE)).toBe(false);
    const alone = zones.map((zone) => rasterZones([zone], SAME, 40, 40, 1).filter((place) => place !== NO_ZONE).length);
    expect(zones.map((_, i) => counted.get(i + 1) ?? 0)).toEqual(alone);
  });

  it('zones outside of the canvas, and such without land, take no pixel', () => {
    const nowhere: RasterZone = { rings: [], bounds: [Infinity, Infinity, -Infinity, -Infinity] };
    const raster = rasterZones([nowhere, zoneOf(box(-20, -20, -2, -2)), zoneOf(box(-3, -3, 2, 2))], SAME, 4, 4, 1);
    expect([...raster]).toEqual([3, 3, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('so many zones that 16 bits are not enough get 32', () => {
    const zones = Array.from({ length: 20_000 }, (_, i) => zoneOf(box(i % 200, Math.floor(i / 200), (i % 200) + 1, Math.floor(i / 200) + 1)));
    const raster = rasterZones(zones, SAME, 200, 100, 4);
    expect(raster.at(-1)).toBe(1 + 4 * 19_999);
  });
});

function nearEdge(ring: Float64Array, x: number, y: number): boolean {
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!];
    const [dx, dy] = [bx - ax, by - ay];
    const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    if (Math.hypot(ax + share * dx - x, ay + share * dy - y) < 1e-9) return true;
  }
  return false;
}
