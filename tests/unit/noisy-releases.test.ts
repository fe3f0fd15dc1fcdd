// Releases with noise by cell key, beside exact ones: what they look like, whom they tell the same, and what an attacker who knows the table makes of all together.
import { beforeAll, describe, expect, it } from 'vitest';
import { countsBehind, hidesBelow, isPossible, tableOfNoise } from '../../core/disclosure/cell-key/noise-table.ts';
import { readNoiseTable } from '../../core/disclosure/cell-key/read-noise-table.ts';
import { HighsSolver } from '../../core/disclosure/differencing/program.ts';
import { boundsOfNoisy } from '../../core/disclosure/releases/total-bounds.ts';
import { parseRules } from '../../core/disclosure/rules/parse-rules.ts';
import { publicRules, type RuleSet } from '../../core/disclosure/rules/rule-set.ts';
import { blockKeys, keySource } from '../../server/workspace/releases/block-keys.ts';
import { refuseNoise, withKeptNoise } from '../../server/workspace/releases/noise-rules.ts';
import { VALUE } from '../../server/workspace/releases/release-cells.ts';
import { loadAttacker } from './attacker.ts';
import { checkRelease, expectNobody, expectSomebodyUnbounded, NAMES, Public, sumsOf, townOf as changedTown, type Town } from './changed-town.ts';

const TOWNS = process.env.LONG === '1' ? 300 : 8;

const noiseFor = (largest: number) => ({ largest, variance: largest / 2 + 0.5, blocked: 1, unimodal: false });
const townOf = (seed: number): Town =>
  changedTown(seed, 'cell-key', (threshold, among) => {
    const noise = noiseFor(threshold + among(2));
    const table = tableOfNoise(noise)!;
    return { rules: { threshold, zeros: 'open', noise, minimumDenominator: 30 }, boundsOf: (values) => boundsOfNoisy(values, table) };
  });

describe('keys of blocks', () => {
  const blocks = ['a', 'b', 'c', 'd'];
  const counts = Int32Array.of(3, 0, 3, -1);
  const of = (secret: string) => keySource(secret.padStart(64, '0'), blocks);

  it('are the same for the same secret, block, statistic and count, others for others, and 0 where nobody lives', () => {
    const keys = blockKeys(of('1'), 'residents', counts);
    expect([...blockKeys(of('1'), 'residents', counts)]).toEqual([...keys]);
    expect([keys[1], keys[3]]).toEqual([0, 0]);
    const others = [blockKeys(of('2'), 'residents', counts)[0], blockKeys(of('1'), 'children', counts)[0], keys[2], blockKeys(of('1'), 'residents', Int32Array.of(4, 0, 3, -1))[0]];
    expect(new Set([keys[0], ...others]).size).toBe(5);
  });

  it('fall evenly', () => {
    const many = Array.from({ length: 20_000 }, (_, block) => `b${block}`);
    const keys = blockKeys(keySource('5'.repeat(64), many), 'residents', new Int32Array(many.length).fill(7));
    const quarters = [0, 0, 0, 0];
    keys.forEach((key) => quarters[Math.floor((4 * key) / 2 ** 32)]!++);
    // Five standard deviations: sqrt(20000 * 3/16) is 61.
    quarters.forEach((held) => expect(Math.abs(held - 5000)).toBeLessThan(306));
  });
});

describe('what a number with noise says', () => {
  it('is every count that the table can make it of, and no other', () => {
    for (const largest of [3, 5]) {
      const table = tableOfNoise(noiseFor(largest))!;
      for (let seen = 0; seen < 20; seen++) {
        const possible = Array.from({ length: 40 }, (_, count) => count).filter((count) => isPossible(table, count, seen));
        const behind = countsBehind(table, seen);
        expect(behind).toEqual(possible.length === 0 ? null : { least: possible[0], most: possible.at(-1) });
        // 1 never comes out, 0 comes of 0 and of all that the noise reaches.
        if (seen === 1) expect(behind).toBeNull();
        if (seen === 0) expect(behind).toEqual({ least: 0, most: largest });
      }
    }
    expect(boundsOfNoisy([NaN, 0, 9], tableOfNoise(noiseFor(3))!)).toEqual({ least: Float64Array.of(0, 0, 6), most: Float64Array.of(Infinity, 3, 12) });
  });

  it('hides counts below the threshold where it changes them by as much as the threshold', () => {
    expect([3, 4, 5].map((threshold) => hidesBelow(tableOfNoise(noiseFor(4))!, threshold))).toEqual([true, true, false]);
    expect(hidesBelow({ rows: [{ noise: Int32Array.of(0), upper: Float64Array.of(1) }, { noise: Int32Array.of(0), upper: Float64Array.of(1) }] }, 3)).toBe(false);
  });
});

