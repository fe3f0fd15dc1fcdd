// Every crossing of a block edge with a zone edge, and who lies where between them.
import { OUTSIDE, type Coverage } from '../coverage.ts';
import { GrowableIndices } from '../growable.ts';
import { SEVERAL, type ZoneGrid } from './overlay-grid.ts';
import { isLeftOfBlockEdge, isLeftOfZoneEdge, leftOf } from './overlay-order.ts';

/** Crossings in the order of the arcs of the blocks and of the edges in an arc. */
export interface Crossings {
  readonly count: number;
  /** Block edge and zone edge, by the vertex of the pool that they start at. */
  readonly blockEdge: Uint32Array;
  readonly zoneEdge: Uint32Array;
  /** Where on the block edge, 0 to 1. */
  readonly at: Float64Array;
  /** 1 where the block edge begins on the left of the zone edge (and so goes from its left zone to its right). */
  readonly fromLeft: Uint8Array;
}

export interface Meetings {
  readonly crossings: Crossings;
  /** Arcs that can be crossed, ascending; `arcCrossing` holds where the crossings of each begin, one more at the end. */
  readonly arcs: Uint32Array;
  readonly arcCrossing: Uint32Array;
  /** Zone at every node of those arcs; not set elsewhere. */
  readonly nodeZone: Int32Array;
  /** Block at every vertex of the zones' pool, OUTSIDE for none. */
  readonly vertexBlock: Int32Array;
  /** 1 for blocks that an edge of a zone enters or whose parts lie in different zones; 0 for blocks that lie in one zone, or in none. */
  readonly cut: Uint8Array;
  /** Zone of the blocks that are not cut; OUTSIDE for none, NOT_OWN for a block of another part. */
  readonly zoneOfBlock: Int32Array;
}

/** Why the crossings contradict each other: at this place more than one block or more than one zone lies. */
export interface Contradiction {
  readonly side: 'blocks' | 'zones';
  readonly x: number;
  readonly y: number;
}

/** What a look along the borders of some of the blocks finds; {@link settleMeetings} makes the meetings of it. */
export interface Passage {
  readonly near: Uint8Array;
  readonly cut: Uint8Array;
  readonly zoneOfBlock: Int32Array;
  readonly crossings: Crossings;
  readonly arcs: Uint32Array;
  readonly arcCrossing: Uint32Array;
  readonly nodeZone: Int32Array;
  /** What all parts have to know of each other. */
  readonly trace: Trace;
}

/** How blocks change along the zones' edges, as far as one part of the blocks knows. */
export interface Trace {
  /** Change of block number along every zone edge, summed over its crossings. */
  readonly edgeStep: Int32Array;
  /** By node of the zones: the block where a connected piece of their arcs begins; below 0 where it is not known here. */
  readonly startBlock: Int32Array;
}

/** Lengths of the arrays of a {@link Trace}. */
export function traceLengths(zones: Coverage): { readonly edges: number; readonly nodes: number } {
  return { edges: zones.arcStart[zones.arcCount] ?? 0, nodes: zones.nodeCount };
}

/** Where `zoneOfBlock` says nothing. */
export const NOT_OWN = -3;
const Near = { far: 0, near: 1, foreign: 2 } as const;
const UNKNOWN = -2;
const FOREIGN = Near.foreign;
// Copies: loaders for development make every look at another file's constant a call (6 % of an overlay).
const NOTHING = OUTSIDE;
const MANY = SEVERAL;

/**
 * Crossings of all blocks, or of those with 1 in `own`: everybody's arcs of them, in the same order as those of all blocks, and so
 * with the same sums to the last bit. `trace` is filled; it comes zeroed.
 */
