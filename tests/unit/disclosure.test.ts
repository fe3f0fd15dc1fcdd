// The threshold rule, and that nothing is left of a withheld number.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protectCount, protectZones } from '../../core/disclosure/threshold.ts';
import { aggregate } from '../../core/statistics/aggregate.ts';
import { createCountTable, setCount } from '../../core/statistics/counts.ts';

const open = { threshold: 5, zeros: 'open' as const };
const closed = { threshold: 5, zeros: 'protect' as const };

describe('a cell under the threshold rule', () => {
  it('shows a number, a bound, that it is kept secret, or that there is none', () => {
    expect(protectCount(5, 0, 9, open)).toEqual({ state: 'value', value: 5 });
    expect(protectCount(4, 0, 9, open)).toEqual({ state: 'withheld' });
    expect(protectCount(1, 0, 9, open)).toEqual({ state: 'withheld' });
    expect(protectCount(0, 0, 9, open)).toEqual({ state: 'value', value: 0 });
    expect(protectCount(0, 0, 9, closed)).toEqual({ state: 'withheld' });
    expect(protectCount(7, 2, 9, open)).toEqual({ state: 'atLeast', value: 7 });
    expect(protectCount(3, 2, 9, open)).toEqual({ state: 'withheld' });
    expect(protectCount(0, 2, 9, open)).toEqual({ state: 'missing' });
    expect(protectCount(0, 9, 9, open)).toEqual({ state: 'missing' });
  });

  it('never carries a small number, whatever the counts', () => {
    const counts = fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.option(fc.integer({ min: 0, max: 4 }))), { maxLength: 30 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 12 }), fc.constantFrom('open' as const, 'protect' as const), (rows, threshold, zeros) => {
        const table = createCountTable(['n'], rows.length);
        rows.forEach(([, value], block) => setCount(table, block, 0, value));
        const sums = aggregate(table, Int32Array.from(rows, ([zone]) => zone), 4);
        for (const [cell] of protectZones(sums, { threshold, zeros })) {
          const value = cell!.state === 'value' || cell!.state === 'atLeast' ? cell!.value : null;
          expect('value' in cell!).toBe(value !== null);
          if (value !== null && value !== 0) expect(value).toBeGreaterThanOrEqual(threshold);
        }
        expect(sums.sums.reduce((a, b) => a + b, 0)).toBe(rows.reduce((sum, [, value]) => sum + (value ?? 0), 0));
        expect(sums.blocks.reduce((a, b) => a + b, 0)).toBe(rows.length);
      }),
      { numRuns: 300 },
    );
  });
});
