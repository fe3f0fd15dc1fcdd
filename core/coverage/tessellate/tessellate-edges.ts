// Makes given stretches edges of a triangulation by turning the edges that they cross.
import { orient2d } from 'robust-predicates';

export interface EdgeEnforcer {
  /** The half-edge from one point to another, the first not on the hull; -1 where they are joined by none. */
  find(from: number, to: number): number;
  /** Makes it an edge; false where it runs through another point or along the hull. What was enforced before stays. */
  enforce(from: number, to: number): boolean;
}

const MOST_TURNS = 10_000;

/**
 * Over the arrays of delaunator, which are changed: half-edge 3t + i starts at `triangles[3t + i]` and has its twin in
 * `halfedges`. Sloan 1993, "A fast algorithm for generating constrained Delaunay triangulations": of the edges that a stretch crosses, every
 * one whose two triangles form a convex quadrilateral is turned to its other diagonal, until none crosses. A few hundred
 * stretches of a town need it; triangulating anew with more points took a second for each round.
 */
export function createEdgeEnforcer(coords: Float64Array, triangles: Uint32Array, halfedges: Int32Array): EdgeEnforcer {
  const out = new Int32Array(coords.length / 2).fill(-1);
  for (let half = 0; half < triangles.length; half++) out[triangles[half]!] = half;
  const next = (half: number) => (half % 3 === 2 ? half - 2 : half + 1);
  const previous = (half: number) => (half % 3 === 0 ? half + 2 : half - 1);
  const side = (a: number, b: number, p: number) => orient2d(coords[2 * a]!, coords[2 * a + 1]!, coords[2 * b]!, coords[2 * b + 1]!, coords[2 * p]!, coords[2 * p + 1]!);
  const find = (from: number, to: number): number => {
    const start = out[from]!;
    let half = start;
    while (half >= 0) {
      if (triangles[next(half)] === to) return half;
      half = halfedges[previous(half)]!;
      if (half === start) break;
    }
    return -1;
  };
  return { find, enforce: (from, to) => find(from, to) >= 0 || turnAcross(from, to) };

  function turnAcross(from: number, to: number): boolean {
    const crossed = edgesAcross(from, to);
    if (crossed === null) return false;
    // Ends of the edges, not half-edges: turning one gives its neighbours other numbers.
    for (let turns = 0, at = 0; at < crossed.length; at += 2, turns++) {
      if (turns === MOST_TURNS) return false;
      const [u, v] = [crossed[at]!, crossed[at + 1]!];
      // About a corner of the hull nothing can be turned all round; the other end of the edge is none.
      const forth = find(u, v);
      const half = forth >= 0 ? forth : find(v, u);
      const [p, q] = [triangles[previous(half)]!, triangles[previous(halfedges[half]!)]!];
      const convex = side(p, q, u) > 0 !== side(p, q, v) > 0 && side(p, q, u) !== 0 && side(p, q, v) !== 0;
      if (!convex) {
        crossed.push(u, v);
        continue;
      }
      turn(half);
      const shared = p === from || p === to || q === from || q === to;
      // Across the stretch itself, not where it would go on.
      if (!shared && side(from, to, p) > 0 !== side(from, to, q) > 0 && side(p, q, from) > 0 !== side(p, q, to) > 0) crossed.push(p, q);
    }
    return find(from, to) >= 0;
  }

  /** Ends of the edges between two points, in order; null where another point lies between, or the hull. */
  function edgesAcross(from: number, to: number): number[] | null {
    const start = out[from]!;
    let half = start;
    // The triangle about the first point that the stretch leaves through the opposite edge.
    for (;;) {
      const [a, b] = [triangles[next(half)]!, triangles[previous(half)]!];
      const [sa, sb] = [side(from, to, a), side(from, to, b)];
      if (sa !== 0 && sb !== 0 && sa > 0 !== sb > 0 && side(a, b, from) > 0 !== side(a, b, to) > 0) break;
      half = halfedges[previous(half)]!;
      if (half === start || half < 0) return null;
    }
    const crossed: number[] = [];
    for (half = next(half); ; ) {
      crossed.push(triangles[half]!, triangles[next(half)]!);
      const twin = halfedges[half]!;
      if (twin < 0) return null;
      const apex = triangles[previous(twin)]!;
      if (apex === to) return crossed;
      const where = side(from, to, apex);
      if (where === 0) return null;
      // On through the edge whose ends lie on either side.
      half = where > 0 !== side(from, to, triangles[next(twin)]!) > 0 ? next(twin) : previous(twin);
    }
  }

  /** Replaces the edge between two triangles by the other diagonal. */
  function turn(a: number): void {
    const b = halfedges[a]!;
    const [al, ar, br, bl] = [next(a), previous(a), next(b), previous(b)];
    const [p0, p1] = [triangles[ar]!, triangles[bl]!];
    const [u, v] = [triangles[a]!, triangles[b]!];
    triangles[a] = p1;
    triangles[b] = p0;
    link(a, halfedges[bl]!);
    link(b, halfedges[ar]!);
    link(ar, bl);
    out[p0] = ar;
    out[p1] = a;
    out[u] = br;
    out[v] = al;
  }

  function link(a: number, b: number): void {
    halfedges[a] = b;
    if (b >= 0) halfedges[b] = a;
  }
}
