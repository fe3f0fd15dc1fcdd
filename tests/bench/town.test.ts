// The benchmarks' town is what they say it is.
import { describe, expect, it } from 'vitest';
import { hasFindings, validateCoverage } from '../../core/coverage/validate.ts';
import { createTown } from './town.ts';

describe('the generated town', () => {
  it('is a coverage of 12 vertices a block, with water in it and without findings', () => {
    const { blocks } = createTown(5000, 40, 1);
    const report = validateCoverage(blocks);
    expect(hasFindings(report)).toBe(false);
    expect(report.holes.length).toBeGreaterThan(5);
    expect(blocks.xy.length / 2 / 5000).toBeGreaterThan(11.5);
    expect(blocks.xy.length / 2 / 5000).toBeLessThan(12.5);
  });

  it('is the same for the same seed and another for another', () => {
    expect(createTown(500, 40, 1)).toEqual(createTown(500, 40, 1));
    expect(createTown(500, 40, 1).blocks.xy).not.toEqual(createTown(500, 40, 2).blocks.xy);
  });
});
