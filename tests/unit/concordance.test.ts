// Two geographies side by side: what is the same, what nests, what splits, what moved.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, type Comparison } from '../../core/concordance/compare.ts';
import { crosswalkOfAreas, crosswalkOfBlocks } from '../../core/concordance/crosswalk.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { createDissolver } from '../../core/coverage/dissolve.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { gridRings } from './coverage-shapes.ts';
import { build, coveragePairs } from './overlay-shapes.ts';

const RUNS = process.env.LONG === '1' ? 1000 : 100;
const zonesOf = (assignment: readonly number[]) => ({ assignment: Int32Array.from(assignment), zoneCount: Math.max(-1, ...assignment) + 1 });

function perimeters(coverage: Coverage, division: ReturnType<typeof zonesOf>): number[] {
  const dissolver = createDissolver(coverage, division.assignment, division.zoneCount);
  return Array.from({ length: division.zoneCount }, (_, zone) => dissolver.perimeterM(zone));
}

function compared(coverage: Coverage, left: readonly number[], right: readonly number[], values?: readonly (number | null)[]): Comparison {
  const [a, b] = [zonesOf(left), zonesOf(right)];
  const counts = values && { values: values.map((value) => value ?? 0), known: values.map((value) => (value === null ? 0 : 1)) };
  return compare(crosswalkOfBlocks(coverage, a, b, counts), { aPerimeterM: perimeters(coverage, a), bPerimeterM: perimeters(coverage, b) });
}

const relations = ({ matches }: Comparison) => matches.map(({ a, b, relation }) => [a, b, relation]);

