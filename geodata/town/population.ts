// Counts by block for every reference date: residents by place, then everything that follows from them.
import { createCountTable, type CountTable } from '../../core/statistics/counts.ts';
import { northOfRailM, type Layout } from './layout.ts';
import { UNINHABITED, type LandUse } from './land-use.ts';
import type { Mesh } from './mesh.ts';
import { apportion, createRandom, distance, draw, smoothStep } from './random.ts';
import { countCell, simulateChildren, YEARS, type CellTraits, type Levels } from './residents.ts';
import type { CellStand, CellStands } from './stands.ts';
import { COLUMNS, STATISTICS } from './statistics.ts';
import type { CountSet, Lineage, Scale } from './town.ts';
import { PLANTED_RESIDENTS, type CellZones } from './zones.ts';

const TARGET = {
  town: { residents: 30_480, unlocated: 46 },
  city: { residents: 320_000, unlocated: 410 },
} as const;
/** Town-wide shares at the newest date. */
const CHILDREN_IN_SGB2 = 0.11;
const PERSONS_IN_SGB2 = 0.08;

/** Stadtteil without children in SGB II; two with a few, withheld at threshold 5; one that reports none at all. */
export const ZERO_QUARTER = '09';
export const SMALL_QUARTERS: ReadonlyMap<string, number> = new Map([['16', 3], ['17', 2]]);
export const SILENT_QUARTER = '13';
export const SILENT_STATISTIC = 'sgb2_under_15';
/** Everybody in this Stadtteil has a migration background. */
export const WHOLE_QUARTER = '13';

/** Counts by cell, one Int32Array a year, row-major over COLUMNS. */
export interface CellCounts {
  readonly byYear: readonly Int32Array[];
  readonly unlocated: readonly Int32Array[];
}

export function populate(scale: Scale, layout: Layout, mesh: Mesh, zones: CellZones, stands: CellStands, seed: number): CellCounts {
  const traits = cellTraits(scale, layout, mesh, zones, stands.use, seed);
  const unlocated = unlocatedTraits(TARGET[scale].unlocated);
  const width = COLUMNS.length;
  const lucks = (cell: number) => Float64Array.from({ length: width }, (_, column) => draw(seed + 5, cell, column));
  const people = [...traits, unlocated].map((one, cell) => ({
    traits: one,
    cell,
    ages: one.residents.some((n) => n > 0) ? simulateChildren(one, createRandom(seed + 6, cell)) : null,
    luck: lucks(cell),
  }));
  const countAll = (year: number, levels: Levels) => {
    const counts = new Int32Array(people.length * width);
    for (const { cell, ages, luck, traits: one } of people) {
      if (ages !== null) countCell(one, year, ages[year]!, luck, levels, counts.subarray(cell * width, (cell + 1) * width));
    }
    return counts;
  };
  const levels = findLevels(countAll);
  const byYear = YEARS.map((_, year) => countAll(year, levels));
  byYear.forEach((counts) => plantQuarters(zones, counts));
  const cut = mesh.cells.length * width;
  return { byYear: byYear.map((counts) => counts.subarray(0, cut)), unlocated: byYear.map((counts) => counts.subarray(cut)) };
}

