// Shares of blocks in zones: against sums of clipped triangles on random coverages, and by hand where edges coincide.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { overlayFractions, type OverlayFractions, type OverlayOptions } from '../../core/coverage/overlay/overlay.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { gridRings } from './coverage-shapes.ts';
import { shapeArea, shapeOf, sharesByTriangles } from './overlay-triangles.ts';
import { build, coveragePairs, withMiddles } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 2000 : 150;

function overlay(blocks: BlockRings, zones: BlockRings | Coverage, options?: OverlayOptions): OverlayFractions {
  const result = overlayFractions(build(blocks), zones, options);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.overlay;
}

/** Rows as {zone id: share}. */
function shares(blocks: BlockRings, zones: BlockRings): Record<string, number>[] {
  const o = overlay(blocks, zones);
  return blocks.ids.map((_, b) => {
    const row: Record<string, number> = {};
    for (let i = o.blockStart[b]!; i < o.blockStart[b + 1]!; i++) row[zones.ids[o.zone[i]!]!] = o.fraction[i]!;
    return row;
  });
}

const polygons = (...shapes: number[][][]) =>
  ringsFromGeoJson(
    shapes.map((rings, i) => ({
      id: `${i}`,
      geometry: { type: 'Polygon', coordinates: rings.map((ring) => pairs([...ring, ring[0]!, ring[1]!])) },
    })),
  );
const pairs = (flat: number[]) => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!]);
const box = (x0: number, y0: number, x1: number, y1: number) => [x0, y0, x1, y0, x1, y1, x0, y1];