export function findPassage(blocks: Coverage, zones: Coverage, grid: ZoneGrid, own: Uint8Array | null, trace: Trace): Passage | Contradiction {
  const { xy, arcCount, arcStart, halfPart, halfFrom, partBlock, blockBounds, blockCount } = blocks;
  const zoneXy = zones.xy;
  const { cellStart, cellEdge, columns, sides } = grid;
  // Without an edge there is no cell, and everything lies outside.
  const noZones = columns === 0;

  // Only blocks with a zone edge in a cell of their box can be cut: some 15 % at 40 zones. Parts + 1, so that OUTSIDE reads 0.
  const nearPart = new Uint8Array(blocks.partCount + 1);
  const near = new Uint8Array(blockCount);
  const cut = new Uint8Array(blockCount);
  const zoneOfBlock = new Int32Array(blockCount);
  for (let b = 0; b < blockCount; b++) {
    if (own !== null && own[b] === 0) {
      near[b] = FOREIGN;
      continue;
    }
    const zone = grid.zoneOfBox(blockBounds[4 * b]!, blockBounds[4 * b + 1]!, blockBounds[4 * b + 2]!, blockBounds[4 * b + 3]!);
    zoneOfBlock[b] = zone;
    if (zone !== MANY) continue;
    near[b] = 1;
    for (let part = blocks.blockPartStart[b]!; part < blocks.blockPartStart[b + 1]!; part++) nearPart[part + 1] = 1;
  }

  let size = 4096;
  let blockEdge = new Uint32Array(size);
  let zoneEdge = new Uint32Array(size);
  let at = new Float64Array(size);
  let fromLeft = new Uint8Array(size);
  let count = 0;
  const arcs = new GrowableIndices();
  const arcCrossing = new GrowableIndices();
  const nodeZone = new Int32Array(blocks.nodeCount).fill(UNKNOWN);
  const { edgeStep } = trace;
  const tested = new Uint32Array(sides.left.length);
  let test = 0;

  for (let arc = noZones ? arcCount : 0; arc < arcCount; arc++) {
    const partLeft = halfPart[2 * arc]!;
    const partRight = halfPart[2 * arc + 1]!;
    if (nearPart[partLeft + 1] === 0 && nearPart[partRight + 1] === 0) continue;
    const bl = partLeft < 0 ? -1 : partBlock[partLeft]!;
    const br = partRight < 0 ? -1 : partBlock[partRight]!;
    arcs.push(arc);
    arcCrossing.push(count);
    const from = halfFrom[2 * arc]!;
    const to = halfFrom[2 * arc + 1]!;
    // On the border of a block that no edge comes near to nothing can be crossed, and its zone is that of both ends: this
    // spares a fifth of the edges their tests, and nine in ten look-ups of a first node.
    const far = bl >= 0 && near[bl] === 0 ? bl : br >= 0 && near[br] === 0 ? br : -1;
    if (far >= 0) {
      const zone = zoneOfBlock[far]!;
      if (nodeZone[from] === UNKNOWN) nodeZone[from] = zone;
      if (nodeZone[to] === UNKNOWN) nodeZone[to] = zone;
      if (nodeZone[from] !== zone || nodeZone[to] !== zone) return { side: 'zones', x: xy[2 * arcStart[arc]!]!, y: xy[2 * arcStart[arc]! + 1]! };
      continue;
    }
    // An arc between two parts is walked by both, and told by the one on its left.
    const told = bl >= 0 ? near[bl] !== FOREIGN : near[br] !== FOREIGN;
    let step = 0;
    let v = arcStart[arc]!;
    let bx = xy[2 * v]!;
    let by = xy[2 * v + 1]!;
    let bColumn = grid.columnOf(bx);
    let bRow = grid.rowOf(by);
    for (; v < arcStart[arc + 1]! - 1; v++) {
      const ax = bx;
      const ay = by;
      bx = xy[2 * v + 2]!;
      by = xy[2 * v + 3]!;
      const aColumn = bColumn;
      const aRow = bRow;
      bColumn = grid.columnOf(bx);
      bRow = grid.rowOf(by);
      const c0 = aColumn < bColumn ? aColumn : bColumn;
      const c1 = aColumn < bColumn ? bColumn : aColumn;
      const r1 = aRow < bRow ? bRow : aRow;
      test++;
      for (let r = aRow < bRow ? aRow : bRow; r <= r1; r++) {
        // Cells of a row lie side by side, so a row of the box is one run of entries, mostly none.
        const last = cellStart[r * columns + c1 + 1]!;
        for (let i = cellStart[r * columns + c0]!; i < last; i++) {
          const f = cellEdge[i]!;
          if (tested[f] === test) continue;
          tested[f] = test;
          const px = zoneXy[2 * f]!;
          const qx = zoneXy[2 * f + 2]!;
          if (ax < bx ? (px < ax && qx < ax) || (px > bx && qx > bx) : (px < bx && qx < bx) || (px > ax && qx > ax)) continue;
          const py = zoneXy[2 * f + 1]!;
          const qy = zoneXy[2 * f + 3]!;
          if (ay < by ? (py < ay && qy < ay) || (py > by && qy > by) : (py < by && qy < by) || (py > ay && qy > ay)) continue;
          const pLeft = isLeftOfBlockEdge(leftOf(ax, ay, bx, by, px, py), bx - ax, by - ay);
          if (pLeft === isLeftOfBlockEdge(leftOf(ax, ay, bx, by, qx, qy), bx - ax, by - ay)) continue;
          const a = leftOf(px, py, qx, qy, ax, ay);
          const b = leftOf(px, py, qx, qy, bx, by);
          const aLeft = isLeftOfZoneEdge(a, qx - px, qy - py);
          if (aLeft === isLeftOfZoneEdge(b, qx - px, qy - py)) continue;
          if (count === size) {
            size *= 2;
            blockEdge = enlarge(blockEdge, new Uint32Array(size));
            zoneEdge = enlarge(zoneEdge, new Uint32Array(size));
            at = enlarge(at, new Float64Array(size));
            fromLeft = enlarge(fromLeft, new Uint8Array(size));
          }
          blockEdge[count] = v;
          zoneEdge[count] = f;
          at[count] = a / (a - b);
          fromLeft[count++] = aLeft ? 1 : 0;
          step += aLeft ? sides.right[f]! - sides.left[f]! : sides.left[f]! - sides.right[f]!;
          if (told) edgeStep[f]! += pLeft ? br - bl : bl - br;
          if (bl >= 0) cut[bl] = 1;
          if (br >= 0) cut[br] = 1;
        }
      }
    }
    const first = arcStart[arc]!;
    if (nodeZone[from] === UNKNOWN) {
      nodeZone[from] = nodeZone[to] === UNKNOWN ? grid.zoneAt(xy[2 * first]!, xy[2 * first + 1]!) : nodeZone[to]! - step;
    }
    const expected = nodeZone[from]! + step;
    if (nodeZone[to] === UNKNOWN) nodeZone[to] = expected;
    if (nodeZone[to] !== expected || expected < NOTHING || expected >= zones.blockCount) {
      return { side: 'zones', x: xy[2 * first]!, y: xy[2 * first + 1]! };
    }
  }
  arcCrossing.push(count);
  startPieces(blocks, zones, grid, near, trace.startBlock);
  return {
    near,
    cut,
    zoneOfBlock,
    crossings: { count, blockEdge, zoneEdge, at, fromLeft },
    arcs: arcs.data.subarray(0, arcs.length),
    arcCrossing: arcCrossing.data,
    nodeZone,
    trace,
  };
}