describe('a perturbation table from a file', () => {
  const rows = [{ noise: [0], probability: [1] }, { noise: [-1, 0, 3], probability: [0.5, 0.25, 0.25] }];
  it('is read as ptable and German spreadsheets write it, by probabilities or bounds', () => {
    expect(readNoiseTable('i,j,p,v,p_int_lb,p_int_ub\n0,0,1,0,0,1\n1,0,0.5,-1,0,0.5\n1,1,0.25,0,0.5,0.75\n1,4,0.25,3,0.75,1\n')).toEqual({ table: { rows }, problem: null });
    expect(readNoiseTable('\ufeff"i";"j";"p_int_ub"\r\n0;0;1\r\n1;0;0,5\r\n1;1;0,75\r\n1;4;1\r\n')).toEqual({ table: { rows }, problem: null });
  });

  it('tells the line that cannot be read, and nothing of what is in it', () => {
    expect(readNoiseTable('a,b\n1,2').problem).toEqual({ code: 'no-columns', line: 1 });
    expect(readNoiseTable('i,v,p\n0,0,1\n1,x,0.5').problem).toEqual({ code: 'not-a-number', line: 3 });
    expect(readNoiseTable('i,v,p\n0,0,1\n1,,0.5').problem).toEqual({ code: 'not-a-number', line: 3 });
    expect(readNoiseTable('i,v,p\n0,0,1\n2,0,1').problem).toEqual({ code: 'gap', line: 3 });
  });
});

describe('rules with noise', () => {
  const rules = { threshold: 3, zeros: 'open', minimumDenominator: 30, noise: noiseFor(3) };
  const problemsOf = (change: object) => parseRules({ ...rules, ...change }).problems.map(({ code, field }) => `${code} ${field}`);

  it('are read, and shown to nobody else', () => {
    expect(parseRules(rules).rules).toEqual(rules);
    expect(publicRules(rules as RuleSet)).toEqual({ threshold: 3, zeros: 'open', minimumDenominator: 30, noise: 'confidential' });
    const rows = [{ noise: [0], probability: [1] }, { noise: [-1, 0, 1, 2, 3], probability: [0.5, 0.2, 0.1, 0.1, 0.1] }, { noise: [-2, -1, 0, 1, 2, 3], probability: [0.2, 0.2, 0.1, 0.2, 0.2, 0.1] }, { noise: [-3, -2, -1, 0, 1, 2, 3], probability: [0.1, 0.1, 0.2, 0.2, 0.2, 0.1, 0.1] }];
    expect(problemsOf({ noise: { rows } })).toEqual([]);
  });

  it('are refused with a reason that repeats no parameter', () => {
    for (const [change, told] of [
      [{ threshold: 4 }, ['contradiction noise']],
      [{ zeros: 'protect' }, ['contradiction noise']],
      [{ minimumDenominator: undefined }, ['missing minimumDenominator']],
      [{ noise: { largest: 0, variance: 1 } }, ['out-of-range noise.largest']],
      [{ noise: { largest: 3, variance: 10 } }, ['out-of-range noise.variance']],
      [{ noise: { largest: 3, variance: 0.01, blocked: 2 } }, ['contradiction noise.variance']],
      [{ noise: { largest: 3, variance: 2, seed: 1 } }, ['unknown-field noise.seed']],
      [{ noise: { rows: [{ noise: [1], probability: [1] }, { noise: [0], probability: [1] }] } }, ['out-of-range noise.rows.0.noise']],
      [{ noise: { rows: [{ noise: [0], probability: [1] }, { noise: [0, 1], probability: [0.5, 0.4] }] } }, ['out-of-range noise.rows.1.probability']],
    ] as const) expect(problemsOf(change), JSON.stringify(change)).toEqual(told);
    const { problems } = parseRules({ ...rules, noise: { largest: 77, variance: 123456, blocked: 55 } });
    expect(JSON.stringify(problems)).not.toMatch(/77|123456|55/);
  });
});

