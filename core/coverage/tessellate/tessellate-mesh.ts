// Triangles between outlines: a Delaunay triangulation in which every stretch of every outline is an edge.
import Delaunator from 'delaunator';
import type { Vertices } from '../repair/repair-noding.ts';
import { createEdgeEnforcer } from './tessellate-edges.ts';

export interface Mesh {
  /** Three vertices a triangle, counter-clockwise. Numbers from `vertices.x.length` on are the far corners around everything. */
  readonly triangles: Uint32Array;
  /** By half-edge 3t + i, from corner i to the next: the half-edge on its other side, -1 on the hull. */
  readonly twins: Int32Array;
  /** Vertices of every outline edge in its direction, both ends included. */
  readonly chains: readonly number[][];
}

const MOST_ROUNDS = 40;

/**
 * Triangulates the ends of the edges and points along them, no further apart than the spacing of each. A stretch that is no edge of
 * the triangulation is made one by turning the edges that it crosses (points along both sides of a street make that rare);
 * where that fails, because it runs through a point, it is halved and all is triangulated again. Edges must meet in common
 * vertices only. Adds to the vertices. Null where edges are too near to each other to be told apart.
 */
export function triangulate(
  vertices: Vertices,
  edges: { readonly from: ArrayLike<number>; readonly to: ArrayLike<number> },
  spacingOfM: (edge: number) => number,
): Mesh | null {
  const { x, y } = vertices;
  const chains: number[][] = Array.from({ length: edges.from.length }, (_, e) => {
    const [a, b] = [edges.from[e]!, edges.to[e]!];
    const steps = Math.max(1, Math.ceil(Math.hypot(x[b]! - x[a]!, y[b]! - y[a]!) / spacingOfM(e)));
    const chain = [a];
    for (let i = 1; i < steps; i++) chain.push(between(a, b, i / steps));
    chain.push(b);
    return chain;
  });

  function between(a: number, b: number, t: number): number {
    y.push(y[a]! + t * (y[b]! - y[a]!));
    return x.push(x[a]! + t * (x[b]! - x[a]!)) - 1;
  }

  // Only vertices in use are points.
  const used: number[] = [];
  const pointOf: number[] = Array.from({ length: x.length }, () => -1);
  const use = (vertex: number) => {
    if ((pointOf[vertex] ?? -1) < 0) pointOf[vertex] = used.push(vertex) - 1;
  };
  for (const chain of chains) for (const vertex of chain) use(vertex);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { coords, triangles, halfedges } = delaunay(vertices, used);
    const enforcer = createEdgeEnforcer(coords, triangles, halfedges);
    let halved = false;
    for (let e = 0; e < chains.length; e++) {
      const chain = chains[e]!;
      let missing = false;
      for (let i = 1; i < chain.length; i++) if (!enforcer.enforce(pointOf[chain[i - 1]!]!, pointOf[chain[i]!]!)) missing = true;
      if (!missing) continue;
      halved = true;
      chains[e] = chain.flatMap((vertex, i) => {
        if (i === 0 || enforcer.find(pointOf[chain[i - 1]!]!, pointOf[vertex]!) >= 0) return [vertex];
        const middle = between(chain[i - 1]!, vertex, 0.5);
        use(middle);
        return [middle, vertex];
      });
    }
    if (halved) continue;
    const far = x.length;
    const numbers = [...used, far, far + 1, far + 2, far + 3];
    return { triangles: triangles.map((point) => numbers[point]!), twins: halfedges, chains };
  }
  return null;
}

/** Finds the half-edge between two vertices, neither of them on the hull, by turning about the first; -1 for none. */
export function createHalfFinder(triangles: Uint32Array, twins: Int32Array, count: number): (from: number, to: number) => number {
  const out = new Int32Array(count).fill(-1);
  for (let half = 0; half < triangles.length; half++) out[triangles[half]!] = half;
  return (from, to) => {
    const start = out[from]!;
    let half = start;
    while (half >= 0) {
      if (triangles[half % 3 === 2 ? half - 2 : half + 1] === to) return half;
      half = twins[half % 3 === 0 ? half + 2 : half - 1]!;
      if (half === start) break;
    }
    return -1;
  };
}

/** Triangulation of the points and four far ones, so that no outline lies on the hull; counter-clockwise. */
function delaunay({ x, y }: Vertices, used: readonly number[]): { coords: Float64Array; triangles: Uint32Array; halfedges: Int32Array } {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const vertex of used) {
    minX = Math.min(minX, x[vertex]!);
    maxX = Math.max(maxX, x[vertex]!);
    minY = Math.min(minY, y[vertex]!);
    maxY = Math.max(maxY, y[vertex]!);
  }
  const reach = 4 * Math.max(maxX - minX, maxY - minY, 1);
  // Mirrored: delaunator turns clockwise in a plane whose y points up.
  const coords = new Float64Array(2 * used.length + 8);
  used.forEach((vertex, i) => {
    coords[2 * i] = x[vertex]!;
    coords[2 * i + 1] = -y[vertex]!;
  });
  coords.set([minX - reach, minY - reach, maxX + reach, minY - reach, maxX + reach, maxY + reach, minX - reach, maxY + reach].map((value, i) => (i % 2 === 0 ? value : -value)), 2 * used.length);
  const { triangles, halfedges } = new Delaunator(coords);
  return { coords, triangles: Uint32Array.from(triangles), halfedges: Int32Array.from(halfedges) };
}
