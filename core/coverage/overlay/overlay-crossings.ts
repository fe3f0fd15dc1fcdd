// Every crossing of a block edge with a zone edge, and who lies where between them.
import { OUTSIDE, type Coverage } from '../coverage.ts';
import { GrowableIndices } from '../growable.ts';
import { CrossingList, Meeting } from './crossing-list.ts';
import { SEVERAL, type ZoneGrid } from './overlay-grid.ts';
import { zoneIsLeft } from './overlay-order.ts';

export interface Meetings {
  readonly crossings: CrossingList;
  /** Arcs that can be crossed, ascending; `arcCrossing` holds where the crossings of each begin, one more at the end. */
  readonly arcs: Uint32Array;
  readonly arcCrossing: Uint32Array;
  /** Zone at every node of those arcs; not set elsewhere. */
  readonly nodeZone: Int32Array;
  /** Block at every vertex of the zones' pool, OUTSIDE for none. */
  readonly vertexBlock: Int32Array;
  /** 1 for blocks that an edge of a zone enters or whose parts lie in different zones; 0 for blocks that lie in one zone, or in none. */
  readonly cut: Uint8Array;
  /** Zone of the blocks that are not cut; OUTSIDE for none. */
  readonly zoneOfBlock: Int32Array;
}

/** Why the crossings contradict each other: at this place more than one block or more than one zone lies. */
export interface Contradiction {
  readonly side: 'blocks' | 'zones';
  readonly x: number;
  readonly y: number;
}

const UNKNOWN = -2;
// Copies: loaders for development make every look at another file's constant a call (6 % of an overlay).
const NOTHING = OUTSIDE;
const MANY = SEVERAL;
const NONE = Meeting.none;
const BLOCK_FROM_LEFT = Meeting.blockFromLeft;
const ZONE_FROM_LEFT = Meeting.zoneFromLeft;