describe('where noise may be published', () => {
  const applied = (largest: number) => [{ source: 'Melderegister', version: 1, basis: '', author: 'statistik', rules: { threshold: 3, zeros: 'open' as const, minimumDenominator: 30, noise: noiseFor(largest) } }];
  const release = (number: number, geography: string, version = 1, largest = 3) => ({ release: String(number), number, geography, version, statistics: ['residents'], referenceDates: ['2025-12-31'], method: 'cell-key' as const, state: 'published' as const, publishedAt: new Date(), ruleSets: applied(largest) });
  const wish = { ...release(9, 'stadtteile'), release: '' };

  it('is over three geographies, each in one version, from one table', () => {
    const all = [release(1, 'stadtteile'), release(2, 'wahlkreise'), release(3, 'sozialraeume')];
    expect(refuseNoise(wish, all)).toBeNull();
    expect(refuseNoise({ ...wish, geography: 'schulbezirke' }, all)).toEqual({ code: 'NOISE_ON_ENOUGH_CUTS', geographies: ['stadtteile', 'wahlkreise', 'sozialraeume'] });
    expect(refuseNoise({ ...wish, version: 2 }, all)).toEqual({ code: 'NOISE_ON_OTHER_VERSION', version: 1 });
    // What was never seen, or is of other dates or statistics, says nothing.
    expect(refuseNoise({ ...wish, version: 2 }, [{ ...all[0]!, state: 'requested', publishedAt: null }])).toBeNull();
    expect(refuseNoise({ ...wish, version: 2, referenceDates: ['2024-12-31'] }, all)).toBeNull();
    // Beside exact numbers of the same zones the noise itself is seen.
    const exact = { ...release(4, 'stadtteile'), method: 'suppress' as const };
    expect(refuseNoise(wish, [exact])).toEqual({ code: 'NOISE_BESIDE_EXACT', release: 4 });
    expect(refuseNoise(wish, [{ ...exact, version: 2 }, { ...exact, method: 'round' }, { ...exact, statistics: ['children'] }])).toBeNull();
    // Withdrawing does not unpublish.
    expect(refuseNoise({ ...wish, version: 2 }, [{ ...all[0]!, state: 'withdrawn' }])).toMatchObject({ code: 'NOISE_ON_OTHER_VERSION' });
    const later = { ...wish, ruleSets: applied(5) };
    expect(refuseNoise(later, all)).toMatchObject({ code: 'NOISE_TABLES_DIFFER', releases: [1, 2, 3] });
    expect(withKeptNoise(later, all)[0]!.rules.noise).toEqual(noiseFor(3));
    expect(withKeptNoise({ ...later, referenceDates: ['2024-12-31'] }, all)[0]!.rules.noise).toEqual(noiseFor(5));
    expect(refuseNoise({ ...wish, ruleSets: [{ ...applied(3)[0]!, rules: { threshold: 3, zeros: 'open' } }] }, [])).toEqual({ code: 'NO_NOISE', sources: ['Melderegister'] });
    expect(refuseNoise({ ...wish, ruleSets: [{ ...applied(3)[0]!, rules: { ...applied(3)[0]!.rules, threshold: 4 } }] }, [])).toEqual({ code: 'NOISE_TOO_SMALL', sources: ['Melderegister'] });
  });
});

