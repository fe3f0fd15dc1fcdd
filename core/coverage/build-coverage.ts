// Blocks to arcs: number the vertices, pair every edge with its twin, chain edges between nodes into arcs.
import { NO_HALF, OUTSIDE, type BlockRings, type Coverage } from './coverage.ts';
import { indexVertices } from './vertex-index.ts';

/** Why blocks are no coverage, with the blocks' ids and a place in the coordinates of the input. */
export interface CoverageIssue {
  readonly code: 'DUPLICATE_ID' | 'INVALID_RING' | 'OVERLAP';
  readonly blocks: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly detail: string;
}

export type BuildResult =
  { readonly ok: true; readonly coverage: Coverage } | { readonly ok: false; readonly issues: readonly CoverageIssue[] };

/** Directed edges of all rings, shells counter-clockwise and holes clockwise; edge i starts at vertex `from[i]`. */
export interface EdgeTable {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly part: Int32Array;
  /** Input vertex that edge i starts at, to find its coordinates. */
  readonly source: Uint32Array;
  readonly twin: Int32Array;
  /** By ring, not by edge: twice the signed area as given. */
  readonly twiceRingArea: Float64Array;
}

const AREA_UNIT = 2 ** 20;

/**
 * Builds the topology of blocks that share their borders vertex by vertex.
 *
 * It refuses what cannot be a coverage from the edges alone: a ring of fewer than three vertices or without area, an edge
 * that two blocks claim on the same side, a spike, an id given twice. What only geometry shows (borders that cross
 * between vertices, a block inside another) is the business of `validateCoverage`; imports call both.
 * Linear in the vertices; 100,000 blocks of 12 vertices take about 150 ms.
 */
export function buildCoverage(blocks: BlockRings): BuildResult {
  const issues: CoverageIssue[] = duplicateIds(blocks);
  const index = indexVertices(blocks.xy);
  const edges = collectEdges(blocks, index.of, issues);
  const degree = pairTwins(blocks, edges, index.count, issues);
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, coverage: chainArcs(blocks, edges, degree) };
}

function duplicateIds(blocks: BlockRings): CoverageIssue[] {
  // Files mostly come sorted, and ascending ids cannot repeat: 3 ms at 100,000 blocks, where the set takes 38 ms.
  if (ascending(blocks.ids)) return [];
  const seen = new Set<string>();
  const issues: CoverageIssue[] = [];
  for (const id of blocks.ids) {
    if (seen.has(id)) issues.push({ code: 'DUPLICATE_ID', blocks: [id], x: NaN, y: NaN, detail: 'id given twice' });
    seen.add(id);
  }
  return issues;
}

function ascending(ids: readonly string[]): boolean {
  for (let i = 1; i < ids.length; i++) if (!(ids[i - 1]! < ids[i]!)) return false;
  return true;
}

/** Twice the signed area of a ring relative to its first vertex, which keeps six digits that eastings would cost. */
export function twiceSignedArea(xy: Float64Array, start: number, end: number): number {
  const x0 = xy[2 * start]!;
  const y0 = xy[2 * start + 1]!;
  let sum = 0;
  let ax = 0;
  let ay = 0;
  for (let vertex = start + 1; vertex < end; vertex++) {
    const bx = xy[2 * vertex]! - x0;
    const by = xy[2 * vertex + 1]! - y0;
    sum += ax * by - bx * ay;
    ax = bx;
    ay = by;
  }
  return sum;
}

export function collectEdges(blocks: BlockRings, vertexOf: Uint32Array, issues: CoverageIssue[]): EdgeTable {
  const total = vertexOf.length;
  const from = new Uint32Array(total);
  const to = new Uint32Array(total);
  const part = new Int32Array(total);
  const source = new Uint32Array(total);
  const twiceRingArea = new Float64Array(blocks.ringStart.length - 1);
  const partCount = blocks.partStart.length - 1;
  let block = 0;
  for (let p = 0; p < partCount; p++) {
    while (blocks.blockStart[block + 1]! <= p) block++;
    const firstRing = blocks.partStart[p]!;
    for (let ring = firstRing; ring < blocks.partStart[p + 1]!; ring++) {
      const start = blocks.ringStart[ring]!;
      const end = blocks.ringStart[ring + 1]!;
      const area = twiceSignedArea(blocks.xy, start, end);
      twiceRingArea[ring] = area;
      if (end - start < 3 || !(Math.abs(area) > 0)) {
        issues.push({
          code: 'INVALID_RING',
          blocks: [blocks.ids[block]!],
          x: blocks.xy[2 * start] ?? NaN,
          y: blocks.xy[2 * start + 1] ?? NaN,
          detail: end - start < 3 ? 'ring of fewer than three vertices' : 'ring without area',
        });
      }
      const reversed = area < 0 === (ring === firstRing);
      const step = reversed ? -1 : 1;
      let here = reversed ? end - 1 : start;
      let vertex = vertexOf[here]!;
      const firstVertex = vertex;
      for (let i = start; i < end; i++) {
        from[i] = vertex;
        source[i] = here;
        part[i] = p;
        here += step;
        vertex = i === end - 1 ? firstVertex : vertexOf[here]!;
        to[i] = vertex;
      }
    }
  }
  return { from, to, part, source, twin: new Int32Array(total).fill(-1), twiceRingArea };
}

