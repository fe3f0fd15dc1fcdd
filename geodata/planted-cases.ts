// The answers to the cases planted in Gartenstadt, computed from the generated data; kept in gartenstadt-answers.json.
import { aggregate } from '../core/statistics/aggregate.ts';
import type { CountSet, Geography, GeographyVersion, Town } from './town/town.ts';

export const THRESHOLD = 5;

export interface Term {
  readonly geography: string;
  readonly zone: string;
  readonly value: number;
}

/** A small number that follows from published ones: the plus terms less the minus terms. */
export interface Certificate {
  readonly block: string;
  readonly plus: readonly Term[];
  readonly minus: readonly Term[];
  readonly result: number;
}

export interface PlantedAnswers {
  readonly referenceDate: string;
  readonly threshold: number;
  readonly statistic: 'residents';
  /** Slivers of 1 to 4 people that two geographies give away. */
  readonly slivers: readonly Certificate[];
  /** What only three geographies together give away, and whether any two of them would. */
  readonly threeGeographies: Certificate & { readonly pairs: readonly { readonly geographies: readonly [string, string]; readonly derivable: boolean }[] };
  /** A zone in which everybody is part of a group. */
  readonly wholeZone: { readonly geography: string; readonly zone: string; readonly part: string; readonly partCount: number; readonly whole: string; readonly wholeCount: number };
  /** One statistic with a true 0, small counts and no data at all, by Stadtteil; `count` null: unknown. */
  readonly withheldBesideZero: { readonly statistic: string; readonly zones: readonly { readonly zone: string; readonly name: string; readonly count: number | null; readonly state: 'value' | 'withheld' | 'missing' }[] };
  /** Sums over all blocks, and what lies in no block. */
  readonly totals: readonly { readonly referenceDate: string; readonly blockSet: number; readonly residents: number; readonly unlocated: number; readonly under15: number; readonly sgb2Persons: number; readonly sgb2Under15: number }[];
}

export function plantedAnswers(town: Town): PlantedAnswers {
  const newest = town.counts.at(-1)!;
  const term = termsOf(town, newest);
  const { stationSliver, eastSliver, pollingSlivers, threeWay } = town.planted;
  const certificate = (block: string, plus: readonly Term[], minus: readonly Term[]): Certificate => ({
    block, plus, minus, result: plus.reduce((sum, one) => sum + one.value, 0) - minus.reduce((sum, one) => sum + one.value, 0),
  });
  const inCore = coreCatchments(town).map((zone) => term('grundschulbezirke', zone));
  const pairs = [['stadtteile', 'sozialraeume'], ['stadtteile', 'grundschulbezirke'], ['sozialraeume', 'grundschulbezirke']] as const;
  return {
    referenceDate: newest.referenceDate,
    threshold: THRESHOLD,
    statistic: 'residents',
    slivers: [
      certificate(stationSliver, [term('stadtteile', '12'), term('stadtteile', '14')], [term('sozialraeume', '3')]),
      certificate(eastSliver, [term('stadtteile', '09'), term('stadtteile', '10'), term('stadtteile', '11')], [term('sozialraeume', '6')]),
      certificate(pollingSlivers[0], [term('stadtteile', '05')], [term('wahlbezirke', 'W05')]),
      certificate(pollingSlivers[1], [term('stadtteile', '06')], [term('wahlbezirke', 'W06')]),
    ],
    threeGeographies: {
      ...certificate(threeWay, [term('stadtteile', '07'), term('sozialraeume', '1')], inCore),
      pairs: pairs.map((geographies) => ({ geographies, derivable: isDerivable(town, geographies, threeWay) })),
    },
    wholeZone: wholeZone(town, newest),
    withheldBesideZero: withheldBesideZero(town, newest),
    totals: town.counts.map((set) => ({
      referenceDate: set.referenceDate, blockSet: set.blockSet,
      residents: total(set, 'residents'), unlocated: set.unlocated[set.table.columns.indexOf('residents')]!,
      under15: total(set, 'under_15'), sgb2Persons: total(set, 'sgb2_persons'), sgb2Under15: total(set, 'sgb2_under_15'),
    })),
  };
}

function newestVersion(town: Town, geography: string): GeographyVersion {
  return (town.geographies.find((one): one is Geography => one.geography === geography)!).versions.at(-1)!;
}

function total(set: CountSet, statistic: string): number {
  const column = set.table.columns.indexOf(statistic);
  let sum = 0;
  for (let at = column; at < set.table.values.length; at += set.table.columns.length) sum += set.table.values[at]!;
  return sum;
}

