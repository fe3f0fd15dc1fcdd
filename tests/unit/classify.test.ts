// Classes of maps: exact natural classes against brute force, quantiles, and cuts that are round without emptying a class.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classOf, naturalCuts, quantileCuts, roundCuts, roundestBetween } from '../../core/statistics/classify.ts';

function deviationWithin(values: readonly number[], cuts: readonly number[]): number {
  const groups = new Map<number, number[]>();
  for (const value of values) {
    const group = classOf(value, cuts);
    groups.set(group, [...(groups.get(group) ?? []), value]);
  }
  let total = 0;
  for (const group of groups.values()) {
    const mean = group.reduce((a, b) => a + b, 0) / group.length;
    for (const value of group) total += (value - mean) ** 2;
  }
  return total;
}

/** All ways to choose `count` cuts among the distinct values but the least. */
function* everyCut(values: readonly number[], count: number, from = 0): Generator<number[]> {
  if (count === 0) yield [];
  else for (let i = from; i < values.length; i++) for (const rest of everyCut(values, count - 1, i + 1)) yield [values[i]!, ...rest];
}

describe('natural classes', () => {
  it('finds the groups that the eye sees', () => {
    expect(naturalCuts([1, 2, 3, 50, 51, 52, 200, 201], 3)).toEqual([50, 200]);
  });

  it('no other cut has less deviation inside the classes (all of them tried)', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 11 }), fc.integer({ min: 2, max: 4 }), (values, classes) => {
        const distinct = [...new Set(values)].sort((a, b) => a - b);
        const cuts = naturalCuts(values, classes);
        expect(cuts.length).toBe(Math.min(classes, distinct.length) - 1);
        let best = Infinity;
        for (const other of everyCut(distinct.slice(1), cuts.length)) best = Math.min(best, deviationWithin(values, other));
        expect(deviationWithin(values, cuts)).toBeCloseTo(best, 6);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps its digits on large values that differ little', () => {
    expect(naturalCuts([1e9, 1e9 + 1, 1e9 + 2, 1e9 + 30, 1e9 + 31], 2)).toEqual([1e9 + 30]);
  });

  it('one value or none needs no cut', () => {
    expect(naturalCuts([], 5)).toEqual([]);
    expect(naturalCuts([7, 7, 7], 5)).toEqual([]);
  });
});

describe('quantiles', () => {
  it('share the values evenly', () => {
    expect(quantileCuts([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5)).toEqual([3, 5, 7, 9]);
  });

  it('never split equal values', () => {
    expect(quantileCuts([1, 1, 1, 1, 1, 9], 3)).toEqual([]);
  });
});

describe('round cuts', () => {
  it('are the roundest number near by', () => {
    expect(roundestBetween(9.2, 11.4)).toBe(10);
    expect(roundestBetween(0.28, 0.34)).toBe(0.3);
    expect(roundestBetween(1180, 1320)).toBe(1200);
    expect(roundestBetween(14.6, 15.4)).toBe(15);
    expect(roundestBetween(-3, 4)).toBe(0);
  });

  it('stay ascending and leave no class empty', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 5000, noNaN: true }), { minLength: 6, maxLength: 60 }), (values) => {
        const cuts = naturalCuts(values, 5);
        const rounded = roundCuts(cuts, values);
        expect(rounded.length).toBe(cuts.length);
        for (let i = 1; i < rounded.length; i++) expect(rounded[i]!).toBeGreaterThan(rounded[i - 1]!);
        const used = new Set(values.map((value) => classOf(value, rounded)));
        expect(used.size).toBe(rounded.length + 1);
      }),
      { numRuns: 300 },
    );
  });

  it('the example of the map: rates in per cent get cuts at round per cents', () => {
    const rates = [2.7, 3.4, 4.1, 5.2, 6.3, 7.4, 8.8, 9.6, 10.3, 11.9, 13.8, 15.7, 19.2, 23.4];
    expect(roundCuts(naturalCuts(rates, 5), rates).every((cut) => Number.isInteger(cut))).toBe(true);
  });
});