/** What the other parts found, added to what one did; with its own part alone where there is one. */
export function joinTraces(traces: readonly Trace[]): Trace {
  if (traces.length === 1) return traces[0]!;
  const edgeStep = traces[0]!.edgeStep.slice();
  const startBlock = traces[0]!.startBlock.slice();
  for (const trace of traces.slice(1)) {
    for (let edge = 0; edge < edgeStep.length; edge++) edgeStep[edge]! += trace.edgeStep[edge]!;
    for (let node = 0; node < startBlock.length; node++) if (startBlock[node]! < 0) startBlock[node] = trace.startBlock[node]!;
  }
  return { edgeStep, startBlock };
}

/** Which blocks are cut and who lies where, once the traces of all parts are joined. */
export function settleMeetings(blocks: Coverage, zones: Coverage, passage: Passage, trace: Trace): Meetings | Contradiction {
  const { near, cut, zoneOfBlock, nodeZone } = passage;
  const { blockCount, halfFrom } = blocks;
  const vertexBlock = blocksOfVertices(blocks, zones, trace);
  if (!(vertexBlock instanceof Int32Array)) return vertexBlock;
  for (let v = 0; v < vertexBlock.length; v++) if (vertexBlock[v]! >= 0) cut[vertexBlock[v]!] = 1;
  for (let b = 0; b < blockCount; b++) {
    if (near[b] === FOREIGN) {
      cut[b] = 0;
      zoneOfBlock[b] = NOT_OWN;
      continue;
    }
    if (near[b] === 0 || cut[b] === 1) continue;
    for (let part = blocks.blockPartStart[b]!; part < blocks.blockPartStart[b + 1]!; part++) {
      const zone = nodeZone[halfFrom[blocks.ringHalf[blocks.partRingStart[part]!]!]!]!;
      // Parts that nothing crosses can still lie in different zones.
      if (part === blocks.blockPartStart[b]) zoneOfBlock[b] = zone;
      else if (zone !== zoneOfBlock[b]) cut[b] = 1;
    }
  }
  const { crossings, arcs, arcCrossing } = passage;
  return { crossings, arcs, arcCrossing, nodeZone, vertexBlock, cut, zoneOfBlock };
}

