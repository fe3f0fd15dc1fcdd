// Catchments of the demo city as the optimiser gets them: children by forecast, places, ways along the streets.
import { adjacency } from '../../../core/coverage/adjacency.ts';
import { joinPairs, nearPairs } from '../../../core/coverage/near-adjacency.ts';
import { createAccessLocator, type AccessPoints } from '../../../core/network/access-points.ts';
import { blockMetres } from '../../../core/network/block-metres.ts';
import { buildStreetGraph, type StreetGraph } from '../../../core/network/street-graph.ts';
import type { WalkingDistances } from '../../../core/network/walking-distances.ts';
import { forecastEntries, type EntryRule } from '../../../core/schools/forecast.ts';
import type { OptimiseInput } from '../../../core/schools/optimise/optimise-input.ts';
import type { Town } from '../../../geodata/town/town.ts';
import { coverageOf } from '../town-forms.ts';

const RULE: EntryRule = { land: 'nw', cutOff: '09-30', age: 6, source: 'SchulG NRW § 35 Abs. 1' };
export const LIMIT_M = 2000;
export const SEARCH_M = 5000;

/** Across so much water blocks are neighbours: an island of 17 blocks with a school of its own lies 40 m off the bank. */
const NEAR_M = 60;

export interface CityNetwork {
  readonly graph: StreetGraph;
  readonly schools: AccessPoints;
  readonly addresses: AccessPoints;
}

export function networkOf({ network, schools, addresses }: Town): CityNetwork {
  const lines = network.edges.map(({ line }) => line);
  const start = new Uint32Array(lines.length + 1);
  lines.forEach((line, i) => (start[i + 1] = start[i]! + line.length / 2));
  const xy = new Float64Array(2 * start[lines.length]!);
  lines.forEach((line, i) => xy.set(line, 2 * start[i]!));
  const graph = buildStreetGraph({ xy, start, kind: new Uint16Array(lines.length) });
  const locate = createAccessLocator(graph);
  const points = (list: readonly { readonly x: number; readonly y: number }[]) => locate(Float64Array.from(list.flatMap(({ x, y }) => [x, y])));
  return { graph, schools: points(schools), addresses: points(addresses) };
}

/** The plan as it ships, for the years that are given; a school's places a year are its capacity by its grades. */
export function catchmentsOf(town: Town, distances: WalkingDistances, years: readonly number[]): OptimiseInput & { readonly longest: Float32Array; readonly inhabited: Float64Array } {
  const { rings } = town.blockStands[1];
  const coverage = coverageOf(rings);
  const neighbours = joinPairs(adjacency(coverage), nearPairs(coverage, NEAR_M));
  const blockCount = rings.ids.length;
  const position = new Map(rings.ids.map((id, i) => [id, i]));
  const version = town.geographies.find(({ geography }) => geography === 'grundschulbezirke')!.versions.at(-1)!;
  const { table, referenceDate } = town.counts.at(-1)!;
  const column = (name: string) => table.columns.indexOf(name);
  const ages = 7;
  const byAge = new Float64Array(blockCount * ages);
  for (let block = 0; block < blockCount; block++) {
    for (let age = 0; age < ages; age++) byAge[block * ages + age] = table.values[block * table.columns.length + column(`age_0${age}`)]!;
  }
  const { values: children } = forecastEntries({ blockCount, ages, values: byAge, keyDate: referenceDate }, RULE, years, { entryRate: 0.95, migration: 1, births: 1, housing: [] });
  const { mean, longest } = blockMetres(distances, Int32Array.from(town.addresses, ({ block }) => position.get(block) ?? -1), Float64Array.from(town.addresses, ({ weight }) => weight), blockCount);
  const zoneOf = new Map(version.zones.map(({ zone }, i) => [zone, i]));
  const schools: number[][] = version.zones.map(() => []);
  town.schools.forEach(({ school }, i) => schools[zoneOf.get(school)!]!.push(i));
  const seats = town.schools.map(({ capacity }) => capacity / GRADES[town.scale]);
  const pairs = [['sgb2_under_15', 'under_15'], ['migration_background', 'residents']] as const;
  const values = (name: string) => Float64Array.from({ length: blockCount }, (_, block) => table.values[block * table.columns.length + column(name)]!);
  const perimeter = new Float64Array(blockCount);
  for (let half = 0; half < coverage.halfPart.length; half++) {
    if (coverage.halfPart[half]! >= 0) perimeter[coverage.partBlock[coverage.halfPart[half]!]!]! += coverage.arcLengthM[half >> 1]!;
  }
  return {
    effects: {
      blockCount,
      zoneCount: version.zones.length,
      years,
      children,
      schools,
      places: Float64Array.from({ length: seats.length * years.length }, (_, i) => seats[Math.floor(i / years.length)]!),
      metres: mean,
      limitM: LIMIT_M,
      classRule: null,
    },
    neighbours,
    assignment: Int32Array.from(version.assignment),
    blockAreaM2: coverage.blockAreaM2,
    blockPerimeterM: perimeter,
    mix: pairs.map(([part, whole]) => ({ part: values(part), whole: values(whole) })),
    longest,
    inhabited: values('residents'),
  };
}

/** The generator's capacity is of all its grades: 6 to 17 in the city, 6 to 9 in the town. */
const GRADES = { city: 12, town: 4 } as const;
