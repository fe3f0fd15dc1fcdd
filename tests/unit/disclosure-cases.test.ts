// Every known answer of the disclosure cases: those that other files restate are named, all others are checked here.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { gatherAtoms } from '../../core/disclosure/differencing/atoms.ts';
import { Attack } from '../../core/disclosure/suppression/attack.ts';
import { cellKeys, DECIMAL_KEYS, perturbCounts } from '../../core/disclosure/cell-key/cell-keys.ts';
import { designTable } from '../../core/disclosure/cell-key/design-table.ts';
import { boundsBehindNoise, ratioRange } from '../../core/disclosure/cell-key/noise-attack.ts';
import { noiseOf, type PerturbationTable } from '../../core/disclosure/cell-key/perturbation-table.ts';
import { type CellTable, createCellTable, publishedCells } from '../../core/disclosure/suppression/cell-table.ts';
import { auditDifferences } from '../../core/disclosure/differencing/differencing.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { roundSmallCounts } from '../../core/disclosure/rounding/small-count-rounding.ts';
import { countsFromMeans, meanReason, possibleNumerators, rateReason, rateTellsNumerator } from '../../core/disclosure/rules/derived.ts';
import { dominates, upperProtection } from '../../core/disclosure/rules/dominance.ts';
import { HOMOGENEOUS } from '../../core/disclosure/rules/primary-rules.ts';
import type { RuleSet } from '../../core/disclosure/rules/rule-set.ts';
import { suppressByRules } from '../../core/disclosure/rules/suppress-by-rules.ts';
import { auditPattern, primaryCells, PUBLISHED, suppress } from '../../core/disclosure/suppression/suppression.ts';
import { packageRoot } from '../../server/package-root.ts';

const solver = new HighsSolver(await loadHighs());
const SHARED = resolve(packageRoot(), process.env.SHARED_DIR ?? '../shared');
const CASES = join(SHARED, 'cases', 'disclosure.json');

/** Cases that a file checks whose name stands beside them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'DIFF-TOY1': 'differencing.test.ts', 'DIFF-TOY2': 'differencing.test.ts', 'DIFF-TOY3': 'differencing.test.ts', 'DIFF-TOY4': 'differencing.test.ts', 'DIFF-TOY6': 'differencing.test.ts', 'DIFF-TOY8': 'differencing.test.ts',
  'LP-HB3': 'suppression.test.ts', 'LP-4x4': 'suppression.test.ts', 'LINK-136': 'suppression.test.ts', 'GS-T1': 'suppression.test.ts', 'GS-T2': 'suppression.test.ts', 'GS-T7': 'suppression.test.ts',
};
const HERE = ['DIFF-HB', 'DIFF-HB-SUBPOP', 'GS-LINKED-VIG', 'KDIS', 'MAG-HB1', 'MAG-HB4', 'MEAN-HB', 'CK-HB', 'CK-DESTATIS', 'PT-EXCNTS', 'CK-ATTACK-D2', 'CK-RATIO', 'SCR-PSD'];

it('no case of the shared list is left out', (context) => {
  if (!existsSync(CASES)) return context.skip('the shared cases (SHARED_DIR, default ../shared) are absent');
  const { cases } = JSON.parse(readFileSync(CASES, 'utf8')) as { cases: { id: string }[] };
  const own = readFileSync(join(packageRoot(), 'tests/unit/disclosure-cases.test.ts'), 'utf8');
  for (const { id } of cases) {
    const file = ELSEWHERE[id];
    expect(file !== undefined || HERE.includes(id), id).toBe(true);
    const text = file === undefined ? own : readFileSync(join(packageRoot(), 'tests/unit', file), 'utf8');
    expect(new RegExp(`(?:it|describe)\\(\\s*['"\`]${id}\\b`).test(text), `${id} in ${file ?? 'this file'}`).toBe(true);
  }
});

describe('differences', () => {
  /** Findings of two stands of one thing: what both have, and what one has more. */
  function added(before: readonly number[], after: readonly number[], threshold: number): number[] {
    return after.map((count, k) => {
      const { atoms } = gatherAtoms([[0, -1], [0, 0]], [1, 1], [before[k]!, count - before[k]!]);
      return auditDifferences(atoms, threshold).find(({ atom }) => atom === 1)?.union.count ?? 0;
    });
  }

  it('DIFF-HB: a table of hours before and after some households came tells theirs', () => {
    expect(added([50, 128, 39], [52, 130, 39], 3)).toEqual([2, 2, 0]);
    expect(added([54, 140, 49], [55, 140, 49], 3)).toEqual([1, 0, 0]);
  });

  it('DIFF-HB-SUBPOP: age bands that begin elsewhere tell the men of 20 to 24', () => {
    // <20, 20-24, 25-39 in bands <20 | 20-39 and <25 | 25-39.
    const audit = (counts: readonly number[]) => auditDifferences(gatherAtoms([[0, 1, 1], [0, 0, 1]], [2, 2], counts).atoms, 3);
    const men = audit([6, 1, 8]);
    expect(men.map(({ atom, union }) => [atom, union.count])).toEqual([[1, 1]]);
    const totals = [[6, 9], [7, 8]];
    const sum = (zones: readonly { geography: number; zone: number }[]) => zones.reduce((value, { geography, zone }) => value + totals[geography]![zone]!, 0);
    expect(sum(men[0]!.plus) - sum(men[0]!.minus)).toBe(1);
    // No woman of 20 to 24: an open zero is no finding.
    expect(audit([6, 0, 9])).toEqual([]);
  });
});

