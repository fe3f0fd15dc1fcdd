// Gartenstadt is always the same town, and a sound one: its coverage, its people, its zones, its addresses.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { pointInRings } from '../../core/coverage/point-in-rings.ts';
import { hasFindings, validateCoverage, type CoverageReport } from '../../core/coverage/validate.ts';
import { aggregate } from '../../core/statistics/aggregate.ts';
import { plantedAnswers } from '../../geodata/planted-cases.ts';
import { generateTown, makeLayers, SEEDS } from '../../geodata/town/generate-town.ts';
import { recount } from '../../geodata/town/recount.ts';
import { LAYERS, type CountSet, type LayerName, type Town } from '../../geodata/town/town.ts';

const GOLDEN = new URL('../golden/town-layers.json', import.meta.url);

/** SHA-256 over all numbers and texts of a value; typed arrays by their bytes, which is fifty times quicker than by digits. */
function fingerprint(value: unknown): string {
  const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const plain = (_: string, member: unknown) => (ArrayBuffer.isView(member) ? sha256(new Uint8Array(member.buffer, member.byteOffset, member.byteLength)) : member);
  return sha256(JSON.stringify(value, plain));
}

const fingerprints = (layers: ReturnType<typeof makeLayers>, names: readonly LayerName[] = LAYERS) =>
  Object.fromEntries(names.map((layer) => [layer, fingerprint(layers[layer]())]));

let town: Town;
let coverage: Coverage;
beforeAll(() => {
  town = generateTown({ scale: 'town' });
  const built = buildCoverage(town.blockStands[1].rings);
  if (!built.ok) throw new Error(JSON.stringify(built.issues));
  coverage = built.coverage;
});

const newest = () => town.counts.at(-1)!;
const cut = (geography: string) => town.geographies.find((one) => one.geography === geography)!.versions[1]!;

function sumOf(set: CountSet, statistic: string): number {
  const { columns, values, blockCount } = set.table;
  const column = columns.indexOf(statistic);
  let sum = 0;
  for (let block = 0; block < blockCount; block++) sum += values[block * columns.length + column]!;
  return sum;
}

describe('the generator', () => {
  it('draws the same layers on every machine, byte for byte', () => {
    const now = fingerprints(makeLayers({ scale: 'town' }));
    if (process.env.BLESS === '1') writeFileSync(GOLDEN, `${JSON.stringify(now, null, 1)}\n`);
    expect(now).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
  });

  it('changes no earlier byte when a later layer gets another seed', () => {
    const before = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, string>;
    for (const [at, layer] of LAYERS.entries()) {
      if (at === 0) continue;
      const after = fingerprints(makeLayers({ scale: 'town', seeds: { [layer]: SEEDS[layer] + 1 } }), LAYERS.slice(0, at + 1));
      const changed = Object.keys(after).filter((one) => after[one] !== before[one]);
      expect(changed, `layers up to ${layer} that its seed changes`).toEqual([layer]);
    }
    // Eight towns, each up to the layer in question: five seconds on a quiet machine.
  }, 300_000);
});

