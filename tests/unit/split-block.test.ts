// Cutting a block in two: both pieces and the neighbours stay one coverage, and a line that does not cut is told why.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { ringsFromCoverage } from '../../core/coverage/rings-from-coverage.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { splitBlock, type SplitResult } from '../../core/coverage/split/split-block.ts';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { gridRings } from './coverage-shapes.ts';
import { build, coveragePairs } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 2000 : 200;
const line = (...flat: number[]) => Float64Array.from(flat);
const options = { minimumAreaM2: 0 };

function done(result: SplitResult): Extract<SplitResult, { ok: true }> {
  if (!result.ok) throw new Error(`${result.code}: ${result.detail}`);
  return result;
}
const code = (result: SplitResult) => (result.ok ? null : result.code);

function one(...rings: number[][][]): Coverage {
  return build(ringsFromGeoJson([{ id: 'b', geometry: { type: 'Polygon', coordinates: rings.map((ring) => [...ring, ring[0]!]) } }]));
}
const square = (x: number, y: number, size: number) => [[x, y], [x + size, y], [x + size, y + size], [x, y + size]];

function sound(blocks: BlockRings): void {
  const report = validateCoverage(blocks, { gapWidthM: 0 });
  expect([report.invalid, report.overlaps, report.duplicateIds]).toEqual([[], [], []]);
}

