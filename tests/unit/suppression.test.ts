// Secondary suppression and interval audit: published examples, and an attacker of its own on random tables.
import fc from 'fast-check';
import loadHighs from 'highs';
import { describe, expect, it } from 'vitest';
import { Attack, type Bounds, type PublishedSum, type SumLimits } from '../../core/disclosure/suppression/attack.ts';
import { createCellTable, publishedCells, type CellTable, type TableDimension } from '../../core/disclosure/suppression/cell-table.ts';
import { withholdByElimination } from '../../core/disclosure/suppression/exact-suppression.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { auditPattern, primaryCells, PUBLISHED, suppress, withheldBounds, type SuppressionRules } from '../../core/disclosure/suppression/suppression.ts';

const solver = new HighsSolver(await loadHighs());

/** Withheld published cells by name, such as "young|Spain". */
function withheldNames(table: CellTable, state: Uint8Array): string[] {
  return [...publishedCells(table)].filter(({ cell }) => state[cell] !== PUBLISHED).map(({ nodes }) => nodes.map(({ label }) => label).join('|'));
}

const LANDS = ['Spain', 'Iceland', 'Portugal'];

function ageByLand(counts: readonly number[], levels: TableDimension['levels'] = []): CellTable {
  return createCellTable([{ name: 'age', codes: ['young', 'old'], levels: [] }, { name: 'geo', codes: LANDS, levels }], [[0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2]], counts);
}

/** As the examples take them: nothing is taken for more than 0, zeros are secret, exactly known is the breach. */
const EXACT: Omit<SuppressionRules, 'threshold'> = { zeros: 'protect', protect: 'exact', attackerMinimum: 0 };

describe('the examples of GaussSuppression', () => {
  it('GS-T1: one secret zero needs three more cells', () => {
    const table = ageByLand([5, 2, 0, 6, 3, 4]);
    expect(withheldNames(table, suppress(table, { ...EXACT, threshold: 2 }, solver).state)).toEqual(['young|Iceland', 'young|Portugal', 'old|Iceland', 'old|Portugal']);
  });
  it('GS-T2: with EU and non-EU over the lands', () => {
    const table = ageByLand([5, 2, 0, 6, 3, 4], [{ name: 'eu', groups: ['EU', 'nonEU', 'EU'] }]);
    expect(withheldNames(table, suppress(table, { ...EXACT, threshold: 3 }, solver).state).toSorted()).toEqual(
      ['old|EU', 'old|Iceland', 'old|Portugal', 'old|nonEU', 'young|EU', 'young|Iceland', 'young|Portugal', 'young|nonEU'].toSorted(),
    );
  });
  it('GS-T7: two zeros whose sum follows are known, though neither follows by subtraction', () => {
    const table = ageByLand([5, 0, 0, 6, 3, 4]);
    const names = withheldNames(table, suppress(table, { ...EXACT, threshold: 3 }, solver).state);
    expect(names).toEqual(expect.arrayContaining(['old|Spain', 'young|Spain', 'young|Iceland', 'young|Portugal', 'old|Iceland', 'old|Portugal']));
    expect(names).toHaveLength(6);
  });
});

