// The edge of the covered area as loops: its outer boundary, and the places that blocks enclose and leave free.
import { inSweep, type Point } from './corner-wedges.ts';
import { OUTSIDE, type Coverage } from './coverage.ts';

/** A simple loop with the uncovered side on its left: positive area encloses an uncovered place, negative is an outer boundary. */
export interface UncoveredLoop {
  readonly xy: Float64Array;
  readonly areaM2: number;
  /** Blocks along the loop, each once, ascending. */
  readonly blocks: readonly number[];
}

/**
 * All loops; a loop that touches itself in a node is split there. Where several uncovered places meet in one node (blocks that
 * touch in a point only), the walk goes on along the border that comes next clockwise from where it arrived: it stays
 * in its place.
 */
export function uncoveredLoops(coverage: Coverage): UncoveredLoop[] {
  const { halfPart, halfFrom, arcCount, nodeCount } = coverage;
  // By node: half-arcs that leave it with the uncovered side on their left: one for each uncovered place there.
  const leavingStart = new Uint32Array(nodeCount + 1);
  for (let half = 0; half < 2 * arcCount; half++) if (halfPart[half] === OUTSIDE) leavingStart[halfFrom[half]! + 1]!++;
  for (let node = 0; node < nodeCount; node++) leavingStart[node + 1]! += leavingStart[node]!;
  const leaving = new Uint32Array(leavingStart[nodeCount]!);
  const cursor = leavingStart.slice(0, nodeCount);
  for (let half = 0; half < 2 * arcCount; half++) if (halfPart[half] === OUTSIDE) leaving[cursor[halfFrom[half]!]!++] = half;

  const visited = new Uint8Array(2 * arcCount);
  const inWalk = new Map<number, number>();
  const loops: UncoveredLoop[] = [];
  for (let start = 0; start < 2 * arcCount; start++) {
    if (halfPart[start] !== OUTSIDE || visited[start] === 1) continue;
    const walk: number[] = [];
    inWalk.clear();
    let half = start;
    do {
      visited[half] = 1;
      const node = halfFrom[half]!;
      const seen = inWalk.get(node);
      if (seen !== undefined) {
        const loop = walk.splice(seen);
        for (const done of loop) inWalk.delete(halfFrom[done]!);
        loops.push(closeLoop(coverage, loop));
      }
      inWalk.set(node, walk.length);
      walk.push(half);
      const end = halfFrom[half ^ 1]!;
      half = nextClockwise(coverage, half ^ 1, leaving.subarray(leavingStart[end], leavingStart[end + 1]));
      // Where blocks overlap, two walks may run into each other; such a walk encloses nothing and is left.
    } while (half !== start && visited[half] === 0);
    if (half === start) loops.push(closeLoop(coverage, walk));
  }
  return loops;
}

/** Of half-arcs that leave one node, the first that a clockwise turn from `from` meets. */
function nextClockwise(coverage: Coverage, from: number, candidates: Uint32Array): number {
  let best = candidates[0]!;
  if (candidates.length === 1) return best;
  const [at, arrived] = firstEdge(coverage, from);
  for (const candidate of candidates.subarray(1)) {
    // Clockwise from `arrived` to the best so far is counter-clockwise from the best to `arrived`.
    if (inSweep(at, firstEdge(coverage, best)[1], arrived, firstEdge(coverage, candidate)[1])) best = candidate;
  }
  return best;
}

/** The node that a half-arc leaves, and the vertex after it. */
function firstEdge({ arcStart, xy }: Coverage, half: number): [Point, Point] {
  const forward = (half & 1) === 0;
  const node = forward ? arcStart[half >> 1]! : arcStart[(half >> 1) + 1]! - 1;
  const next = forward ? node + 1 : node - 1;
  return [
    [xy[2 * node]!, xy[2 * node + 1]!],
    [xy[2 * next]!, xy[2 * next + 1]!],
  ];
}

function closeLoop(coverage: Coverage, halves: readonly number[]): UncoveredLoop {
  const { arcStart, halfPart, partBlock, xy: pool } = coverage;
  const points: number[] = [];
  const blocks = new Set<number>();
  for (const half of halves) {
    blocks.add(partBlock[halfPart[half ^ 1]!]!);
    const first = arcStart[half >> 1]!;
    const last = arcStart[(half >> 1) + 1]! - 1;
    if ((half & 1) === 0) for (let v = first; v < last; v++) points.push(pool[2 * v]!, pool[2 * v + 1]!);
    else for (let v = last; v > first; v--) points.push(pool[2 * v]!, pool[2 * v + 1]!);
  }
  let twice = 0;
  for (let i = 2, ax = 0, ay = 0; i < points.length; i += 2) {
    const bx = points[i]! - points[0]!;
    const by = points[i + 1]! - points[1]!;
    twice += ax * by - bx * ay;
    ax = bx;
    ay = by;
  }
  return { xy: Float64Array.from(points), areaM2: twice / 2, blocks: [...blocks].toSorted((a, b) => a - b) };
}