/** Looks along the borders of all blocks that an edge of a zone comes near to. */
export function findMeetings(blocks: Coverage, zones: Coverage, grid: ZoneGrid): Meetings | Contradiction {
  const { xy, arcCount, arcStart, halfPart, halfFrom, partBlock, blockBounds, blockCount } = blocks;
  const zoneXy = zones.xy;
  const { cellStart, cellEdge, columns } = grid;
  const { left, right } = grid.sides;
  // Without an edge there is no cell, and everything lies outside.
  const noZones = columns === 0;

  // Only blocks with a zone edge in a cell of their box can be cut: some 15 % at 40 zones. Parts + 1, so that OUTSIDE reads 0.
  const nearPart = new Uint8Array(blocks.partCount + 1);
  const near = new Uint8Array(blockCount);
  const cut = new Uint8Array(blockCount);
  const zoneOfBlock = new Int32Array(blockCount);
  for (let b = 0; b < blockCount; b++) {
    const zone = grid.zoneOfBox(blockBounds, b);
    zoneOfBlock[b] = zone;
    if (zone !== MANY) continue;
    near[b] = 1;
    for (let part = blocks.blockPartStart[b]!; part < blocks.blockPartStart[b + 1]!; part++) nearPart[part + 1] = 1;
  }

  const crossings = new CrossingList();
  const arcs = new GrowableIndices();
  const arcCrossing = new GrowableIndices();
  const nodeZone = new Int32Array(blocks.nodeCount).fill(UNKNOWN);
  /** Change of block number along every zone edge, summed over its crossings. */
  const edgeStep = new Int32Array(left.length);
  const tested = new Uint32Array(left.length);
  let test = 0;

  for (let arc = noZones ? arcCount : 0; arc < arcCount; arc++) {
    const partLeft = halfPart[2 * arc]!;
    const partRight = halfPart[2 * arc + 1]!;
    if (nearPart[partLeft + 1] === 0 && nearPart[partRight + 1] === 0) continue;
    const bl = partLeft < 0 ? -1 : partBlock[partLeft]!;
    const br = partRight < 0 ? -1 : partBlock[partRight]!;
    arcs.push(arc);
    arcCrossing.push(crossings.count);
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
    let step = 0;
    let v = arcStart[arc]!;
    const last = arcStart[arc + 1]! - 1;
    let column = grid.columnOf(xy, v);
    let row = grid.rowOf(xy, v);
    for (; v < last; v++) {
      const aColumn = column;
      const aRow = row;
      column = grid.columnOf(xy, v + 1);
      row = grid.rowOf(xy, v + 1);
      const c0 = aColumn < column ? aColumn : column;
      const c1 = aColumn < column ? column : aColumn;
      const r1 = aRow < row ? row : aRow;
      test++;
      for (let r = aRow < row ? aRow : row; r <= r1; r++) {
        // Cells of a row lie side by side, so a row of the box is one run of entries, mostly none.
        const end = cellStart[r * columns + c1 + 1]!;
        for (let i = cellStart[r * columns + c0]!; i < end; i++) {
          const f = cellEdge[i]!;
          if (tested[f] === test) continue;
          tested[f] = test;
          const meeting = crossings.meet(xy, v, zoneXy, f);
          if (meeting === NONE) continue;
          step += (meeting & BLOCK_FROM_LEFT) === 0 ? left[f]! - right[f]! : right[f]! - left[f]!;
          edgeStep[f]! += (meeting & ZONE_FROM_LEFT) === 0 ? bl - br : br - bl;
          if (bl >= 0) cut[bl] = 1;
          if (br >= 0) cut[br] = 1;
        }
      }
    }
    const first = arcStart[arc]!;
    if (nodeZone[from] === UNKNOWN) {
      nodeZone[from] = nodeZone[to] === UNKNOWN ? grid.zoneAt(xy, first) : nodeZone[to]! - step;
    }
    const expected = nodeZone[from]! + step;
    if (nodeZone[to] === UNKNOWN) nodeZone[to] = expected;
    if (nodeZone[to] !== expected || expected < NOTHING || expected >= zones.blockCount) {
      return { side: 'zones', x: xy[2 * first]!, y: xy[2 * first + 1]! };
    }
  }
  arcCrossing.push(crossings.count);
  const vertexBlock = blocksOfVertices(blocks, zones, edgeStep, startPieces(blocks, zones, grid, near));
  if (!(vertexBlock instanceof Int32Array)) return vertexBlock;
  for (let v = 0; v < vertexBlock.length; v++) if (vertexBlock[v]! >= 0) cut[vertexBlock[v]!] = 1;
  for (let b = 0; b < blockCount; b++) {
    if (near[b] === 0 || cut[b] === 1) continue;
    for (let part = blocks.blockPartStart[b]!; part < blocks.blockPartStart[b + 1]!; part++) {
      const zone = nodeZone[halfFrom[blocks.ringHalf[blocks.partRingStart[part]!]!]!]!;
      // Parts that nothing crosses can still lie in different zones.
      if (part === blocks.blockPartStart[b]) zoneOfBlock[b] = zone;
      else if (zone !== zoneOfBlock[b]) cut[b] = 1;
    }
  }
  return { crossings, arcs: arcs.data.subarray(0, arcs.length), arcCrossing: arcCrossing.data, nodeZone, vertexBlock, cut, zoneOfBlock };
}

