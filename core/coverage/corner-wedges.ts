// Directions about a point, compared exactly: which corners of blocks overlap, and which border comes next.
import { orient2d } from 'robust-predicates';

/** A point as x and y. */
export type Point = readonly [number, number];

/** Positive where the direction to b lies counter-clockwise of that to a by less than half a turn, seen from `at`; 0 on one line. */
function turn(at: Point, a: Point, b: Point): number {
  // robust-predicates counts clockwise as positive.
  return -orient2d(at[0], at[1], a[0], a[1], b[0], b[1]);
}

function sameDirection(at: Point, a: Point, b: Point): boolean {
  return turn(at, a, b) === 0 && (a[0] - at[0]) * (b[0] - at[0]) + (a[1] - at[1]) * (b[1] - at[1]) > 0;
}

/** Whether the direction to c lies strictly within the counter-clockwise sweep from a to b; a sweep onto itself is a full turn. */
export function inSweep(at: Point, a: Point, b: Point, c: Point): boolean {
  if (sameDirection(at, a, c)) return false;
  if (sameDirection(at, a, b)) return true;
  if (sameDirection(at, b, c)) return false;
  const sweep = turn(at, a, b);
  if (sweep > 0) return turn(at, a, c) > 0 && turn(at, c, b) > 0;
  if (sweep === 0) return turn(at, a, c) > 0;
  return !(turn(at, b, c) > 0 && turn(at, c, a) > 0);
}

/**
 * Whether two corners at the same point overlap. A corner is the sweep from where its ring goes on to where it came from,
 * the inside of a counter-clockwise shell (or clockwise hole) being on the left. Two sweeps share an inside exactly when one
 * begins in the other.
 */
export function cornersOverlap(at: Point, next1: Point, previous1: Point, next2: Point, previous2: Point): boolean {
  return (
    sameDirection(at, next1, next2) ||
    inSweep(at, next1, previous1, next2) ||
    inSweep(at, next2, previous2, next1)
  );
}
