// What a copy and released totals say together of a block.
import { describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { copyBreaches } from '../../core/disclosure/protected-copy/copy-breaches.ts';
import { ReleaseAudit } from '../../core/disclosure/releases/release-audit.ts';
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

  it('finds four blocks that hold two to four together, of which any three may be empty', async () => {
    const solver = new HighsSolver(await loadAttacker());
    // A block of 11 that two totals leave 10 to 12, four small ones that are 14 with it, and beside each of these one of 20 to tell them apart.
    const counts = of(11, 17, 8, 1, 1, 1, 0, 20, 20, 20, 20);
    const [none, first, second, third, fourth] = [-1, 0, 1, 2, 3] as const;
    const partitions = [
      { zoneOf: of(0, 0, none, none, none, none, none, none, none, none, none), zoneCount: 1 },
      { zoneOf: of(0, none, 0, none, none, none, none, none, none, none, none), zoneCount: 1 },
      { zoneOf: of(0, none, none, 0, 0, 0, 0, none, none, none, none), zoneCount: 1 },
      { zoneOf: of(none, none, none, first, second, third, fourth, first, second, third, fourth), zoneCount: 4 },
    ];
    const audit = new ReleaseAudit(partitions, solver);
    const told = (third: number) =>
      copyBreaches({ partitions, atoms: audit.atoms, counts, copy: { values: of(10, 20, third, 0, 0, 0, 0, 20, 20, 20, 20), base: 5 }, published: partitions.map(({ zoneCount }) => new Uint8Array(zoneCount).fill(1)), rules: { threshold: 5, zeros: 'open' }, solver });
    expect(told(5).map(({ blocks }) => blocks)).toEqual([[3, 4, 5, 6]]);
    // The third block may be 6 to 14: then the first is 5 to 12, and the four together as many as 9.
    expect(told(10)).toEqual([]);
    audit.dispose();
  });
});
