// Typologies of zones: standardised indicators, index, rank, classes, groups, and what hangs on a single indicator.
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { kMeans } from '../../core/statistics/k-means.ts';
import { classesOf, sensitivityOf, typologyOf, type IndicatorTable } from '../../core/statistics/typology.ts';

function tableOf(rows: readonly (readonly number[])[]): IndicatorTable {
  return { zoneCount: rows.length, indicatorCount: rows[0]!.length, values: Float64Array.from(rows.flat()) };
}

describe('a typology', () => {
  it('standardises by the population deviation, with the direction', () => {
    // Mean 5, deviation 2 of the eight values of the textbooks.
    const table = tableOf([2, 4, 4, 4, 5, 5, 7, 9].map((value) => [value, 1e9 + value]));
    const { standardised, index } = typologyOf(table, { directions: [1, -1] });
    expect([...standardised].filter((_, at) => at % 2 === 0)).toEqual([-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]);
    expect([...standardised].filter((_, at) => at % 2 === 1)).toEqual([1.5, 0.5, 0.5, 0.5, -0, -0, -1, -2]);
    expect(index.every((value) => value === 0)).toBe(true);
  });

  it('weighs, ranks the highest first, and gives equal ones the same rank', () => {
    const { index, rank } = typologyOf(tableOf([[1, 0], [3, 0], [3, 0], [5, 0]]), { directions: [1, 1], weights: [3, 1] });
    expect([...rank]).toEqual([4, 2, 2, 1]);
    expect(index[3]).toBeCloseTo((0.75 * 2) / Math.SQRT2, 12);
  });

  it('has no index where an indicator with a weight is missing', () => {
    const table = tableOf([[1, NaN], [2, 5], [3, 7]]);
    const { index, rank } = typologyOf(table, { directions: [1, 1] });
    expect([Number.isNaN(index[0]), ...rank]).toEqual([true, 0, 2, 1]);
    expect([...typologyOf(table, { directions: [1, 1], weights: [1, 0] }).rank]).toEqual([3, 2, 1]);
    expect([...classesOf(index, { method: 'quantile', classes: 2 })]).toEqual([0, 2, 1]);
  });

  it('makes classes by quantiles, by deviations and by fixed borders, 1 for the highest', () => {
    const index = Float64Array.from([-2, -1, -0.4, 0, 0.4, 1, 2]);
    expect([...classesOf(index, { method: 'quantile', classes: 7 })]).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect([...classesOf(index, { method: 'fixed', cuts: [0, 1] })]).toEqual([3, 3, 3, 2, 2, 1, 1]);
    const deviation = Math.sqrt((2 * (4 + 1 + 0.16)) / 7);
    expect([...classesOf(index, { method: 'deviation', classes: 3 })]).toEqual([...index].map((value) => (value >= deviation / 2 ? 1 : value >= -deviation / 2 ? 2 : 3)));
  });

  it('tells which zones change class without an indicator', () => {
    const table = tableOf([[10, 0], [0, 1], [1, 2], [2, 3]]);
    const found = sensitivityOf(table, { directions: [1, 1] }, { method: 'quantile', classes: 2 });
    const whole = classesOf(typologyOf(table, { directions: [1, 1] }).index, { method: 'quantile', classes: 2 });
    for (const { indicator, changes } of found) {
      const without = classesOf(typologyOf(tableOf([0, 1, 2, 3].map((zone) => [table.values[2 * zone + (1 - indicator)]!])), { directions: [1] }).index, { method: 'quantile', classes: 2 });
      expect(changes).toEqual([0, 1, 2, 3].flatMap((zone) => (whole[zone] === without[zone] ? [] : [{ zone, from: whole[zone], to: without[zone] }])));
    }
    expect(found.some(({ changes }) => changes.length > 0)).toBe(true);
    expect(sensitivityOf(tableOf([[1], [2]]), { directions: [1] }, { method: 'quantile', classes: 2 })).toEqual([]);
  });

  it('refuses what is no weight', () => {
    expect(() => typologyOf(tableOf([[1, 2]]), { directions: [1, 1], weights: [0, 0] })).toThrow(RangeError);
    expect(() => typologyOf(tableOf([[1, 2]]), { directions: [1] })).toThrow(RangeError);
  });
});

describe('groups of zones', () => {
  it('are found where they lie apart, the same for the same seed', () => {
    const random = seededRandom(9);
    const rows = Array.from({ length: 90 }, (_, row) => [10 * (row % 3) + random(), -7 * (row % 3) + random()]);
    const values = Float64Array.from(rows.flat());
    const { group, withinness } = kMeans(values, 2, 3, seededRandom(1));
    rows.forEach((_, row) => expect(group[row]).toBe(group[row % 3]));
    expect(withinness).toBeLessThan(90);
    expect([...kMeans(values, 2, 3, seededRandom(1)).group]).toEqual([...group]);
  });

  it('are fewer where rows are the same, and leave out rows with a missing value', () => {
    expect([...kMeans(Float64Array.from([1, 1, NaN, 2]), 1, 4, seededRandom(1)).group]).toEqual([0, 0, -1, 1]);
  });

  it('are never worse than any other way to part few rows', () => {
    const random = seededRandom(2);
    for (let round = 0; round < 40; round++) {
      const values = Float64Array.from({ length: 7 }, random);
      let least = Infinity;
      for (let code = 0; code < 2 ** 7; code++) {
        let sum = 0;
        for (const side of [0, 1]) {
          const own = [...values].filter((_, row) => ((code >> row) & 1) === side);
          const mean = own.reduce((a, b) => a + b, 0) / Math.max(1, own.length);
          sum += own.reduce((a, b) => a + (b - mean) ** 2, 0);
        }
        least = Math.min(least, sum);
      }
      expect(kMeans(values, 1, 2, seededRandom(round)).withinness).toBeCloseTo(least, 9);
    }
  });
});