describe('releases with noise', () => {
  let highs: Awaited<ReturnType<typeof loadAttacker>>;
  let solver: HighsSolver;
  beforeAll(async () => {
    highs = await loadAttacker();
    solver = new HighsSolver(highs);
  });

  it('show numbers that the table makes of the truth, 0 where nobody is, and the same again', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const town = townOf(seed);
      const table = tableOfNoise(town.rules.noise!)!;
      const made = checkRelease(solver, town, 0, 'cell-key', new Public(town));
      for (const { statistic, state, value } of made.cells) {
        const truth = sumsOf(town.partitions[0]!, town.counts[statistic]!);
        expect(state.every((of) => of === VALUE)).toBe(true);
        value.forEach((seen, zone) => expect(isPossible(table, truth[zone]!, seen), `${seen} of ${truth[zone]!}`).toBe(true));
      }
      expect(checkRelease(solver, town, 0, 'cell-key', new Public(town)).cells.map(({ value }) => [...value])).toEqual(made.cells.map(({ value }) => [...value]));
      expect(made.findings).toEqual([]);
    }
  });

  it('give the same blocks the same number in every cut, an empty block more or less, and keep it after a correction that it still fits', () => {
    const town = townOf(3);
    const known = new Public(town);
    const first = checkRelease(solver, town, 0, 'cell-key', known);
    const value = (made: typeof first, statistic: string) => [...made.cells.find((one) => one.statistic === statistic)!.value];
    const twin: Town = { ...town, partitions: town.partitions.map((partition, at) => (at === 1 ? town.partitions[0]! : partition)) };
    // Without a word of the first one: it is the keys that say so.
    NAMES.forEach((name) => expect(value(checkRelease(solver, twin, 1, 'cell-key', new Public(town)), name)).toEqual(value(first, name)));
    const empty = town.counts.residents!.map((count, block) => (block === 13 ? 0 : count));
    const emptied: Town = { ...town, counts: { residents: empty, children: town.counts.children!.map((count, block) => (block === 13 ? 0 : count)) } };
    const without: Town = { ...emptied, partitions: town.partitions.map(({ zoneOf, zoneCount }) => ({ zoneOf: zoneOf.map((zone, block) => (block === 13 ? (zone + 1) % zoneCount : zone)), zoneCount })) };
    NAMES.forEach((name) => expect(value(checkRelease(solver, without, 0, 'cell-key', new Public(town)), name)).toEqual(value(checkRelease(solver, emptied, 0, 'cell-key', new Public(town)), name)));
    known.enter(0, 'cell-key', first);
    // Each block in turn is counted one more: its zone keeps its number unless that is at the edge of what noise reaches.
    const table = tableOfNoise(town.rules.noise!)!;
    const kept = Array.from({ length: 14 }, (_, block) => {
      const zone = town.partitions[0]!.zoneOf[block]!;
      const corrected: Town = { ...town, counts: { ...town.counts, residents: town.counts.residents!.map((count, of) => count + (of === block ? 1 : 0)) } };
      const before = value(first, 'residents')[zone]!;
      const now = value(checkRelease(solver, corrected, 0, 'cell-key', known), 'residents')[zone]!;
      return [now === before, isPossible(table, sumsOf(town.partitions[0]!, corrected.counts.residents!)[zone]!, before)];
    });
    expect(kept).toEqual(kept.map(([, fits]) => [fits, fits]));
    expect(kept.flat()).toContain(true);
  });

  it('are audited again as they are stored, and tell where counts have changed by more than noise', () => {
    const town = townOf(5);
    const first = checkRelease(solver, town, 0, 'cell-key', new Public(town));
    const again = checkRelease(solver, town, 0, 'cell-key', new Public(town), true, first);
    expect(again.cells.map(({ value }) => [...value])).toEqual(first.cells.map(({ value }) => [...value]));
    const recounted: Town = { ...town, counts: { ...town.counts, residents: town.counts.residents!.map((count) => count + 20) } };
    expect(checkRelease(solver, recounted, 0, 'cell-key', new Public(town), true, first).cells.find(({ statistic }) => statistic === 'residents')!.value.some(Number.isNaN)).toBe(true);
  });

  it(`and exact ones together tell an attacker who knows the table of nobody below the threshold in ${TOWNS} towns`, () => {
    expectNobody(highs, solver, townOf, TOWNS);
  }, 300_000);

  it('tell of somebody in towns where they do not once audits know nothing of the noise', () => {
    // Two of the three among the first hundred and fifty.
    expectSomebodyUnbounded(highs, solver, townOf, [46, 116]);
  }, 300_000);
});
