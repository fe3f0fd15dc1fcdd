// What holds for every coverage, on random ones.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { OUTSIDE, type BlockRings, type Coverage } from '../../core/coverage/coverage.ts';
import { createDissolver, dissolve } from '../../core/coverage/dissolve.ts';
import { decodeCoverage, encodeCoverage } from '../../core/coverage/encode.ts';
import { createBlockLocator } from '../../core/coverage/locate.ts';
import { blockToGeoJson, outlineToGeoJson, ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { gridRings, sameRings } from './coverage-shapes.ts';

const RUNS = process.env.LONG === '1' ? 2000 : 120;

/** A warped grid of which some cells are left out (holes, detached blocks) and some are joined to blocks of several cells. */
const randomBlocks = fc
  .record({
    columns: fc.integer({ min: 2, max: 7 }),
    rows: fc.integer({ min: 2, max: 7 }),
    owner: fc.array(fc.integer({ min: -2, max: 20 }), { minLength: 49, maxLength: 49 }),
    bend: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
  })
  .map(({ columns, rows, owner, bend }) => {
    const cells = gridRings(columns, rows, (x, y) => [
      477000 + 100 * (x + bend * Math.sin(2 * y + x)),
      5480000 + 100 * (y + bend * Math.cos(2 * x - y)),
    ]);
    const built = buildCoverage(cells);
    if (!built.ok) throw new Error('the grid is a coverage');
    // Cells with the same owner are one block, of as many parts and holes as that makes; owner < 0 leaves the cell out.
    const owners = [...new Set(owner.slice(0, columns * rows).filter((value) => value >= 0))];
    const zone = Int32Array.from({ length: columns * rows }, (_, i) => owners.indexOf(owner[i]!));
    const outlines = dissolve(built.coverage, zone, owners.length);
    return ringsFromGeoJson(owners.map((value, i) => ({ id: `b${value}`, geometry: outlineToGeoJson(outlines, i) })));
  });

function build(blocks: BlockRings): Coverage {
  const result = buildCoverage(blocks);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.coverage;
}

const withAssignment = fc
  .tuple(randomBlocks, fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 30, maxLength: 30 }))
  .map(([blocks, zones]) => ({ blocks, coverage: build(blocks), assignment: Int32Array.from(zones.slice(0, blocks.ids.length)) }))
  .filter(({ coverage }) => coverage.blockCount > 0);

