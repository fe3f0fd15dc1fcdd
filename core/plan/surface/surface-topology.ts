// The topology of a surface with cuts: base outlines with what was patched, built anew, areas kept to the last bit.
import { adjacency, type Adjacency } from '../../coverage/adjacency.ts';
import { buildCoverage } from '../../coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../coverage/coverage.ts';
import { joinPairs } from '../../coverage/near-adjacency.ts';
import type { Parts } from './cut-rings.ts';

/** Base outlines where nothing was patched, patches elsewhere; fragments beyond the base come from patches alone. */
export function patchedRings(base: BlockRings, ids: readonly string[], patches: ReadonlyMap<number, Parts>): BlockRings {
  const baseCount = base.ids.length;
  let [vertices, rings, parts] = [base.ringStart.at(-1)!, base.ringStart.length - 1, base.partStart.length - 1];
  for (const [block, own] of patches) {
    if (block < baseCount) {
      const [p0, p1] = [base.blockStart[block]!, base.blockStart[block + 1]!];
      const [r0, r1] = [base.partStart[p0]!, base.partStart[p1]!];
      parts -= p1 - p0;
      rings -= r1 - r0;
      vertices -= base.ringStart[r1]! - base.ringStart[r0]!;
    }
    parts += own.length;
    for (const part of own) {
      rings += part.length;
      for (const ring of part) vertices += ring.length / 2;
    }
  }
  const xy = new Float64Array(2 * vertices);
  const ringStart = new Uint32Array(rings + 1);
  const partStart = new Uint32Array(parts + 1);
  const blockStart = new Uint32Array(ids.length + 1);
  let [v, r, p, from] = [0, 0, 0, 0];
  const copyBase = (end: number) => {
    const [p0, p1] = [base.blockStart[from]!, base.blockStart[end]!];
    const [r0, r1] = [base.partStart[p0]!, base.partStart[p1]!];
    const [v0, v1] = [base.ringStart[r0]!, base.ringStart[r1]!];
    xy.set(base.xy.subarray(2 * v0, 2 * v1), 2 * v);
    for (let block = from; block < end; block++) blockStart[block] = base.blockStart[block]! - p0 + p;
    for (let part = p0; part < p1; part++) partStart[p++] = base.partStart[part]! - r0 + r;
    for (let ring = r0; ring < r1; ring++) ringStart[r++] = base.ringStart[ring]! - v0 + v;
    v += v1 - v0;
    from = end;
  };
  for (const block of [...patches.keys()].toSorted((a, b) => a - b)) {
    if (block < baseCount) copyBase(block);
    else if (from < baseCount) copyBase(baseCount);
    blockStart[block] = p;
    for (const part of patches.get(block)!) {
      partStart[p++] = r;
      for (const ring of part) {
        ringStart[r++] = v;
        xy.set(ring, 2 * v);
        v += ring.length / 2;
      }
    }
    if (block < baseCount) from = block + 1;
  }
  if (from < baseCount) copyBase(baseCount);
  blockStart[ids.length] = p;
  partStart[p] = r;
  ringStart[r] = v;
  return { ids, xy, ringStart, partStart, blockStart };
}

/**
 * Built from rings, with the areas given: base blocks keep their area to the last bit though a ring may begin elsewhere, and the
 * fragments of a block add up to it exactly (all are multiples of 2^-20 m2).
 */
export function buildSurface(rings: BlockRings, baseAreaM2: Float64Array, pieceAreaM2: ReadonlyMap<number, number>): Coverage {
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(`cut blocks are no coverage: ${JSON.stringify(built.issues.slice(0, 3))}`);
  const { blockAreaM2 } = built.coverage;
  blockAreaM2.set(baseAreaM2);
  for (const [block, areaM2] of pieceAreaM2) blockAreaM2[block] = areaM2;
  return built.coverage;
}

/** Near pairs of a base, a b a b …, a < b: neighbours along a border of 0 m are those that `joinPairs` made. */
export function nearPairsOf({ blockCount, rookStart, rook, rookLengthM }: Adjacency): Uint32Array {
  const pairs: number[] = [];
  for (let block = 0; block < blockCount; block++) {
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
      if (rook[i]! > block && rookLengthM[i] === 0) pairs.push(block, rook[i]!);
    }
  }
  return Uint32Array.from(pairs);
}

/**
 * Neighbours with the near pairs of the base handed on to fragments: of two blocks across a street those fragments stay near
 * each other whose outlines are no further apart than 1.25 times what the two blocks were, plus a metre; at least the nearest two do.
 */
export function neighboursOf(coverage: Coverage, basePairs: Uint32Array, piecesOf: (base: number) => readonly number[], outline: (block: number) => Parts): Adjacency {
  const own = adjacency(coverage);
  if (basePairs.length === 0) return own;
  const pairs: number[] = [];
  for (let i = 0; i < basePairs.length; i += 2) {
    const [as, bs] = [piecesOf(basePairs[i]!), piecesOf(basePairs[i + 1]!)];
    if (as.length === 1 && bs.length === 1) {
      pairs.push(basePairs[i]!, basePairs[i + 1]!);
      continue;
    }
    const apart = as.flatMap((a) => bs.map((b) => ({ a, b, distanceM: distanceOf(outline(a), outline(b)) })));
    const least = Math.min(...apart.map(({ distanceM }) => distanceM));
    for (const { a, b, distanceM } of apart) if (distanceM <= 1.25 * least + 1) pairs.push(Math.min(a, b), Math.max(a, b));
  }
  return joinPairs(own, Uint32Array.from(pairs));
}

/** Shortest distance of two outlines that do not overlap: from a vertex of one to an edge of the other. */
function distanceOf(a: Parts, b: Parts): number {
  let least = Infinity;
  for (const [vertices, edges] of [[a, b], [b, a]] as const) {
    for (const ring of vertices.flat()) {
      for (let i = 0; i < ring.length; i += 2) for (const other of edges.flat()) least = Math.min(least, toRing2(ring[i]!, ring[i + 1]!, other));
    }
  }
  return Math.sqrt(least);
}

/** Square of the distance from a point to a ring. */
export function toRing2(x: number, y: number, ring: Float64Array): number {
  let least = Infinity;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay] = [ring[j]!, ring[j + 1]!];
    const [dx, dy] = [ring[i]! - ax, ring[i + 1]! - ay];
    const length2 = dx * dx + dy * dy;
    const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length2));
    least = Math.min(least, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2);
  }
  return least;
}