describe('tables', () => {
  const dimension = (name: string, codes: readonly string[], levels: { name: string; groups: string[] }[] = []) => ({ name, codes, levels });
  const named = (table: CellTable, state: Uint8Array) => Array.from(publishedCells(table)).filter(({ cell }) => state[cell] !== PUBLISHED).map(({ nodes }) => nodes.map(({ label }) => label).join(' '));

  it('GS-LINKED-VIG: what one of two linked tables publishes gives the other away; together they are protected as one', () => {
    const rows = [['young', 'Spain', 2014, 6], ['young', 'Iceland', 2014, 8], ['old', 'Spain', 2014, 9], ['old', 'Portugal', 2014, 1], ['young', 'Iceland', 2015, 2], ['old', 'Spain', 2015, 4], ['old', 'Portugal', 2015, 3], ['young', 'Spain', 2016, 7], ['young', 'Iceland', 2016, 2], ['young', 'Portugal', 2016, 2]] as const;
    const [ages, lands, years] = [['young', 'old'], ['Iceland', 'Portugal', 'Spain'], ['2014', '2015', '2016']];
    const codes = [rows.map(([age]) => ages.indexOf(age)), rows.map(([, land]) => lands.indexOf(land)), rows.map(([, , year]) => years.indexOf(String(year)))];
    const counts = rows.map(([, , , count]) => count);
    const eu = { name: 'eu', groups: ['nonEU', 'EU', 'EU'] };
    // EU-2015 = 7 in age*eu*year and Portugal-2015 = 3 in geo*year, consistent as the two are: Spain-2015 = 4.
    const attack = new Attack(2, [{ at: [0, 1], sum: 7 }, { at: [1], sum: 3 }], 0, solver);
    expect(attack.bounds([0])).toEqual({ lower: 4, upper: 4 });
    attack.dispose();
    const geoYear = createCellTable([dimension('geo', lands, [eu]), dimension('year', years)], [codes[1]!, codes[2]!], counts);
    const rules = { threshold: 3, zeros: 'open', protect: 'exact', attackerMinimum: 0 } as const;
    const primary = named(geoYear, primaryCells(geoYear, rules));
    expect(primary.toSorted()).toEqual(['Iceland 2015', 'Iceland 2016', 'Portugal 2014', 'Portugal 2016', 'nonEU 2015', 'nonEU 2016'].toSorted());
    // The super-consistent pattern of the geo table, with the EU and non-EU cells that are theirs: nothing follows exactly; with Total 2015 published Iceland does.
    const pattern = ['Total 2015', 'Total 2016', 'Iceland 2015', 'Iceland 2016', 'nonEU 2015', 'nonEU 2016', 'Portugal 2014', 'Portugal 2016', 'Spain 2014', 'Spain 2016'];
    const withheld = (names: readonly string[]) => {
      const flags = new Uint8Array(geoYear.values.length);
      for (const { nodes, cell } of publishedCells(geoYear)) if (names.includes(nodes.map(({ label }) => label).join(' '))) flags[cell] = 1;
      return flags;
    };
    expect(auditPattern(geoYear, rules, withheld(pattern), solver).breaches).toEqual([]);
    const leaky = auditPattern(geoYear, rules, withheld(pattern.filter((name) => name !== 'Total 2015')), solver);
    expect(named(geoYear, Uint8Array.from(geoYear.values, (_, cell) => (leaky.breaches.includes(cell) ? 1 : 0)))).toContain('Iceland 2015');
    // Ours, of all margins at once, loses no more of the geo table than the published pattern.
    const ours = suppress(geoYear, rules, solver);
    expect(ours.breaches).toEqual([]);
    expect(named(geoYear, ours.state).length).toBeLessThanOrEqual(pattern.length);
    const both = createCellTable([dimension('age', ages), dimension('geo', lands, [eu]), dimension('year', years)], codes, counts);
    const linked = suppress(both, rules, solver);
    expect(linked.breaches).toEqual([]);
    expect(auditPattern(both, rules, linked.state, solver).breaches).toEqual([]);
  });

  it('KDIS: who is in an accident of k1 was hurt seriously; the cells that tell so are hidden with no more cells than the published pattern', (context) => {
    const kinds = ['serious', 'light', 'none', 'unknown'];
    const counts = [[4, 5, 3, 4, 1, 6], [0, 0, 2, 1, 0, 0], [0, 1, 1, 4, 0, 0], [0, 0, 0, 0, 0, 0]];
    const places = ['k1', 'k2', 'k3', 'k4', 'k5', 'k6'];
    const cells = counts.flatMap((row, kind) => row.map((count, place) => ({ kind, place, count })));
    const table = createCellTable([dimension('mun', places), dimension('inj', kinds)], [cells.map(({ place }) => place), cells.map(({ kind }) => kind)], cells.map(({ count }) => count));
    // A coalition of one: |p| - 1 <= |c|.
    const rules: RuleSet = { threshold: 1, zeros: 'open', homogeneity: { threshold: 2 }, protect: 'exact' };
    const { state, reasons, breaches, bounds } = suppressByRules(table, rules, {}, solver);
    expect(breaches).toEqual([]);
    const told = Array.from(publishedCells(table)).filter(({ cell }) => reasons[cell] === HOMOGENEOUS).map(({ nodes, cell }) => `${nodes.map(({ label }) => label).join(' ')} ${table.values[cell]}`);
    expect(told.toSorted()).toEqual(['k1 serious 4', 'k2 serious 5', 'k3 light 2', 'k5 serious 1', 'k6 serious 6']);
    const published = ['k1 none 0', 'k1 serious 4', 'k2 none 1', 'k2 serious 5', 'k3 light 2', 'k3 none 1', 'k5 none 0', 'k5 serious 1', 'k6 light 0', 'k6 serious 6'];
    expect(named(table, state).length).toBeLessThanOrEqual(published.length);
    // The exact audit of ours: no homogeneous cell is known to be so.
    const known = bounds();
    for (const { nodes, cell } of publishedCells(table)) if (reasons[cell] === HOMOGENEOUS) expect(known.get(cell)!.lower, nodes[0]!.label).toBeLessThan(known.get(cell)!.upper);
    // The published pattern passes our audit too.
    const flags = new Uint8Array(table.values.length);
    for (const { nodes, cell } of publishedCells(table)) if (published.includes(`${nodes.map(({ label }) => label).join(' ')} ${table.values[cell]}`)) flags[cell] = 1;
    expect(suppressByRules(table, rules, {}, solver, flags).breaches).toEqual([]);
    const csv = join(SHARED, 'cases', 'SSBtools_mun_accidents.csv');
    if (!existsSync(csv)) return context.skip('the shared cases (SHARED_DIR, default ../shared) are absent: only the restated table was checked');
    const lines = readFileSync(csv, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.replaceAll('"', '').split(','));
    expect(lines.map(([mun, inj, freq]) => `${mun} ${inj} ${freq}`).toSorted()).toEqual(cells.map(({ kind, place, count }) => `${places[place]} ${kinds[kind]} ${count}`).toSorted());
  });

  it('SCR-PSD: rounding of small counts to 5 changes the margins no more than the published rounding, and leaves none of 1 to 4', () => {
    const counts = [6, 0, 1, 3, 4, 1, 2, 3, 1, 2, 0, 1, 1, 0, 2];
    const sums = [[...counts.keys()], ...[0, 1, 2].map((row) => [0, 1, 2, 3, 4].map((column) => row * 5 + column)), ...[0, 1, 2, 3, 4].map((column) => [0, 1, 2].map((row) => row * 5 + column))];
    const total = (of: ArrayLike<number>, sum: readonly number[]) => sum.reduce((value, at) => value + of[at]!, 0);
    const original = [27, 14, 9, 4, 7, 3, 5, 4, 8];
    expect(sums.map((sum) => total(counts, sum))).toEqual(original);
    const found = roundSmallCounts({ counts, sums, base: 5 });
    const rounded = sums.map((sum) => total(found.counts, sum));
    // The published rounding; ours need not be it, only no worse. It is.
    expect(rounded).toEqual([28, 15, 8, 5, 7, 5, 5, 5, 6]);
    for (const value of rounded) expect(value === 0 || value >= 5).toBe(true);
    expect(found.largest).toBe(2);
    expect(found.mean).toBe(1);
    const change = rounded.map((value, k) => value - original[k]!);
    expect(Math.sqrt(change.reduce((sum, of) => sum + of * of, 0) / 9)).toBeCloseTo(1.2018504, 7);
    expect(1 - Math.sqrt(change.reduce((sum, _, k) => sum + (Math.sqrt(rounded[k]!) - Math.sqrt(original[k]!)) ** 2, 0) / 2) / Math.sqrt(original.reduce((a, b) => a + b, 0))).toBeCloseTo(0.940951, 6);
    expect([...roundSmallCounts({ counts, sums, base: 5 }).counts]).toEqual([...found.counts]);
  });
});

