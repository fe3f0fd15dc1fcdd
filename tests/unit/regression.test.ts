// The line through points, its band, and the histogram's bins: against tables, hand-made figures and what must hold for all points.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogramOf } from '../../core/statistics/histogram.ts';
import { bandAt, lineAt, regressionOf, slopeInterval } from '../../core/statistics/regression.ts';
import { studentQuantile, studentWithin } from '../../core/statistics/student-t.ts';

const number = fc.integer({ min: -10_000, max: 10_000 }).map((value) => value / 16);
const points = fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 40 }).filter((list) => new Set(list.map(([x]) => x)).size > 1);

describe('Student’s t', () => {
  it('has the quantiles of the printed tables', () => {
    // Fisher and Yates, Statistical Tables, table III: two-sided 5 % and 1 %.
    for (const [degrees, five, one] of [[1, 12.706, 63.657], [2, 4.303, 9.925], [3, 3.182, 5.841], [9, 2.262, 3.25], [10, 2.228, 3.169], [30, 2.042, 2.75], [120, 1.98, 2.617]] as const) {
      expect(studentQuantile(0.975, degrees)).toBeCloseTo(five, 3);
      expect(studentQuantile(0.995, degrees)).toBeCloseTo(one, 3);
    }
  });

  it('quantile and probability undo each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0.5, max: 0.9999, noNaN: true }), (degrees, probability) => {
        expect(studentWithin(studentQuantile(probability, degrees), degrees)).toBeCloseTo(2 * probability - 1, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses what has no meaning', () => {
    expect(() => studentQuantile(0.975, 0)).toThrow(RangeError);
    expect(() => studentQuantile(0.975, 2.5)).toThrow(RangeError);
    expect(() => studentQuantile(1, 3)).toThrow(RangeError);
  });
});

describe('the least-squares line', () => {
  it('is that of Anscombe’s first quartet', () => {
    // F. J. Anscombe, Graphs in Statistical Analysis, The American Statistician 27 (1973): y = 3 + 0.5 x, r = 0.816, error of the slope 0.118.
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const line = regressionOf(x.map((value, i) => [value, y[i]!]))!;
    expect([line.slope.toFixed(3), line.intercept.toFixed(2), line.r.toFixed(3), line.slopeError.toFixed(3)]).toEqual(['0.500', '3.00', '0.816', '0.118']);
    // s = 1.2366, t(9) = 2.262: half a width at the mean of x.
    expect(bandAt(line, 9)).toBeCloseTo((2.26216 * 1.236603) / Math.sqrt(11), 4);
    const { low, high } = slopeInterval(line)!;
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.233', '0.767']);
  });

  it('goes through the means, leaves residuals that sum to 0, and no other line is nearer', () => {
    fc.assert(
      fc.property(points, fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), (list, turn, shift) => {
        const line = regressionOf(list)!;
        const residual = list.reduce((sum, [x, y]) => sum + y - lineAt(line, x), 0);
        expect(Math.abs(residual)).toBeLessThan(1e-6);
        const squares = (slope: number, intercept: number) => list.reduce((sum, [x, y]) => sum + (y - intercept - slope * x) ** 2, 0);
        expect(squares(line.slope, line.intercept)).toBeLessThanOrEqual(squares(line.slope + turn, line.intercept + shift) + 1e-6);
      }),
      { numRuns: 200 },
    );
  });

  it('r stays what it is under other units and flips with the sign; the band is narrowest at the mean', () => {
    fc.assert(
      fc.property(points.filter((list) => new Set(list.map(([, y]) => y)).size > 1), fc.integer({ min: 1, max: 50 }), (list, factor) => {
        const line = regressionOf(list)!;
        const scaled = regressionOf(list.map(([x, y]) => [3 + factor * x, -y]))!;
        expect(scaled.r).toBeCloseTo(-line.r, 9);
        expect(Math.abs(line.r)).toBeLessThanOrEqual(1);
        expect(bandAt(line, line.meanX)!).toBeLessThanOrEqual(bandAt(line, line.least)!);
      }),
      { numRuns: 100 },
    );
  });

  it('is none where there is none', () => {
    expect(regressionOf([])).toBeNull();
    expect(regressionOf([[1, 2]])).toBeNull();
    expect(regressionOf([[1, 2], [1, 3], [1, 4]])).toBeNull();
    expect(regressionOf([[1, 5], [2, 5], [3, 5]])!.r).toBeNaN();
    expect(bandAt(regressionOf([[1, 5], [2, 6]])!, 1)).toBeNull();
  });
});

describe('bins of a histogram', () => {
  it('hold every value once, between borders of one width', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(number, fc.double({ min: -1e6, max: 1e6, noNaN: true })), { minLength: 1, maxLength: 80 }), (values) => {
        const { borders, binOf, counts } = histogramOf(values);
        expect(borders.length).toBe(counts.length + 1);
        expect(counts.length).toBeLessThanOrEqual(16);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        values.forEach((value, i) => {
          const bin = binOf[i]!;
          const slack = 2e-9 * Math.max(1, Math.abs(value), borders[1]! - borders[0]!);
          expect(value).toBeGreaterThanOrEqual(borders[bin]! - slack);
          expect(value).toBeLessThanOrEqual(borders[bin + 1]! + slack);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('have round borders', () => {
    expect(histogramOf([0.3, 4.1, 5.2, 7.4, 9.6, 11.9, 13.8, 15.7, 19.2, 23.4]).borders).toEqual([0, 5, 10, 15, 20, 25]);
    expect(histogramOf([]).borders).toEqual([]);
    expect(histogramOf([7, 7, 7]).counts.reduce((sum, count) => sum + count)).toBe(3);
  });
});