describe('LINK-136: two overlapping groupings of the same eight regions', () => {
  const codes = ['A', 'B', 'I', 'J', 'K', 'L', 'M', 'N'];
  const county = { name: 'county', groups: ['1', '1', '1', '1', '2', '2', '2', '2'] };
  const size = { name: 'size', groups: ['small', 'small', 'small', 'small', 'small', 'BIG', 'BIG', 'small'] };
  const rules: SuppressionRules = { threshold: 4, zeros: 'open', protect: 'small', attackerMinimum: 0 };
  const tableOf = (levels: TableDimension['levels']) => createCellTable([{ name: 'region', codes, levels }], [codes.map((_, i) => i)], [2, 2, 8, 8, 3, 3, 3, 7]);

  it('each alone needs no further cell', () => {
    for (const level of [county, size]) {
      const table = tableOf([level]);
      expect(withheldNames(table, suppress(table, rules, solver).state)).toEqual(['A', 'B', 'K', 'L', 'M']);
    }
  });
  it('together K = 3 is known, and withholding N mends it, with the bounds that are known', () => {
    const table = tableOf([county, size]);
    const primary = primaryCells(table, rules);
    const audited = auditPattern(table, rules, primary, solver);
    expect(audited.breaches).toEqual([table.cellOfInner[4]]);
    expect(withheldBounds(table, rules, primary, solver).get(table.cellOfInner[4]!)).toEqual({ lower: 3, upper: 3 });
    const { state, breaches } = suppress(table, rules, solver);
    expect(breaches).toEqual([]);
    expect(withheldNames(table, state)).toEqual(['A', 'B', 'K', 'L', 'M', 'N']);
    const bounds = withheldBounds(table, rules, state, solver);
    const byName = Object.fromEntries(codes.map((code, i) => [code, bounds.get(table.cellOfInner[i]!)]));
    expect(byName).toEqual({ A: { lower: 0, upper: 4 }, B: { lower: 0, upper: 4 }, I: undefined, J: undefined, K: { lower: 0, upper: 10 }, L: { lower: 0, upper: 6 }, M: { lower: 0, upper: 6 }, N: { lower: 0, upper: 10 } });
  });
});

describe('interval audit', () => {
  it('LP-HB3: bounds of the inner cells from the margins', () => {
    const attack = new Attack(4, [{ at: [0, 1], sum: 7 }, { at: [2, 3], sum: 3 }, { at: [0, 2], sum: 6 }, { at: [1, 3], sum: 4 }], 0, solver);
    expect([0, 1, 2, 3].map((cell) => attack.bounds([cell]))).toEqual([{ lower: 3, upper: 6 }, { lower: 1, upper: 4 }, { lower: 0, upper: 3 }, { lower: 0, upper: 3 }]);
    attack.dispose();
  });

  it('LP-4x4: 47 is known exactly though two cells are withheld in every row and column; xd besides hides it', () => {
    const rows: Readonly<Record<string, readonly number[]>> = { w: [30, 47, 64, 89], x: [90, 124, 5, 31], y: [92, 100, 59, 85], z: [800, 991, 651, 685] };
    const boundsOf = (withheld: readonly string[]) => {
      const place = (name: string) => withheld.indexOf(name);
      const lines = [
        ...Object.keys(rows).map((row) => [...'abcd'].map((column) => row + column)),
        ...[...'abcd'].map((column) => Object.keys(rows).map((row) => row + column)),
      ];
      const count = (name: string) => rows[name[0]!]!['abcd'.indexOf(name[1]!)]!;
      const sums: PublishedSum[] = lines.map((line) => {
        const open = line.filter((name) => place(name) >= 0);
        return { at: open.map(place).toSorted((a, b) => a - b), sum: open.reduce((sum, name) => sum + count(name), 0) };
      });
      const attack = new Attack(withheld.length, sums, 0, solver);
      const bounds = Object.fromEntries(withheld.map((name, i) => [name, Object.values(attack.bounds([i]))]));
      attack.dispose();
      return bounds;
    };
    const nine = ['wa', 'wb', 'wc', 'xa', 'xc', 'yb', 'yd', 'zb', 'zd'];
    expect(boundsOf(nine)).toEqual({ wa: [25, 94], wb: [47, 47], wc: [0, 69], xa: [26, 95], xc: [0, 69], yb: [0, 185], yd: [0, 185], zb: [906, 1091], zd: [585, 770] });
    const extra = { xd: [0, 78], wd: [0, 136], xb: [0, 141], ya: [0, 141], yc: [0, 116], za: [0, 141], zc: [0, 116] };
    for (const [name, bounds] of Object.entries(extra)) expect(boundsOf([...nine, name]).wb, name).toEqual(bounds);
  });
});

