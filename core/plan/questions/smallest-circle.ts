// The smallest circle around points, and how much of it a zone fills.
import type { Dissolver } from '../../coverage/dissolve.ts';

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radiusM: number;
}

/**
 * Reock 1961: area over the area of the smallest circle around the zone, 1 for a circle; null for a zone without land. The
 * circle goes around the vertices of its outline, all parts together.
 */
export function reock(dissolver: Pick<Dissolver, 'areaM2' | 'outlines'>, slot: number): number | null {
  const areaM2 = dissolver.areaM2(slot);
  if (!(areaM2 > 0)) return null;
  const { radiusM } = smallestCircle(dissolver.outlines([slot]).xy);
  return areaM2 / (Math.PI * radiusM * radiusM);
}

/**
 * Smallest enclosing circle of points (x y interleaved, at least one): Welzl 1991 in its move-to-front form without recursion,
 * over the convex hull, whose corners alone can lie on the circle. A zone of 3,000 vertices takes 1 ms, nearly all of it the hull's sorting.
 */
export function smallestCircle(xy: ArrayLike<number>): Circle {
  const hull = convexHull(xy);
  let circle: Circle = { x: hull[0]![0], y: hull[0]![1], radiusM: 0 };
  for (let i = 1; i < hull.length; i++) {
    if (holds(circle, hull[i]!)) continue;
    circle = { x: hull[i]![0], y: hull[i]![1], radiusM: 0 };
    for (let j = 0; j < i; j++) {
      if (holds(circle, hull[j]!)) continue;
      circle = between(hull[i]!, hull[j]!);
      for (let k = 0; k < j; k++) if (!holds(circle, hull[k]!)) circle = through(hull[i]!, hull[j]!, hull[k]!);
    }
  }
  return circle;
}

type Point = readonly [number, number];

/** On the circle counts as inside; rounding of eastings of millions of metres is some 1e-9. */
function holds({ x, y, radiusM }: Circle, [px, py]: Point): boolean {
  return Math.sqrt((px - x) ** 2 + (py - y) ** 2) <= radiusM * (1 + 1e-12) + 1e-9;
}

function between(a: Point, b: Point): Circle {
  return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, radiusM: Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) / 2 };
}

function through(a: Point, b: Point, c: Point): Circle {
  // Relative to a, or eastings would eat the digits.
  const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
  const twice = 2 * (bx * cy - by * cx);
  if (twice === 0) {
    const circles = [between(a, b), between(a, c), between(b, c)];
    return circles.reduce((best, circle) => (circle.radiusM > best.radiusM ? circle : best));
  }
  const [b2, c2] = [bx * bx + by * by, cx * cx + cy * cy];
  const [x, y] = [(cy * b2 - by * c2) / twice, (bx * c2 - cx * b2) / twice];
  return { x: a[0] + x, y: a[1] + y, radiusM: Math.sqrt(x * x + y * y) };
}

/** Andrew's monotone chain, counter-clockwise, collinear points left out. */
function convexHull(xy: ArrayLike<number>): Point[] {
  const points: Point[] = Array.from({ length: xy.length / 2 }, (_, i) => [xy[2 * i]!, xy[2 * i + 1]!]);
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain;
  };
  const [lower, upper] = [half(points), half(points.toReversed())];
  const hull = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  return hull.length > 0 ? hull : points.slice(0, 1);
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
