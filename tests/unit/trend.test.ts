// Trends: the slope of a straight line, an interval that covers as often as it says, and none of too few values.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../core/statistics/seeded-random.ts';
import { type DatedValue, LEAST_DATES, trendOf } from '../../core/statistics/trend.ts';

const YEAR_MS = 365.25 * 86_400_000;
const yearOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / YEAR_MS;
const dates = (count: number) => Array.from({ length: count }, (_, i) => `${2015 + i}-12-31`);
const series = (values: readonly number[]): DatedValue[] => values.map((value, i) => ({ date: dates(values.length)[i]!, value }));

describe('a trend', () => {
  it('is what the textbook gives: slope 0.6 with standard error 0.2 of the square roots of 0.08 and 2', () => {
    // Residuals of 2 4 5 4 5 over 1 to 5 are squared 2.4: s² = 0.8, spread 10.
    const trend = trendOf([2, 4, 5, 4, 5].map((value, i) => ({ date: new Date((i + 1) * YEAR_MS).toISOString().slice(0, 10), value })));
    if (trend.state !== 'value') throw new Error(trend.state);
    expect(trend.slope).toBeCloseTo(0.6, 2);
    expect((trend.high - trend.low) / 2).toBeCloseTo(3.182446 * Math.sqrt(0.8 / 10), 2);
    expect(trend).toMatchObject({ dates: 5, from: '1971-01-01', to: '1975-01-01' });
  });

  it('is nothing of fewer than four dates, or of one date alone', () => {
    expect(LEAST_DATES).toBe(4);
    expect(trendOf(series([1, 2, 3]))).toEqual({ state: 'tooFew', dates: 3 });
    expect(trendOf([1, 2, 3, 4].map((value) => ({ date: '2020-12-31', value })))).toEqual({ state: 'tooFew', dates: 4 });
  });

  it('of a straight line is the line, with no doubt', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.integer({ min: 4, max: 40 }), (a, b, count) => {
        const trend = trendOf(dates(count).map((date) => ({ date, value: a + b * (yearOf(date) - 45) })));
        if (trend.state !== 'value') throw new Error(trend.state);
        const close = 1e-6 * (1 + Math.abs(a) + Math.abs(b));
        for (const found of [trend.slope, trend.low, trend.high]) expect(Math.abs(found - b)).toBeLessThan(close);
      }),
      { numRuns: 200 },
    );
  });

  it('goes with the unit, turns with the sign, and asks for no order', () => {
    const value = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 4, maxLength: 20 }), fc.integer({ min: 1, max: 50 }), (values, factor) => {
        const [one, many] = [trendOf(series(values)), trendOf(series(values.map((v) => -factor * v)).toReversed())];
        if (one.state !== 'value' || many.state !== 'value') throw new Error('no trend');
        const near = (a: number, b: number) => Math.abs(a - b) <= 1e-7 * (1 + Math.abs(a));
        expect(near(many.slope, -factor * one.slope) && near(many.low, -factor * one.high) && near(many.high, -factor * one.low)).toBe(true);
        expect(one.low <= one.slope && one.slope <= one.high).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('holds the true slope in about 95 of 100 series with normal errors, of 4, of 11 and of 40 dates', () => {
    const random = seededRandom(7);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    for (const count of [4, 11, 40]) {
      const runs = 2000;
      let held = 0;
      for (let run = 0; run < runs; run++) {
        const trend = trendOf(dates(count).map((date) => ({ date, value: 20 + 0.3 * yearOf(date) + 2 * normal() })));
        if (trend.state === 'value' && trend.low <= 0.3 && 0.3 <= trend.high) held++;
      }
      // Three standard errors of 2,000 draws are 1.5 per cent.
      expect(held / runs).toBeGreaterThan(0.935);
      expect(held / runs).toBeLessThan(0.965);
    }
  });
});
