// Where the counts of blocks go when zones are drawn apart from them: whole to one zone, or split by points.
import { BlockCut, CUT_TOLERANCE_M, findCutBlocks } from '../coverage/overlay/cut-blocks.ts';
import { type Assignment, type BlockRings, type Coverage, UNASSIGNED } from '../coverage/coverage.ts';
import { inscribedCircle } from '../coverage/inscribed-circle.ts';
import { interiorPoints } from '../coverage/interior-point.ts';
import { createBlockLocator } from '../coverage/locate.ts';
import { overlapAreaM2 } from '../coverage/overlay/overlap-area.ts';
import { createZoneLocator, indexZoneEdges, type ZoneLocator } from '../coverage/overlay/zone-edges.ts';
import { rankIds } from './id-order.ts';

/** A block whose counts go to several zones in proportion to weights; zone UNASSIGNED is the part in no zone. */
export interface Split {
  readonly block: number;
  readonly zones: readonly number[];
  readonly weights: readonly number[];
}

export interface BlockDivision {
  /** Zone that takes the whole block, UNASSIGNED for none; says nothing of split blocks. */
  readonly assignment: Assignment;
  /** 1 where a zone's border cuts the block, so that where its counts go is an estimate. */
  readonly cut: Uint8Array;
  readonly splits: readonly Split[];
  /** Of every cut block the zones that have a part of it (UNASSIGNED where a part lies in none), whoever gets its counts; absent where that was not asked. */
  readonly reach?: ReadonlyMap<number, readonly number[]>;
  /** Cut blocks that no point (or only points of weight 0) lies in: they went whole to the zone of their centroid. */
  readonly withoutPoints: readonly number[];
  /** Points that lie in no block. */
  readonly strayPoints: number;
}

/** Points with weights in the CRS of the blocks; `xy` is interleaved. Weights are finite and at least 0. */
export interface WeightedPoints {
  readonly xy: Float64Array;
  readonly weight: Float64Array;
}

export interface DivisionInput {
  readonly blocks: BlockRings;
  /** Built from exactly these blocks. */
  readonly coverage: Coverage;
  readonly zones: BlockRings;
  /** Point that stands for every block, x y interleaved; default: centroid, or an interior point where that lies outside. */
  readonly anchors?: Float64Array;
  readonly points?: WeightedPoints;
}

/**
 * Divides blocks among zones. A block that no border cuts goes whole to the zone around it. A cut one goes by `points`
 * in proportion to their weights, or whole to the zone of its anchor; an anchor in two zones goes to the zone that
 * overlaps the block most, then to the smaller id. A point in two zones counts in the one of smaller id.
 */
export function divideBlocks(input: DivisionInput): BlockDivision {
  const { blocks, coverage, zones } = input;
  const edges = indexZoneEdges(zones);
  const zonesAt = createZoneLocator(edges);
  const rank = rankIds(zones.ids);
  const state = findCutBlocks(blocks, edges);
  const anchors = input.anchors ?? interiorPoints(coverage);
  const assignment = new Int32Array(blocks.ids.length);
  const cut = new Uint8Array(blocks.ids.length);
  for (let block = 0; block < blocks.ids.length; block++) {
    if (state[block] === BlockCut.cut) cut[block] = 1;
    const [x, y] =
      state[block] === BlockCut.along
        ? deepPoint(blocks, block, anchors[2 * block]!, anchors[2 * block + 1]!)
        : [anchors[2 * block]!, anchors[2 * block + 1]!];
    const found = zonesAt(x, y);
    assignment[block] = found.length > 1 ? preferredZone(found, rank, (zone) => overlapAreaM2(blocks, block, zones, zone)) : (found[0] ?? UNASSIGNED);
  }
  const split = input.points === undefined ? null : splitByPoints(coverage, cut, input.points, zonesAt, rank);
  return { assignment, cut, splits: split?.splits ?? [], withoutPoints: split?.withoutPoints ?? [], strayPoints: split?.strayPoints ?? 0 };
}

