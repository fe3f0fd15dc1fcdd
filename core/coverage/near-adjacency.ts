// Blocks that do not touch as neighbours: those across a street are, those across a railway or behind another block are not.
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';
import { rookNeighbours, type Adjacency } from './adjacency.ts';
import { OUTSIDE, type Coverage } from './coverage.ts';
import { meet } from './edge-crossings.ts';
import { ringVertices } from './interior-point.ts';
import { pointInRing } from './point-in-rings.ts';

/** A connection that comes this near to a barrier crosses it: banks and tracks are often drawn along the blocks' own outlines. */
const BARRIER_REACH_M = 1e-3;

const TOUCHING_M = 1e-6;

/**
 * Pairs of blocks that are near each other, as a b a b …, a < b, ascending. Pairs with a common edge are left out.
 *
 * Two blocks are near if some straight connection of an edge of one outline with an edge of the other is no longer than
 * `distanceM`, runs through empty space only (a block behind another is no neighbour, in a full coverage nobody is near
 * anybody) and comes to within 1 mm of no barrier. Looked at are, for every two edges, the shortest connection and the one in the
 * middle of the stretch along which they face each other: the shortest may lie at a corner and run along a third block.
 * Blocks that touch in one point are 0 m apart and near where the space beside that point is empty.
 *
 * Coordinates in metres of the coverage's projected CRS; barriers are polylines, x y interleaved each. Linear in the
 * edges for a given distance; 12,000 blocks with streets between take about a second.
 */
export function nearPairs(coverage: Coverage, distanceM: number, barriers: readonly Float64Array[] = []): Uint32Array {
  const found = new Set<number>();
  walkConnections(coverage, distanceM, barriers, {
    skips: (pair) => found.has(pair),
    asks: () => true,
    takes: (pair, passage) => passage === FREE && !!found.add(pair),
  });
  return pairsOf(found, coverage.blockCount);
}

/** Pairs of blocks as a b a b …, a < b, ascending, and of each the connection from a to b: x y x y. */
export interface NearConnections {
  readonly pairs: Uint32Array;
  readonly lines: Float64Array;
}

/**
 * The pairs of `nearPairs` with the shortest of their connections that run freely, to be drawn, and the pairs that only a barrier keeps
 * from being near. As the shortest is asked for, every two edges within reach are looked at: some 4 times as long as `nearPairs`.
 */
export function nearConnections(coverage: Coverage, distanceM: number, barriers: readonly Float64Array[] = []): { readonly joined: NearConnections; readonly cut: NearConnections } {
  const [joined, cut] = [new Map<number, Connection>(), new Map<number, Connection>()];
  const best = (pair: number) => Math.min(joined.get(pair)?.lengthM ?? Infinity, distanceM);
  walkConnections(coverage, distanceM, barriers, {
    skips: () => false,
    asks: (pair, lengthM) => lengthM < best(pair) || !joined.has(pair),
    takes: (pair, passage, lengthM, line) => {
      const found = passage === FREE ? joined : passage === CUT ? cut : null;
      if (found !== null && lengthM < (found.get(pair)?.lengthM ?? Infinity)) found.set(pair, { lengthM, line: line.slice() });
      return passage === FREE;
    },
  });
  for (const pair of joined.keys()) cut.delete(pair);
  const drawn = (of: ReadonlyMap<number, Connection>): NearConnections => ({
    pairs: pairsOf(of.keys(), coverage.blockCount),
    lines: Float64Array.from([...of.keys()].toSorted((a, b) => a - b).flatMap((pair) => [...of.get(pair)!.line])),
  });
  return { joined: drawn(joined), cut: drawn(cut) };
}

interface Connection {
  readonly lengthM: number;
  readonly line: Float64Array;
}

/** What lies in the way of a connection: nothing, a barrier alone, a block. */
const FREE = 0;
const CUT = 1;
const BLOCKED = 2;
type Passage = typeof FREE | typeof CUT | typeof BLOCKED;