describe('the blocks', () => {
  let report: CoverageReport;
  beforeAll(() => {
    report = validateCoverage(town.blockStands[1].rings);
  });

  it('are a coverage without findings, in both stands', () => {
    expect(hasFindings(report)).toBe(false);
    expect(hasFindings(validateCoverage(town.blockStands[0].rings))).toBe(false);
  });

  it('are about 1,200 with ids of Stadtteil and number', () => {
    for (const { rings } of town.blockStands) {
      expect(rings.ids.length).toBeGreaterThan(1150);
      expect(rings.ids.length).toBeLessThan(1250);
      for (const id of rings.ids) expect(id).toMatch(/^(0[1-9]|1[0-8])-\d{3}$/);
    }
  });

  it('have a pond as a hole, islands, blocks of two parts and blocks round an enclave', () => {
    const { ids, blockStart, partStart } = town.blockStands[1].rings;
    const parts = ids.map((_, block) => blockStart[block + 1]! - blockStart[block]!);
    const rings = ids.map((_, block) => partStart[blockStart[block + 1]!]! - partStart[blockStart[block]!]!);
    expect(report.holes).toHaveLength(1);
    expect(report.islands.length).toBeGreaterThanOrEqual(2);
    expect(parts.filter((count) => count > 1).length).toBeGreaterThanOrEqual(3);
    expect(rings.filter((count, block) => count > parts[block]!).length).toBeGreaterThanOrEqual(5);
  });

  it('cover the same ground in 2015 and in 2020', () => {
    const built = buildCoverage(town.blockStands[0].rings);
    const area = (one: Coverage) => one.blockAreaM2.reduce((sum, value) => sum + value, 0);
    expect(built.ok && area(built.coverage)).toBeCloseTo(area(coverage), 2);
  });

  it('come from those of 2015 by shares that add up to one, with splits, merges and new borders', () => {
    const share = new Map<string, number>();
    const sources = new Map<string, number>();
    for (const { from, to, weight } of town.lineage) {
      expect(weight).toBeGreaterThan(0);
      share.set(from, (share.get(from) ?? 0) + Math.round(weight * 1e6));
      sources.set(to, (sources.get(to) ?? 0) + 1);
    }
    expect([...share.keys()].toSorted()).toEqual([...town.blockStands[0].rings.ids].toSorted());
    expect(new Set(share.values())).toEqual(new Set([1_000_000]));
    expect([...sources.keys()].toSorted()).toEqual([...town.blockStands[1].rings.ids].toSorted());
    expect([...sources.values()].filter((count) => count > 1).length).toBeGreaterThan(10);
    expect(town.lineage.length - share.size).toBeGreaterThan(30);
  });
});

describe('the zones', () => {
  it('are 18 Stadtteile, 7 Sozialräume in 3 Planungsräume, 7 Grundschulbezirke with schools, Wahlbezirke, and the whole town', () => {
    expect(town.geographies.map(({ geography, versions }) => [geography, ...versions.map(({ zones }) => zones.length)])).toEqual([
      ['stadtteile', 18, 18], ['sozialraeume', 7, 7], ['planungsraeume', 3, 3], ['grundschulbezirke', 7, 7], ['wahlbezirke', 18, 18], ['gesamtstadt', 1, 1],
    ]);
    expect(town.schools.map(({ school }) => school)).toEqual(cut('grundschulbezirke').zones.map(({ zone }) => zone));
  });

  it('take every block in both cuts, and each has blocks', () => {
    for (const { versions } of town.geographies) {
      for (const { assignment, zones, blockSet } of versions) {
        expect(assignment).toHaveLength(town.blockStands[blockSet - 1]!.rings.ids.length);
        expect(new Set(assignment)).toEqual(new Set(zones.keys()));
      }
    }
  });

  it('lie in one piece but for the islands and the wood beyond the border', () => {
    const { count } = components(adjacency(coverage), cut('stadtteile').assignment, 18);
    const split = cut('stadtteile').zones.filter((_, zone) => count[zone]! > 1).map(({ zone }) => zone);
    expect(split).toEqual(['10', '17', '18']);
  });

  it('bundle Sozialräume into Planungsräume without a crossing', () => {
    const parents = new Map<number, Set<number>>();
    cut('sozialraeume').assignment.forEach((zone, block) => {
      (parents.get(zone) ?? parents.set(zone, new Set()).get(zone)!).add(cut('planungsraeume').assignment[block]!);
    });
    expect([...parents.values()].every((set) => set.size === 1)).toBe(true);
  });

  it('were cut anew in 2020, and Wahlbezirke differ from Stadtteile by five blocks', () => {
    const differ = cut('stadtteile').assignment.reduce((sum, zone, block) => sum + (zone === cut('wahlbezirke').assignment[block] ? 0 : 1), 0);
    expect(differ).toBe(5);
    const older = town.geographies[0]!.versions[0]!;
    const [first, second] = town.blockStands;
    const moved = first.rings.ids.filter((id, block) => {
      const now = second.rings.ids.indexOf(id);
      return now >= 0 && older.assignment[block] !== cut('stadtteile').assignment[now];
    });
    expect(moved.length).toBeGreaterThan(20);
  });
});

