// Walks from every school to every address, as means by block, and what the ways cross.
import { createAccessLocator, NO_EDGE, type AccessPoints } from '../../../core/network/access-points.ts';
import { blockMetres } from '../../../core/network/block-metres.ts';
import { OSM_KINDS, OSM_RULES } from '../../../core/network/osm-ways.ts';
import { buildStreetGraph, type StreetGraph, type WalkingRule, type WayLines } from '../../../core/network/street-graph.ts';
import { walkingDistances, WalkingSearch } from '../../../core/network/walking-distances.ts';
import { HAZARDS, type HazardRule } from '../../../core/schools/school-settings.ts';

export interface WalkTask {
  readonly ways: WayLines;
  readonly hazards: readonly Pick<HazardRule, 'kind' | 'forbid' | 'extraM'>[];
  /** x y interleaved. */
  readonly schools: Float64Array;
  /** Addresses, and a point of every block that has none. */
  readonly points: Float64Array;
  readonly pointBlock: Int32Array;
  /** Dwellings; 0 for a block's own point. */
  readonly pointWeight: Float64Array;
  readonly blockCount: number;
  readonly limitM: number;
}

export interface WalkResult {
  /** School × block: mean metres of the addresses; Infinity where no way leads. */
  readonly metres: Float32Array;
  /** School × kind of hazard × block: crossings on the way of the block's largest address. */
  readonly crossings: Uint8Array;
  readonly ways: number;
  readonly edges: number;
  readonly pieces: number;
  readonly islandsM: number;
  /** By school and by point: metres to the network, and how much nearer an island was that leads nowhere. */
  readonly schoolOffM: Float64Array;
  readonly schoolIslandM: Float64Array;
  readonly pointOffM: Float64Array;
  readonly pointIslandM: Float64Array;
  /** By block: 1 where no way leads from any of its points to any school. */
  readonly cutOff: Uint8Array;
}

/** Schools between two signs of life. */
const CHUNK = 4;

/**
 * Crossings are counted by what they cost: each adds a trace to the metres that it counts by the settings, too small to change a way: the main
 * road 1/64 m, rail 1/8192 m. Half a crossing is charged at each side, so that 63 of each kind can be told apart.
 */
const TRACES = [2 ** -6, 2 ** -13] as const;
const HALVES = 2 ** 14;

/** Rules of the kinds of ways as the parameters have them; `trace`: with what lets crossings be counted. */
export function walkingRules(hazards: WalkTask['hazards'], trace: boolean): WalkingRule[] {
  return OSM_KINDS.map((name, i) => {
    const rule = OSM_RULES[i]!;
    const at = HAZARDS.findIndex((kind) => kind === name);
    const hazard = hazards.find(({ kind }) => kind === name);
    if (at < 0) return rule;
    if (hazard?.forbid === true) return { ...rule, crossingM: Infinity };
    return { ...rule, crossingM: Math.round(hazard?.extraM ?? 0) + (trace ? TRACES[at]! : 0) };
  });
}

/** `progress`: share of the schools that is done. 80 schools, 40,000 addresses and 60,000 edges take some seconds. */
export function reckonWalks({ ways, hazards, schools, points, pointBlock, pointWeight, blockCount, limitM }: WalkTask, progress: (done: number) => void): WalkResult {
  const graph = buildStreetGraph(ways, walkingRules(hazards, false));
  const locate = createAccessLocator(graph);
  const anywhere = graph.pieceM.length > 1 ? createAccessLocator(graph, { piece: null }) : locate;
  const [sources, targets] = [locate(schools), locate(points)];
  const schoolCount = schools.length / 2;
  const metres = new Float32Array(schoolCount * blockCount).fill(Infinity);
  const crossings = new Uint8Array(schoolCount * HAZARDS.length * blockCount);
  const cutOff = new Uint8Array(blockCount).fill(1);
  const traced = buildStreetGraph(ways, walkingRules(hazards, true));
  const locateTraced = createAccessLocator(traced);
  const chosen = largestPoints(pointBlock, pointWeight, blockCount);
  const chosenTargets = locateTraced(Float64Array.from([...chosen].flatMap((point) => (point < 0 ? [Number.NaN, Number.NaN] : [points[2 * point]!, points[2 * point + 1]!]))));
  const tracedSources = locateTraced(schools);
  const search = new WalkingSearch(traced);
  for (let from = 0; from < schoolCount; from += CHUNK) {
    const to = Math.min(from + CHUNK, schoolCount);
    const some: AccessPoints = { edge: sources.edge.subarray(from, to), alongM: sources.alongM.subarray(from, to), offM: sources.offM.subarray(from, to) };
    const { mean } = blockMetres(walkingDistances(graph, some, targets, limitM), pointBlock, pointWeight, blockCount);
    metres.set(mean, from * blockCount);
    for (let school = from; school < to; school++) {
      for (let block = 0; block < blockCount; block++) if (metres[school * blockCount + block]! < Infinity) cutOff[block] = 0;
      if (tracedSources.edge[school] === NO_EDGE) continue;
      search.run(tracedSources.edge[school]!, tracedSources.alongM[school]!, limitM);
      countCrossings(traced, search, tracedSources.edge[school]!, chosenTargets, crossings.subarray(school * HAZARDS.length * blockCount), blockCount);
    }
    progress(to / schoolCount);
  }
  const off = (own: AccessPoints, nearest: AccessPoints) => Float64Array.from(own.offM, (metre, i) => Math.max(0, metre - nearest.offM[i]!));
  return {
    metres,
    crossings,
    ways: ways.start.length - 1,
    edges: graph.edgeCount,
    pieces: graph.pieceM.length,
    islandsM: graph.pieceM.slice(1).reduce((sum, metre) => sum + metre, 0),
    schoolOffM: sources.offM,
    schoolIslandM: off(sources, anywhere(schools)),
    pointOffM: targets.offM,
    pointIslandM: off(targets, anywhere(points)),
    cutOff,
  };
}

/** By block its point with most dwellings, the first of equals; -1 for none. */
function largestPoints(pointBlock: Int32Array, pointWeight: Float64Array, blockCount: number): Int32Array {
  const chosen = new Int32Array(blockCount).fill(-1);
  pointBlock.forEach((block, point) => {
    if (block >= 0 && (chosen[block]! < 0 || pointWeight[point]! > pointWeight[chosen[block]!]!)) chosen[block] = point;
  });
  return chosen;
}

function countCrossings({ from, to, lengthM, costM, fromCostM, toCostM }: StreetGraph, search: WalkingSearch, home: number, { edge, alongM }: AccessPoints, counts: Uint8Array, blockCount: number): void {
  for (let block = 0; block < blockCount; block++) {
    const e = edge[block]!;
    // Within the same edge nothing is crossed.
    if (e === NO_EDGE || e === home) continue;
    const along = alongM[block]!;
    const share = lengthM[e]! > 0 ? costM[e]! / lengthM[e]! : 1;
    const one = search.costM[from[e]!]! + along * share + fromCostM[e]!;
    const other = search.costM[to[e]!]! + (lengthM[e]! - along) * share + toCostM[e]!;
    const least = Math.min(one, other);
    if (least === Infinity) continue;
    const walked = one <= other ? search.walkedM[from[e]!]! + along : search.walkedM[to[e]!]! + lengthM[e]! - along;
    const extra = least - walked;
    const halves = Math.round((extra - Math.floor(extra + 1e-7)) * HALVES);
    counts[block] = (halves >> 7) >> 1;
    counts[blockCount + block] = (halves & 127) >> 1;
  }
}
