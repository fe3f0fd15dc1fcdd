// Blocks to arcs: number the vertices, pair every edge with its twin, chain edges between nodes into arcs.
import { NO_HALF, OUTSIDE, type BlockRings, type Coverage } from './coverage.ts';
import { indexVertices, type VertexIndex } from './vertex-index.ts';

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

/** Directed edges of all rings, shells counter-clockwise and holes clockwise; edge i starts at vertex number `from[i]`. */
export interface EdgeTable {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly part: Int32Array;
  readonly twin: Int32Array;
  /** By vertex number: an input vertex there, to find its coordinates. */
  readonly place: Uint32Array;
  /** By ring: twice the signed area as given, and 1 where the edges run against the input. */
  readonly twiceRingArea: Float64Array;
  readonly reversed: Uint8Array;
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
  const edges = collectEdges(blocks, index, issues);
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

/** Whether every id comes after the one before it: then none is given twice. */
export function ascending(ids: readonly string[]): boolean {
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

/** The edges; takes `index.of` over as their beginnings, since a build of fresh pages pays for every array it touches. */
export function collectEdges(blocks: BlockRings, index: VertexIndex, issues: CoverageIssue[]): EdgeTable {
  const from = index.of;
  const part = new Int32Array(from.length);
  const ringCount = blocks.ringStart.length - 1;
  const twiceRingArea = new Float64Array(ringCount);
  const reversed = new Uint8Array(ringCount);
  const to = new Uint32Array(from.length);
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
      if (area < 0 === (ring === firstRing)) {
        reversed[ring] = 1;
        from.subarray(start, end).reverse();
      }
      for (let i = start; i < end; i++) {
        part[i] = p;
        to[i] = from[i + 1 === end ? start : i + 1]!;
      }
    }
  }
  return { from, to, part, twin: new Int32Array(from.length).fill(-1), place: index.first, twiceRingArea, reversed };
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
  const source = edges.place[edges.from[edge]!]!;
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
    // One part nearly always: a call of fill costs more than the loop.
    for (let part = blocks.blockStart[block]!; part < blocks.blockStart[block + 1]!; part++) of[part] = block;
  }
  return of;
}

/** Chains paired edges into arcs; `degree` is what `pairTwins` gave. Takes the memory of `edges.to` over, so it comes last. */
export function chainArcs(blocks: BlockRings, edges: EdgeTable, degree: Uint8Array): Coverage {
  const { from, twin, part, reversed } = edges;
  const { ringStart, xy: given } = blocks;
  const total = from.length;
  const ringCount = ringStart.length - 1;
  const nodeOf = new Int32Array(degree.length).fill(-1);
  let nodeCount = 0;
  for (let v = 0; v < degree.length; v++) if (degree[v] !== 2) nodeOf[v] = nodeCount++;

  // First walk, from node to node: where every arc begins, and the half-arcs of every ring as a chain. An arc made from one
  // side is known on the other by the twin of its last edge, which is the first there; no edge between is marked.
  // `starts` keeps the look-up of an edge's node in the order of the walk.
  const starts = new Uint8Array(total);
  let capacity = ringCount;
  for (let i = 0; i < total; i++) {
    if (degree[from[i]!] === 2) continue;
    starts[i] = 1;
    capacity++;
  }
  // `to` has served once edges are paired: its memory holds the half-arc of every first edge from here on.
  const edgeHalf = edges.to.fill(NO_HALF);
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
    const closed = first === end;
    if (closed) first = start;
    let last = NO_HALF;
    let edge = first;
    do {
      let final = edge;
      let next = edge + 1 === end ? start : edge + 1;
      let count = 1;
      for (; next !== first && starts[next] === 0; count++) {
        final = next;
        next = next + 1 === end ? start : next + 1;
      }
      if (edgeHalf[edge] === NO_HALF) {
        firstEdge[arcCount] = edge;
        edgeCount[arcCount] = count;
        arcRing[arcCount] = ring;
        edgeHalf[edge] = 2 * arcCount;
        if (twin[final]! >= 0) edgeHalf[twin[final]!] = 2 * arcCount + 1;
        // The ring on the other side of a closed arc begins anywhere.
        if (closed) for (let i = start; i < end; i++) if (twin[i]! >= 0) edgeHalf[twin[i]!] = 2 * arcCount + 1;
        arcCount++;
      }
      const half = edgeHalf[edge]!;
      if (last === NO_HALF) ringHalf[ring] = half;
      else nextHalf[last] = half;
      last = half;
      edge = next;
    } while (edge !== first);
    nextHalf[last] = ringHalf[ring]!;
  }

  // Second walk: the vertices of every arc, in one pool.
  const arcStart = new Uint32Array(arcCount + 1);
  for (let arc = 0; arc < arcCount; arc++) arcStart[arc + 1] = arcStart[arc]! + edgeCount[arc]! + 1;
  const xy = new Float64Array(2 * arcStart[arcCount]!);
  const arcLengthM = new Float64Array(arcCount);
  const halfPart = new Int32Array(2 * arcCount);
  const halfFrom = new Uint32Array(2 * arcCount);
  for (let arc = 0; arc < arcCount; arc++) {
    const ring = arcRing[arc]!;
    const start = ringStart[ring]!;
    const end = ringStart[ring + 1]!;
    const first = firstEdge[arc]!;
    const back = reversed[ring] === 1;
    let vertex = back ? start + end - 1 - first : first;
    let at = 2 * arcStart[arc]!;
    let x = given[2 * vertex]!;
    let y = given[2 * vertex + 1]!;
    xy[at] = x;
    xy[at + 1] = y;
    let length = 0;
    for (let step = edgeCount[arc]!; step > 0; step--) {
      if (back) vertex = vertex === start ? end - 1 : vertex - 1;
      else vertex = vertex + 1 === end ? start : vertex + 1;
      // Not Math.hypot: eight times slower, and not rounded alike in every engine.
      const dx = given[2 * vertex]! - x;
      const dy = given[2 * vertex + 1]! - y;
      length += Math.sqrt(dx * dx + dy * dy);
      x = given[2 * vertex]!;
      y = given[2 * vertex + 1]!;
      at += 2;
      xy[at] = x;
      xy[at + 1] = y;
    }
    arcLengthM[arc] = length;
    halfPart[2 * arc] = part[first]!;
    halfPart[2 * arc + 1] = twin[first]! >= 0 ? part[twin[first]!]! : OUTSIDE;
    const node = nodeOf[from[first]!]!;
    const afterLast = first + edgeCount[arc]!;
    halfFrom[2 * arc] = node < 0 ? nodeCount : node;
    halfFrom[2 * arc + 1] = node < 0 ? nodeCount++ : nodeOf[from[afterLast >= end ? afterLast - end + start : afterLast]!]!;
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

function measureBlocks(blocks: BlockRings, twiceRingArea: Float64Array): Pick<Coverage, 'partBlock' | 'blockAreaM2' | 'blockBounds'> {
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