function termsOf(town: Town, set: CountSet): (geography: string, zone: string) => Term {
  const column = set.table.columns.indexOf('residents');
  return (geography, zone) => {
    const { zones, assignment } = newestVersion(town, geography);
    const sums = aggregate(set.table, assignment, zones.length);
    const slot = zones.findIndex((one) => one.zone === zone);
    return { geography, zone, value: sums.sums[slot * set.table.columns.length + column]! };
  };
}

/** The Grundschulbezirke that make up Stadtteil 07 and Sozialraum 1 together. */
function coreCatchments(town: Town): string[] {
  const catchments = newestVersion(town, 'grundschulbezirke');
  const quarters = newestVersion(town, 'stadtteile');
  const social = newestVersion(town, 'sozialraeume');
  const zones = new Set<string>();
  catchments.assignment.forEach((zone, block) => {
    const inside = quarters.zones[quarters.assignment[block]!]!.zone === '07' || social.zones[social.assignment[block]!]!.zone === '1';
    if (inside) zones.add(catchments.zones[zone]!.zone);
  });
  return [...zones].toSorted();
}

/** Prime below 2^26, so that products of two residues stay exact in a double. */
const PRIME = 67_108_859;

/**
 * Whether the sum over one block is a linear combination of the zone sums of two geographies: the block's indicator lies
 * in the row space of the zones' indicators. Elimination modulo a prime; a rank can only be too small there, and with
 * entries 0 and 1 a prime of 26 bits does not make it so here.
 */
export function isDerivable(town: Town, geographies: readonly string[], block: string): boolean {
  const cuts = geographies.map((geography) => newestVersion(town, geography));
  const target = town.blockStands[1].rings.ids.indexOf(block);
  // Blocks in the same zones are one column; the block asked about is a column of its own.
  const atoms = new Map<string, number>();
  const atomOf = town.blockStands[1].rings.ids.map((_, i) => {
    const key = `${cuts.map(({ assignment }) => assignment[i]).join()} ${i === target}`;
    return atoms.get(key) ?? atoms.set(key, atoms.size).get(key)!;
  });
  const rows = cuts.flatMap(({ zones, assignment }) =>
    zones.map((_, zone) => {
      const row = new Float64Array(atoms.size);
      atomOf.forEach((atom, i) => {
        if (assignment[i] === zone) row[atom] = 1;
      });
      return row;
    }),
  );
  const unit = new Float64Array(atoms.size);
  unit[atomOf[target]!] = 1;
  return rank(rows) === rank([...rows, unit]);
}

function rank(source: readonly Float64Array[]): number {
  const rows = source.map((row) => row.slice());
  let done = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const pivot = rows.findIndex((row, i) => i >= done && row[column] !== 0);
    if (pivot < 0) continue;
    [rows[done], rows[pivot]] = [rows[pivot]!, rows[done]!];
    const inverse = power(rows[done]![column]!, PRIME - 2);
    for (let i = done + 1; i < rows.length; i++) {
      const factor = (rows[i]![column]! * inverse) % PRIME;
      if (factor === 0) continue;
      for (let k = column; k < rows[i]!.length; k++) rows[i]![k] = (rows[i]![k]! + (PRIME - factor) * rows[done]![k]!) % PRIME;
    }
    done++;
  }
  return done;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base % PRIME, left = exponent; left > 0; left = Math.floor(left / 2), square = (square * square) % PRIME) {
    if (left % 2 === 1) result = (result * square) % PRIME;
  }
  return result;
}

function wholeZone(town: Town, set: CountSet): PlantedAnswers['wholeZone'] {
  const { zones, assignment } = newestVersion(town, 'stadtteile');
  const sums = aggregate(set.table, assignment, zones.length);
  const value = (slot: number, statistic: string) => sums.sums[slot * set.table.columns.length + set.table.columns.indexOf(statistic)]!;
  const slot = zones.findIndex((_, i) => value(i, 'residents') > 0 && value(i, 'residents') === value(i, 'migration_background'));
  return {
    geography: 'stadtteile', zone: zones[slot]!.zone,
    part: 'migration_background', partCount: value(slot, 'migration_background'), whole: 'residents', wholeCount: value(slot, 'residents'),
  };
}

function withheldBesideZero(town: Town, set: CountSet): PlantedAnswers['withheldBesideZero'] {
  const statistic = 'sgb2_under_15';
  const { zones, assignment } = newestVersion(town, 'stadtteile');
  const sums = aggregate(set.table, assignment, zones.length);
  const width = set.table.columns.length;
  const column = set.table.columns.indexOf(statistic);
  return {
    statistic,
    zones: zones.map(({ zone, name }, slot) => {
      const missing = sums.unknown[slot * width + column] === sums.blocks[slot];
      const count = missing ? null : sums.sums[slot * width + column]!;
      return { zone, name, count, state: count === null ? 'missing' : count > 0 && count < THRESHOLD ? 'withheld' : 'value' };
    }),
  };
}