interface Instance {
  readonly table: CellTable;
  readonly rules: SuppressionRules;
}

/** Two dimensions, one with two overlapping groupings, few people. */
const instance: fc.Arbitrary<Instance> = fc
  .record({
    regions: fc.integer({ min: 2, max: 5 }),
    ages: fc.integer({ min: 1, max: 3 }),
    counts: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 15, maxLength: 15 }),
    first: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 5 }),
    second: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 5, maxLength: 5 }),
    threshold: fc.integer({ min: 2, max: 4 }),
    zeros: fc.constantFrom('open' as const, 'protect' as const),
    protect: fc.constantFrom('exact' as const, 'small' as const),
  })
  .map(({ regions, ages, counts, first, second, threshold, zeros, protect }) => {
    const places = Array.from({ length: regions * ages }, (_, i) => [Math.floor(i / ages), i % ages] as const);
    const names = (prefix: string, size: number) => Array.from({ length: size }, (_, i) => prefix + i);
    const group = (name: string, of: readonly number[]) => ({ name, groups: of.slice(0, regions).map((i) => `${name}${i}`) });
    const table = createCellTable(
      [
        { name: 'region', codes: names('r', regions), levels: [group('north', first), group('east', second)] },
        { name: 'age', codes: names('a', ages), levels: [] },
      ],
      [places.map(([region]) => region), places.map(([, age]) => age)],
      places.map((_, i) => counts[i]!),
    );
    return { table, rules: { threshold, zeros, protect, attackerMinimum: zeros === 'open' ? 1 : 0 } };
  });

interface LinkedSums {
  readonly truth: Float64Array;
  readonly sums: readonly PublishedSum[];
  readonly limits: readonly SumLimits[];
  /** Unknowns one by one, then what is withheld. */
  readonly asked: readonly (readonly number[])[];
}

/** Sums over three overlapping divisions of up to 24 unknowns, many of two; some are public, some are known to be at least 1, some unknowns are no more than others. */
const linkedSums: fc.Arbitrary<LinkedSums> = fc
  .record({
    counts: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 6, maxLength: 24 }),
    zones: fc.array(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 24, maxLength: 24 }), { minLength: 1, maxLength: 3 }),
    kinds: fc.array(fc.constantFrom('public', 'public', 'public', 'withheld'), { minLength: 24, maxLength: 24 }),
    pairs: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
  })
  .map(({ counts, zones, kinds, pairs }) => {
    const truth = Float64Array.from(counts);
    const sumOf = (at: readonly number[]) => at.reduce((sum, unknown) => sum + truth[unknown]!, 0);
    const all = zones.flatMap((zoneOf) => [...new Set(zoneOf)].map((zone) => [...truth.keys()].filter((unknown) => zoneOf[unknown] === zone))).filter((at) => at.length > 0);
    const isPublic = (i: number) => kinds[i % kinds.length] === 'public';
    const withheld = all.filter((_, i) => !isPublic(i));
    const atMost = pairs.map(([a, b]) => [a % truth.length, b % truth.length] as const).filter(([a, b]) => truth[a]! <= truth[b]! && a !== b);
    return {
      truth,
      sums: [{ at: [...truth.keys()], sum: sumOf([...truth.keys()]) }, ...all.filter((_, i) => isPublic(i)).map((at) => ({ at, sum: sumOf(at) }))],
      limits: [...withheld.map((at) => ({ at, least: Math.min(1, sumOf(at)), most: Infinity })), ...atMost.map(([a, b]) => ({ at: [a, b], times: [-1, 1], least: 0, most: Infinity }))],
      asked: [...truth.keys()].map((unknown) => [unknown]).concat(withheld),
    };
  });

