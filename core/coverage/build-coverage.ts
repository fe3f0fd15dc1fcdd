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
  const seen = new Set<string>();
  const issues: CoverageIssue[] = [];
  for (const id of blocks.ids) {
    if (seen.has(id)) issues.push({ code: 'DUPLICATE_ID', blocks: [id], x: NaN, y: NaN, detail: 'id given twice' });
    seen.add(id);
  }
  return issues;
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
  const partCount = blocks.partStart.length - 1;
  let block = 0;
  for (let p = 0; p < partCount; p++) {
    while (blocks.blockStart[block + 1]! <= p) block++;
    const firstRing = blocks.partStart[p]!;
    for (let ring = firstRing; ring < blocks.partStart[p + 1]!; ring++) {
      const start = blocks.ringStart[ring]!;
      const end = blocks.ringStart[ring + 1]!;
      const area = twiceSignedArea(blocks.xy, start, end);
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
      for (let i = start; i < end; i++) {
        const here = reversed ? start + end - 1 - i : i;
        const there = reversed ? (here === start ? end - 1 : here - 1) : here === end - 1 ? start : here + 1;
        from[i] = vertexOf[here]!;
        to[i] = vertexOf[there]!;
        source[i] = here;
        part[i] = p;
      }
    }
  }
  return { from, to, part, source, twin: new Int32Array(total).fill(-1) };
}

/** Finds the twin of every edge and returns the number of distinct edges at every vertex. */
export function pairTwins(blocks: BlockRings, edges: EdgeTable, vertexCount: number, issues: CoverageIssue[]): Uint8Array {
  const { from, to, part, twin } = edges;
  const total = from.length;
  // Compressed rows: the edges that leave a vertex. Two or three each, so a scan beats any table of edges.
  const outStart = new Uint32Array(vertexCount + 1);
  for (let i = 0; i < total; i++) outStart[from[i]! + 1]!++;
  for (let v = 0; v < vertexCount; v++) outStart[v + 1]! += outStart[v]!;
  const cursor = outStart.slice(0, vertexCount);
  const out = new Uint32Array(total);
  for (let i = 0; i < total; i++) out[cursor[from[i]!]!++] = i;
  const degree = new Uint8Array(vertexCount);
  const blockOf = blockOfParts(blocks);
  const bump = (vertex: number) => {
    if (degree[vertex]! < 255) degree[vertex]!++;
  };
  for (let i = 0; i < total; i++) {
    const u = from[i]!;
    const v = to[i]!;
    for (let k = outStart[u]!; k < outStart[u + 1]!; k++) {
      const other = out[k]!;
      if (other < i && to[other] === v) issues.push(edgeIssue(blocks, blockOf, edges, i, other));
    }
    for (let k = outStart[v]!; k < outStart[v + 1]!; k++) {
      const other = out[k]!;
      if (to[other] !== u) continue;
      twin[i] = other;
      if (part[other] === part[i] && other < i) issues.push(edgeIssue(blocks, blockOf, edges, i, other));
    }
    bump(u);
    if (twin[i]! < 0) bump(v);
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

  // First walk: which half-arc every edge belongs to, and where every arc begins.
  const edgeHalf = new Uint32Array(total).fill(NO_HALF);
  let capacity = ringCount;
  for (let i = 0; i < total; i++) if (nodeOf[from[i]!]! >= 0) capacity++;
  const firstEdge = new Uint32Array(capacity);
  const edgeCount = new Uint32Array(capacity);
  const arcRing = new Uint32Array(capacity);
  const ringFirst = new Uint32Array(ringCount);
  let arcCount = 0;
  for (let ring = 0; ring < ringCount; ring++) {
    const start = ringStart[ring]!;
    const end = ringStart[ring + 1]!;
    let first = start;
    while (first < end && nodeOf[from[first]!]! < 0) first++;
    if (first === end) first = start;
    ringFirst[ring] = first;
    for (let step = 0, edge = first; step < end - start; step++, edge = edge + 1 === end ? start : edge + 1) {
      if (edgeHalf[edge] !== NO_HALF) continue;
      if (step === 0 || nodeOf[from[edge]!]! >= 0) {
        firstEdge[arcCount] = edge;
        arcRing[arcCount] = ring;
        arcCount++;
      }
      const arc = arcCount - 1;
      edgeCount[arc]!++;
      edgeHalf[edge] = 2 * arc;
      if (twin[edge]! >= 0) edgeHalf[twin[edge]!] = 2 * arc + 1;
    }
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
      if (at > 2 * arcStart[arc]!) length += Math.hypot(x - xy[at - 2]!, y - xy[at - 1]!);
      if (step > 0) edge = edge + 1 === end ? start : edge + 1;
    }
    arcLengthM[arc] = length;
    halfPart[2 * arc] = edges.part[first]!;
    if (twin[first]! >= 0) halfPart[2 * arc + 1] = edges.part[twin[first]!]!;
    const node = nodeOf[from[first]!]!;
    halfFrom[2 * arc] = node < 0 ? nodeCount : node;
    halfFrom[2 * arc + 1] = node < 0 ? nodeCount++ : nodeOf[from[edge]!]!;
  }

  // Rings as linked half-arcs.
  const halfNext = new Uint32Array(2 * arcCount).fill(NO_HALF);
  const ringHalf = new Uint32Array(ringCount);
  for (let ring = 0; ring < ringCount; ring++) {
    const start = ringStart[ring]!;
    const end = ringStart[ring + 1]!;
    const firstHalf = edgeHalf[ringFirst[ring]!]!;
    let half = firstHalf;
    for (let step = 1, edge = ringFirst[ring]!; step < end - start; step++) {
      edge = edge + 1 === end ? start : edge + 1;
      if (nodeOf[from[edge]!]! < 0) continue;
      halfNext[half] = edgeHalf[edge]!;
      half = edgeHalf[edge]!;
    }
    halfNext[half] = firstHalf;
    ringHalf[ring] = firstHalf;
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
    halfNext,
    ringHalf,
    partRingStart: blocks.partStart.slice(),
    blockPartStart: blocks.blockStart.slice(),
    ...measureBlocks(blocks),
  };
}

function measureBlocks(blocks: BlockRings): Pick<Coverage, 'partBlock' | 'blockAreaM2' | 'blockBounds'> {
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
        const ringArea = Math.abs(twiceSignedArea(blocks.xy, start, end));
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
    blockBounds.set([minX, minY, maxX, maxY], 4 * block);
  }
  return { partBlock, blockAreaM2, blockBounds };
}