/** Carries the block from vertex to vertex along the zones' arcs, from one known node in every connected piece of them; sets the other nodes. */
function blocksOfVertices(blocks: Coverage, zones: Coverage, edgeStep: Int32Array, nodeBlock: Int32Array): Int32Array | Contradiction {
  const { xy, arcCount, arcStart, halfFrom } = zones;
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

/** Coarse cells that the first nodes lie in are 2^3 cells of the grid wide: they stay in the nearest cache. */
const COARSE = 3;

/**
 * The block of one node in every connected piece of the zones' arcs. 400 zones around 500 lakes are 365 pieces: asking
 * an index over the near blocks for each took 35 of 240 ms, so the nodes are laid into coarse cells and every near
 * block looks which of them lie in its box.
 */
function startPieces(blocks: Coverage, zones: Coverage, grid: ZoneGrid, near: Uint8Array): Int32Array {
  const { xy, arcCount, arcStart, halfFrom } = zones;
  const startBlock = new Int32Array(zones.nodeCount).fill(UNKNOWN);
  const root = ascending(zones.nodeCount);
  for (let arc = 0; arc < arcCount; arc++) {
    const a = find(root, halfFrom[2 * arc]!);
    const b = find(root, halfFrom[2 * arc + 1]!);
    if (a !== b) root[Math.max(a, b)] = Math.min(a, b);
  }
  const columns = (grid.columns >> COARSE) + 1;
  const first = new Int32Array(columns * ((grid.rows >> COARSE) + 1)).fill(-1);
  // By node: the next in the same cell, and a vertex where it lies.
  const next = new Int32Array(zones.nodeCount);
  const vertexOf = new Uint32Array(zones.nodeCount);
  for (let half = 0; half < 2 * arcCount; half++) {
    const node = halfFrom[half]!;
    if (root[node] !== node || startBlock[node] !== UNKNOWN) continue;
    startBlock[node] = NOTHING;
    const vertex = half % 2 === 0 ? arcStart[half >> 1]! : arcStart[(half >> 1) + 1]! - 1;
    const cell = (grid.rowOf(xy, vertex) >> COARSE) * columns + (grid.columnOf(xy, vertex) >> COARSE);
    vertexOf[node] = vertex;
    next[node] = first[cell]!;
    first[cell] = node;
  }
  const { blockBounds } = blocks;
  for (let b = 0; b < near.length; b++) {
    if (near[b] !== 1) continue;
    const x0 = blockBounds[4 * b]!;
    const y0 = blockBounds[4 * b + 1]!;
    const x1 = blockBounds[4 * b + 2]!;
    const y1 = blockBounds[4 * b + 3]!;
    const firstColumn = grid.columnOf(blockBounds, 2 * b) >> COARSE;
    const lastColumn = grid.columnOf(blockBounds, 2 * b + 1) >> COARSE;
    const lastRow = grid.rowOf(blockBounds, 2 * b + 1) >> COARSE;
    for (let r = grid.rowOf(blockBounds, 2 * b) >> COARSE; r <= lastRow; r++) {
      for (let c = firstColumn; c <= lastColumn; c++) {
        for (let node = first[r * columns + c]!; node >= 0; node = next[node]!) {
          const x = xy[2 * vertexOf[node]!]!;
          const y = xy[2 * vertexOf[node]! + 1]!;
          if (x >= x0 && y >= y0 && x <= x1 && y <= y1 && startBlock[node] === NOTHING && holds(blocks, b, xy, vertexOf[node]!)) startBlock[node] = b;
        }
      }
    }
  }
  return startBlock;
}

/** The root of a node, whose way to it becomes shorter. */
function find(root: Int32Array, node: number): number {
  while (root[node] !== node) node = root[node] = root[root[node]!]!;
  return node;
}

/** Whether a zone's vertex lies in a block: crossings of the ray towards -x with all its rings, by parity. */
function holds(blocks: Coverage, block: number, zoneXy: Float64Array, p: number): boolean {
  const { xy, arcStart, halfNext, ringHalf, partRingStart, blockPartStart } = blocks;
  const y = zoneXy[2 * p + 1]!;
  let inside = false;
  const lastRing = partRingStart[blockPartStart[block + 1]!]!;
  for (let ring = partRingStart[blockPartStart[block]!]!; ring < lastRing; ring++) {
    const start = ringHalf[ring]!;
    let half = start;
    do {
      for (let v = arcStart[half >> 1]!; v < arcStart[(half >> 1) + 1]! - 1; v++) {
        const down = xy[2 * v + 1]! > y;
        if (down !== xy[2 * v + 3]! > y && zoneIsLeft(xy, v, zoneXy, p) === down) inside = !inside;
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
