// Rounding: parts add up, nothing moves by a base or more where that can be had, and small counts are gone.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { roundControlled } from '../../core/disclosure/rounding/controlled-rounding.ts';
import { roundSmallCounts } from '../../core/disclosure/rounding/small-count-rounding.ts';

const solver = new HighsSolver(await loadHighs());
const total = (of: ArrayLike<number>, sum: readonly number[]) => sum.reduce((value, at) => value + of[at]!, 0);

/** Rows, columns and total of a table, two groupings of the rows, or a third dimension. */
function table(rows: number, columns: number, groups: readonly number[] = []): number[][] {
  const at = (r: number, c: number) => r * columns + c;
  const all = (size: number) => Array.from({ length: size }, (_, i) => i);
  const sets = [...all(rows).map((r) => [r]), ...[...new Set(groups)].map((group) => all(rows).filter((r) => groups[r] === group)), all(rows)];
  return sets.flatMap((set) => [...all(columns).map((c) => set.map((r) => at(r, c))), set.flatMap((r) => all(columns).map((c) => at(r, c)))]);
}

const counts = (length: number) => fc.array(fc.integer({ min: 0, max: 23 }), { minLength: length, maxLength: length });

describe('controlled rounding', () => {
  it('of two-way tables with groups is restricted: multiples, additive, less than a base away, and none changes less', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(counts(8), fc.array(fc.nat(1), { minLength: 4, maxLength: 4 }), fc.integer({ min: 2, max: 6 }), (given, groups, base) => {
        const sums = table(4, 2, groups);
        const found = roundControlled({ counts: given, sums, base }, solver);
        expect(found).toMatchObject({ restricted: true, proven: true });
        const change = (rounded: ArrayLike<number>) => new Map(sums.map((sum) => [sum.filter((at) => given[at]! % base !== 0).toSorted((a, b) => a - b).join(), Math.abs(total(rounded, sum) - total(given, sum))]));
        const sumOf = (rounded: ArrayLike<number>) => [...change(rounded).values()].reduce((a, b) => a + b, 0);
        found.counts.forEach((value, at) => {
          expect(value % base).toBe(0);
          expect(Math.abs(value - given[at]!)).toBeLessThan(base);
        });
        // By trying all: each inner cell down or up.
        let least = Infinity;
        for (let mask = 0; mask < 2 ** given.length; mask++) {
          const tried = given.map((count, at) => (count % base === 0 ? count : count - (count % base) + base * ((mask >> at) & 1)));
          const restricted = sums.every((sum) => Math.abs(total(tried, sum) - total(given, sum)) < base && (total(given, sum) % base !== 0 || total(tried, sum) === total(given, sum)));
          if (restricted) least = Math.min(least, sumOf(tried));
        }
        expect(sumOf(found.counts)).toBeCloseTo(least, 9);
      }),
      { numRuns: 25 },
    );
  });

  it('of linked and three-way tables stays additive, says how far it had to go, and says so truly', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 }), fc.integer({ min: 2, max: 5 }), (given, base) => {
        // 5 x 4 x 3 with all margins.
        const axes = [5, 4, 3];
        const places = given.map((_, i) => [Math.floor(i / 12), Math.floor(i / 3) % 4, i % 3]);
        const groupings = Array.from({ length: 8 }, (_, mask) => mask).flatMap((mask) => {
          const of = new Map<string, number[]>();
          places.forEach((place, i) => {
            const key = place.map((at, d) => ((mask >> d) & 1 ? at : '*')).join();
            of.set(key, [...(of.get(key) ?? []), i]);
          });
          return [...of.values()];
        });
        expect(groupings).toHaveLength(axes.reduce((product, size) => product * (size + 1), 1));
        const found = roundControlled({ counts: given, sums: groupings, base }, solver);
        const differences = groupings.map((sum) => Math.abs(total(found.counts, sum) - total(given, sum)));
        expect(found.largest).toBe(Math.max(...differences));
        expect(found.restricted).toBe(groupings.every((sum, k) => differences[k]! < base && (total(given, sum) % base !== 0 || differences[k] === 0)));
        found.counts.forEach((value, at) => expect(value % base === 0 && Math.abs(value - given[at]!) < base).toBe(true));
        expect(found.largest).toBeLessThan(3 * base);
      }),
      { numRuns: 15 },
    );
  });

  it('leaves a table of multiples alone', () => {
    expect(roundControlled({ counts: [0, 5, 10, 15], sums: table(2, 2), base: 5 }, solver)).toMatchObject({ counts: Float64Array.of(0, 5, 10, 15), restricted: true, proven: true, largest: 0 });
  });
});

describe('small-count rounding', () => {
  it('leaves no published sum between 1 and the base, changes small inner cells alone, and keeps 0', () => {
    fc.assert(
      fc.property(counts(20), fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }), fc.integer({ min: 2, max: 7 }), fc.boolean(), (given, groups, base, innerToo) => {
        const sums = innerToo ? table(5, 4, groups) : table(5, 4, groups).filter((sum) => sum.length > 1);
        const found = roundSmallCounts({ counts: given, sums, base });
        for (const sum of sums) {
          const value = total(found.counts, sum);
          expect(value === 0 || value >= base, `${value}`).toBe(true);
        }
        found.counts.forEach((value, at) => {
          if (given[at] === 0 || given[at]! >= base) expect(value).toBe(given[at]);
          else expect([0, base, given[at]]).toContain(value);
        });
        expect(found.largest).toBe(Math.max(...sums.map((sum) => Math.abs(total(found.counts, sum) - total(given, sum)))));
      }),
      { numRuns: 80 },
    );
  });

  it('changes nothing where nothing published is small', () => {
    expect([...roundSmallCounts({ counts: [1, 9, 9, 1], sums: [[0, 1], [2, 3], [0, 2], [1, 3]], base: 5 }).counts]).toEqual([1, 9, 9, 1]);
  });
});