describe('shares of blocks in zones, on coverages that meet in every nasty way', () => {
  it('are the sums of clipped triangles within 1e-9 of the block', () => {
    fc.assert(
      fc.property(coveragePairs, ({ blocks, zones }) => {
        const o = overlay(blocks, zones);
        const expected = sharesByTriangles(blocks, zones);
        for (let b = 0; b < o.blockCount; b++) {
          const got = new Float64Array(zones.ids.length);
          for (let i = o.blockStart[b]!; i < o.blockStart[b + 1]!; i++) got[o.zone[i]!] = o.fraction[i]!;
          for (let z = 0; z < got.length; z++) {
            const off = Math.abs(got[z]! - expected[b]![z]!);
            if (!(off <= 1e-9)) throw new Error(`block ${b} in zone ${z}: ${got[z]}, triangles say ${expected[b]![z]}`);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('add up to 1 with the part outside, within 1e-12, and come by ascending zone', () => {
    fc.assert(
      fc.property(coveragePairs, ({ blocks, zones }) => {
        const o = overlay(blocks, zones);
        for (let b = 0; b < o.blockCount; b++) {
          let sum = o.outsideFraction[b]!;
          for (let i = o.blockStart[b]!; i < o.blockStart[b + 1]!; i++) {
            expect(o.fraction[i]).toBeGreaterThan(0);
            if (i > o.blockStart[b]!) expect(o.zone[i]).toBeGreaterThan(o.zone[i - 1]!);
            sum += o.fraction[i]!;
          }
          expect(Math.abs(sum - 1)).toBeLessThanOrEqual(1e-12);
        }
      }),
      { numRuns: 3 * RUNS },
    );
  });

  it('are exactly 1 where a division is laid over itself, also with extra vertices on one side', () => {
    fc.assert(
      fc.property(coveragePairs, fc.integer({ min: 1, max: 5 }), ({ blocks }, of) => {
        // Middles of doubles are off the line by rounding (4e-9 at an easting of 32 million, on blocks of a metre).
        const other = withMiddles(blocks, (x, y) => of > 1 && Math.abs(Math.round(3 * x + 5 * y)) % of === 0);
        const o = overlay(blocks, other, { negligibleFraction: 1e-6 });
        for (let b = 0; b < o.blockCount; b++) {
          expect([...o.zone.subarray(o.blockStart[b], o.blockStart[b + 1])]).toEqual([b]);
          expect(o.fraction[o.blockStart[b]!]).toBe(1);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('turn into each other when blocks and zones change places', () => {
    fc.assert(
      fc.property(coveragePairs, ({ blocks, zones }) => {
        if (zones.ids.length === 0) return;
        const there = overlay(blocks, zones);
        const back = overlay(zones, blocks);
        const whole = (side: BlockRings) => side.ids.map((_, i) => shapeArea(shapeOf(side, i)));
        const [blockArea, zoneArea] = [whole(blocks), whole(zones)];
        const found = new Map<string, number>();
        for (let z = 0; z < back.blockCount; z++) {
          for (let i = back.blockStart[z]!; i < back.blockStart[z + 1]!; i++) found.set(`${back.zone[i]} ${z}`, back.fraction[i]! * zoneArea[z]!);
        }
        for (let b = 0; b < there.blockCount; b++) {
          for (let i = there.blockStart[b]!; i < there.blockStart[b + 1]!; i++) {
            const key = `${b} ${there.zone[i]}`;
            const scale = Math.max(blockArea[b]!, zoneArea[there.zone[i]!]!);
            expect(Math.abs(there.fraction[i]! * blockArea[b]! - (found.get(key) ?? 0)) / scale).toBeLessThanOrEqual(1e-9);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('shares by hand', () => {
  it('a zone that equals a block takes it whole, and its neighbour nothing', () => {
    expect(shares(gridRings(2, 1), polygons([box(0, 0, 1, 1)]))).toEqual([{ 0: 1 }, {}]);
  });

  it('a zone wholly inside one block takes its share, and a hole in it gives its share back', () => {
    const blocks = polygons([box(0, 0, 10, 10)]);
    expect(shares(blocks, polygons([box(2, 2, 4, 4)]))[0]!['0']).toBeCloseTo(0.04, 14);
    expect(shares(blocks, polygons([box(2, 2, 6, 6), box(3, 3, 4, 4)]))[0]!['0']).toBeCloseTo(0.15, 14);
    expect(overlay(blocks, polygons([box(2, 2, 4, 4)])).outsideFraction[0]).toBeCloseTo(0.96, 14);
  });

  it('a block in the hole of a zone lies in the enclave, not in the ring', () => {
    const zones = polygons([box(0, 0, 10, 10), box(3, 3, 7, 7)], [box(3, 3, 7, 7)]);
    expect(shares(polygons([box(4, 4, 5, 5)], [box(1, 1, 2, 2)], [box(3, 3, 7, 7)], [box(20, 20, 21, 21)]), zones)).toEqual([
      { 1: 1 },
      { 0: 1 },
      { 1: 1 },
      {},
    ]);
  });

  it('a block with a hole gives the zone in the hole nothing', () => {
    const ring = polygons([box(0, 0, 10, 10), box(3, 3, 7, 7)]);
    expect(shares(ring, polygons([box(3, 3, 7, 7)]))).toEqual([{}]);
    expect(shares(ring, polygons([box(3, 3, 7, 7)], [box(0, 0, 10, 10), box(3, 3, 7, 7)]))).toEqual([{ 1: 1 }]);
  });

  it('edges that run along each other with other vertices, and corners on edges, cut nothing off', () => {
    const blocks = polygons([box(0, 0, 6, 4)], [box(6, 0, 9, 2)], [box(6, 2, 9, 4)]);
    const zones = polygons([[0, 0, 1, 0, 6, 0, 6, 1, 6, 3, 6, 4, 5, 4, 0, 4, 0, 2]], [[6, 0, 9, 0, 9, 4, 6, 4, 6, 3, 6, 1]]);
    expect(shares(blocks, zones)).toEqual([{ 0: 1 }, { 1: 1 }, { 1: 1 }]);
  });

  it('a zone through the corners of blocks halves those it crosses and leaves those it touches', () => {
    const diamond = polygons([[1, 0, 2, 1, 1, 2, 0, 1]]);
    expect(shares(gridRings(3, 2), diamond)).toEqual([{ 0: 0.5 }, { 0: 0.5 }, {}, { 0: 0.5 }, { 0: 0.5 }, {}]);
  });

  it('a block of several parts is shared by what all its parts cover', () => {
    const blocks = ringsFromGeoJson([
      { id: 'b', geometry: { type: 'MultiPolygon', coordinates: [[pairs([0, 0, 1, 0, 1, 1, 0, 1, 0, 0])], [pairs([5, 0, 8, 0, 8, 1, 5, 1, 5, 0])]] } },
    ]);
    expect(shares(blocks, polygons([box(-1, -1, 2, 2)], [box(4, -1, 6, 2)]))).toEqual([{ 0: 0.25, 1: 0.25 }]);
  });

  it('a block without geometry and zones without geometry are outside of everything', () => {
    const blocks = ringsFromGeoJson([{ id: 'nowhere', geometry: null }, { id: 'b', geometry: { type: 'Polygon', coordinates: [pairs([0, 0, 1, 0, 1, 1, 0, 0])] } }]);
    const none = ringsFromGeoJson([{ id: 'z', geometry: null }]);
    expect([...overlay(blocks, none).outsideFraction]).toEqual([1, 1]);
    expect(shares(blocks, polygons([box(-1, -1, 3, 3)]))).toEqual([{}, { 0: 1 }]);
  });

  it('long zone edges through ten thousand blocks close on every block', () => {
    const blocks = gridRings(100, 100, (x, y) => [460000 + 73.1 * x + 11 * Math.sin(y), 5470000 + 81.7 * y + 9 * Math.cos(x)]);
    const zones = polygons([[450000, 5460000, 480000, 5481000, 450000, 5490000]]);
    const o = overlay(blocks, zones);
    const worst = o.outsideFraction.reduce((most, outside, b) => Math.max(most, Math.abs(1 - outside - (o.blockStart[b + 1]! > o.blockStart[b]! ? o.fraction[o.blockStart[b]!]! : 0))), 0);
    expect(worst).toBeLessThanOrEqual(1e-12);
  });

  it('zones or blocks that overlap between vertices are refused with the place', () => {
    const crossing = polygons([box(0, 0, 4, 4)], [box(2, 2, 6, 6)]);
    const blocks = build(gridRings(6, 6));
    const refused = overlayFractions(blocks, crossing);
    expect(refused.ok ? [] : refused.issues.map((issue) => [issue.code, issue.detail])).toEqual([['OVERLAP', 'zones overlap between vertices']]);
    const equal = overlayFractions(blocks, polygons([box(0, 0, 4, 4)], [box(0, 0, 4, 4)]));
    expect(equal.ok).toBe(false);
  });

  it('a share that is named negligible is left out, and what remains alone is whole', () => {
    const zones = polygons([box(0, 0, 0.99999, 1)], [[0.99999, 0, 2, 0, 2, 1, 0.99999, 1]]);
    const o = overlay(gridRings(2, 1), zones, { negligibleFraction: 1e-4 });
    expect([...o.zone]).toEqual([0, 1]);
    expect([...o.fraction]).toEqual([1, 1]);
  });
});
