// Overlaps and gaps of blocks that share corners: found however their borders meet.
import fc from 'fast-check';
import type { Position } from 'geojson';
import { intersection } from 'polyclip-ts';
import { describe, expect, it } from 'vitest';
import { cornersOverlap, inSweep, type Point } from '../../core/coverage/corner-wedges.ts';
import { overlapAreaM2 } from '../../core/coverage/overlay/overlap-area.ts';
import { pointInRings } from '../../core/coverage/point-in-rings.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { validateCoverage } from '../../core/coverage/validate.ts';

const runs = process.env.LONG === undefined ? 1500 : 50_000;

const blocksOf = (...rings: Position[][]) =>
  ringsFromGeoJson(rings.map((ring, i) => ({ id: 'abcdef'[i]!, geometry: { type: 'Polygon' as const, coordinates: [[...ring, ring[0]!]] } })));
/** Area by a clip of another make; null for the few pairs on which it gives up with "Unable to complete output ring". */
function clippedArea(a: Position[], b: Position[]): number | null {
  const closed = (ring: Position[]) => [[...ring, ring[0]!]] as [number, number][][];
  try {
    return intersection(closed(a), closed(b)).reduce((sum, [ring]) => sum + Math.abs(ring!.slice(1).reduce((twice, [x, y], i) => twice + ring![i]![0] * y - x * ring![i]![1], 0)) / 2, 0);
  } catch {
    return null;
  }
}

const square: Position[] = [[0, 0], [20, 0], [20, 20], [0, 20]];

describe('two blocks', () => {
  it.each<[string, Position[], number]>([
    ['share two corners and one reaches across', [[0, 0], [30, -10], [20, 20]], 200],
    ['draw their border differently between the same end points', [[20, 0], [40, 0], [40, 20], [20, 20], [10, 10]], 100],
    ['are aligned squares, one shifted', [[12, 0], [32, 0], [32, 20], [12, 20]], 160],
    ['are a square and the diamond in it', [[10, 0], [20, 10], [10, 20], [0, 10]], 200],
    ['are a square and a strip across it', [[5, 0], [8, 0], [8, 20], [5, 20]], 60],
  ])('that %s overlap', (_, ring, areaM2) => {
    expect(validateCoverage(blocksOf(square, ring)).overlaps).toMatchObject([{ a: 'a', b: 'b', areaM2 }]);
    expect(validateCoverage(blocksOf([...ring].toReversed(), square)).overlaps).toMatchObject([{ a: 'a', b: 'b', areaM2 }]);
  });

  it('overlap or do not as a clip of the two says, on a grid where corners and borders often coincide', () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }));
    const triangle = fc.uniqueArray(corner, { minLength: 3, maxLength: 3, selector: String }).filter(([a, b, c]) => (b![0] - a![0]) * (c![1] - a![1]) !== (c![0] - a![0]) * (b![1] - a![1]));
    // A quadrilateral of two triangles on either side of a diagonal is simple.
    const side = (a: Position, c: Position, p: Position) => Math.sign((c[0]! - a[0]!) * (p[1]! - a[1]!) - (p[0]! - a[0]!) * (c[1]! - a[1]!));
    const quad = fc.uniqueArray(corner, { minLength: 4, maxLength: 4, selector: String }).filter(([a, b, c, d]) => side(a!, c!, b!) * side(a!, c!, d!) < 0);
    fc.assert(
      fc.property(fc.oneof(triangle, quad), fc.oneof(triangle, quad), (a, b) => {
        const clipped = clippedArea(a, b);
        fc.pre(clipped !== null);
        const blocks = blocksOf(a, b);
        const found = validateCoverage(blocks);
        expect(overlapAreaM2(blocks, 0, blocks, 1)).toBeCloseTo(clipped!, 9);
        expect(overlapAreaM2(blocks, 1, blocks, 0)).toBeCloseTo(clipped!, 9);
        expect(found.overlaps.length > 0).toBe(clipped! > 1e-9);
        for (const { x, y } of found.overlaps) expect([pointInRings(x!, y!, blocks, 0), pointInRings(x!, y!, blocks, 1)]).toEqual([1, 1]);
        expect(found.invalid.every(({ reason }) => reason === 'UNMATCHED_EDGE')).toBe(true);
      }),
      { numRuns: runs },
    );
  });

  it('on which a clip gives up are measured all the same', () => {
    const blocks = blocksOf([[2, 0], [4, 1], [2, 5], [0, 2]], [[5, 0], [0, 5], [4, 0]]);
    const found = validateCoverage(blocks);
    expect(found.overlaps).toHaveLength(1);
    // The same area in two halves, cut along the diagonal from 2 0 to 2 5.
    const halves = blocksOf([[2, 0], [4, 1], [2, 5]], [[2, 0], [2, 5], [0, 2]], [[5, 0], [0, 5], [4, 0]]);
    expect(found.overlaps[0]!.areaM2).toBeCloseTo(overlapAreaM2(halves, 0, halves, 2) + overlapAreaM2(halves, 1, halves, 2), 9);
    expect(found.overlaps[0]!.areaM2).toBeGreaterThan(0.5);
  });

  it('that touch in both ends of a narrow place enclose a gap', () => {
    const report = validateCoverage(blocksOf(square, [[20, 0], [40, 0], [40, 20], [20, 20], [20.5, 10]]));
    expect(report).toMatchObject({ invalid: [], overlaps: [], holes: [], gaps: [{ areaM2: 5, neighbours: ['a', 'b'] }] });
  });
});