describe('two divisions of the same blocks', () => {
  const row = build(gridRings(12, 1));

  it('are identical when only the order of the zones differs', () => {
    const same = compared(row, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], [2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1]);
    expect(relations(same)).toEqual([[0, 2, 'identical'], [1, 0, 'identical'], [2, 1, 'identical']]);
    expect([same.variationOfInformation, same.stableAreaShare, same.nearIdentical.length]).toEqual([0, 1, 0]);
    expect(same.matches.every(({ displacementM }) => displacementM === 0)).toBe(true);
  });

  it('are equal with moved blocks when a few of many changed sides, and the difference is told', () => {
    const grid = build(gridRings(20, 2));
    const left = Array.from({ length: 40 }, (_, i) => (i % 20 < 10 ? 0 : 1));
    const right = left.with(10, 0);
    const moved = compared(grid, left, right, left.map((_, i) => (i === 10 ? 3 : 100)));
    expect(relations(moved)).toEqual([[0, 0, 'equal'], [1, 1, 'equal']]);
    expect(moved.nearIdentical.map(({ a, b }) => [a, b])).toEqual([[0, 0], [1, 1]]);
    expect(moved.differences).toEqual([
      { a: 0, b: 0, onlyInA: { areaM2: 0, count: 0 }, onlyInB: { areaM2: 1, count: 3 } },
      { a: 1, b: 1, onlyInA: { areaM2: 1, count: 3 }, onlyInB: { areaM2: 0, count: 0 } },
    ]);
    expect(moved.movedCount).toBe(3);
    // One square of 1 m2 along borders of 24 m and 24 m, and of 24 m and 24 m.
    expect(moved.matches[0]!.displacementM).toBeCloseTo(1 / 25, 12);
  });

  it('nest, split and overlap', () => {
    const fine = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
    const coarse = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    expect(relations(compared(row, fine, coarse)).map(([, , relation]) => relation)).toEqual(['nests', 'nests', 'nests', 'nests']);
    expect(relations(compared(row, coarse, fine))).toEqual([[0, 0, 'splits'], [1, 2, 'splits']]);
    expect(relations(compared(row, coarse, [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2])).map(([, , relation]) => relation)).toEqual(['overlap', 'overlap']);
    // By area a part, but its people live elsewhere.
    const people = [0, 0, 0, 50, ...Array.from({ length: 8 }, () => 1)];
    const big = build(gridRings(12, 1, (x, y) => [x <= 3 ? 1000 * x : 2997 + x, y]));
    expect(compared(big, [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0], people).matches[0]!.relation).not.toBe('nests');
  });

  it('have nothing in common where one leaves the other out, and say "at least" where counts are unknown', () => {
    const apart = compared(row, [0, 0, 0, -1, -1, -1, 1, 1, 1, 1, 1, 1], [-1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, null, 2, 2, 2, 2, 2]);
    expect(relations(apart)).toEqual([[0, -1, 'none'], [1, 0, 'nests']]);
    expect(apart.pairs).toHaveLength(1);
    expect(apart.pairs[0]).toMatchObject({ a: 1, b: 0, areaM2: 6, count: 10, unknown: 1, shareAinB: 1 });
  });

  it('add up: areas, counts and shares, whatever the divisions', () => {
    const divisions = fc.tuple(coveragePairs, fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.integer({ min: -1, max: 3 }), fc.nat(50)), { minLength: 20, maxLength: 20 }));
    fc.assert(
      fc.property(divisions, ([{ blocks }, draw]) => {
        const coverage = build(blocks);
        const pick = (k: 0 | 1 | 2) => blocks.ids.map((_, block) => draw[block]![k]);
        const [left, right, values] = [pick(0), pick(1), pick(2)];
        const result = compared(coverage, left, right, values);
        const both = blocks.ids.map((_, block) => left[block]! >= 0 && right[block]! >= 0);
        const areaOf = (use: (block: number) => boolean) => coverage.blockAreaM2.reduce((sum, area, block) => sum + (use(block) ? area : 0), 0);
        const covered = areaOf((block) => both[block]!);
        expect(Math.abs(result.pairs.reduce((sum, pair) => sum + pair.areaM2, 0) - covered)).toBeLessThanOrEqual(1e-12 * covered);
        expect(result.pairs.reduce((sum, pair) => sum + pair.count!, 0)).toBe(values.reduce((sum, value, block) => sum + (both[block] ? value : 0), 0));
        for (const { shareAinB, shareBinA, jaccard } of result.pairs) {
          expect(jaccard).toBeLessThanOrEqual(Math.min(shareAinB, shareBinA) + 1e-12);
          expect(Math.max(shareAinB, shareBinA)).toBeLessThanOrEqual(1);
        }
        expect(result.variationOfInformation).toBeCloseTo(compared(coverage, right, left, values).variationOfInformation, 9);
        expect(compared(coverage, left, left, values).matches.every(({ relation }, zone) => relation === (left.includes(zone) ? 'identical' : 'none'))).toBe(true);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});

describe('two divisions drawn apart', () => {
  function drawn(left: Coverage, right: Coverage): Comparison {
    const result = overlayFractions(left, right);
    if (!result.ok) throw new Error('no coverage');
    const whole = (coverage: Coverage) => perimeters(coverage, zonesOf(coverage.ids.map((_, i) => i)));
    return compare(crosswalkOfAreas(result.overlay, left.blockAreaM2, right.blockAreaM2), { aPerimeterM: whole(left), bPerimeterM: whole(right) });
  }

  it('are identical within the tolerance, with the mean distance of their borders', () => {
    const left = build(gridRings(3, 3, (x, y) => [1000 * x, 1000 * y]));
    const right = build(gridRings(3, 3, (x, y) => [1000 * x + 0.5, 1000 * y]));
    const same = drawn(left, right);
    expect(same.matches.every(({ a, b, relation }) => a === b && relation === 'identical')).toBe(true);
    // 0.5 m on two of four sides.
    expect(same.matches[4]!.displacementM).toBeCloseTo(0.25, 9);
  });

  it('split and nest like those of blocks', () => {
    const coarse = build(gridRings(1, 1, (x, y) => [6 * x, 2 * y]));
    const fine = build(gridRings(3, 1, (x, y) => [2 * x, 2 * y]));
    expect(relations(drawn(coarse, fine))).toEqual([[0, 0, 'splits']]);
    expect(relations(drawn(fine, coarse)).map(([, , relation]) => relation)).toEqual(['nests', 'nests', 'nests']);
  });
});