interface Walk {
  /** Whether nothing more is wanted of a pair. */
  skips(pair: number): boolean;
  /** Whether a connection of this length would be of use. */
  asks(pair: number, lengthM: number): boolean;
  /** Whether the two edges are done with. `line` holds until the next call, from the block of the lower number to the other. */
  takes(pair: number, passage: Passage, lengthM: number, line: Float64Array): boolean;
}

/** Tells of every two edges of two blocks without a common edge the shortest connection and the one in the middle, where they are no longer than `distanceM`. A pair is a * blockCount + b. */
function walkConnections(coverage: Coverage, distanceM: number, barriers: readonly Float64Array[], walk: Walk): void {
  if (!(distanceM >= 0 && distanceM < Infinity)) throw new RangeError(`a distance of ${distanceM} m reaches nothing`);
  const edges = outlineEdges(coverage);
  const count = edges.block.length;
  if (count < 2) return;
  const { rookStart, rook } = rookNeighbours(coverage);
  const index = indexSegments(edges.segments);
  const barrierSegments = segmentsOf(barriers);
  const barrierIndex = barrierSegments.length > 0 ? indexSegments(barrierSegments) : null;
  const covered = createCoverLookup(coverage);
  // Edges, barriers, and last the connection in hand, which so is one more segment.
  const last = count + barrierSegments.length / 4;
  const segments = new Float64Array(4 * last + 4);
  segments.set(edges.segments);
  segments.set(barrierSegments, 4 * count);
  const connection = segments.subarray(4 * last);
  const scratch = new Float64Array(4);

  for (let i = 0; i < count; i++) {
    const a = edges.block[i]!;
    const [ax, ay, bx, by] = [segments[4 * i]!, segments[4 * i + 1]!, segments[4 * i + 2]!, segments[4 * i + 3]!];
    const near = index.search(
      Math.min(ax, bx) - distanceM,
      Math.min(ay, by) - distanceM,
      Math.max(ax, bx) + distanceM,
      Math.max(ay, by) + distanceM,
      (j) => edges.block[j]! > a && !walk.skips(a * coverage.blockCount + edges.block[j]!),
    );
    for (const j of near) {
      const b = edges.block[j]!;
      const pair = a * coverage.blockCount + b;
      if (walk.skips(pair) || touches(a, b)) continue;
      const lengthM = shortest(segments, i, j, connection);
      if (lengthM > distanceM || !walk.asks(pair, lengthM)) continue;
      if (walk.takes(pair, passage(i, j), lengthM, connection)) continue;
      const middleM = facing(segments, i, j, connection);
      if (middleM <= distanceM && walk.asks(pair, middleM)) walk.takes(pair, passage(i, j), middleM, connection);
    }
  }

  function touches(a: number, b: number): boolean {
    for (let i = rookStart[a]!; i < rookStart[a + 1]!; i++) if (rook[i] === b) return true;
    return false;
  }

  function passage(i: number, j: number): Passage {
    const [px, py, qx, qy] = connection as unknown as [number, number, number, number];
    const [minX, maxX, minY, maxY] = [Math.min(px, qx), Math.max(px, qx), Math.min(py, qy), Math.max(py, qy)];
    const reach = BARRIER_REACH_M;
    const free = barrierIndex?.search(minX - reach, minY - reach, maxX + reach, maxY + reach).some((k) => comesNear(segments, last, count + k, reach, scratch)) === true ? CUT : FREE;
    // Shorter than a thousandth of a millimetre: the blocks touch, and nothing can be told about what lies between.
    if (maxX - minX < TOUCHING_M && maxY - minY < TOUCHING_M) return free;
    for (const k of index.search(minX, minY, maxX, maxY)) if (k !== i && k !== j && meet(segments, last, k) !== null) return BLOCKED;
    // It meets no outline on its way, so it lies in empty space or in blocks as a whole, maybe along the border of two.
    return covered((px + qx) / 2, (py + qy) / 2) ? BLOCKED : free;
  }
}