/** One program over all unknowns and all rows as they are, asked for both ends of every sum. */
function plainBounds({ truth, sums, limits, asked }: LinkedSums, whole: boolean): Bounds[] {
  const rows = [...sums.map(({ at, sum }) => ({ at, times: at.map(() => 1), least: sum, most: sum })), ...limits.map(({ at, times, ...ends }) => ({ at, times: times ?? at.map(() => 1), ...ends }))];
  const start = new Int32Array(rows.length + 1);
  rows.forEach(({ at }, row) => (start[row + 1] = start[row]! + at.length));
  const program = solver.open(
    {
      cost: new Float64Array(truth.length),
      lower: new Float64Array(truth.length),
      upper: new Float64Array(truth.length).fill(Infinity),
      rowLower: Float64Array.from(rows, ({ least }) => least),
      rowUpper: Float64Array.from(rows, ({ most }) => most),
      start,
      index: Int32Array.from(rows.flatMap(({ at }) => at)),
      value: Float64Array.from(rows.flatMap(({ times }) => times)),
    },
    whole,
  );
  const least = (at: readonly number[], sign: 1 | -1): number => {
    truth.forEach((_, unknown) => program.setCost(unknown, at.includes(unknown) ? sign : 0));
    const { objective } = program.solve()!;
    return whole ? Math.round(objective) : objective;
  };
  // 0, not -0.
  const bounds = asked.map((at) => ({ lower: least(at, 1) + 0, upper: 0 - least(at, -1) }));
  program.dispose();
  return bounds;
}

/** All whole tables that fit what is published, by trying every value cell by cell; the least and the largest of every cell. */
function tryAll({ table, rules }: Instance, state: Uint8Array): { least: number[]; most: number[] } {
  const { innerCounts, values, start, inner } = table;
  const cells = Array.from(values, (_, cell) => inner.subarray(start[cell]!, start[cell + 1]!));
  const least = cells.map(() => Infinity);
  const most = cells.map(() => -Infinity);
  const guess = new Float64Array(innerCounts.length);
  const published = cells.map((of, cell) => ({ of, cell })).filter(({ cell }) => state[cell] === PUBLISHED);
  const closing = (position: number) => published.filter(({ of }) => Math.max(...of) === position);
  const checks = Array.from(innerCounts, (_, position) => closing(position));
  // Where the total is withheld too, counts may be larger than it.
  const total = innerCounts.reduce((sum, count) => sum + count, rules.threshold);
  const visit = (position: number): void => {
    if (position === guess.length) {
      cells.forEach((of, cell) => {
        const sum = of.reduce((value, at) => value + guess[at]!, 0);
        least[cell] = Math.min(least[cell]!, sum);
        most[cell] = Math.max(most[cell]!, sum);
      });
      return;
    }
    const fixed = state[table.cellOfInner[position]!] === PUBLISHED || (innerCounts[position] === 0 && rules.zeros === 'open');
    const [from, to] = fixed ? [innerCounts[position]!, innerCounts[position]!] : [rules.attackerMinimum, total];
    for (let value = from; value <= to; value++) {
      guess[position] = value;
      const fits = checks[position]!.every(({ of, cell }) => of.reduce((sum, at) => sum + guess[at]!, 0) === values[cell]);
      const over = published.some(({ of, cell }) => of.reduce((sum, at) => sum + (at <= position ? guess[at]! : 0), 0) > values[cell]!);
      if (over) break;
      if (fits) visit(position + 1);
    }
    guess[position] = 0;
  };
  visit(0);
  return { least, most };
}

