// Counts divided among zones: nothing lost, in any order, and what is estimated stands apart.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion, columnUnits, splitCount } from '../../core/statistics/apportion.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';
import type { BlockDivision } from '../../core/statistics/divide-blocks.ts';
import { compareIds, rankIds } from '../../core/statistics/id-order.ts';

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
  it('is divided as the weights say', () => {
    expect(splitCount(10, { weights: [3, 1] }, 2 ** -40)).toEqual([7.5, 2.5]);
    const [third] = splitCount(1, { weights: [1, 1, 1] }, 2 ** -50);
    expect(Math.abs(third! - 1 / 3)).toBeLessThan(1e-14);
  });

  it('adds up to itself exactly, whatever the weights and the order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 31 - 1 }),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 1e-6, max: 1e6, noNaN: true })), { minLength: 1, maxLength: 12 }),
        (count, weights) => {
          const unit = columnUnits(table([count]))[0]!;
          const shares = splitCount(count, { weights }, unit);
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(count);
          expect(shares.toReversed().reduce((sum, share) => sum + share, 0)).toBe(count);
          shares.forEach((share, i) => {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(Math.abs(share - (count * weights[i]!) / total)).toBeLessThanOrEqual(2 ** -48 * (count + 1));
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
    expect([...sums.sums]).toEqual([109.5, 7.5, 4]);
    expect([...sums.cut]).toEqual([9.5, 7.5, 4]);
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
        if (splits.length === 0) expect(sums.sums.every(Number.isInteger)).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});

describe('ids', () => {
  it('come in the order of their numbers, then of their letters', () => {
    expect(['b', '10', 'B', '9', '010', ''].toSorted(compareIds)).toEqual(['9', '010', '10', '', 'B', 'b']);
    expect([...rankIds(['10', '9', '10'])]).toEqual([1, 0, 2]);
  });
});