function cellTraits(scale: Scale, layout: Layout, mesh: Mesh, zones: CellZones, use: readonly LandUse[], seed: number): CellTraits[] {
  const R = layout.radiusM;
  const planted = plantedResidents(zones);
  const quarterOf = (cell: number) => zones.quarters[zones.cut2020.quarter[cell]!];
  const weight = mesh.cells.map(({ areaM2, plan }, cell) => {
    const quarter = quarterOf(cell);
    if (quarter === undefined || planted.has(cell) || UNINHABITED.includes(use[cell]!)) return 0;
    const d = distance(plan[0], plan[1], 0, 0) / R;
    const perM2 = 1 - 0.55 * smoothStep(0.12, 0.95, d);
    const kind = use[cell] === 'mixed' ? 1.15 : use[cell] === 'commercial' ? 0.05 : 1;
    // A block of fields with a farm is no housing estate.
    return Math.min(areaM2, 14_000) * perM2 * kind * quarter.density * (0.6 + 0.8 * draw(seed, cell, 1));
  });
  const newest = apportion(TARGET[scale].residents - [...planted.values()].reduce((a, b) => a + b, 0), weight);
  return mesh.cells.map(({ plan }, cell) => {
    const quarter = quarterOf(cell);
    const fixed = planted.get(cell);
    const end = fixed ?? newest[cell]!;
    const drift = (draw(seed, cell, 2) - 0.35) * 0.12;
    // A few blocks were built in these years.
    const built = fixed === undefined && use[cell] === 'residential' && draw(seed, cell, 3) < 0.025 ? 1 + Math.floor(8 * draw(seed, cell, 4)) : 0;
    const residents = YEARS.map((_, year) => {
      if (fixed !== undefined) return fixed;
      if (year < built) return 0;
      const filled = built > 0 ? Math.min(1, 0.55 + 0.2 * (year - built)) : 1;
      return Math.round(end * filled * (1 - (drift * (YEARS.length - 1 - year)) / (YEARS.length - 1)));
    });
    const hardship = (quarter?.hardship ?? 0) / 100;
    const rail = Math.abs(northOfRailM(layout, plan[0], plan[1])) / R;
    const nearRail = 0.75 + 0.5 * (1 - smoothStep(0.03, 0.25, rail));
    const spread = (0.45 + 1.1 * draw(seed, cell, 5)) * nearRail;
    const d = distance(plan[0], plan[1], 0, 0) / R;
    return {
      residents,
      birthRate: 0.0098 * (0.82 + 0.3 * smoothStep(0.1, 0.8, d) + 0.6 * hardship) * (0.75 + 0.5 * draw(seed, cell, 6)),
      hardship: Math.min(0.7, hardship * spread),
      migration: quarter?.code === WHOLE_QUARTER ? 1.2 : Math.min(0.85, (0.14 + 1.5 * hardship) * (0.7 + 0.6 * draw(seed, cell, 7))),
      householdSize: 1.68 + 0.55 * smoothStep(0.1, 0.9, d) + 0.3 * draw(seed, cell, 8),
      plain: fixed !== undefined,
    };
  });
}

export function plantedResidents(zones: CellZones): Map<number, number> {
  const { stationSliver, eastSliver, pollingSlivers, threeWay } = zones.planted;
  return new Map([
    [stationSliver, PLANTED_RESIDENTS.stationSliver],
    [eastSliver, PLANTED_RESIDENTS.eastSliver],
    [pollingSlivers[0], PLANTED_RESIDENTS.pollingSlivers[0]],
    [pollingSlivers[1], PLANTED_RESIDENTS.pollingSlivers[1]],
    [threeWay, PLANTED_RESIDENTS.threeWay],
  ]);
}

function unlocatedTraits(residents: number): CellTraits {
  return { residents: YEARS.map((year) => residents + ((year * 7) % 11) - 5), birthRate: 0.008, hardship: 0.2, migration: 0.5, householdSize: 1.5, plain: false };
}

/** Two rounds bring the newest date to its shares; rounding makes one round miss by a per cent. */
function findLevels(countAll: (year: number, levels: Levels) => Int32Array): Levels {
  let levels: Levels = { children: 1, benefits: 1 };
  for (let round = 0; round < 3; round++) {
    const counts = countAll(YEARS.length - 1, levels);
    const sum = (column: string) => {
      let total = 0;
      for (let i = COLUMNS.indexOf(column); i < counts.length; i += COLUMNS.length) total += counts[i]!;
      return total;
    };
    const [inSgb2, children, residents, under15] = [sum('sgb2_persons'), sum('sgb2_under_15'), sum('residents'), sum('under_15')];
    levels = {
      children: (levels.children * (CHILDREN_IN_SGB2 * under15)) / children,
      benefits: (levels.benefits * (PERSONS_IN_SGB2 * residents - CHILDREN_IN_SGB2 * under15)) / (inSgb2 - children),
    };
  }
  return levels;
}