describe('a block split along a line', () => {
  it('gives two pieces and leaves the new corners with the neighbours on both sides', () => {
    const split = done(splitBlock(build(gridRings(3, 3)), 4, line(1.5, 0.5, 1.5, 2.5), options));
    sound(split.blocks);
    expect([...split.coverage.blockAreaM2]).toEqual([1, 1, 1, 1, 0.5, 1, 1, 1, 1, 0.5]);
    expect(split.coverage.ids[4]).toBe('b4.1');
    expect(split.coverage.ids[9]).toBe('b4.2');
    expect(split.neighbours).toEqual([1, 7]);
    expect(split.shares).toEqual([0.5, 0.5]);
  });

  it('keeps the piece on the left of the line in the place of the block', () => {
    const areas = (way: Float64Array) => done(splitBlock(one(square(0, 0, 10)), 0, way, options)).coverage.blockAreaM2;
    expect([...areas(line(2, -1, 2, 11))]).toEqual([20, 80]);
    expect([...areas(line(2, 11, 2, -1))]).toEqual([80, 20]);
  });

  it('runs from corner to corner, and from a corner to the middle of a side, where the editor snapped it', () => {
    const coverage = build(gridRings(2, 2));
    const diagonal = done(splitBlock(coverage, 0, line(0, 0, 1, 1), options));
    sound(diagonal.blocks);
    expect(diagonal.neighbours).toEqual([]);
    expect([...diagonal.coverage.blockAreaM2]).toEqual([0.5, 1, 1, 1, 0.5]);
    const near = done(splitBlock(coverage, 0, line(0.0004, -0.0003, 0.9995, 0.5001), options));
    sound(near.blocks);
    expect(near.neighbours).toEqual([1]);
  });

  it('follows a bent line, and opens a hole that the line runs through', () => {
    const bent = done(splitBlock(one(square(0, 0, 10)), 0, line(-1, 2, 5, 2, 5, 8, 11, 8), options));
    expect([...bent.coverage.blockAreaM2]).toEqual([50, 50]);
    const ring = one(square(0, 0, 10), square(4, 4, 2).toReversed());
    const opened = done(splitBlock(ring, 0, line(-1, 5, 11, 5), options));
    sound(opened.blocks);
    expect([...opened.coverage.blockAreaM2]).toEqual([48, 48]);
    const past = done(splitBlock(ring, 0, line(2, -1, 2, 11), options));
    sound(past.blocks);
    expect([...past.coverage.blockAreaM2]).toEqual([20, 76]);
  });

  it('splits one part and leaves the others with the larger piece', () => {
    const coverage = build(
      ringsFromGeoJson([
        { id: 'b', geometry: { type: 'MultiPolygon', coordinates: [[square(0, 0, 10)], [square(20, 0, 5)]].map((rings) => rings.map((ring) => [...ring, ring[0]!])) } },
      ]),
    );
    const split = done(splitBlock(coverage, 0, line(3, -1, 3, 11), options));
    sound(split.blocks);
    expect([...split.coverage.blockAreaM2]).toEqual([30, 95]);
    expect(code(splitBlock(coverage, 0, line(-1, 2, 30, 2), options))).toBe('ENTERS_TWICE');
  });

  it('is refused with a reason where the line does not cut the block in two', () => {
    const block = one(square(0, 0, 10));
    expect(code(splitBlock(block, 0, line(20, 0, 20, 10)))).toBe('NO_CROSSING');
    expect(code(splitBlock(block, 0, line(-5, 5, 5, 5)))).toBe('NO_CROSSING');
    expect(code(splitBlock(block, 0, line(2, 2, 8, 8)))).toBe('NO_CROSSING');
    expect(code(splitBlock(block, 0, line(-5, 0, 15, 0)))).toBe('NO_CROSSING');
    expect(code(splitBlock(block, 0, line(-1, 11, 1, 9, 9, 11)))).toBe(null);
    expect(code(splitBlock(block, 0, line(-1, 2, 11, 2, 11, 8, -1, 8)))).toBe('ENTERS_TWICE');
    expect(code(splitBlock(block, 0, line(-1, 5, 8, 5, 8, 8, 3, 8, 3, -1)))).toBe('CROSSES_ITSELF');
    expect(code(splitBlock(block, 0, line(0.05, -1, 0.05, 11)))).toBe('TOO_SMALL');
    expect(code(splitBlock(block, 0, line(5, -1, 5, 11), { ids: ['x', 'x'] }))).toBe('ID_TAKEN');
    const ring = one(square(0, 0, 10), square(4, 4, 2).toReversed());
    expect(code(splitBlock(ring, 0, line(-1, 5, 5, 5)))).toBe('NO_CROSSING');
  });

  it('leaves a coverage, the other blocks as they were, and no area lost, whatever the line', () => {
    let cut = 0;
    const lines = fc.array(fc.tuple(fc.double({ min: -0.3, max: 1.3, noNaN: true }), fc.double({ min: -0.3, max: 1.3, noNaN: true })), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(coveragePairs, fc.nat(), lines, fc.boolean(), ({ blocks }, pick, points, snapped) => {
        const coverage = build(blocks);
        const block = pick % coverage.blockCount;
        const [x0, y0, x1, y1] = coverage.blockBounds.subarray(4 * block, 4 * block + 4) as unknown as [number, number, number, number];
        if (!(x1 - x0 > 0.5)) return;
        const way = Float64Array.from(points.flatMap(([u, v]) => [x0 + u * (x1 - x0), y0 + v * (y1 - y0)]));
        // Ends on corners of the block, as an editor that snaps gives them.
        if (snapped) {
          const start = blocks.ringStart[blocks.partStart[blocks.blockStart[block]!]!]!;
          way.set(blocks.xy.subarray(2 * start, 2 * start + 2), 0);
          way.set(blocks.xy.subarray(2 * start + 4, 2 * start + 6), way.length - 2);
        }
        const split = splitBlock(coverage, block, way, { minimumAreaM2: 1e-3 });
        if (!split.ok) return;
        cut++;
        sound(split.blocks);
        const area = coverage.blockAreaM2[block]!;
        const [left, right] = split.fragments.map((fragment) => split.coverage.blockAreaM2[fragment]!);
        expect(Math.abs(left! + right! - area)).toBeLessThanOrEqual(1e-6 + 1e-7 * area);
        for (let b = 0; b < coverage.blockCount; b++) {
          if (b !== block) expect(Math.abs(split.coverage.blockAreaM2[b]! - coverage.blockAreaM2[b]!)).toBeLessThanOrEqual(1e-6 + 1e-7 * area);
        }
      }),
      { numRuns: RUNS },
    );
    expect(cut).toBeGreaterThan(RUNS / 10);
  });
});

it('a topology unfolds into the rings that build it again', () => {
  fc.assert(
    fc.property(coveragePairs, ({ blocks }) => {
      const coverage = build(blocks);
      // Rings begin elsewhere, so areas may differ in the last digit.
      const { blockAreaM2, ...again } = build(ringsFromCoverage(coverage));
      expect({ ...again, blockAreaM2: coverage.blockAreaM2 }).toEqual(coverage);
      blockAreaM2.forEach((area, b) => expect(Math.abs(area - coverage.blockAreaM2[b]!)).toBeLessThanOrEqual(1e-6 + 1e-14 * area));
      expect(hasFindings(validateCoverage(ringsFromCoverage(coverage), { gapWidthM: 0 }))).toBe(hasFindings(validateCoverage(blocks, { gapWidthM: 0 })));
    }),
    { numRuns: RUNS / 4 },
  );
});
