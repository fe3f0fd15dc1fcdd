// Zones drawn apart from the blocks: which blocks they cut, and where each block goes.
import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { BlockCut, findCutBlocks } from '../../core/coverage/overlay/cut-blocks.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { overlapAreaM2, polygonAreaM2 } from '../../core/coverage/overlay/overlap-area.ts';
import { pointInRings } from '../../core/coverage/point-in-rings.ts';
import { outlineToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { createZoneLocator, indexZoneEdges } from '../../core/coverage/overlay/zone-edges.ts';
import { assignPoints, divideBlocks } from '../../core/statistics/divide-blocks.ts';
import { gridRings } from './coverage-shapes.ts';

const runs = process.env.LONG === undefined ? 60 : 1500;

function coverageOf(rings: BlockRings): Coverage {
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(built.issues[0]!.detail);
  return built.coverage;
}

const polygon = (id: string, ...rings: Position[][]) => ({ id, geometry: { type: 'Polygon' as const, coordinates: rings.map((ring) => [...ring, ring[0]!]) } });
const box = (x: number, y: number, w: number, h: number): Position[] => [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
const zonesOf = (...features: ReturnType<typeof polygon>[]) => ringsFromGeoJson(features);

/** A town of 8 x 8 blocks of 50 m at an easting and northing as large as real ones, every corner moved a little. */
function town(seed: number): BlockRings {
  const jitter = (x: number, y: number, k: number) => {
    const h = Math.sin(x * 12.9898 + y * 78.233 + k * 37.719 + seed) * 43758.5453;
    return h - Math.floor(h) - 0.5;
  };
  return gridRings(8, 8, (x, y) => [690_000 + 50 * x + 20 * jitter(x, y, 0), 5_330_000 + 50 * y + 20 * jitter(x, y, 1)]);
}

const assignments = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 64, maxLength: 64 });

/** Zones dissolved from blocks, as polygons of their own. */
function dissolved(coverage: Coverage, assignment: Int32Array, move: (position: Position) => Position = (p) => p): BlockRings {
  const outlines = dissolve(coverage, assignment, 5);
  return ringsFromGeoJson(
    Array.from({ length: 5 }, (_, zone) => {
      const { coordinates } = outlineToGeoJson(outlines, zone);
      return { id: `z${zone}`, geometry: { type: 'MultiPolygon' as const, coordinates: coordinates.map((rings) => rings.map((ring) => ring.map(move))) } };
    }),
  );
}

describe('zones that follow the borders of blocks', () => {
  it('cut none, and get back the very blocks they were made of', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), assignments, (seed, zones) => {
        const blocks = town(seed);
        const coverage = coverageOf(blocks);
        const division = divideBlocks({ blocks, coverage, zones: dissolved(coverage, Int32Array.from(zones)) });
        expect(division.cut.includes(1)).toBe(false);
        expect([...division.assignment]).toEqual(zones);
      }),
      { numRuns: runs },
    );
  });

  it('cut none when their coordinates were rounded to seven decimals of a degree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), assignments, fc.double({ min: 0, max: 6.3, noNaN: true }), (seed, zones, angle) => {
        const blocks = town(seed);
        const coverage = coverageOf(blocks);
        // 7 mm is what rounding 1e-7 degrees can move a vertex.
        const moved = dissolved(coverage, Int32Array.from(zones), ([x, y]) => [x! + 0.007 * Math.cos(angle + x!), y! + 0.007 * Math.sin(angle + x!)]);
        const division = divideBlocks({ blocks, coverage, zones: moved });
        expect(division.cut.includes(1)).toBe(false);
        expect([...division.assignment]).toEqual(zones);
      }),
      { numRuns: runs },
    );
  });

  it('cut none when they leave out corners on a straight border, or have more of them', () => {
    const blocks = gridRings(4, 2, (x, y) => [100 * x, 100 * y]);
    const zones = zonesOf(polygon('west', box(0, 0, 200, 200)), polygon('east', [[200, 0], [233.3, 0], [400, 0], [400, 200], [250, 200], [200, 200], [200, 77]]));
    const division = divideBlocks({ blocks, coverage: coverageOf(blocks), zones });
    expect([...division.cut]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect([...division.assignment]).toEqual([0, 0, 1, 1, 0, 0, 1, 1]);
  });
});