/** Zone of every point: a point in two zones counts in the one of smaller id. For tables of points without an area. */
export function assignPoints(xy: Float64Array, zones: BlockRings): Assignment {
  const zonesAt = createZoneLocator(indexZoneEdges(zones));
  const rank = rankIds(zones.ids);
  return Int32Array.from({ length: xy.length / 2 }, (_, i) => smallest(zonesAt(xy[2 * i]!, xy[2 * i + 1]!), rank));
}

function smallest(found: readonly number[], rank: Uint32Array): number {
  return found.length === 0 ? UNASSIGNED : found.reduce((best, zone) => (rank[zone]! < rank[best]! ? zone : best));
}

function preferredZone(found: readonly number[], rank: Uint32Array, overlap: (zone: number) => number): number {
  const sizes = new Map(found.map((zone) => [zone, overlap(zone)]));
  return found.reduce((best, zone) => {
    const difference = sizes.get(zone)! - sizes.get(best)!;
    return difference > 0 || (difference === 0 && rank[zone]! < rank[best]!) ? zone : best;
  });
}

/** A border that runs along a block within the tolerance says nothing about points deeper than that; the anchor is moved if it is not. */
function deepPoint(blocks: BlockRings, block: number, x: number, y: number): [number, number] {
  const first = blocks.partStart[blocks.blockStart[block]!]!;
  const last = blocks.partStart[blocks.blockStart[block + 1]!]!;
  let nearest = Infinity;
  for (let ring = first; ring < last; ring++) {
    const start = blocks.ringStart[ring]!;
    const end = blocks.ringStart[ring + 1]!;
    for (let v = start, u = end - 1; v < end; u = v, v++) {
      const [ax, ay] = [blocks.xy[2 * u]!, blocks.xy[2 * u + 1]!];
      const [dx, dy] = [blocks.xy[2 * v]! - ax, blocks.xy[2 * v + 1]! - ay];
      const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
      nearest = Math.min(nearest, Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
  }
  // With holes the circle of the shell could lie in one of them: such a block keeps its interior point.
  if (nearest > 2 * CUT_TOLERANCE_M || last - first !== 1) return [x, y];
  const circle = inscribedCircle(blocks.xy, blocks.ringStart[first]!, blocks.ringStart[first + 1]!, CUT_TOLERANCE_M);
  return circle.radiusM > nearest ? [circle.x, circle.y] : [x, y];
}

function splitByPoints(
  coverage: Coverage,
  cut: Uint8Array,
  points: WeightedPoints,
  zonesAt: ZoneLocator,
  rank: Uint32Array,
): Pick<BlockDivision, 'splits' | 'withoutPoints' | 'strayPoints'> {
  const locator = createBlockLocator(coverage);
  const weights = new Map<number, Map<number, number>>();
  let strayPoints = 0;
  for (let i = 0; i < points.weight.length; i++) {
    const [x, y] = [points.xy[2 * i]!, points.xy[2 * i + 1]!];
    const block = locator.at(x, y);
    if (block < 0) strayPoints++;
    if (block < 0 || cut[block] === 0 || points.weight[i] === 0) continue;
    const zone = smallest(zonesAt(x, y), rank);
    const shares = weights.get(block) ?? new Map<number, number>();
    weights.set(block, shares.set(zone, (shares.get(zone) ?? 0) + points.weight[i]!));
  }
  const splits: Split[] = [];
  const withoutPoints: number[] = [];
  for (let block = 0; block < cut.length; block++) {
    if (cut[block] === 0) continue;
    const shares = weights.get(block);
    if (shares === undefined) withoutPoints.push(block);
    else {
      const byZone = [...shares].toSorted(([a], [b]) => a - b);
      splits.push({ block, zones: byZone.map(([zone]) => zone), weights: byZone.map(([, weight]) => weight) });
    }
  }
  return { splits, withoutPoints, strayPoints };
}
