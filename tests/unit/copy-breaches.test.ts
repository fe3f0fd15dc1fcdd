// What a copy and released totals say together of a block.
import { describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { copyBreaches } from '../../core/disclosure/protected-copy/copy-breaches.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import { loadAttacker } from './attacker.ts';

const RULES: RuleSet = { threshold: 10, zeros: 'open' };
const of = (...counts: number[]) => Int32Array.from(counts);

describe('a copy beside released totals', () => {
  it('is audited where a zone was never counted and the total of the town is public: nothing is assumed of that zone', async () => {
    const solver = new HighsSolver(await loadAttacker());
    // Blocks 0 and 1 are zone A, block 2 is zone B, of which nobody ever said a number; all are the town.
    const zoneOf = of(0, 0, 1);
    const breaches = copyBreaches({
      partitions: [{ zoneOf, zoneCount: 2 }, { zoneOf: of(0, 0, 0), zoneCount: 1 }],
      atoms: { width: 2, zone: of(0, 0, 1, 0), blocks: [Uint32Array.of(0, 1), Uint32Array.of(2)], atomOfBlock: Uint32Array.of(0, 0, 1) },
      counts: of(3, 17, 0),
      copy: { values: of(5, 15, 0), base: 5 },
      published: [Uint8Array.of(1, 0), Uint8Array.of(1)],
      rules: RULES,
      solver,
    });
    // The copy says 1 to 9 of block 0, and the totals leave that.
    expect(breaches).toEqual([{ atom: 0, blocks: [0] }]);
  });
});
