// What whole numbers do not decide within the solver's limit counts as given away, never as safe.
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { HighsSolver, Undecided, type Program } from '../../core/disclosure/differencing/program.ts';
import { Attack, type PublishedSum } from '../../core/disclosure/suppression/attack.ts';

const highs = await loadHighs();

/** A market split: rows of odd weights with halves of their sums; hard for branch and bound, and without a whole answer at the root. */
function marketSplit(rows: number, columns: number): Program {
  let state = 7;
  const value = Float64Array.from({ length: rows * columns }, () => (state = (state * 48271) % 2147483647) % 100);
  const half = Float64Array.from({ length: rows }, (_, row) => Math.floor(value.slice(row * columns, (row + 1) * columns).reduce((sum, of) => sum + of, 0) / 2));
  return {
    cost: new Float64Array(columns),
    lower: new Float64Array(columns),
    upper: new Float64Array(columns).fill(1),
    rowLower: half,
    rowUpper: half,
    start: Int32Array.from({ length: rows + 1 }, (_, row) => row * columns),
    index: Int32Array.from({ length: rows * columns }, (_, i) => i % columns),
    value,
  };
}

describe('a program of whole numbers at its limit', () => {
  it('is told as not decided, neither as impossible nor as solved', () => {
    const program = new HighsSolver(highs, 3).open(marketSplit(3, 30), true);
    expect(() => program.solve()).toThrow(Undecided);
    program.dispose();
  });

  it('never makes bounds wider than those that deciding gives, so that nothing known passes for unknown', () => {
    let state = 3;
    const among = (below: number) => (state = (state * 48271) % 2147483647) % below;
    const [deciding, hasty] = [new HighsSolver(highs), new HighsSolver(highs, 0)];
    for (let table = 0; table < 25; table++) {
      const truth = Float64Array.from({ length: 12 }, () => among(4));
      // Three overlapping divisions: there fractions say more than people can be.
      const sums: PublishedSum[] = [0, 1, 2].flatMap(() => {
        const zoneOf = Array.from(truth, () => among(4));
        return [0, 1, 2, 3].map((zone) => [...zoneOf.keys()].filter((unknown) => zoneOf[unknown] === zone)).filter((at) => at.length > 0).map((at) => ({ at, sum: at.reduce((all, unknown) => all + truth[unknown]!, 0) }));
      });
      const [full, cautious] = [deciding, hasty].map((solver) => {
        const attack = new Attack(truth.length, sums, 0, solver);
        attack.remember(truth);
        const bounds = [...truth.keys()].map((unknown) => attack.bounds([unknown]));
        attack.dispose();
        return bounds;
      });
      full!.forEach(({ lower, upper }, unknown) => {
        expect(cautious![unknown]!.lower).toBeGreaterThanOrEqual(lower);
        expect(cautious![unknown]!.upper).toBeLessThanOrEqual(upper);
      });
    }
  });
});