function pairsOf(found: Iterable<number>, blockCount: number): Uint32Array {
  return Uint32Array.from([...found].toSorted((a, b) => a - b).flatMap((pair) => [Math.floor(pair / blockCount), pair % blockCount]));
}

/**
 * The neighbours with these pairs (a b a b …) added as neighbours along a border of 0 m, also as queen neighbours. What
 * counts pieces of zones by rook neighbours then counts blocks across a street as joined.
 */
export function joinPairs(neighbours: Adjacency, pairs: Uint32Array): Adjacency {
  const { blockCount, rookStart, rook, rookLengthM, queenStart, queen } = neighbours;
  const extra: number[][] = Array.from({ length: blockCount }, () => []);
  for (let i = 0; i < pairs.length; i += 2) {
    extra[pairs[i]!]!.push(pairs[i + 1]!);
    extra[pairs[i + 1]!]!.push(pairs[i]!);
  }
  const merge = (start: Uint32Array, row: Uint32Array, lengths: Float64Array | null) => {
    const outStart = new Uint32Array(blockCount + 1);
    const out: number[] = [];
    const outLength: number[] = [];
    for (let block = 0; block < blockCount; block++) {
      const own = new Map<number, number>();
      for (let i = start[block]!; i < start[block + 1]!; i++) own.set(row[i]!, lengths?.[i] ?? 0);
      for (const other of extra[block]!) if (!own.has(other)) own.set(other, 0);
      for (const other of [...own.keys()].toSorted((a, b) => a - b)) {
        out.push(other);
        outLength.push(own.get(other)!);
      }
      outStart[block + 1] = out.length;
    }
    return { start: outStart, row: Uint32Array.from(out), lengths: Float64Array.from(outLength) };
  };
  const byEdge = merge(rookStart, rook, rookLengthM);
  const byPoint = merge(queenStart, queen, null);
  return { blockCount, rookStart: byEdge.start, rook: byEdge.row, rookLengthM: byEdge.lengths, queenStart: byPoint.start, queen: byPoint.row };
}

/** Edges with nothing on one side, and the block on the other. */
function outlineEdges(coverage: Coverage): { readonly segments: Float64Array; readonly block: Uint32Array } {
  const { arcCount, arcStart, halfPart, partBlock, xy } = coverage;
  const segments: number[] = [];
  const block: number[] = [];
  for (let arc = 0; arc < arcCount; arc++) {
    const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
    if (left !== OUTSIDE && right !== OUTSIDE) continue;
    for (let v = arcStart[arc]!; v + 1 < arcStart[arc + 1]!; v++) {
      segments.push(xy[2 * v]!, xy[2 * v + 1]!, xy[2 * v + 2]!, xy[2 * v + 3]!);
      block.push(partBlock[Math.max(left, right)]!);
    }
  }
  return { segments: Float64Array.from(segments), block: Uint32Array.from(block) };
}

function segmentsOf(lines: readonly Float64Array[]): Float64Array {
  const segments: number[] = [];
  for (const line of lines) for (let i = 0; i + 3 < line.length; i += 2) segments.push(line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!);
  return Float64Array.from(segments);
}

function indexSegments(s: Float64Array): Flatbush {
  const index = new Flatbush(s.length / 4);
  for (let i = 0; i < s.length; i += 4) {
    index.add(Math.min(s[i]!, s[i + 2]!), Math.min(s[i + 1]!, s[i + 3]!), Math.max(s[i]!, s[i + 2]!), Math.max(s[i + 1]!, s[i + 3]!));
  }
  index.finish();
  return index;
}