describe('magnitudes and what is made from counts', () => {
  it('MAG-HB1: (1,90) is content with 50,000 + 49,000 + 1,000 though the second estimates the first to 2 %; p % is not', () => {
    const x = [50_000, 49_000, 1_000];
    expect(dominates({ n: 1, k: 90 }, x)).toBe(false);
    const estimate = 100_000 - 49_000;
    expect(estimate).toBe(51_000);
    expect((estimate - 50_000) / 50_000).toBe(0.02);
    expect(dominates({ p: 5 }, x)).toBe(true);
  });

  it('MAG-HB4: (1,85) finds 300 + 20 + 10, and an attacker must hold 352.94 possible', () => {
    expect(dominates({ n: 1, k: 85 }, [300, 20, 10])).toBe(true);
    expect(330 + upperProtection({ n: 1, k: 85 }, [300, 20, 10])).toBeCloseTo(352.94, 2);
  });

  it('MEAN-HB: original means beside counts with noise give the counts back, so they are refused', () => {
    const { candidates, identified } = countsFromMeans([9, 14, 19], [11.25, 7.9167, 9.25], 2, 4);
    expect(candidates.map((of) => of.join()).toSorted()).toEqual(['7,12,19', '7,13,20', '8,12,20', '7,14,21', '8,13,21', '9,12,21'].toSorted());
    expect(identified).toEqual([[8, 12, 20]]);
    expect(meanReason({ sum: 'original', count: 'perturbed' })).toBe('mean-beside-perturbed-counts');
    expect(meanReason({ sum: 'perturbed', count: 'perturbed' })).toBeNull();
    expect(meanReason({ sum: 'original', count: 'original' })).toBeNull();
  });

  it('a rounded rate of a known denominator is its numerator where only one fits: whenever 10^-d < 100/N', () => {
    for (const denominator of [7, 60, 99, 101, 450]) {
      for (const decimals of [0, 1, 2]) {
        const fits = (k: number, rate: number) => Math.abs((100 * k) / denominator - rate) <= 0.5 / 10 ** decimals + 1e-12;
        for (let numerator = 0; numerator <= denominator; numerator++) {
          const rate = Math.round(((100 * numerator) / denominator) * 10 ** decimals) / 10 ** decimals;
          const all = Array.from({ length: denominator + 1 }, (_, k) => k).filter((k) => fits(k, rate));
          const possible = possibleNumerators(rate, decimals, denominator)!;
          if (possible.least !== all[0] || possible.most !== all.at(-1)) expect(possible).toEqual({ least: all[0], most: all.at(-1) });
          if (rateTellsNumerator(numerator, denominator, decimals) !== (all.length === 1) || (10 ** -decimals < 100 / denominator && all.length > 1)) expect.fail(`${numerator} of ${denominator}`);
        }
      }
    }
  });

  it('a rate is secret with its numerator, its complement, its denominator, and where all numerators that it leaves are', () => {
    const rules: RuleSet = { threshold: 3, zeros: 'open', minimumDenominator: 30, homogeneity: { threshold: 1 } };
    expect(rateReason(rules, 2, 100, 1)).toMatchObject({ reason: 'numerator' });
    expect(rateReason(rules, 98, 100, 1)).toMatchObject({ reason: 'complement' });
    expect(rateReason(rules, 10, 29, 1)).toMatchObject({ reason: 'denominator' });
    expect(rateReason(rules, 0, 0, 1)).toMatchObject({ reason: 'denominator' });
    expect(rateReason(rules, 100, 100, 1)).toMatchObject({ reason: 'numerator' });
    expect(rateReason(rules, 50, 100, 1)).toBeNull();
  });
});