describe('random tables with overlapping groupings', () => {
  it('withhold every secret, and nobody who tries all tables can find one out', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(instance, (given) => {
        const { table, rules } = given;
        const { state, breaches } = suppress(table, rules, solver);
        const primary = primaryCells(table, rules);
        // Where not even withholding everything would do, nothing helps; it is told.
        const helpless = new Set(breaches);
        if (!state.includes(PUBLISHED)) return;
        const { least, most } = tryAll(given, state);
        primary.forEach((secret, cell) => {
          if (secret === 0) return;
          expect(state[cell]).not.toBe(PUBLISHED);
          if (helpless.size > 0) return;
          if (rules.protect === 'small') expect(most[cell]).toBeGreaterThanOrEqual(rules.threshold);
          else expect(most[cell]).toBeGreaterThan(least[cell]!);
        });
      }),
      { numRuns: process.env.LONG === '1' ? 300 : 60 },
    );
  });

  it('have the bounds that trying all tables gives', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(instance, (given) => {
        const { table, rules } = given;
        const { state } = suppress(table, rules, solver);
        // Without the total nothing bounds a count.
        const total = table.nodes.reduce((cell, nodes, d) => cell * table.setCounts[d]! + nodes.at(-1)!.set, 0);
        if (state[total] !== PUBLISHED) return;
        const { least, most } = tryAll(given, state);
        for (const [cell, { lower, upper }] of withheldBounds(table, rules, state, solver)) expect([lower, upper]).toEqual([least[cell], most[cell]]);
      }),
      { numRuns: process.env.LONG === '1' ? 300 : 60 },
    );
  });

  it('have the bounds of one plain program over everything, many sums at once and with links beside', { timeout: 300_000 }, () => {
    fc.assert(
      fc.property(linkedSums, (given) => {
        const { truth, sums, limits, asked } = given;
        const attack = new Attack(truth.length, sums, 0, solver, limits);
        attack.remember(truth);
        const exact = attack.boundsOfAll(asked);
        const outer = attack.boundsOfAll(asked, true);
        attack.dispose();
        expect(exact).toEqual(plainBounds(given, true));
        // Fractions may say less, never more, and no less than the plain program's.
        const fractions = plainBounds(given, false);
        asked.forEach((_, i) => {
          expect(outer[i]!.lower).toBeLessThanOrEqual(exact[i]!.lower);
          expect(outer[i]!.upper).toBeGreaterThanOrEqual(exact[i]!.upper);
          expect(outer[i]!.lower).toBeGreaterThanOrEqual(Math.ceil(fractions[i]!.lower - 1e-6));
          expect(outer[i]!.upper).toBeLessThanOrEqual(Math.floor(fractions[i]!.upper + 1e-6));
        });
      }),
      { numRuns: process.env.LONG === '1' ? 400 : 30 },
    );
  });

  it('at "exact" and from zero lose no more cells than elimination does, which stays the peer', { timeout: 300_000 }, () => {
    let [ours, peer] = [0, 0];
    fc.assert(
      fc.property(instance, ({ table, rules }) => {
        const asked: SuppressionRules = { ...rules, zeros: 'open', protect: 'exact', attackerMinimum: 0 };
        const unknown = new Map([...table.innerCounts.keys()].filter((position) => table.innerCounts[position]! > 0).map((position, i) => [position, i]));
        const of = Array.from(table.values, (_, cell) =>
          Array.from(table.inner.subarray(table.start[cell]!, table.start[cell + 1]!), (position) => unknown.get(position)).filter((place) => place !== undefined).toSorted((a, b) => a - b),
        );
        const primary = primaryCells(table, asked);
        const cells = [...of.keys()].filter((cell) => of[cell]!.length > 0);
        const candidates = cells.filter((cell) => primary[cell] === 0).toSorted((a, b) => table.values[b]! - table.values[a]! || a - b);
        const flagged = withholdByElimination(unknown.size, cells.filter((cell) => primary[cell] === 1).map((cell) => of[cell]!), candidates.map((cell) => of[cell]!));
        peer += flagged.reduce((sum, flag) => sum + flag, 0);
        ours += suppress(table, asked, solver).state.filter((state) => state === 2).length;
      }),
      { numRuns: 60, seed: 4 },
    );
    expect(ours).toBeLessThanOrEqual(peer);
  });
});