/** Carries the block from vertex to vertex along the zones' arcs, from one known vertex in every connected piece of them. */
function blocksOfVertices(blocks: Coverage, zones: Coverage, { edgeStep, startBlock }: Trace): Int32Array | Contradiction {
  const { xy, arcCount, arcStart, halfFrom } = zones;
  const nodeBlock = startBlock.slice();
  const vertexBlock = new Int32Array(arcStart[arcCount] ?? 0).fill(NOTHING);
  // Arcs whose ends are not reached yet wait for the next round; the order of a coverage's arcs makes that rare.
  const waiting = ascending(arcCount);
  for (let open = arcCount; open > 0; ) {
    let left = 0;
    for (let i = 0; i < open; i++) {
      const arc = waiting[i]!;
      const first = arcStart[arc]!;
      const last = arcStart[arc + 1]! - 1;
      const from = halfFrom[2 * arc]!;
      const to = halfFrom[2 * arc + 1]!;
      if (nodeBlock[from] === UNKNOWN) {
        if (nodeBlock[to] === UNKNOWN) {
          waiting[left++] = arc;
          continue;
        }
        let steps = 0;
        for (let v = first; v < last; v++) steps += edgeStep[v]!;
        nodeBlock[from] = nodeBlock[to]! - steps;
      }
      let block = nodeBlock[from]!;
      for (let v = first; v <= last; v++) {
        if (block < NOTHING || block >= blocks.blockCount) return { side: 'blocks', x: xy[2 * v]!, y: xy[2 * v + 1]! };
        vertexBlock[v] = block;
        block += edgeStep[v]!;
      }
      block = vertexBlock[last]!;
      if (nodeBlock[to] === UNKNOWN) nodeBlock[to] = block;
      if (nodeBlock[to] !== block) return { side: 'blocks', x: xy[2 * last]!, y: xy[2 * last + 1]! };
    }
    open = left;
  }
  return vertexBlock;
}

/**
 * Sets the block of one node in every connected piece of the zones' arcs. 400 zones around 500 lakes are 365 pieces: asking
 * an index over the near blocks for each took 35 of 240 ms, so the nodes are laid into the grid's cells and every near
 * block looks which of them lie in its own.
 */
