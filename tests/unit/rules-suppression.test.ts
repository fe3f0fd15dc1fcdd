// Suppression under a whole rule set: by trying all tables nobody finds out what a rule makes secret.
import fc from 'fast-check';
import loadHighs from 'highs';
import { expect, it } from 'vitest';
import { createCellTable } from '../../core/disclosure/suppression/cell-table.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { HOMOGENEOUS } from '../../core/disclosure/rules/primary-rules.ts';
import { leastWithheld, type RuleSet } from '../../core/disclosure/rules/rule-set.ts';
import { suppressByRules } from '../../core/disclosure/rules/suppress-by-rules.ts';
import { tableSecrets } from '../../core/disclosure/rules/table-secrets.ts';
import { PUBLISHED } from '../../core/disclosure/suppression/suppression.ts';

const solver = new HighsSolver(await loadHighs());

const instance = fc
  .record({
    counts: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 6, maxLength: 6 }),
    more: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 6, maxLength: 6 }),
    withBase: fc.boolean(),
    threshold: fc.integer({ min: 1, max: 3 }),
    homogeneity: fc.integer({ min: 1, max: 2 }),
    zeros: fc.constantFrom('open' as const, 'protect' as const, 'structural' as const),
    protect: fc.constantFrom('exact' as const, 'small' as const),
  })
  .map(({ counts, more, withBase, threshold, homogeneity, zeros, protect }) => {
    const dimension = (name: string, size: number) => ({ name, codes: Array.from({ length: size }, (_, i) => name + i), levels: [] });
    const dimensions = [dimension('region', 3), dimension('kind', 2)];
    const codes = [counts.map((_, i) => Math.floor(i / 2)), counts.map((_, i) => i % 2)];
    const table = createCellTable(dimensions, codes, counts);
    const base = withBase ? createCellTable(dimensions, codes, counts.map((count, i) => count + more[i]!)).values : undefined;
    const rules: RuleSet = { threshold, zeros, protect, homogeneity: { threshold: homogeneity } };
    return { table, base, rules };
  });

it('what a rule makes secret can be otherwise, whatever all published numbers and the public base say', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(instance, ({ table, base, rules }) => {
      const beside = base === undefined ? {} : { base };
      const { state, breaches } = suppressByRules(table, rules, beside, solver);
      const { secrets, unknownOf, complements } = tableSecrets(table, rules, beside);
      if (state[state.length - 1] !== PUBLISHED) return;
      const { values, start, inner, innerCounts, cellOfInner } = table;
      const cells = Array.from(values, (_, cell) => Array.from(inner.subarray(start[cell]!, start[cell + 1]!)));
      // All whole tables that fit.
      const fitting: number[][] = [];
      const guess: number[] = [];
      const total = values.at(-1)!;
      const visit = (position: number, left: number): void => {
        if (position === innerCounts.length) {
          if (left === 0 && cells.every((of, cell) => state[cell] !== PUBLISHED || of.reduce((sum, at) => sum + guess[at]!, 0) === values[cell])) fitting.push([...guess]);
          return;
        }
        const isKnown = unknownOf[position]! < 0;
        const most = isKnown ? 0 : Math.min(left, base?.[cellOfInner[position]!] ?? left);
        for (let value = isKnown ? 0 : leastWithheld(rules); value <= most; value++) {
          guess[position] = value;
          if (state[cellOfInner[position]!] === PUBLISHED && value !== innerCounts[position]) continue;
          visit(position + 1, left - value);
        }
      };
      visit(0, total);
      expect(fitting.length).toBeGreaterThan(0);
      const positionOf = new Map(Array.from(unknownOf, (unknown, position) => [unknown, position] as const).filter(([unknown]) => unknown >= 0));
      const free = ({ at, growth, either }: (typeof secrets)[number]): boolean => {
        const value = (of: ArrayLike<number>) => at.reduce((sum, unknown) => {
          const position = positionOf.get(complements > 0 ? unknown % complements : unknown)!;
          return sum + (complements > 0 && unknown >= complements ? base![cellOfInner[position]!]! - of[position]! : of[position]!);
        }, 0);
        const truth = value(innerCounts);
        return fitting.some((of) => value(of) >= truth + growth || (either && value(of) <= truth - growth));
      };
      const held = new Set(secrets.filter((secret) => !free(secret)).map(({ cell }) => cell));
      for (const cell of held) expect(breaches).toContain(cell);
      // What is published in spite of a rule is told as well.
      for (const cell of breaches) expect(held.has(cell) || state[cell] === PUBLISHED).toBe(true);
    }),
    { numRuns: process.env.LONG === '1' ? 400 : 60 },
  );
});

it('nothing is a breach where there is room: a row of one kind alone hides behind another', () => {
  const dimension = (name: string, codes: string[]) => ({ name, codes, levels: [] });
  const codes = [[0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]];
  const table = createCellTable([dimension('region', ['a', 'b', 'c']), dimension('kind', ['yes', 'no'])], codes, [6, 0, 5, 7, 8, 9]);
  const { state, reasons, breaches, bounds } = suppressByRules(table, { threshold: 3, zeros: 'open', homogeneity: { threshold: 1 } }, {}, solver);
  expect(breaches).toEqual([]);
  const all = table.cellOfInner[0]!;
  expect(reasons[all]).toBe(HOMOGENEOUS);
  // The 0 beside it is withheld though zeros are open: it would give the 6 away.
  expect(state[table.cellOfInner[1]!]).not.toBe(PUBLISHED);
  expect(bounds().get(all)!.lower).toBeLessThan(6);
});

it('a household of many people and a sum of one firm are secret, and can be otherwise by enough', () => {
  const table = createCellTable([{ name: 'region', codes: ['a', 'b', 'c'], levels: [] }], [[0, 1, 2]], [9, 20, 30]);
  const households = suppressByRules(table, { threshold: 3, zeros: 'open', secondUnit: { statistic: 'households', threshold: 3 } }, { secondUnit: [1, 8, 12, 21] }, solver);
  expect([...households.state].filter((state) => state !== PUBLISHED)).toHaveLength(2);
  const bounds = households.bounds().get(0)!;
  expect(bounds.upper >= 12 || bounds.lower <= 6).toBe(true);
  const of = [[9], [10, 10], [10, 10, 10], [10, 10, 10, 10, 9, 10]];
  const firms = suppressByRules(table, { threshold: 1, zeros: 'open', dominance: { p: 10 } }, { contributions: (cell) => of[cell]! }, solver);
  expect(firms.breaches).toEqual([]);
  expect(firms.state[0]).not.toBe(PUBLISHED);
  // A firm alone: p % of 9 on top, 9.9.
  expect(firms.bounds().get(0)!.upper).toBeGreaterThanOrEqual(10);
});
