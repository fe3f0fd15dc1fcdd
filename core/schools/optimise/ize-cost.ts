// What Berlin's Intelligent Zoning Engine would call a plan worth, to stand beside ours.
import { components } from '../../coverage/adjacency.ts';
import { UNASSIGNED } from '../../coverage/coverage.ts';
import type { OptimiseInput } from './optimise-input.ts';

export interface IzeCost {
  /** Mean over schools of the squared mean way, and of the squared longest way; 1000 m is 1. */
  readonly mean: number;
  readonly longest: number;
  /** Mean over schools of squared children above the places, and of squared empty places, each at least 1, over 200. */
  readonly over: number;
  readonly under: number;
  /** Connected pieces of blocks with children over schools: 1 where every catchment hangs together. */
  readonly pieces: number;
  readonly sum: number;
}

/**
 * kirel/intelligent-zoning-engine, fitness of `app/app.R` of 2017, for one year: schools with children alone count, and blocks without
 * children or without a known way are left out, as its joins do. `longest` is school × block, metres. `inhabited`: blocks whose hanging together
 * counts, if not those with children of the year (IZE shares children out by residents, so every inhabited block has some).
 */
export function izeCost(input: Pick<OptimiseInput, 'effects' | 'neighbours'>, longest: Float32Array, assignment: Int32Array, y = 0, inhabited?: ArrayLike<number>): IzeCost {
  const { effects, neighbours } = input;
  const { blockCount, zoneCount, children, years, schools, metres, places } = effects;
  const pupils = new Float64Array(zoneCount);
  const metreSum = new Float64Array(zoneCount);
  const most = new Float64Array(zoneCount);
  const seats = Float64Array.from(schools, (list) => list.reduce((sum, school) => sum + places[school * years.length + y]!, 0));
  const lived = new Int32Array(blockCount).fill(UNASSIGNED);
  for (let block = 0; block < blockCount; block++) {
    const zone = assignment[block]!;
    const count = children[block * years.length + y]!;
    if (zone === UNASSIGNED) continue;
    if ((inhabited?.[block] ?? count) > 0) lived[block] = zone;
    if (count === 0) continue;
    let [way, far] = [Infinity, Infinity];
    for (const school of schools[zone]!) {
      if (metres[school * blockCount + block]! >= way) continue;
      way = metres[school * blockCount + block]!;
      far = longest[school * blockCount + block]!;
    }
    if (way === Infinity) continue;
    pupils[zone]! += count;
    metreSum[zone]! += count * way;
    most[zone] = Math.max(most[zone]!, far);
  }
  const own = Array.from(pupils.keys()).filter((zone) => pupils[zone]! > 0 && seats[zone]! >= 0);
  const meanOf = (value: (zone: number) => number) => own.reduce((sum, zone) => sum + value(zone), 0) / own.length;
  const mean = meanOf((zone) => (metreSum[zone]! / pupils[zone]! / 1000) ** 2);
  const far = meanOf((zone) => (most[zone]! / 1000) ** 2);
  const over = meanOf((zone) => Math.max(1, pupils[zone]! - seats[zone]!) ** 2) / 200;
  const under = meanOf((zone) => Math.max(1, seats[zone]! - pupils[zone]!) ** 2) / 200;
  const pieces = components(neighbours, lived, zoneCount).count.reduce((sum, count) => sum + count, 0) / zoneCount;
  return { mean, longest: far, over, under, pieces, sum: mean + far + over + under + pieces };
}
