// Walking the corners of blocks with the arrow keys: where a line drawn by keyboard gets its vertices.
import { OUTSIDE, type Coverage } from '../../../core/coverage/coverage.ts';
import type { Direction } from './neighbour-walk.ts';

const HEADING: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, 1], down: [0, -1] };
/** A corner further off the direction than this (cosine of 75 degrees) is no step that way. */
const LEAST_COSINE = 0.26;
/** Over a gap (a river, a field) the step is narrower, 45 degrees. */
const JUMP_COSINE = 0.7;

/** Corners where edges of blocks meet, and from each the half-arcs that begin there. */
export interface CornerGraph {
  readonly count: number;
  /** x y interleaved. */
  readonly xy: Float64Array;
  at(corner: number): readonly [number, number];
  /** The corner at the other end of the edge that lies nearest the direction, or the nearest beyond a gap; -1 at the edge of the town. */
  step(corner: number, direction: Direction): number;
  /** Corner nearest a place; -1 where there is none. `among` says which count. */
  nearest(x: number, y: number, among?: (corner: number) => boolean): number;
  /** Whether an edge at the corner has the two given kinds of blocks on its sides, -1 for outside. */
  isBorder(corner: number, differ: (left: number, right: number) => boolean): boolean;
}

/** One pass over the half-arcs: 2 ms at 12,000 blocks. */
export function cornerGraph(coverage: Coverage): CornerGraph {
  const { nodeCount, halfFrom, halfPart, partBlock, arcStart } = coverage;
  const xy = new Float64Array(2 * nodeCount);
  const start = new Uint32Array(nodeCount + 1);
  for (let half = 0; half < halfFrom.length; half++) start[halfFrom[half]! + 1]!++;
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const cursor = start.slice(0, nodeCount);
  const halves = new Uint32Array(halfFrom.length);
  for (let half = 0; half < halfFrom.length; half++) {
    const node = halfFrom[half]!;
    halves[cursor[node]!++] = half;
    const vertex = (half & 1) === 0 ? arcStart[half >> 1]! : arcStart[(half >> 1) + 1]! - 1;
    xy[2 * node] = coverage.xy[2 * vertex]!;
    xy[2 * node + 1] = coverage.xy[2 * vertex + 1]!;
  }
  const blockOf = (half: number) => (halfPart[half] === OUTSIDE ? -1 : partBlock[halfPart[half]!]!);

  return {
    count: nodeCount,
    xy,
    at: (corner) => [xy[2 * corner]!, xy[2 * corner + 1]!],
    step(corner, direction) {
      const [hx, hy] = HEADING[direction];
      const [x, y] = [xy[2 * corner]!, xy[2 * corner + 1]!];
      let best = -1;
      let bestCosine = LEAST_COSINE;
      for (let i = start[corner]!; i < start[corner + 1]!; i++) {
        const other = halfFrom[halves[i]! ^ 1]!;
        const [dx, dy] = [xy[2 * other]! - x, xy[2 * other + 1]! - y];
        const length = Math.hypot(dx, dy);
        if (length === 0) continue;
        const cosine = (dx * hx + dy * hy) / length;
        if (cosine > bestCosine) [best, bestCosine] = [other, cosine];
      }
      if (best >= 0) return best;
      let nearest = Infinity;
      for (let other = 0; other < nodeCount; other++) {
        const [dx, dy] = [xy[2 * other]! - x, xy[2 * other + 1]! - y];
        const distance = Math.hypot(dx, dy);
        if (distance === 0 || distance >= nearest || (dx * hx + dy * hy) / distance < JUMP_COSINE) continue;
        [best, nearest] = [other, distance];
      }
      return best;
    },
    nearest(x, y, among = () => true) {
      let best = -1;
      let least = Infinity;
      for (let node = 0; node < nodeCount; node++) {
        const distance = (xy[2 * node]! - x) ** 2 + (xy[2 * node + 1]! - y) ** 2;
        if (distance < least && among(node)) [best, least] = [node, distance];
      }
      return best;
    },
    isBorder(corner, differ) {
      for (let i = start[corner]!; i < start[corner + 1]!; i++) if (differ(blockOf(halves[i]!), blockOf(halves[i]! ^ 1))) return true;
      return false;
    },
  };
}