describe('the people', () => {
  it('are about 30,000, 8 per cent of them and 11 per cent of the children in SGB II', () => {
    const share = (part: string, whole: string) => sumOf(newest(), part) / sumOf(newest(), whole);
    expect(sumOf(newest(), 'residents')).toBeGreaterThan(29_500);
    expect(sumOf(newest(), 'residents')).toBeLessThan(31_000);
    expect(share('sgb2_persons', 'residents')).toBeCloseTo(0.08, 2);
    expect(share('sgb2_under_15', 'under_15')).toBeCloseTo(0.11, 2);
    expect(share('under_18', 'residents')).toBeGreaterThan(0.15);
    expect(share('under_18', 'residents')).toBeLessThan(0.22);
  });

  it('are counted at the end of eleven years, up to 2019 on the blocks of 2015', () => {
    expect(town.counts.map(({ referenceDate }) => referenceDate)).toEqual(Array.from({ length: 11 }, (_, i) => `${2015 + i}-12-31`));
    expect(town.counts.map(({ blockSet }) => blockSet)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2]);
  });

  it('add up in every block and in the row of the unlocated, at every date', () => {
    for (const { table, unlocated } of town.counts) {
      const position = new Map(table.columns.map((column, i) => [column, i]));
      const rows = [[...unlocated], ...Array.from({ length: table.blockCount }, (_, i) => [...table.values.subarray(i * table.columns.length, (i + 1) * table.columns.length)])];
      expect(rows.flatMap((row) => brokenRules(position, row))).toEqual([]);
    }
  });

  it('have an unlocated row that is small in each statistic and not empty where many are counted', () => {
    const { table, unlocated } = newest();
    table.columns.forEach((column, i) => expect(unlocated[i]!).toBeLessThan(Math.max(60, 0.02 * sumOf(newest(), column))));
    expect(unlocated[table.columns.indexOf('residents')]).toBeGreaterThan(20);
  });

  it('of earlier years keep their sums on the blocks of 2020, by Stadtteil too', () => {
    const [older, newer] = town.blockStands;
    const byZone = (table: CountSet['table'], assignment: Int32Array) => [...aggregate(table, assignment, 18).sums];
    // No Stadtteil of 2020 cuts a block of 2015: the cut of 2020 can be told on the older blocks.
    const onOlder = Int32Array.from(older.rings.ids, (id) => {
      const to = town.lineage.find(({ from }) => from === id)!.to;
      return cut('stadtteile').assignment[newer.rings.ids.indexOf(to)]!;
    });
    for (const set of town.counts.filter(({ blockSet }) => blockSet === 1)) {
      const table = recount(set.table, older.rings.ids, newer.rings.ids, town.lineage);
      expect(byZone(table, cut('stadtteile').assignment)).toEqual(byZone(set.table, onOlder));
    }
  });
});

/** Rules that a row of counts breaks, by name. */
function brokenRules(position: ReadonlyMap<string, number>, row: readonly number[]): string[] {
  const n = (column: string) => row[position.get(column)!]!;
  const years = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => n(`age_${String(from + i).padStart(2, '0')}`)).reduce((a, b) => a + b, 0);
  const rules: Readonly<Record<string, boolean>> = {
    'whole and not negative': row.every((value) => Number.isInteger(value) && value >= 0),
    sexes: n('female') + n('male') === n('residents'),
    passports: n('german') + n('foreign') === n('residents') && n('foreign') <= n('migration_background'),
    'age years': years(0, 2) === n('age_0_2') && years(3, 5) === n('age_3_5') && years(6, 9) === n('age_6_9') && years(10, 14) === n('age_10_14') && years(15, 17) === n('age_15_17'),
    'age groups': n('under_18') + n('age_18_24') + n('age_25_44') + n('age_45_64') + n('age_65_79') + n('age_80_plus') === n('residents'),
    children: years(0, 14) === n('under_15') && years(0, 17) === n('under_18'),
    'migration background': n('migration_background') <= n('residents'),
    'working age': n('age_15_17') + n('age_18_24') + n('age_25_44') + n('age_45_64') === n('age_15_64'),
    'old age': n('age_65_79') + n('age_80_plus') === n('age_65_plus') && n('sgb12_65_plus') <= n('age_65_plus'),
    households: n('households') <= n('residents') && n('one_person_households') + n('households_with_children') <= n('households'),
    families: n('households_with_children') <= n('under_18') && n('single_parent_households') <= n('households_with_children'),
    'SGB II': n('sgb2_under_15') <= n('under_15') && n('sgb2_under_15') + n('sgb2_employable') <= n('sgb2_persons') && n('sgb2_persons') <= n('residents'),
    communities: n('sgb2_communities') <= Math.min(n('sgb2_persons'), n('households')) && n('sgb2_communities') > 0 === n('sgb2_persons') > 0,
    work: n('employed') + n('unemployed') <= n('age_15_64') && n('unemployed_long_term') <= n('unemployed'),
    'day care': n('daycare_under_3') <= n('age_0_2'),
    young: n('under_18') <= n('under_20') && n('under_20') <= n('under_18') + n('age_18_24') && n('under_20_migration_background') <= Math.min(n('under_20'), n('migration_background')),
    'one parent': n('children_single_parent') <= n('under_18') && n('children_single_parent') > 0 === n('single_parent_households') > 0,
    'minimum income': n('sgb2_persons') + n('sgb12_65_plus') <= n('minimum_income_persons') && n('minimum_income_persons') <= n('residents'),
  };
  return Object.keys(rules).filter((rule) => !rules[rule]);
}