describe('cell key', () => {
  it('CK-HB: keys 0.9, 0.3 and 0.6 make 0.8, and three people are seen as four', () => {
    const row = (bounds: readonly (readonly [number, number])[]) => ({ noise: Int32Array.from(bounds, ([, v]) => v), upper: Float64Array.from(bounds, ([upper]) => upper) });
    const ptable: PerturbationTable = { rows: [row([[1, 0]]), row([[0.5, -1], [1, 1]]), row([[0.8, 0], [1, 1]]), row([[0.3, -1], [0.7, 0], [1, 1]])] };
    const table = createCellTable([{ name: 'all', codes: ['a'], levels: [] }], [[0, 0, 0]], [1, 1, 1]);
    const keys = cellKeys(table, [[0, 0, 0]], [1, 1, 1], [90_000_000, 30_000_000, 60_000_000], DECIMAL_KEYS);
    expect(keys[0]).toBe(80_000_000);
    expect([...perturbCounts(table.values, keys, DECIMAL_KEYS, ptable)]).toEqual([4]);
  });

  it('CK-DESTATIS: one at 0.864 becomes two, 932,272 whose keys sum to 467,212.652 stay', () => {
    const half = { noise: Int32Array.of(-1, 0, 1, 2), upper: Float64Array.of(0.25, 0.75, 0.95, 1) };
    const most = { noise: Int32Array.of(-2, -1, 0, 1, 2), upper: Float64Array.of(0.05, 0.15, 0.85, 0.95, 1) };
    const ptable: PerturbationTable = { rows: [{ noise: Int32Array.of(0), upper: Float64Array.of(1) }, half, most] };
    expect(1 + noiseOf(ptable, 1, 86_400_000, DECIMAL_KEYS)).toBe(2);
    const key = Number((467_212_652n * 100_000n) % BigInt(DECIMAL_KEYS));
    expect(key).toBe(65_200_000);
    expect(noiseOf(ptable, 932_272, key, DECIMAL_KEYS)).toBe(0);
    expect(noiseOf(ptable, 0, key, DECIMAL_KEYS)).toBe(0);
  });

  it('PT-EXCNTS: the table with most entropy for D=2, V=1.05 without ones is the published one, and so are its look-ups', () => {
    const { table } = designTable({ largest: 2, variance: 1.05, blocked: 1, unimodal: [true, true, false, true] });
    const p = table!.rows.flatMap(({ upper }) => Array.from(upper, (bound, k) => bound - (k === 0 ? 0 : upper[k - 1]!)));
    const published = [1, 0.50833333, 0.475, 0.01666667, 0.16155827, 0.55565037, 0.24246618, 0.04032518, 0.41231301, 0.28806097, 0.18693903, 0.11268699, 0.07012498, 0.24450007, 0.3707499, 0.24450007, 0.07012498];
    expect(p).toHaveLength(published.length);
    p.forEach((of, k) => expect(of).toBeCloseTo(published[k]!, 7));
    expect(table!.rows.map(({ noise }) => [...noise])).toEqual([[0], [-1, 1, 2], [-2, 0, 1, 2], [-1, 0, 1, 2], [-2, -1, 0, 1, 2]]);
    const lookups = [[1, 0.508, 0], [1, 0.51, 2], [1, 0.99, 3], [2, 0.16, 0], [2, 0.17, 2], [2, 0.96, 4], [3, 0.41, 2], [3, 0.42, 3], [3, 0.9, 5], [57, 0.05, 55], [57, 0.31, 56], [57, 0.6, 57], [57, 0.99, 59], [0, 0.7, 0]] as const;
    for (const [count, key, seen] of lookups) expect(count + noiseOf(table!, count, Math.round(key * DECIMAL_KEYS), DECIMAL_KEYS), `${count} at ${key}`).toBe(seen);
  });

  it('CK-ATTACK-D2: 1 and 1 whose sum is seen as 0 are proved to be 1 and 1 by who knows the largest noise', () => {
    const sums = [{ at: [0], seen: 1 }, { at: [1], seen: 1 }, { at: [0, 1], seen: 0 }];
    expect(boundsBehindNoise(2, sums, 2, solver)).toEqual([{ lower: 1, upper: 1 }, { lower: 1, upper: 1 }]);
    // With noise of up to 3 nothing is proved any more, and with 1 nothing fits.
    expect(boundsBehindNoise(2, sums, 3, solver)![0]).toEqual({ lower: 1, upper: 2 });
    expect(boundsBehindNoise(2, sums, 1, solver)).toBeNull();
  });

  it('CK-RATIO: 4 of 4 can be seen as 700 %', () => {
    expect(ratioRange(4, 4, 3)).toEqual({ lower: 1 / 7, upper: 7 });
  });
});
