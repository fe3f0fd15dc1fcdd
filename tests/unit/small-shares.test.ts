// Shares of cut blocks in audits: a union is unsafe where its count is small, or where it is 0 and says that a block is.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { withSmallShares } from '../../core/disclosure/small-shares.ts';
import { ReleaseCheck, type DateTask } from '../../server/workspace/releases/release-check.ts';
import { CELL_STATES } from '../../server/workspace/releases/release-cells.ts';

const solver = new HighsSolver(await loadHighs());
const THRESHOLD = 5;
const rules = { threshold: THRESHOLD, zeros: 'open' } as const;

describe('shares of blocks that a plan cut', () => {
  it('a union is found where its count is small or is 0 beside a share of a small block, and nowhere else', () => {
    const town = fc.array(fc.record({ share: fc.constantFrom(0, 0, 1, 2, 9), from: fc.integer({ min: -1, max: 2 }), union: fc.boolean() }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(town, (blocks) => {
        const counts = Int32Array.from(blocks, ({ share }) => share);
        const union = blocks.map(({ union: within }) => (within ? 0 : 1));
        const told = withSmallShares(counts, Int32Array.from(blocks, ({ from }) => from), THRESHOLD, [union]);
        const sum = (of: ArrayLike<number>) => blocks.reduce((all, { union: within }, i) => all + (within ? of[i]! : 0), 0);
        const isSmall = (of: ArrayLike<number>) => sum(of) > 0 && sum(of) < THRESHOLD;
        const wholeOf = (from: number) => blocks.reduce((all, block) => all + (block.from === from ? block.share : 0), 0);
        const tells = blocks.some(({ union: within, share, from }) => within && share === 0 && from >= 0 && wholeOf(from) > 0 && wholeOf(from) < THRESHOLD);
        expect(isSmall(counts) || (told !== null && isSmall(told))).toBe(isSmall(counts) || (sum(counts) === 0 && tells));
      }),
    );
  });

  it('a release withholds what 0 of a tenth would tell, of one block as of many, and a stored one is found', () => {
    // Zones now: slivers 0, 1 and 2 of the small blocks 3, 4 and 5 went from the second zone to the first; before, they were in the second.
    const counts = Int32Array.of(0, 0, 0, 2, 3, 4, 30, 40);
    const sharedFrom = Int32Array.of(3, 4, 5, 3, 4, 5, -1, -1);
    const now = { zoneOf: Int32Array.of(0, 0, 0, 1, 1, 1, 0, 1), zoneCount: 2 };
    const before = { zoneOf: Int32Array.of(1, 1, 1, 1, 1, 1, 0, 1), zoneCount: 2 };
    const task = (change: Partial<DateTask>): DateTask => {
      const table = { columns: ['dogs'], blockCount: counts.length, values: counts, known: new Uint8Array(counts.length).fill(1) };
      return { referenceDate: '2025-12-31', table, publicBefore: { dogs: [null, Uint8Array.of(1, 1)] }, copies: {}, pattern: null, sharedFrom, ...change };
    };
    const check = new ReleaseCheck({ partitions: [now, before], statistics: [{ statistic: 'dogs', rules }], populations: {} }, solver);
    const states = (of: Partial<DateTask>) => [...check.date(task(of)).cells[0]!.state].map((state) => CELL_STATES[state]);
    expect(states({})).toEqual(['withheld', 'withheld']);
    expect(states({ sharedFrom: null })).toEqual(['value', 'value']);
    // A block that is not small gives nothing away by 0 of a tenth.
    expect(states({ sharedFrom: Int32Array.of(6, 6, 6, -1, -1, -1, 6, -1) })).toEqual(['value', 'value']);
    const { findings } = check.date(task({ pattern: { dogs: Uint8Array.of(CELL_STATES.indexOf('value'), CELL_STATES.indexOf('value')) } }));
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'exact', count: 0, already: false, blocks: Uint32Array.of(0, 1, 2) }));
    check.dispose();
  });
});
