// What a plan of catchments is worth, reckoned from scratch: for tables, and to hold the search's running sums against.
import { components } from '../../coverage/adjacency.ts';
import { UNASSIGNED } from '../../coverage/coverage.ts';
import { dissimilarity } from '../../statistics/segregation.ts';
import { CAPACITY_AIM, type Measures, type OptimiseInput } from './optimise-input.ts';
import { SearchState } from './search-state.ts';

/** Measures of any assignment, against the plan of the input; `state` saves its making where many plans are measured. */
export function measurePlan(input: OptimiseInput, assignment: Int32Array, state = new SearchState(input, assignment)): Measures {
  const { effects, neighbours, mix = [], siblings, hazards = null, capacity = CAPACITY_AIM } = input;
  const { blockCount, zoneCount, years, schools, metres, limitM, children } = effects;
  state.reset(assignment);
  const width = years.length;
  let [overCapacity, underCapacity, overZones, underZones, highest, lowest] = [0, 0, 0, 0, -Infinity, Infinity];
  for (let zone = 0; zone < zoneCount; zone++) {
    let [most, least] = [-Infinity, Infinity];
    for (let y = 0; y < width; y++) {
      const pupils = state.pupils[zone * width + y]!;
      const places = state.places[zone * width + y]!;
      if (!(places >= 0)) continue;
      overCapacity += Math.max(0, pupils - places) / width;
      underCapacity += Math.max(0, capacity.low * places - pupils) / width;
      if (places === 0) continue;
      most = Math.max(most, pupils / places);
      least = Math.min(least, pupils / places);
    }
    // Sums of fractions are off in the last bits; a school at 110 % exactly is not over it.
    if (most > capacity.over + 1e-9) overZones++;
    if (least < capacity.under - 1e-9) underZones++;
    highest = Math.max(highest, most);
    lowest = Math.min(lowest, least);
  }
  let [metresSum, known, beyond, unknown, danger, parted, unassigned] = [0, 0, 0, 0, 0, 0, 0];
  for (let block = 0; block < blockCount; block++) {
    const zone = assignment[block]!;
    let count = 0;
    for (let y = 0; y < width; y++) count += children[block * width + y]! / width;
    if (input.assignment[block] !== UNASSIGNED && zone !== input.assignment[block]) parted += siblings?.[block] ?? 0;
    if (zone === UNASSIGNED) {
      unassigned += count;
      continue;
    }
    let [way, hazard] = [Infinity, 0];
    for (const school of schools[zone]!) {
      if (metres[school * blockCount + block]! >= way) continue;
      way = metres[school * blockCount + block]!;
      hazard = hazards?.[school * blockCount + block] ?? 0;
    }
    if (way === Infinity) {
      unknown += count;
      continue;
    }
    metresSum += count * way;
    known += count;
    if (way > limitM) beyond += count;
    if (hazard < Infinity) danger += count * hazard;
  }
  const uneven = mix.map((_, k) =>
    dissimilarity({
      group: Float64Array.from({ length: zoneCount }, (_, zone) => state.zonePart[zone * mix.length + k]!),
      total: Float64Array.from({ length: zoneCount }, (_, zone) => state.zoneWhole[zone * mix.length + k]!),
    }),
  );
  const even = uneven.filter((value) => value !== null);
  const { count: pieces } = components({ ...neighbours, blockCount }, assignment, zoneCount);
  return {
    overCapacity,
    underCapacity,
    overZones,
    underZones,
    highest: highest === -Infinity ? null : highest,
    lowest: lowest === Infinity ? null : lowest,
    movedShare: state.total[1]!,
    meanM: known > 0 ? metresSum / known : null,
    beyond,
    unknown,
    hazardM: hazards === null || known === 0 ? null : danger / known,
    dissimilarity: uneven,
    mix: even.length === 0 ? null : even.reduce((sum, value) => sum + value, 0) / even.length,
    compactness: input.blockAreaM2 === undefined || input.blockPerimeterM === undefined ? null : meanCompactness(state),
    siblings: parted,
    extraPieces: pieces.reduce((sum, count) => sum + Math.max(0, count - 1), 0),
    unassigned,
    cost: state.total[0]!,
  };
}

function meanCompactness({ zoneArea, zonePerimeter, blocksOf }: SearchState): number | null {
  let [sum, zones] = [0, 0];
  for (let zone = 0; zone < zoneArea.length; zone++) {
    if (blocksOf[zone] === 0) continue;
    sum += (4 * Math.PI * zoneArea[zone]!) / zonePerimeter[zone]! ** 2;
    zones++;
  }
  return zones === 0 ? null : sum / zones;
}
