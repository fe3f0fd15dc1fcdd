// Walking from block to block with the arrow keys.
import type { Adjacency } from '../../../core/coverage/adjacency.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const HEADING: Readonly<Record<Direction, readonly [number, number]>> = { left: [-1, 0], right: [1, 0], up: [0, 1], down: [0, -1] };
/** A neighbour further off the direction than this (cosine of 75 degrees) is no step that way. */
const NEIGHBOUR_COSINE = 0.26;
/** Over a river or a field the step is narrower, 45 degrees, or it would go sideways along the bank. */
const JUMP_COSINE = 0.7;

/**
 * The rook neighbour whose interior point lies nearest the direction, or, where no neighbour lies that way, the nearest
 * block beyond the gap; -1 at the edge of the town. `points` holds x y of every block, y upwards.
 */
export function stepFrom(block: number, direction: Direction, neighbours: Pick<Adjacency, 'rookStart' | 'rook'>, points: Float64Array): number {
  const [hx, hy] = HEADING[direction];
  const [x, y] = [points[2 * block]!, points[2 * block + 1]!];
  let best = -1;
  let bestCosine = NEIGHBOUR_COSINE;
  for (let i = neighbours.rookStart[block]!; i < neighbours.rookStart[block + 1]!; i++) {
    const other = neighbours.rook[i]!;
    const [dx, dy] = [points[2 * other]! - x, points[2 * other + 1]! - y];
    const cosine = (dx * hx + dy * hy) / Math.hypot(dx, dy);
    if (cosine > bestCosine) [best, bestCosine] = [other, cosine];
  }
  if (best >= 0) return best;
  let nearest = Infinity;
  for (let other = 0; other < points.length / 2; other++) {
    const [dx, dy] = [points[2 * other]! - x, points[2 * other + 1]! - y];
    const distance = Math.hypot(dx, dy);
    if (distance === 0 || distance >= nearest || (dx * hx + dy * hy) / distance < JUMP_COSINE) continue;
    [best, nearest] = [other, distance];
  }
  return best;
}

/** Block nearest a place; -1 where there is none. */
export function nearestBlock(x: number, y: number, points: Float64Array): number {
  let best = -1;
  let nearest = Infinity;
  for (let block = 0; block < points.length / 2; block++) {
    const distance = Math.hypot(points[2 * block]! - x, points[2 * block + 1]! - y);
    if (distance < nearest) [best, nearest] = [block, distance];
  }
  return best;
}