/** Whether a point lies inside a block or on its border. Rings are unfolded from the arcs the first time a block is asked about. */
function createCoverLookup(coverage: Coverage): (x: number, y: number) => boolean {
  const { blockCount, blockBounds, blockPartStart, partRingStart } = coverage;
  const index = new Flatbush(blockCount);
  for (let b = 0; b < blockCount; b++) index.add(blockBounds[4 * b]!, blockBounds[4 * b + 1]!, blockBounds[4 * b + 2]!, blockBounds[4 * b + 3]!);
  index.finish();
  const cache: (Float64Array[] | undefined)[] = Array.from({ length: blockCount });
  return (x, y) =>
    index.search(x, y, x, y).some((block) => {
      const rings = (cache[block] ??= Array.from(
        { length: partRingStart[blockPartStart[block + 1]!]! - partRingStart[blockPartStart[block]!]! },
        (_, i) => ringVertices(coverage, partRingStart[blockPartStart[block]!]! + i),
      ));
      let inside = false;
      for (const ring of rings) {
        const side = pointInRing(x, y, ring, 0, ring.length / 2);
        if (side === 0) return true;
        if (side === 1) inside = !inside;
      }
      return inside;
    });
}

/** Whether segments i and j cross, or come as near to each other as `reachM`. */
function comesNear(s: Float64Array, i: number, j: number, reachM: number, scratch: Float64Array): boolean {
  if (shortest(s, i, j, scratch) <= reachM) return true;
  const side = (k: number, at: number) => orient2d(s[4 * k]!, s[4 * k + 1]!, s[4 * k + 2]!, s[4 * k + 3]!, s[at]!, s[at + 1]!) > 0;
  return side(i, 4 * j) !== side(i, 4 * j + 2) && side(j, 4 * i) !== side(j, 4 * i + 2);
}

/** Writes the shortest connection of the ends of segments i and j with the other segment into `out`, and returns its length. */
function shortest(s: Float64Array, i: number, j: number, out: Float64Array): number {
  let least = Infinity;
  for (let end = 0; end < 4; end++) {
    const [from, onto] = end < 2 ? [4 * i + 2 * end, 4 * j] : [4 * j + 2 * (end - 2), 4 * i];
    const [px, py] = [s[from]!, s[from + 1]!];
    const t = projected(s, onto, px, py);
    // The ends themselves, not what rounding makes of them.
    const qx = t === 1 ? s[onto + 2]! : s[onto]! + t * (s[onto + 2]! - s[onto]!);
    const qy = t === 1 ? s[onto + 3]! : s[onto + 1]! + t * (s[onto + 3]! - s[onto + 1]!);
    const length = Math.sqrt((px - qx) ** 2 + (py - qy) ** 2);
    if (length >= least) continue;
    least = length;
    if (end < 2) write(out, px, py, qx, qy);
    else write(out, qx, qy, px, py);
  }
  return least;
}

/** Writes the connection at the middle of the stretch of segment i that segment j lies opposite to; Infinity where there is none. */
function facing(s: Float64Array, i: number, j: number, out: Float64Array): number {
  const t0 = projected(s, 4 * i, s[4 * j]!, s[4 * j + 1]!);
  const t1 = projected(s, 4 * i, s[4 * j + 2]!, s[4 * j + 3]!);
  if (t0 === t1) return Infinity;
  const t = (t0 + t1) / 2;
  const px = s[4 * i]! + t * (s[4 * i + 2]! - s[4 * i]!);
  const py = s[4 * i + 1]! + t * (s[4 * i + 3]! - s[4 * i + 1]!);
  const u = projected(s, 4 * j, px, py);
  const qx = s[4 * j]! + u * (s[4 * j + 2]! - s[4 * j]!);
  const qy = s[4 * j + 1]! + u * (s[4 * j + 3]! - s[4 * j + 1]!);
  write(out, px, py, qx, qy);
  return Math.sqrt((px - qx) ** 2 + (py - qy) ** 2);
}

/** Where on the segment at `at` the point nearest to x y lies, 0 to 1. */
function projected(s: Float64Array, at: number, x: number, y: number): number {
  const dx = s[at + 2]! - s[at]!;
  const dy = s[at + 3]! - s[at + 1]!;
  const length2 = dx * dx + dy * dy;
  return length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - s[at]!) * dx + (y - s[at + 1]!) * dy) / length2));
}

function write(out: Float64Array, px: number, py: number, qx: number, qy: number): void {
  out[0] = px;
  out[1] = py;
  out[2] = qx;
  out[3] = qy;
}