/** Sets the children in SGB II of the zero and the small Stadtteile; the persons in SGB II follow. */
function plantQuarters(zones: CellZones, counts: Int32Array): void {
  const width = COLUMNS.length;
  const column = (name: string) => COLUMNS.indexOf(name);
  const [children, persons, under15, employable] = [column('sgb2_under_15'), column('sgb2_persons'), column('under_15'), column('sgb2_employable')];
  const [communities, households, minimumIncome] = [column('sgb2_communities'), column('households'), column('minimum_income_persons')];
  zones.quarters.forEach((quarter, index) => {
    let left = quarter.code === ZERO_QUARTER ? 0 : SMALL_QUARTERS.get(quarter.code);
    if (left === undefined) return;
    zones.cut2020.quarter.forEach((zone, cell) => {
      if (zone !== index) return;
      const at = cell * width;
      const value = Math.min(left!, counts[at + under15]!, 1);
      left! -= value;
      counts[at + children] = value;
      // A child in SGB II has an adult with it.
      if (value > 0 && counts[at + employable] === 0) counts[at + employable] = 1;
      const before = counts[at + persons]!;
      counts[at + persons] = counts[at + employable]! + value;
      counts[at + minimumIncome]! += counts[at + persons]! - before;
      const most = Math.min(counts[at + persons]!, counts[at + households]!);
      counts[at + communities] = Math.min(most, Math.max(counts[at + communities]!, counts[at + persons]! > 0 ? 1 : 0));
    });
  });
}

/** Reference dates up to 2019 stand on the blocks of 2015, later ones on those of 2020. */
export function countSets(zones: CellZones, stands: CellStands, counts: CellCounts): CountSet[] {
  return YEARS.map((year, i) => {
    const stand = year < 2020 ? stands.stand2015 : stands.stand2020;
    return {
      referenceDate: `${year}-12-31`,
      blockSet: year < 2020 ? 1 : 2,
      table: sumByBlock(zones, stand, counts.byYear[i]!),
      unlocated: [...counts.unlocated[i]!],
    };
  });
}

function sumByBlock(zones: CellZones, stand: CellStand, counts: Int32Array): CountTable {
  const width = COLUMNS.length;
  const table = createCountTable(COLUMNS, stand.ids.length);
  table.known.fill(1);
  const silent = zones.quarters.findIndex((quarter) => quarter.code === SILENT_QUARTER);
  stand.groups.forEach((cells, block) => {
    for (const cell of cells) {
      for (let column = 0; column < width; column++) table.values[block * width + column]! += counts[cell * width + column]!;
    }
    if (zones.cut2020.quarter[cells[0]!] !== silent) return;
    const at = block * width + COLUMNS.indexOf(SILENT_STATISTIC);
    table.values[at] = 0;
    table.known[at] = 0;
  });
  return table;
}

/** Weights by the residents of 2020 (and a half, so that empty ground keeps a share), rounded to a millionth. */
export function lineageOf(stands: CellStands, counts: CellCounts): Lineage[] {
  const { stand2015, stand2020 } = stands;
  const residents = counts.byYear[YEARS.indexOf(2020)]!;
  const out: Lineage[] = [];
  stand2015.groups.forEach((cells, block) => {
    const into = new Map<number, number>();
    for (const cell of cells) {
      const to = stand2020.blockOf[cell]!;
      into.set(to, (into.get(to) ?? 0) + residents[cell * COLUMNS.length]! + 0.5);
    }
    const total = [...into.values()].reduce((a, b) => a + b, 0);
    let left = 1_000_000;
    [...into].forEach(([to, share], i) => {
      const millionths = i === into.size - 1 ? left : Math.max(1, Math.round((1_000_000 * share) / total));
      left -= millionths;
      out.push({ from: stand2015.ids[block]!, to: stand2020.ids[to]!, weight: millionths / 1_000_000 });
    });
  });
  return out;
}

export { STATISTICS };
