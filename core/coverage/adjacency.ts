// Which blocks are neighbours: along an edge (rook) or in a point as well (queen), from one pass over the arcs.
import { UNASSIGNED, type Assignment, type Coverage } from './coverage.ts';

/** Neighbours of block b: `rook[rookStart[b] .. rookStart[b + 1]]`, ascending; likewise `queen`, which includes rook. */
export interface Adjacency {
  readonly blockCount: number;
  readonly rookStart: Uint32Array;
  readonly rook: Uint32Array;
  /** Length of the shared border with each rook neighbour. */
  readonly rookLengthM: Float64Array;
  readonly queenStart: Uint32Array;
  readonly queen: Uint32Array;
}

/** Rook and queen neighbours. A block of several parts is one block here: its neighbours are those of all its parts. */
export function adjacency(coverage: Coverage): Adjacency {
  const rook = rookNeighbours(coverage);
  return { blockCount: coverage.blockCount, ...rook, ...queenNeighbours(coverage, rook) };
}

/** Rook neighbours alone, for who needs no corners. */
export function rookNeighbours(coverage: Coverage): Pick<Adjacency, 'rookStart' | 'rook' | 'rookLengthM'> {
  const { blockCount, halfPart, partBlock, arcLengthM } = coverage;
  const start = new Uint32Array(blockCount + 1);
  for (let half = 0; half < halfPart.length; half++) {
    const a = halfPart[half]!;
    if (a >= 0 && halfPart[half ^ 1]! >= 0) start[partBlock[a]! + 1]!++;
  }
  for (let block = 0; block < blockCount; block++) start[block + 1]! += start[block]!;
  const cursor = start.slice(0, blockCount);
  const raw = new Uint32Array(start[blockCount]!);
  const rawLength = new Float64Array(raw.length);
  for (let half = 0; half < halfPart.length; half++) {
    const a = halfPart[half]!;
    const b = halfPart[half ^ 1]!;
    if (a < 0 || b < 0) continue;
    const at = cursor[partBlock[a]!]!++;
    raw[at] = partBlock[b]!;
    rawLength[at] = arcLengthM[half >> 1]!;
  }
  // Rows of about six: insertion sort and a merge of equal neighbours in place.
  const rookStart = new Uint32Array(blockCount + 1);
  let out = 0;
  for (let block = 0; block < blockCount; block++) {
    const from = start[block]!;
    const to = start[block + 1]!;
    for (let i = from + 1; i < to; i++) {
      const neighbour = raw[i]!;
      const length = rawLength[i]!;
      let j = i - 1;
      for (; j >= from && raw[j]! > neighbour; j--) {
        raw[j + 1] = raw[j]!;
        rawLength[j + 1] = rawLength[j]!;
      }
      raw[j + 1] = neighbour;
      rawLength[j + 1] = length;
    }
    const rowStart = out;
    for (let i = from; i < to; i++) {
      if (raw[i] === block) continue;
      if (out > rowStart && raw[out - 1] === raw[i]) rawLength[out - 1]! += rawLength[i]!;
      else {
        raw[out] = raw[i]!;
        rawLength[out++] = rawLength[i]!;
      }
    }
    rookStart[block + 1] = out;
  }
  return { rookStart, rook: raw.slice(0, out), rookLengthM: rawLength.slice(0, out) };
}

function queenNeighbours(
  coverage: Coverage,
  rook: Pick<Adjacency, 'rookStart' | 'rook'>,
): Pick<Adjacency, 'queenStart' | 'queen'> {
  const { blockCount, nodeCount, halfPart, halfFrom, partBlock } = coverage;
  // Blocks at every node, from the half-arcs that begin there.
  const nodeStart = new Uint32Array(nodeCount + 1);
  for (let half = 0; half < halfPart.length; half++) if (halfPart[half]! >= 0) nodeStart[halfFrom[half]! + 1]!++;
  for (let node = 0; node < nodeCount; node++) nodeStart[node + 1]! += nodeStart[node]!;
  const nodeBlock = new Uint32Array(nodeStart[nodeCount]!);
  const cursor = nodeStart.slice(0, nodeCount);
  for (let half = 0; half < halfPart.length; half++) {
    if (halfPart[half]! >= 0) nodeBlock[cursor[halfFrom[half]!]!++] = partBlock[halfPart[half]!]!;
  }
  // A corner neighbour is one that shares a node and no edge; where three blocks meet, all of them share edges.
  const extra: [number, number][] = [];
  for (let node = 0; node < nodeCount; node++) {
    const from = nodeStart[node]!;
    const to = nodeStart[node + 1]!;
    for (let i = from; i < to; i++) {
      for (let j = i + 1; j < to; j++) {
        const a = nodeBlock[i]!;
        const b = nodeBlock[j]!;
        if (a !== b && !rowHas(rook.rook, rook.rookStart[a]!, rook.rookStart[a + 1]!, b)) extra.push([a, b], [b, a]);
      }
    }
  }
  if (extra.length === 0) return { queenStart: rook.rookStart, queen: rook.rook };
  const rows = new Map<number, Set<number>>();
  for (const [a, b] of extra) (rows.get(a) ?? rows.set(a, new Set()).get(a)!).add(b);
  const queenStart = new Uint32Array(blockCount + 1);
  const queen: number[] = [];
  for (let block = 0; block < blockCount; block++) {
    const row = [...rook.rook.subarray(rook.rookStart[block]!, rook.rookStart[block + 1]!), ...(rows.get(block) ?? [])];
    row.sort((a, b) => a - b);
    for (const neighbour of row) queen.push(neighbour);
    queenStart[block + 1] = queen.length;
  }
  return { queenStart, queen: Uint32Array.from(queen) };
}

function rowHas(values: Uint32Array, from: number, to: number, value: number): boolean {
  for (let i = from; i < to; i++) if (values[i] === value) return true;
  return false;
}

/** Connected pieces of every zone by rook neighbours. */
export interface Components {
  /** Piece of every block, numbered from 0 within its zone in the order of the first block; -1 where unassigned. */
  readonly component: Int32Array;
  /** Number of pieces of every zone. */
  readonly count: Int32Array;
}

export function components(neighbours: Pick<Adjacency, 'blockCount' | 'rookStart' | 'rook'>, assignment: Assignment, zoneCount: number): Components {
  const { rookStart, rook, blockCount } = neighbours;
  const component = new Int32Array(blockCount).fill(-1);
  const count = new Int32Array(zoneCount);
  const queue = new Uint32Array(blockCount);
  for (let block = 0; block < blockCount; block++) {
    const zone = assignment[block]!;
    if (zone === UNASSIGNED || component[block] !== -1) continue;
    const piece = count[zone]!++;
    component[block] = piece;
    queue[0] = block;
    for (let head = 0, tail = 1; head < tail; head++) {
      const at = queue[head]!;
      for (let i = rookStart[at]!; i < rookStart[at + 1]!; i++) {
        const other = rook[i]!;
        if (assignment[other] !== zone || component[other] !== -1) continue;
        component[other] = piece;
        queue[tail++] = other;
      }
    }
  }
  return { component, count };
}
