// Counts divided among zones: nothing lost, in any order, and what is estimated stands apart.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion } from '../../core/statistics/apportion.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import type { BlockDivision } from '../../core/statistics/divide-blocks.ts';
import { compareIds, rankIds } from '../../core/statistics/id-order.ts';
import { shareOut } from '../../core/statistics/largest-remainder.ts';

const runs = process.env.LONG === undefined ? 300 : 5000;

function table(values: readonly (number | null)[]) {
  const counts = createCountTable(['n'], values.length);
  values.forEach((value, block) => setCount(counts, block, 0, value));
  return counts;
}

const division = (assignment: number[], cut: number[], splits: BlockDivision['splits'] = []): BlockDivision => ({
  assignment: Int32Array.from(assignment),
  cut: Uint8Array.from(cut),
  splits,
  withoutPoints: [],
  strayPoints: 0,
});

describe('a divided count', () => {
  it('is divided as the weights say, in whole numbers; what remains goes to the largest remainder, of equal ones to the smaller id', () => {
    expect(shareOut(10, [3, 1], [0, 1])).toEqual([8, 2]);
    expect(shareOut(10, [3, 1], [1, 0])).toEqual([7, 3]);
    expect(shareOut(7, [1, 2, 4], [0, 1, 2])).toEqual([1, 2, 4]);
    expect(shareOut(10, [1 / 3, 1 / 3, 1 / 3], [2, 0, 1])).toEqual([3, 4, 3]);
    expect(shareOut(0, [5, 1], [0, 1])).toEqual([0, 0]);
  });

  it('adds up to itself, each part within 1 of its exact share, whatever the weights', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 1e-6, max: 1e6, noNaN: true })), { minLength: 1, maxLength: 12 }),
        (count, weights) => {
          const shares = shareOut(count, weights, weights.map((_, i) => i));
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
          shares.forEach((share, i) => {
            expect(Number.isInteger(share) && share >= 0).toBe(true);
            expect(Math.abs(share - (count * weights[i]!) / total)).toBeLessThan(1 + 1e-5);
          });
        },
      ),
      { numRuns: runs },
    );
  });
});

describe('sums by zone', () => {
  it('keep cut, whole and unknown counts apart', () => {
    const counts = table([100, 10, null, 4, 7]);
    const sums = apportion(
      counts,
      division([0, 1, 1, -1, 0], [0, 1, 1, 1, 1], [
        { block: 1, zones: [0, 1], weights: [1, 3] },
        { block: 2, zones: [0, -1], weights: [1, 1] },
      ]),
      2,
    );
    // 2.5 and 7.5 of ten: the half goes to the smaller id.
    expect([...sums.sums]).toEqual([110, 7, 4]);
    expect([...sums.cut]).toEqual([10, 7, 4]);
    expect(sums.most).toBeNull();
    expect([...sums.unknown]).toEqual([1, 0, 1]);
    expect([...sums.blocks]).toEqual([4, 1, 2]);
  });

  it('are conserved exactly over all rows, and so is the part that was apportioned', () => {
    const block = fc.record({
      count: fc.option(fc.integer({ min: 0, max: 5000 })),
      zone: fc.integer({ min: -1, max: 3 }),
      cut: fc.boolean(),
      shares: fc.uniqueArray(fc.record({ zone: fc.integer({ min: -1, max: 3 }), weight: fc.integer({ min: 1, max: 99 }) }), { selector: ({ zone }) => zone, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 40 }), (blocks) => {
        const splits = blocks.flatMap(({ cut, shares }, i) =>
          cut && shares.length > 0 ? [{ block: i, zones: shares.map(({ zone }) => zone), weights: shares.map(({ weight }) => weight) }] : [],
        );
        const sums = apportion(table(blocks.map(({ count }) => count)), division(blocks.map(({ zone }) => zone), blocks.map(({ cut }) => (cut ? 1 : 0)), splits), 4);
        const add = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);
        const known = (some: typeof blocks) => add(some.map(({ count }) => count ?? 0));
        expect(add(sums.sums)).toBe(known(blocks));
        expect(add(sums.sums.toReversed())).toBe(known(blocks));
        expect(add(sums.cut)).toBe(known(blocks.filter(({ cut }) => cut)));
        expect(sums.sums.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

describe('the bound of a sum', () => {
  it('counts all of every block that the zone has a part of, whoever got it', () => {
    const divided = { ...division([0, 0, -1], [0, 1, 1]), reach: new Map([[1, [0, 1]], [2, [1, -1]]]) };
    const sums = apportion(table([100, 10, 4]), divided, 2);
    expect([...sums.sums]).toEqual([110, 0, 4]);
    expect([...sums.most!]).toEqual([110, 14, 4]);
    // Where nothing is cut, nothing is in doubt.
    expect([...apportion(table([1, 2]), division([0, 1], [0, 0]), 2).most!]).toEqual([1, 2, 0]);
  });
});

describe('ids', () => {
  it('come in the order of their numbers, then of their letters', () => {
    expect(['b', '10', 'B', '9', '010', ''].toSorted(compareIds)).toEqual(['9', '010', '10', '', 'B', 'b']);
    expect([...rankIds(['10', '9', '10'])]).toEqual([1, 0, 2]);
  });
});