function startPieces(blocks: Coverage, zones: Coverage, grid: ZoneGrid, near: Uint8Array, startBlock: Int32Array): void {
  const { xy, arcCount, arcStart, halfFrom } = zones;
  const { columns, rows, window } = grid;
  startBlock.fill(UNKNOWN);
  const root = ascending(zones.nodeCount);
  for (let arc = 0; arc < arcCount; arc++) {
    const a = find(root, halfFrom[2 * arc]!);
    const b = find(root, halfFrom[2 * arc + 1]!);
    if (a !== b) root[Math.max(a, b)] = Math.min(a, b);
  }
  const first = new Int32Array(columns * rows).fill(-1);
  const starts: { readonly node: number; readonly x: number; readonly y: number; readonly next: number }[] = [];
  for (let half = 0; half < 2 * arcCount; half++) {
    const node = halfFrom[half]!;
    if (root[node] !== node || startBlock[node] !== UNKNOWN) continue;
    startBlock[node] = NOTHING;
    const vertex = half % 2 === 0 ? arcStart[half >> 1]! : arcStart[(half >> 1) + 1]! - 1;
    const x = xy[2 * vertex]!;
    const y = xy[2 * vertex + 1]!;
    if (!(y >= window.low && y <= window.high)) continue;
    const cell = grid.rowOf(y) * columns + grid.columnOf(x);
    starts.push({ node, x, y, next: first[cell]! });
    first[cell] = starts.length - 1;
  }
  const { blockBounds } = blocks;
  for (let b = 0; b < near.length; b++) {
    if (near[b] !== 1) continue;
    const [x0, y0, x1, y1] = [blockBounds[4 * b]!, blockBounds[4 * b + 1]!, blockBounds[4 * b + 2]!, blockBounds[4 * b + 3]!];
    const lastColumn = grid.columnOf(x1);
    const lastRow = grid.rowOf(y1);
    for (let r = grid.rowOf(y0); r <= lastRow; r++) {
      for (let c = grid.columnOf(x0); c <= lastColumn; c++) {
        for (let i = first[r * columns + c]!; i >= 0; i = starts[i]!.next) {
          const { node, x, y } = starts[i]!;
          if (startBlock[node] === NOTHING && x >= x0 && y >= y0 && x <= x1 && y <= y1 && holds(blocks, b, x, y)) startBlock[node] = b;
        }
      }
    }
  }
}

/** The root of a node, whose way to it becomes shorter. */
function find(root: Int32Array, node: number): number {
  while (root[node] !== node) node = root[node] = root[root[node]!]!;
  return node;
}

/** Whether a zone's vertex lies in a block: crossings of the ray towards -x with all its rings, by parity. */
function holds(blocks: Coverage, block: number, x: number, y: number): boolean {
  const { xy, arcStart, halfNext, ringHalf, partRingStart, blockPartStart } = blocks;
  let inside = false;
  const lastRing = partRingStart[blockPartStart[block + 1]!]!;
  for (let ring = partRingStart[blockPartStart[block]!]!; ring < lastRing; ring++) {
    const start = ringHalf[ring]!;
    let half = start;
    do {
      for (let v = arcStart[half >> 1]!; v < arcStart[(half >> 1) + 1]! - 1; v++) {
        const [ax, ay, bx, by] = [xy[2 * v]!, xy[2 * v + 1]!, xy[2 * v + 2]!, xy[2 * v + 3]!];
        const down = ay > y;
        if (down === by > y) continue;
        if (isLeftOfBlockEdge(leftOf(ax, ay, bx, by, x, y), bx - ax, by - ay) === down) inside = !inside;
      }
      half = halfNext[half]!;
    } while (half !== start);
  }
  return inside;
}

function ascending(length: number): Int32Array {
  const numbers = new Int32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = i;
  return numbers;
}

function enlarge<T extends Uint32Array | Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