describe('zones that cut blocks', () => {
  it('are found exactly where an overlay finds two parts that are wider than the tolerance', () => {
    const corner = fc.tuple(fc.integer({ min: -30, max: 430 }), fc.integer({ min: -30, max: 430 }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), corner, corner, corner, (seed, a, b, c) => {
        const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
        fc.pre(area > 2000);
        const zones = zonesOf(polygon('triangle', [a, b, c].map(([x, y]) => [690_000 + x, 5_330_000 + y])));
        const blocks = town(seed);
        const state = findCutBlocks(blocks, indexZoneEdges(zones));
        for (let block = 0; block < 64; block++) {
          const inside = overlapAreaM2(blocks, block, zones, 0);
          const outside = polygonAreaM2(blocks, block) - inside;
          // A part of 1 m2 of a block of at most 100 m is wider than 1 cm; one that is nowhere wider than 1 cm has less than 2 m2.
          if (Math.min(inside, outside) > 2) expect(state[block]).toBe(BlockCut.cut);
          if (Math.min(inside, outside) < 1e-6) expect(state[block]).not.toBe(BlockCut.cut);
        }
      }),
      { numRuns: runs },
    );
  });

  it('cut a block from within: a zone in its middle, a border that ends in it', () => {
    const blocks = gridRings(2, 1, (x, y) => [100 * x, 100 * y]);
    const zones = zonesOf(polygon('inner', box(40, 40, 20, 20)), polygon('spike', [[100, 50], [200, 0], [200, 100]]));
    expect([...findCutBlocks(blocks, indexZoneEdges(zones))]).toEqual([BlockCut.cut, BlockCut.cut]);
    expect([...findCutBlocks(blocks, indexZoneEdges(zonesOf(polygon('far', box(500, 500, 10, 10)))))]).toEqual([0, 0]);
  });

  it('give a cut block to the zone of its centroid, or of an inner point where the centroid lies outside', () => {
    const horseshoe = polygon('u', [[0, 0], [100, 0], [100, 90], [70, 90], [70, 30], [30, 30], [30, 90], [0, 90]]);
    const blocks = ringsFromGeoJson([polygon('left', box(-100, 0, 100, 90)), horseshoe]);
    const zones = zonesOf(polygon('lower', box(-100, 0, 200, 20)), polygon('upper', box(-100, 20, 200, 70)));
    const division = divideBlocks({ blocks, coverage: coverageOf(blocks), zones });
    expect([...division.cut]).toEqual([1, 1]);
    // The centroid of the U, 50 39.5, lies between its legs; the widest stretch is through its foot.
    expect([...division.assignment]).toEqual([1, 0]);
    const notch = zonesOf(polygon('notch', box(30, 30, 40, 60)), polygon('rest', [[-100, 0], [100, 0], [100, 90], [70, 90], [70, 30], [30, 30], [30, 90], [-100, 90]]));
    expect([...divideBlocks({ blocks, coverage: coverageOf(blocks), zones: notch }).assignment]).toEqual([1, 1]);
  });

  it('give a centroid in two zones to the larger overlap, then to the smaller id', () => {
    const blocks = gridRings(1, 1, (x, y) => [100 * x, 100 * y]);
    const to = (...features: ReturnType<typeof polygon>[]) => {
      const zones = zonesOf(...features);
      return zones.ids[divideBlocks({ blocks, coverage: coverageOf(blocks), zones }).assignment[0]!];
    };
    expect(to(polygon('1', box(0, 0, 60, 100)), polygon('2', box(30, 0, 100, 100)))).toBe('2');
    expect(to(polygon('10', box(0, 0, 60, 100)), polygon('9', box(40, 0, 60, 100)))).toBe('9');
    // On the common border of both halves.
    expect(to(polygon('10', box(0, 0, 50, 100)), polygon('9', box(50, 0, 50, 100)))).toBe('9');
  });

  it('are split by the weights of the points in each part', () => {
    const blocks = gridRings(2, 1, (x, y) => [100 * x, 100 * y]);
    const zones = zonesOf(polygon('a', box(0, 0, 50, 100)), polygon('b', box(50, 0, 20, 100)));
    const points = { xy: Float64Array.from([10, 10, 60, 10, 90, 10, 50, 50, 150, 50, 500, 500]), weight: Float64Array.from([2, 3, 4, 1, 9, 1]) };
    const division = divideBlocks({ blocks, coverage: coverageOf(blocks), zones, points });
    // A point on the border of both counts in the zone of smaller id; block 1 lies in no zone and is not cut.
    expect(division).toMatchObject({ splits: [{ block: 0, zones: [-1, 0, 1], weights: [4, 3, 3] }], withoutPoints: [], strayPoints: 1 });
    expect([...division.cut]).toEqual([1, 0]);
    expect(division.assignment[1]).toBe(-1);
    const none = divideBlocks({ blocks, coverage: coverageOf(blocks), zones, points: { xy: new Float64Array([10, 10]), weight: new Float64Array([0]) } });
    expect(none).toMatchObject({ splits: [], withoutPoints: [0] });
  });
});

describe('the zones at a point', () => {
  it('are those that a test of every outline finds, borders included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), assignments, fc.array(fc.tuple(fc.double({ min: -10, max: 410, noNaN: true }), fc.double({ min: -10, max: 410, noNaN: true })), { maxLength: 20 }), (seed, zones, points) => {
        const blocks = town(seed);
        const outlines = dissolved(coverageOf(blocks), Int32Array.from(zones));
        const at = createZoneLocator(indexZoneEdges(outlines));
        const places = [...points.map(([x, y]) => [690_000 + x, 5_330_000 + y]), ...Array.from({ length: 30 }, (_, i) => [blocks.xy[16 * i]!, blocks.xy[16 * i + 1]!])];
        for (const [x, y] of places) {
          const found = outlines.ids.flatMap((_, zone) => (pointInRings(x!, y!, outlines, zone) >= 0 ? [zone] : []));
          expect(at(x!, y!)).toEqual(found);
        }
      }),
      { numRuns: runs },
    );
  });

  it('decide tables of points without an area', () => {
    const zones = zonesOf(polygon('10', box(0, 0, 50, 100)), polygon('9', box(50, 0, 50, 100)));
    expect([...assignPoints(Float64Array.from([10, 10, 50, 10, 60, 10, 100, 100, 101, 10]), zones)]).toEqual([0, 1, 1, 1, -1]);
  });
});