describe('the addresses', () => {
  it('are 6,000, no two alike, each inside its block', () => {
    const { rings } = town.blockStands[1];
    const position = new Map(rings.ids.map((id, i) => [id, i]));
    expect(town.addresses).toHaveLength(6000);
    expect(new Set(town.addresses.map(({ street, houseNumber }) => `${street} ${houseNumber}`)).size).toBe(6000);
    const astray = town.addresses.filter(({ x, y, block }) => !inside(x, y, rings, position.get(block)!));
    expect(astray).toEqual([]);
  });

  it('stand in every block where people live', () => {
    const addressed = new Set(town.addresses.map(({ block }) => block));
    const { table } = newest();
    const lived = town.blockStands[1].rings.ids.filter((_, i) => table.values[i * table.columns.length]! > 9 && town.blockStands[1].landUse[i] !== 'commercial');
    expect(lived.filter((id) => !addressed.has(id))).toEqual([]);
  });
});

function inside(x: number, y: number, rings: BlockRings, block: number): boolean {
  return pointInRings(x, y, rings, block) === 1;
}

describe('the planted cases', () => {
  it('have the answers of the committed file', () => {
    const file = JSON.parse(readFileSync(new URL('../../geodata/gartenstadt-answers.json', import.meta.url), 'utf8')) as unknown;
    expect(JSON.parse(JSON.stringify(plantedAnswers(town)))).toEqual(file);
  });

  it('give away 1 to 4 people by two geographies, and 3 by three of which no two would', () => {
    const { slivers, threeGeographies } = plantedAnswers(town);
    const { table } = newest();
    const residents = (block: string) => table.values[town.blockStands[1].rings.ids.indexOf(block) * table.columns.length];
    expect(slivers.map(({ result }) => result)).toEqual([4, 3, 2, 1]);
    expect(slivers.map(({ block }) => residents(block))).toEqual([4, 3, 2, 1]);
    expect(threeGeographies.result).toBe(residents(threeGeographies.block));
    expect(threeGeographies.result).toBe(3);
    expect(threeGeographies.pairs.map(({ derivable }) => derivable)).toEqual([false, false, false]);
  });

  it('show a true zero beside withheld and missing numbers, and a Stadtteil where all are of one group', () => {
    const { withheldBesideZero, wholeZone } = plantedAnswers(town);
    const states = Object.fromEntries(withheldBesideZero.zones.map(({ name, state, count }) => [name, state === 'value' ? count : state]));
    expect(states).toMatchObject({ Kirchberg: 0, Ziegelei: 'withheld', Mühlau: 'withheld', Hafen: 'missing' });
    expect(Object.values(states).filter((state) => typeof state === 'string')).toHaveLength(3);
    expect(wholeZone).toMatchObject({ zone: '13', partCount: wholeZone.wholeCount });
    expect(wholeZone.wholeCount).toBeGreaterThan(20);
  });
});
