// Releases whose numbers are rounded, beside exact ones: what they look like, and what an attacker makes of both together.
import { beforeAll, describe, expect, it } from 'vitest';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { boundsOfRounded } from '../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../core/disclosure/threshold.ts';
import { VALUE } from '../../server/workspace/releases/release-cells.ts';
import { releaseBase } from '../../server/workspace/releases/release-rounding.ts';
import { loadAttacker } from './attacker.ts';
import { checkRelease, expectNobody, expectSomebodyUnbounded, NAMES, Public, sumsOf, townOf as changedTown, type Town } from './changed-town.ts';

const TOWNS = process.env.LONG === '1' ? 300 : 8;

const townOf = (seed: number): Town =>
  changedTown(seed, 'round', (threshold, among) => {
    const rules: RuleSet = { threshold, zeros: 'open', roundingBase: threshold + among(2) };
    return { rules, boundsOf: (values) => boundsOfRounded(values, releaseBase(rules)) };
  });

describe('rounded releases', () => {
  let highs: Awaited<ReturnType<typeof loadAttacker>>;
  let solver: HighsSolver;
  beforeAll(async () => {
    highs = await loadAttacker();
    solver = new HighsSolver(highs);
  });

  it('show multiples less than a base from the truth, a 0 that may be none, and no more children than residents', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const town = townOf(seed);
      const base = releaseBase(town.rules);
      const made = checkRelease(solver, town, 0, 'round', new Public(town));
      const [residents, children] = NAMES.map((name) => made.cells.find(({ statistic }) => statistic === name)!);
      for (const { statistic, state, value } of made.cells) {
        const truth = sumsOf(town.partitions[0]!, town.counts[statistic]!);
        expect(state.every((of) => of === VALUE)).toBe(true);
        value.forEach((of, zone) => {
          expect(of % base).toBe(0);
          expect(Math.abs(of - truth[zone]!)).toBeLessThan(base);
        });
        expect(Math.abs(value.reduce((a, b) => a + b, 0) - truth.reduce((a, b) => a + b, 0))).toBeLessThan(2 * base);
      }
      children!.value.forEach((of, zone) => expect(of).toBeLessThanOrEqual(residents!.value[zone]!));
      expect(made.findings).toEqual([]);
    }
  });

  it('keep a number that a zone of the same blocks had in an earlier release, and are audited again as they are stored', () => {
    const town = townOf(3);
    const known = new Public(town);
    const first = checkRelease(solver, town, 0, 'round', known);
    known.enter(0, 'round', first);
    const twin: Town = { ...town, partitions: town.partitions.map((partition, at) => (at === 1 ? town.partitions[0]! : partition)) };
    const second = checkRelease(solver, twin, 1, 'round', known);
    second.cells.forEach(({ statistic, value }) => expect([...value]).toEqual([...first.cells.find((one) => one.statistic === statistic)!.value]));
    const again = checkRelease(solver, town, 0, 'round', new Public(town), true, first);
    expect(again.cells.map(({ value }) => [...value])).toEqual(first.cells.map(({ value }) => [...value]));
    const recounted: Town = { ...town, counts: { ...town.counts, residents: town.counts.residents!.map((count) => count + 10) } };
    expect(checkRelease(solver, recounted, 0, 'round', new Public(town), true, first).cells.find(({ statistic }) => statistic === 'residents')!.value.some(Number.isNaN)).toBe(true);
  });

  it('are to a base of the threshold at least, and of twice that where a 0 is secret', () => {
    expect(releaseBase({ threshold: 3, zeros: 'open' })).toBe(3);
    expect(releaseBase({ threshold: 3, zeros: 'open', roundingBase: 5 })).toBe(5);
    expect(releaseBase({ threshold: 10, zeros: 'open', roundingBase: 5 })).toBe(10);
    expect(releaseBase({ threshold: 3, zeros: 'protect' })).toBe(6);
  });

  it(`and exact ones together tell an attacker of nobody below the threshold in ${TOWNS} towns`, () => {
    expectNobody(highs, solver, townOf, TOWNS);
  }, 300_000);

  it('tell of somebody in towns where they do not once audits know nothing of the rounded ones', () => {
    // Two of the first sixty.
    expectSomebodyUnbounded(highs, solver, townOf, [35, 48]);
  }, 300_000);
});