/** Finds the twin of every edge and returns the number of distinct edges at every vertex. */
export function pairTwins(blocks: BlockRings, edges: EdgeTable, vertexCount: number, issues: CoverageIssue[]): Uint8Array {
  const { from, to, part, twin } = edges;
  const total = from.length;
  // The edges seen so far that leave a vertex, as a list: two or three each, so a scan beats any table of edges, and one
  // pass does it (counting them first into rows took 66 ms instead of 35 at 100,000 blocks).
  const first = new Int32Array(vertexCount).fill(-1);
  const next = new Int32Array(total);
  const degree = new Uint8Array(vertexCount);
  const blockOf = blockOfParts(blocks);
  for (let i = 0; i < total; i++) {
    const u = from[i]!;
    const v = to[i]!;
    for (let other = first[u]!; other >= 0; other = next[other]!) {
      if (to[other] === v) issues.push(edgeIssue(blocks, blockOf, edges, i, other));
    }
    let paired = false;
    for (let other = first[v]!; other >= 0; other = next[other]!) {
      if (to[other] !== u) continue;
      paired = true;
      twin[i] = other;
      twin[other] = i;
      if (part[other] === part[i]) issues.push(edgeIssue(blocks, blockOf, edges, i, other));
    }
    if (!paired) {
      if (degree[u]! < 255) degree[u]!++;
      if (degree[v]! < 255) degree[v]!++;
    }
    next[i] = first[u]!;
    first[u] = i;
  }
  return degree;
}

function edgeIssue(
  blocks: BlockRings,
  blockOf: Uint32Array,
  edges: EdgeTable,
  edge: number,
  other: number,
): CoverageIssue {
  const source = edges.source[edge]!;
  const a = blockOf[edges.part[edge]!]!;
  const b = blockOf[edges.part[other]!]!;
  const place = { x: blocks.xy[2 * source]!, y: blocks.xy[2 * source + 1]! };
  return a === b
    ? { code: 'INVALID_RING', blocks: [blocks.ids[a]!], ...place, detail: 'the block runs twice along the same edge' }
    : { code: 'OVERLAP', blocks: [blocks.ids[b]!, blocks.ids[a]!], ...place, detail: 'both blocks lie on the same side of an edge' };
}

/** The block that every part belongs to. */
export function blockOfParts(blocks: BlockRings): Uint32Array {
  const of = new Uint32Array(blocks.partStart.length - 1);
  for (let block = 0; block < blocks.ids.length; block++) {
    of.fill(block, blocks.blockStart[block]!, blocks.blockStart[block + 1]!);
  }
  return of;
}

