// Ways to make a finding vanish: what is offered does it, loses what it says, and comes with the least loss first.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { mergeProposals, type Proposal, type ProposalInput } from '../../core/disclosure/releases/merge-proposal.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { ReleaseAudit } from '../../core/disclosure/releases/release-audit.ts';

const solver = new HighsSolver(await loadHighs());

/** Neighbours in a grid of squares, `width` a row; borders of 100 m. */
function gridNeighbours(width: number, height: number): ProposalInput['neighbours'] {
  const start = [0];
  const rook: number[] = [];
  for (let block = 0; block < width * height; block++) {
    const x = block % width;
    if (block >= width) rook.push(block - width);
    if (x > 0) rook.push(block - 1);
    if (x < width - 1) rook.push(block + 1);
    if (block + width < width * height) rook.push(block + width);
    start.push(rook.length);
  }
  return { rookStart: Uint32Array.from(start), rook: Uint32Array.from(rook), rookLengthM: new Float64Array(rook.length).fill(100) };
}

interface Grid {
  readonly width: number;
  readonly height: number;
  readonly old: readonly number[];
  readonly drawn: readonly number[];
  readonly counts: readonly number[];
}

/** The plan is partition 1, what is published already partition 0. */
function proposalsOf({ width, height, old, drawn, counts }: Grid, threshold: number): { input: ProposalInput; proposals: readonly (readonly Proposal[])[]; findings: number } {
  const zoneCount = Math.max(...drawn) + 1;
  const partitions = [old, drawn].map((zones) => ({ zoneOf: Int32Array.from(zones), zoneCount: Math.max(...zones) + 1 }));
  const audit = new ReleaseAudit(partitions, solver);
  const counted = Int32Array.from(counts);
  const total = (zone: number) => drawn.reduce((sum, of, block) => (of === zone ? sum + counts[block]! : sum), 0);
  const primary = Uint8Array.from({ length: zoneCount }, (_, zone) => (total(zone) > 0 && total(zone) < threshold ? 1 : 0));
  const input: ProposalInput = {
    audit, changeable: 1, zoneOf: Int32Array.from(drawn), zoneCount, neighbours: gridNeighbours(width, height), counts: counted, residents: counted.map((count) => 10 * count),
    withheld: [null, primary], rules: { threshold, zeros: 'open' },
  };
  // Trying numbers atoms anew, so that each finding is looked for again, by its blocks, in an order of their own.
  const blocksOf = (atom: number) => audit.atoms.blocks[atom]!.join();
  const findings = () => audit.findings(counted, input.withheld, threshold).map((finding) => ({ finding, key: [blocksOf(finding.atom), ...[...finding.union.atoms].map(blocksOf).toSorted()].join(' ') }));
  const keys = findings().map(({ key }) => key);
  return { input, proposals: keys.map((key) => mergeProposals(input, findings().find((one) => one.key === key)!.finding)), findings: keys.length };
}

describe('a border that runs one block beside the old one', () => {
  // Old: columns 0-1 and 2-3; drawn: the block right of the border in the first row changed sides.
  const grid = { width: 4, height: 2, old: [0, 0, 1, 1, 0, 0, 1, 1], drawn: [0, 0, 0, 1, 0, 0, 1, 1], counts: [9, 8, 2, 7, 6, 9, 8, 5] };

  it('is mended without a loss by giving the block back, or by withholding or merging zones', () => {
    const [proposals] = proposalsOf(grid, 5).proposals;
    expect(proposals![0]).toEqual({ kind: 'move-blocks', blocks: [2], from: 0, to: 1, lost: { cells: 0, residents: 0, zones: 0 } });
    expect(proposals!.map(({ kind }) => kind)).toEqual(['move-blocks', 'merge-zones', 'withhold']);
    expect(proposals![1]!.lost).toEqual({ cells: 1, residents: 0, zones: 1 });
    // One zone alone does not help: its total follows from the old ones and the other.
    expect(proposals![2]).toEqual({ kind: 'withhold', zones: [0, 1], lost: { cells: 2, residents: 540, zones: 0 } });
  });
});

describe('random redraws', () => {
  const grid = fc.record({
    old: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 12 }),
    moved: fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 3 }),
    counts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 }),
  });

  it('what is offered makes the finding vanish and brings no new one, in another audit too', () => {
    let offered = 0;
    fc.assert(
      fc.property(grid, ({ old, moved, counts }) => {
        const drawn = old.slice();
        for (const [block, zone] of moved) drawn[block] = zone;
        const { input, proposals, findings } = proposalsOf({ width: 4, height: 3, old, drawn, counts }, 4);
        const told = (zones: readonly number[], hidden: Uint8Array) => {
          const partitions = [old, zones].map((of) => ({ zoneOf: Int32Array.from(of), zoneCount: 3 }));
          const audit = new ReleaseAudit(partitions, solver);
          return audit.findings(input.counts, [null, hidden], 4).flatMap(({ atom }) => [...audit.atoms.blocks[atom]!].filter((block) => counts[block]! > 0)).length;
        };
        const before = told(drawn, input.withheld[1]!);
        for (const proposal of proposals.flat()) {
          offered++;
          const zones = drawn.slice();
          if (proposal.kind === 'move-blocks') for (const block of proposal.blocks) zones[block] = proposal.to;
          if (proposal.kind === 'merge-zones') for (const [block, zone] of drawn.entries()) if (zone === proposal.zones[0]) zones[block] = proposal.zones[1];
          const totals = [0, 1, 2].map((zone) => zones.reduce((sum, of, block) => (of === zone ? sum + counts[block]! : sum), 0));
          const hidden = Uint8Array.from(totals, (total, zone) => ((total > 0 && total < 4) || (proposal.kind === 'withhold' && proposal.zones.includes(zone)) ? 1 : 0));
          expect(told(zones, hidden)).toBeLessThan(before);
        }
        for (const of of proposals) expect(of.map(({ lost }) => lost.cells)).toEqual(of.map(({ lost }) => lost.cells).toSorted((a, b) => a - b));
        // Nothing is left changed.
        expect(input.audit.findings(input.counts, input.withheld, 4)).toHaveLength(findings);
      }),
      { numRuns: 100 },
    );
    expect(offered).toBeGreaterThan(50);
  });
});
