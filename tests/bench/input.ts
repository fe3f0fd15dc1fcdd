// One size of town with what the benchmarks need of it, each made once.
import type { FeatureCollection, Polygon } from 'geojson';
import { rookNeighbours } from '../../core/coverage/adjacency.ts';
import type { Coverage } from '../../core/coverage/coverage.ts';
import { createTown, type Town } from './town.ts';
import { coverageOf, toGeoJson } from './town-forms.ts';

export const ZONES = 40;
const SEED = 20_261_125;

/** Fifty blocks at the border of two zones, that a stroke of the brush takes from one to the other. */
export interface Stroke {
  readonly blocks: readonly number[];
  readonly ids: readonly string[];
  readonly from: number;
  readonly to: number;
}

export interface Input {
  readonly n: number;
  readonly town: Town;
  readonly coverage: Coverage;
  readonly stroke: Stroke;
  /** For peers that take GeoJSON; `properties.zone` is the zone. */
  geojson(): FeatureCollection<Polygon, { zone: number }>;
}

export function createInput(n: number): Input {
  const town = createTown(n, ZONES, SEED);
  const coverage = coverageOf(town.blocks);
  return { n, town, coverage, stroke: chooseStroke(town, coverage), geojson: () => toGeoJson(town) };
}

/** From the first block in the middle of the list that borders another zone: its nearest 50 neighbours in its own zone. */
function chooseStroke(town: Town, coverage: Coverage): Stroke {
  const { rookStart, rook } = rookNeighbours(coverage);
  const { assignment } = town;
  const neighbours = (block: number) => rook.subarray(rookStart[block]!, rookStart[block + 1]!);
  let first = coverage.blockCount >> 1;
  let to = -1;
  for (; to < 0; first++) to = neighbours(first).reduce((found, other) => (assignment[other] === assignment[first] ? found : assignment[other]!), -1);
  first--;
  const from = assignment[first]!;
  const blocks = [first];
  const seen = new Set(blocks);
  for (let head = 0; head < blocks.length && blocks.length < 50; head++) {
    for (const other of neighbours(blocks[head]!)) {
      if (assignment[other] !== from || seen.has(other) || blocks.length === 50) continue;
      seen.add(other);
      blocks.push(other);
    }
  }
  return { blocks, ids: blocks.map((block) => town.blocks.ids[block]!), from, to };
}
