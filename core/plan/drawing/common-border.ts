// The border that two zones have in common, as edges, and the way along it.
import { PointNumbers } from '../../coverage/point-numbers.ts';
import type { Meeting } from '../../coverage/split/split-line.ts';
import type { PlanState } from '../plan-state.ts';
import { leastWay, type Way } from './least-way.ts';
import { nearestOn, SAME2, toStretch2, type Edges, type Point } from './line.ts';

export class CommonBorder {
  readonly edges: Edges;
  private readonly keys = new Set<string>();

  constructor({ surface, assignment }: PlanState, a: number, b: number) {
    const { arcCount, arcStart, halfPart, partBlock, xy } = surface.coverage;
    const edges: [number, number, number, number][] = [];
    for (let arc = 0; arc < arcCount; arc++) {
      const [left, right] = [halfPart[2 * arc]!, halfPart[2 * arc + 1]!];
      if (left < 0 || right < 0) continue;
      const [u, v] = [assignment[partBlock[left]!]!, assignment[partBlock[right]!]!];
      if (!((u === a && v === b) || (u === b && v === a))) continue;
      for (let i = arcStart[arc]!; i + 1 < arcStart[arc + 1]!; i++) {
        const edge: [number, number, number, number] = [xy[2 * i]!, xy[2 * i + 1]!, xy[2 * i + 2]!, xy[2 * i + 3]!];
        edges.push(edge);
        this.keys.add(`${edge[0]} ${edge[1]}`).add(`${edge[2]} ${edge[3]}`);
        this.keys.add(edge.join(' ')).add(`${edge[2]} ${edge[3]} ${edge[0]} ${edge[1]}`);
      }
    }
    this.edges = edges;
  }

  /** Whether a meeting with rings of either zone is one with this border. */
  has(rings: readonly Float64Array[], { ring, edge, along }: Meeting): boolean {
    const xy = rings[ring]!;
    const [ax, ay] = [xy[2 * edge]!, xy[2 * edge + 1]!];
    if (along === 0) return this.keys.has(`${ax} ${ay}`);
    const next = (2 * edge + 2) % xy.length;
    return this.keys.has(`${ax} ${ay} ${xy[next]!} ${xy[next + 1]!}`);
  }

  /** The nearest point of the border and the square of its distance. */
  nearest([x, y]: Point): { readonly point: Point; readonly distance2: number } {
    let best: { point: Point; distance2: number } = { point: [x, y], distance2: Infinity };
    for (const edge of this.edges) {
      const point = nearestOn(x, y, ...edge);
      const distance2 = (point[0] - x) ** 2 + (point[1] - y) ** 2;
      if (distance2 < best.distance2) best = { point, distance2 };
    }
    return best;
  }
}

/**
 * Ways along edges from one point on them to another, x y interleaved: the shortest, and where one may go round the other way also
 * that. None where the edges do not join the points.
 */
export function waysAlong(edges: Edges, from: Point, to: Point): number[][] {
  const points = new PointNumbers();
  const { xs, ys } = points;
  const [start, end] = [points.of(...from), points.of(...to)];
  const ways: Way<null>[] = [];
  for (const edge of edges) {
    const [a, b] = [points.of(edge[0], edge[1]), points.of(edge[2], edge[3])];
    const far = (n: number) => (xs[n]! - edge[0]) ** 2 + (ys[n]! - edge[1]) ** 2;
    const on = [start, end].filter((n) => n !== a && n !== b && toStretch2(xs[n]!, ys[n]!, ...edge) <= SAME2).toSorted((p, q) => far(p) - far(q));
    const row = [a, ...on, b];
    for (let i = 1; i < row.length; i++) ways.push({ a: row[i - 1]!, b: row[i]!, cost: Math.sqrt((xs[row[i]!]! - xs[row[i - 1]!]!) ** 2 + (ys[row[i]!]! - ys[row[i - 1]!]!) ** 2), load: null });
  }
  const found: number[][] = [];
  for (let left = ways; found.length < 2; ) {
    const way = leastWay(xs.length, left, start, end);
    if (way === null) break;
    const line = [xs[start]!, ys[start]!];
    let at = start;
    for (const { a, b } of way) {
      at = a === at ? b : a;
      line.push(xs[at]!, ys[at]!);
    }
    found.push(line);
    const gone = new Set(way);
    left = left.filter((candidate) => !gone.has(candidate));
  }
  return found;
}
