// What a statistic behind the zones looks like: values, classes, and the signs for what is none.
import { describe, expect, it } from 'vitest';
import { classifyBlocks, colourOfValue, measureValues } from '../../client/editor/background/block-classes.ts';
import { MISSING, SEQUENTIAL, ZERO } from '../../client/shell/palette.ts';

const rules = { threshold: 5, zeros: 'open' } as const;
const areaM2 = new Float64Array([10_000, 20_000, 5_000, 10_000]);

describe('a statistic of the blocks', () => {
  it('is a count, people a hectare, or a share of the population, and nothing where nobody knows', () => {
    const input = { counts: [10, 30, null, 0], population: [100, 60, 40, 0], areaM2 };
    expect([...measureValues(input, 'count')]).toEqual([10, 30, Number.NaN, 0]);
    expect([...measureValues(input, 'density')]).toEqual([10, 15, Number.NaN, 0]);
    expect([...measureValues(input, 'share')]).toEqual([10, 50, Number.NaN, Number.NaN]);
  });

  it('counts every block in a class or under a sign, and marks what a release would withhold only where numbers are true', () => {
    const counts = [0, 1, 4, 5, 20, 40, 80, 160, 320, null];
    const input = { counts, areaM2: new Float64Array(10).fill(10_000) };
    for (const method of ['natural', 'quantile'] as const) {
      const { counts: told, cuts, colours, guarded } = classifyBlocks(input, 'count', method, rules, true);
      expect(told.byClass.reduce((sum, count) => sum + count, 0) + told.zero + told.missing).toBe(10);
      expect([told.zero, told.missing, told.guarded]).toEqual([1, 1, 2]);
      expect([...guarded]).toEqual([0, 1, 1, 0, 0, 0, 0, 0, 0, 0]);
      expect(colours).toHaveLength(cuts.length + 1);
      expect(told.byClass.every((count) => count > 0)).toBe(true);
    }
    expect(classifyBlocks(input, 'count', 'quantile', rules, false).counts.guarded).toBe(0);
  });

  it('has white for nobody, grey for unknown, and one colour where all are alike', () => {
    const one = classifyBlocks({ counts: [7, 7, 0, null], areaM2 }, 'count', 'natural', rules, true);
    expect(one.colours).toEqual([SEQUENTIAL[2]]);
    expect([7, 0, Number.NaN].map((value) => colourOfValue(value, one))).toEqual([SEQUENTIAL[2], ZERO, MISSING]);
    expect(classifyBlocks({ counts: [0, 0, null, null], areaM2 }, 'count', 'natural', rules, true).colours).toEqual([]);
  });

  it('finds classes for 12,000 different densities from 400 of them', () => {
    const counts = Array.from({ length: 12_000 }, (_, block) => 1 + ((block * 7919) % 12_000));
    const { cuts, counts: told } = classifyBlocks({ counts, areaM2: new Float64Array(12_000).fill(10_000) }, 'density', 'natural', rules, true);
    expect(cuts).toHaveLength(4);
    for (const count of told.byClass) expect(count).toBeGreaterThan(1_500);
  });
});