describe('every coverage', () => {
  it('is found valid, with islands and holes told apart from faults', () => {
    fc.assert(
      fc.property(randomBlocks, (blocks) => {
        expect(hasFindings(validateCoverage(blocks))).toBe(false);
      }),
      { numRuns: RUNS },
    );
  });

  it('has arcs with two sides or the outside, and half-arcs that close into rings of their part', () => {
    fc.assert(
      fc.property(withAssignment, ({ coverage }) => {
        const { halfPart, halfNext, halfFrom, ringHalf, partRingStart } = coverage;
        let walked = 0;
        for (let part = 0; part < coverage.partCount; part++) {
          for (let ring = partRingStart[part]!; ring < partRingStart[part + 1]!; ring++) {
            let half = ringHalf[ring]!;
            do {
              expect(halfPart[half]).toBe(part);
              expect(halfFrom[halfNext[half]!]).toBe(halfFrom[half ^ 1]);
              half = halfNext[half]!;
              walked++;
            } while (half !== ringHalf[ring]);
          }
        }
        expect(walked).toBe(halfPart.filter((part) => part !== OUTSIDE).length);
        for (let arc = 0; arc < coverage.arcCount; arc++) expect(halfPart[2 * arc]).not.toBe(halfPart[2 * arc + 1]);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives zones that cover what their blocks cover', () => {
    fc.assert(
      fc.property(withAssignment, ({ blocks, coverage, assignment }) => {
        const outlines = dissolve(coverage, assignment, 4);
        for (let zone = 0; zone < 4; zone++) {
          const expected = coverage.blockAreaM2.reduce((sum, area, b) => sum + (assignment[b] === zone ? area : 0), 0);
          const shape = outlineToGeoJson(outlines, zone);
          const drawn = shape.coordinates.flat().reduce((sum, ring) => sum + shoelace(ring), 0);
          expect(Math.abs(drawn - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected) + 1e-3);
          expect(outlines.areaM2[zone]).toBe(expected);
        }
        const whole = dissolve(coverage, new Int32Array(coverage.blockCount), 1);
        expect(whole.areaM2[0]).toBe(coverage.blockAreaM2.reduce((a, b) => a + b, 0));
        expect(blocks.ids).toHaveLength(coverage.blockCount);
      }),
      { numRuns: RUNS },
    );
  });

  it('dissolves into a coverage again, and dissolving that changes nothing', () => {
    fc.assert(
      fc.property(withAssignment, ({ coverage, assignment }) => {
        const once = dissolve(coverage, assignment, 4);
        const shapes = [0, 1, 2, 3].map((zone) => outlineToGeoJson(once, zone)).filter((shape) => shape.coordinates.length > 0);
        const zones = ringsFromGeoJson(shapes.map((geometry, i) => ({ id: `z${i}`, geometry })));
        expect(hasFindings(validateCoverage(zones))).toBe(false);
        const again = dissolve(build(zones), Int32Array.from(shapes, (_, i) => i), shapes.length);
        shapes.forEach((shape, i) => expect(sameRings(outlineToGeoJson(again, i).coordinates, shape.coordinates)).toBe(true));
      }),
      { numRuns: RUNS },
    );
  });

  it('forgets nothing in moves and moves back: areas, borders and outlines are those of a new start', () => {
    const moves = fc.array(fc.tuple(fc.nat(29), fc.integer({ min: -1, max: 3 })), { maxLength: 20 });
    fc.assert(
      fc.property(withAssignment, moves, ({ coverage, assignment }, list) => {
        const dissolver = createDissolver(coverage, assignment, 4);
        const undo: [number, number][] = [];
        for (const [pick, zone] of list) {
          const block = pick % coverage.blockCount;
          undo.push([block, dissolver.zoneOf(block)]);
          dissolver.move([block], zone);
        }
        const moved = Int32Array.from(assignment, (_, block) => dissolver.zoneOf(block));
        compare(dissolver.outlines([0, 1, 2, 3]), dissolve(coverage, moved, 4));
        for (const [block, zone] of undo.toReversed()) dissolver.move([block], zone);
        compare(dissolver.outlines([0, 1, 2, 3]), dissolve(coverage, assignment, 4));
      }),
      { numRuns: RUNS },
    );
  });

  it('has symmetric neighbours and pieces that no rook step leaves', () => {
    fc.assert(
      fc.property(withAssignment, ({ coverage, assignment }) => {
        const near = adjacency(coverage);
        const { component } = components(near, assignment, 4);
        for (let a = 0; a < coverage.blockCount; a++) {
          for (const b of near.rook.subarray(near.rookStart[a], near.rookStart[a + 1])) {
            expect(near.rook.subarray(near.rookStart[b], near.rookStart[b + 1]).includes(a)).toBe(true);
            if (assignment[a] === assignment[b]) expect(component[a]).toBe(component[b]);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('finds every block at its interior point, and survives being sent as bytes', () => {
    fc.assert(
      fc.property(withAssignment, ({ coverage }) => {
        const sent = decodeCoverage(encodeCoverage(coverage).buffer);
        expect(sent).toEqual(coverage);
        const locator = createBlockLocator(sent);
        for (let block = 0; block < coverage.blockCount; block++) {
          const [x, y] = [locator.points[2 * block]!, locator.points[2 * block + 1]!];
          expect(locator.at(x, y)).toBe(block);
          expect(locator.within(x, y, 0.01)).toContain(block);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('what is no coverage', () => {
  const square = (x: number, y: number, size: number) => [
    [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]],
  ];
  const report = (...shapes: number[][][][]) =>
    validateCoverage(ringsFromGeoJson(shapes.map((coordinates, i) => ({ id: `${i}`, geometry: { type: 'Polygon', coordinates } }))));

  it('overlaps are named with their area: crossing, nested, equal, and shared on one side', () => {
    expect(report(square(0, 0, 10), square(6, 6, 10)).overlaps).toMatchObject([{ a: '0', b: '1', areaM2: 16 }]);
    expect(report(square(0, 0, 10), square(2, 2, 3)).overlaps).toMatchObject([{ a: '0', b: '1', areaM2: 9 }]);
    expect(report(square(0, 0, 10), square(0, 0, 10)).overlaps).toMatchObject([{ a: '0', b: '1', areaM2: 100 }]);
    expect(report(square(0, 0, 10), [[[0, 0], [10, 0], [10, 4], [0, 4], [0, 0]]]).overlaps).toMatchObject([{ a: '0', b: '1', areaM2: 40 }]);
  });

  it('an enclosed place is a gap when narrow and a hole when wide, with its width', () => {
    const ring = (inner: number[][]) => [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], inner];
    const narrow = report(ring([[2, 5], [2, 5.4], [8, 5.4], [8, 5], [2, 5]]));
    expect(narrow.gaps).toHaveLength(1);
    expect(narrow.gaps[0]!.areaM2).toBeCloseTo(2.4, 9);
    expect(narrow.gaps[0]!.widthM).toBeCloseTo(0.4, 2);
    expect(narrow.gaps[0]!.neighbours).toEqual(['0']);
    const wide = report(ring([[2, 2], [2, 8], [8, 8], [8, 2], [2, 2]]));
    expect([wide.gaps.length, wide.holes.length]).toEqual([0, 1]);
    expect(hasFindings(wide)).toBe(false);
  });

  it('self-crossing, collapsed and empty rings, unmatched vertices and repeated ids', () => {
    expect(report([[[0, 0], [10, 10], [10, 0], [0, 9], [0, 0]]]).invalid.map((entry) => entry.reason)).toContain('SELF_CROSSING');
    expect(report([[[0, 0], [10, 10], [0, 0]]]).invalid[0]!.reason).toBe('TOO_FEW_VERTICES');
    expect(report([]).invalid[0]!.reason).toBe('EMPTY');
    expect(report([[[0, 0], [5, 5], [9, 9], [0, 0]]]).invalid[0]!.reason).toBe('NO_AREA');
    expect(report(square(0, 0, 10), square(10, 3, 4)).invalid).toEqual([
      { id: '0', reason: 'UNMATCHED_EDGE', x: 10, y: 7, neighbour: '1' },
    ]);
    const twice = validateCoverage(
      ringsFromGeoJson([0, 20].map((x) => ({ id: 'same', geometry: { type: 'Polygon', coordinates: square(x, 0, 5) } }))),
    );
    expect(twice.duplicateIds).toEqual(['same']);
    expect(hasFindings(twice)).toBe(true);
  });

  it('blocks that meet in a corner only are islands, not faults', () => {
    const touching = report(square(0, 0, 5), square(5, 5, 5));
    expect(touching.islands).toEqual(['0', '1']);
    expect(hasFindings(touching)).toBe(false);
  });
});

function compare(a: ReturnType<typeof dissolve>, b: ReturnType<typeof dissolve>): void {
  expect(a.areaM2).toEqual(b.areaM2);
  for (let zone = 0; zone < a.zoneCount; zone++) {
    expect(a.perimeterM[zone]).toBeCloseTo(b.perimeterM[zone]!, 6);
    expect(sameRings(outlineToGeoJson(a, zone).coordinates, outlineToGeoJson(b, zone).coordinates)).toBe(true);
  }
}

function shoelace(ring: readonly number[][]): number {
  const [x0, y0] = [ring[0]![0]!, ring[0]![1]!];
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    sum += (ring[i - 1]![0]! - x0) * (ring[i]![1]! - y0) - (ring[i]![0]! - x0) * (ring[i - 1]![1]! - y0);
  }
  return sum / 2;
}

it('keeps the source outline of a block as it was given', () => {
  const blocks = gridRings(2, 1);
  expect(blockToGeoJson(blocks, 1).coordinates).toEqual([[[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]]);
});
