// The edge of the covered area as loops: its outer boundary, and the places that blocks enclose and leave free.
import { NO_HALF, OUTSIDE, type Coverage } from './coverage.ts';

/** A simple loop with the uncovered side on its left: positive area encloses an uncovered place, negative is an outer boundary. */
export interface UncoveredLoop {
  readonly xy: Float64Array;
  readonly areaM2: number;
  /** Blocks along the loop, each once, ascending. */
  readonly blocks: readonly number[];
}

/** All loops; a loop that touches itself in a node is split there. */
export function uncoveredLoops(coverage: Coverage): UncoveredLoop[] {
  const { halfPart, halfNext, halfFrom, arcCount } = coverage;
  const halfPrevious = new Uint32Array(2 * arcCount).fill(NO_HALF);
  for (let half = 0; half < 2 * arcCount; half++) {
    if (halfNext[half] !== NO_HALF) halfPrevious[halfNext[half]!] = half;
  }
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
      // Turn about the end node through the blocks on the right until the uncovered side shows again.
      let next = halfPrevious[half ^ 1]! ^ 1;
      while (halfPart[next] !== OUTSIDE) next = halfPrevious[next]! ^ 1;
      half = next;
    } while (half !== start);
    loops.push(closeLoop(coverage, walk));
  }
  return loops;
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