describe('cells that touch in corners', () => {
  it('enclose each free cell as a place of its own', () => {
    const cell = (x: number, y: number): Position[] => [[x, y], [x + 10, y], [x + 10, y + 10], [x, y + 10]];
    // A ring of four cells round a free one, touching in corners only: a plus turned inside out.
    const report = validateCoverage(blocksOf(cell(10, 0), cell(0, 10), cell(20, 10), cell(10, 20)));
    expect(report).toMatchObject({ overlaps: [], gaps: [], holes: [{ areaM2: 100, widthM: 10, neighbours: ['a', 'b', 'c', 'd'] }] });
  });
});

describe('sweeps', () => {
  const at: Point = [0, 0];
  const direction = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })).filter(([x, y]) => x !== 0 || y !== 0);
  const angle = ([x, y]: Point, from: Point) => {
    // Exactly zero for one direction: cross product and dot product are whole numbers.
    const a = Math.atan2(from[0] * y - from[1] * x, from[0] * x + from[1] * y);
    return a < 0 ? a + 2 * Math.PI : a;
  };

  it('hold the directions whose angle lies between', () => {
    fc.assert(
      fc.property(direction, direction, direction, (a, b, c) => {
        const end = angle(b, a) === 0 ? 2 * Math.PI : angle(b, a);
        expect(inSweep(at, a, b, c)).toBe(angle(c, a) > 0 && angle(c, a) < end - 1e-9);
      }),
      { numRuns: runs },
    );
  });

  it('of corners overlap when one begins in the other', () => {
    expect(cornersOverlap(at, [1, 0], [0, 1], [0, 1], [-1, 0])).toBe(false);
    expect(cornersOverlap(at, [1, 0], [0, 1], [1, 1], [-1, 0])).toBe(true);
    expect(cornersOverlap(at, [1, 0], [0, 1], [1, 0], [0, 1])).toBe(true);
    expect(cornersOverlap(at, [0, 1], [1, 0], [1, 0], [0, 1])).toBe(false);
    expect(cornersOverlap(at, [-1, -1], [-1, 1], [1, 0], [1, 0])).toBe(true);
  });
});

describe('a hole that touches its shell in a corner at the rim of the city', () => {
  const shell: Position[] = [[0, 0], [40, 0], [40, 40], [0, 40], [0, 0]];
  const withHole = (hole: Position[], filled: Position[]) =>
    validateCoverage(
      ringsFromGeoJson([
        { id: 'a', geometry: { type: 'Polygon', coordinates: [shell, [...hole, hole[0]!]] } },
        { id: 'b', geometry: { type: 'Polygon', coordinates: [[...filled, filled[0]!]] } },
      ]),
    );
  const hole: Position[] = [[0, 0], [10, 20], [20, 10]];

  it('is sound, and so is the block in it', () => {
    expect(withHole(hole, [...hole].toReversed())).toMatchObject({ overlaps: [], invalid: [] });
  });

  it('is found to cross where it leaves the shell, and the block in it to overlap where it reaches out of the hole', () => {
    const across: Position[] = [[0, 0], [10, 20], [-10, 20]];
    expect(withHole(across, [[60, 0], [70, 0], [70, 10]]).invalid).toMatchObject([{ id: 'a', reason: 'SELF_CROSSING' }]);
    expect(withHole(hole, [[0, 0], [30, 10], [10, 20]]).overlaps).toMatchObject([{ a: 'a', b: 'b' }]);
  });
});