function chainArcs(blocks: BlockRings, edges: EdgeTable, degree: Uint8Array): Coverage {
  const { from, twin, source } = edges;
  const { ringStart } = blocks;
  const total = from.length;
  const ringCount = ringStart.length - 1;
  const nodeOf = new Int32Array(degree.length).fill(-1);
  let nodeCount = 0;
  for (let v = 0; v < degree.length; v++) if (degree[v] !== 2) nodeOf[v] = nodeCount++;

  // First walk: which half-arc every edge belongs to, where every arc begins, and the half-arcs of every ring as a chain.
  // `starts` keeps the look-up of an edge's node, wanted three times, in the order of the walk.
  const starts = new Uint8Array(total);
  let capacity = ringCount;
  for (let i = 0; i < total; i++) {
    if (degree[from[i]!] === 2) continue;
    starts[i] = 1;
    capacity++;
  }
  const edgeHalf = new Uint32Array(total).fill(NO_HALF);
  const firstEdge = new Uint32Array(capacity);
  const edgeCount = new Uint32Array(capacity);
  const arcRing = new Uint32Array(capacity);
  const nextHalf = new Uint32Array(2 * capacity).fill(NO_HALF);
  const ringHalf = new Uint32Array(ringCount);
  let arcCount = 0;
  for (let ring = 0; ring < ringCount; ring++) {
    const start = ringStart[ring]!;
    const end = ringStart[ring + 1]!;
    let first = start;
    while (first < end && starts[first] === 0) first++;
    if (first === end) first = start;
    let last = NO_HALF;
    for (let step = 0, edge = first; step < end - start; step++, edge = edge + 1 === end ? start : edge + 1) {
      const opens = step === 0 || starts[edge] === 1;
      if (edgeHalf[edge] === NO_HALF) {
        if (opens) {
          firstEdge[arcCount] = edge;
          arcRing[arcCount] = ring;
          arcCount++;
        }
        const arc = arcCount - 1;
        edgeCount[arc]!++;
        edgeHalf[edge] = 2 * arc;
        if (twin[edge]! >= 0) edgeHalf[twin[edge]!] = 2 * arc + 1;
      }
      if (!opens) continue;
      if (step === 0) ringHalf[ring] = edgeHalf[edge]!;
      else nextHalf[last] = edgeHalf[edge]!;
      last = edgeHalf[edge]!;
    }
    nextHalf[last] = ringHalf[ring]!;
  }

  // Second walk: the vertices of every arc, in one pool.
  const arcStart = new Uint32Array(arcCount + 1);
  for (let arc = 0; arc < arcCount; arc++) arcStart[arc + 1] = arcStart[arc]! + edgeCount[arc]! + 1;
  const xy = new Float64Array(2 * arcStart[arcCount]!);
  const arcLengthM = new Float64Array(arcCount);
  const halfPart = new Int32Array(2 * arcCount).fill(OUTSIDE);
  const halfFrom = new Uint32Array(2 * arcCount);
  for (let arc = 0; arc < arcCount; arc++) {
    const start = ringStart[arcRing[arc]!]!;
    const end = ringStart[arcRing[arc]! + 1]!;
    const first = firstEdge[arc]!;
    let edge = first;
    let at = 2 * arcStart[arc]!;
    let length = 0;
    for (let step = edgeCount[arc]!; step >= 0; step--, at += 2) {
      const x = blocks.xy[2 * source[edge]!]!;
      const y = blocks.xy[2 * source[edge]! + 1]!;
      xy[at] = x;
      xy[at + 1] = y;
      if (step < edgeCount[arc]!) {
        // Not Math.hypot: eight times slower, and not rounded alike in every engine.
        const dx = x - xy[at - 2]!;
        const dy = y - xy[at - 1]!;
        length += Math.sqrt(dx * dx + dy * dy);
      }
      if (step > 0) edge = edge + 1 === end ? start : edge + 1;
    }
    arcLengthM[arc] = length;
    halfPart[2 * arc] = edges.part[first]!;
    if (twin[first]! >= 0) halfPart[2 * arc + 1] = edges.part[twin[first]!]!;
    const node = nodeOf[from[first]!]!;
    halfFrom[2 * arc] = node < 0 ? nodeCount : node;
    halfFrom[2 * arc + 1] = node < 0 ? nodeCount++ : nodeOf[from[edge]!]!;
  }

  return {
    ids: blocks.ids,
    blockCount: blocks.ids.length,
    partCount: blocks.partStart.length - 1,
    arcCount,
    nodeCount,
    xy,
    arcStart,
    arcLengthM,
    halfPart,
    halfFrom,
    halfNext: nextHalf.slice(0, 2 * arcCount),
    ringHalf,
    partRingStart: blocks.partStart.slice(),
    blockPartStart: blocks.blockStart.slice(),
    ...measureBlocks(blocks, edges.twiceRingArea),
  };
}

function measureBlocks(
  blocks: BlockRings,
  twiceRingArea: Float64Array,
): Pick<Coverage, 'partBlock' | 'blockAreaM2' | 'blockBounds'> {
  const blockCount = blocks.ids.length;
  const partBlock = blockOfParts(blocks);
  const blockAreaM2 = new Float64Array(blockCount);
  const blockBounds = new Float64Array(4 * blockCount);
  for (let block = 0; block < blockCount; block++) {
    let twiceArea = 0;
    let minX = Infinity;
    let minY = Infinity;
    let maxX = -Infinity;
    let maxY = -Infinity;
    for (let part = blocks.blockStart[block]!; part < blocks.blockStart[block + 1]!; part++) {
      for (let ring = blocks.partStart[part]!; ring < blocks.partStart[part + 1]!; ring++) {
        const start = blocks.ringStart[ring]!;
        const end = blocks.ringStart[ring + 1]!;
        const ringArea = Math.abs(twiceRingArea[ring]!);
        twiceArea += ring === blocks.partStart[part] ? ringArea : -ringArea;
        for (let vertex = start; vertex < end; vertex++) {
          const x = blocks.xy[2 * vertex]!;
          const y = blocks.xy[2 * vertex + 1]!;
          if (x < minX) minX = x;
          if (x > maxX) maxX = x;
          if (y < minY) minY = y;
          if (y > maxY) maxY = y;
        }
      }
    }
    blockAreaM2[block] = Math.round((twiceArea / 2) * AREA_UNIT) / AREA_UNIT;
    blockBounds[4 * block] = minX;
    blockBounds[4 * block + 1] = minY;
    blockBounds[4 * block + 2] = maxX;
    blockBounds[4 * block + 3] = maxY;
  }
  return { partBlock, blockAreaM2, blockBounds };
}
