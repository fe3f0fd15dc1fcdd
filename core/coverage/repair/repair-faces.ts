// Edges that meet in vertices only, to faces: what each is bounded by, what lies on it, what it encloses.
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';
import { GrowableDoubles } from '../growable.ts';
import { pointInRing } from '../point-in-rings.ts';
import type { Vertices } from './repair-noding.ts';

/** Edges with the layers whose border they are: crossing an edge enters or leaves each of its layers. */
export interface LayeredEdges {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Ascending, none twice, none empty. */
  readonly layers: readonly (readonly number[])[];
}

/** An enclosed place between edges. */
export interface Face {
  /** Layers that cover it, ascending. */
  readonly layers: readonly number[];
  /** Shell counter-clockwise, holes clockwise, x y interleaved. */
  readonly rings: readonly Float64Array[];
  readonly areaM2: number;
}

export interface Faces {
  readonly faces: readonly Face[];
  /** Face on the left of half-edge 2e (from -> to) and 2e + 1; -1 where no edge encloses. */
  readonly faceOfHalf: Int32Array;
}

/** Edges with the path that each was first met on. */
export interface PathEdges extends LayeredEdges {
  readonly path: readonly number[];
}

/** Counts the layers of every edge by parity: what a layer runs along twice is no border of it. */
export function layerEdges(paths: readonly (readonly number[])[], layersOf: readonly (readonly number[])[], vertexCount: number): PathEdges {
  // Edges by their smaller vertex, as lists: two or three each.
  const first = new Int32Array(vertexCount).fill(-1);
  const next: number[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const layers: (readonly number[])[] = [];
  const firstPath: number[] = [];
  let empty = false;
  for (let path = 0; path < paths.length; path++) {
    const vertices = paths[path]!;
    const own = layersOf[path]!;
    for (let i = 1; i < vertices.length; i++) {
      const [p, q] = [vertices[i - 1]!, vertices[i]!];
      const u = p < q ? p : q;
      const v = p < q ? q : p;
      let edge = first[u]!;
      while (edge >= 0 && to[edge] !== v) edge = next[edge]!;
      if (edge < 0) {
        next.push(first[u]!);
        first[u] = from.length;
        from.push(u);
        to.push(v);
        layers.push(own);
        firstPath.push(path);
        if (own.length === 0) empty = true;
      } else {
        layers[edge] = without(layers[edge]!, own);
        if (layers[edge]!.length === 0) empty = true;
      }
    }
  }
  if (!empty) return { from, to, layers, path: firstPath };
  const kept = layers.map((own, e) => (own.length > 0 ? e : -1)).filter((e) => e >= 0);
  return { from: kept.map((e) => from[e]!), to: kept.map((e) => to[e]!), layers: kept.map((e) => layers[e]!), path: kept.map((e) => firstPath[e]!) };
}

/** Symmetric difference of ascending lists. */
function without(a: readonly number[], b: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (j === b.length || (i < a.length && a[i]! < b[j]!)) out.push(a[i++]!);
    else if (i === a.length || b[j]! < a[i]!) out.push(b[j++]!);
    else [i, j] = [i + 1, j + 1];
  }
  return out;
}

/** Walks all faces. Edges must meet in common vertices only, and every layer's edges must be closed rings. */
export function walkFaces({ x, y }: Vertices, edges: LayeredEdges): Faces {
  const { from, to, layers } = edges;
  const halfCount = 2 * from.length;
  const next = nextHalves({ x, y }, edges);

  // Closed walks with the face on the left: positive ones bound a face from outside, negative ones a piece of edges.
  const cycleOf = new Int32Array(halfCount).fill(-1);
  const rings: Float64Array[] = [];
  const twice: number[] = [];
  const firstHalf: number[] = [];
  const points = new GrowableDoubles();
  for (let start = 0; start < halfCount; start++) {
    if (cycleOf[start]! >= 0) continue;
    points.length = 0;
    for (let half = start; cycleOf[half]! < 0; half = next[half]!) {
      cycleOf[half] = rings.length;
      const vertex = (half & 1) === 0 ? from[half >> 1]! : to[half >> 1]!;
      points.push(x[vertex]!);
      points.push(y[vertex]!);
    }
    firstHalf.push(start);
    const ring = points.copy();
    rings.push(ring);
    twice.push(twiceArea(ring));
  }

  // Pieces of connected edges, with the layers of every walk as seen from the first one of its piece.
  const pieceOf = new Int32Array(rings.length).fill(-1);
  const seen: (readonly number[])[] = Array.from({ length: rings.length }, () => []);
  const outer: number[] = [];
  for (let first = 0; first < rings.length; first++) {
    if (pieceOf[first]! >= 0) continue;
    const piece = outer.length;
    pieceOf[first] = piece;
    let hull = first;
    const queue = [first];
    for (let cycle = queue.pop(); cycle !== undefined; cycle = queue.pop()) {
      if (twice[cycle]! < twice[hull]!) hull = cycle;
      let half = firstHalf[cycle]!;
      do {
        const other = cycleOf[half ^ 1]!;
        if (pieceOf[other]! < 0) {
          pieceOf[other] = piece;
          seen[other] = without(seen[cycle]!, layers[half >> 1]!);
          queue.push(other);
        }
        half = next[half]!;
      } while (half !== firstHalf[cycle]);
    }
    outer.push(hull);
  }

  // Every piece lies in a face of a larger one, or in none; larger ones first, so that the layers of that face are known.
  const shells = rings.map((_, cycle) => cycle).filter((cycle) => cycle !== outer[pieceOf[cycle]!]);
  const locate = createShellFinder(rings, shells);
  const absolute: (readonly number[])[] = Array.from({ length: rings.length }, () => []);
  const holes = new Map<number, number[]>();
  const cyclesOf: number[][] = outer.map(() => []);
  pieceOf.forEach((piece, cycle) => cyclesOf[piece]!.push(cycle));
  const around = new Int32Array(outer.length).fill(-1);
  for (const piece of outer.map((_, p) => p).sort((a, b) => twice[outer[a]!]! - twice[outer[b]!]!)) {
    const hull = outer[piece]!;
    const container = locate(rings[hull]!, (cycle) => pieceOf[cycle] !== piece, twice);
    around[piece] = container;
    if (container >= 0) holes.set(container, [...(holes.get(container) ?? []), hull]);
    const outside = container >= 0 ? absolute[container]! : [];
    const shift = without(outside, seen[hull]!);
    for (const cycle of cyclesOf[piece]!) absolute[cycle] = without(seen[cycle]!, shift);
  }

  const faceOfCycle = new Int32Array(rings.length).fill(-1);
  shells.forEach((cycle, face) => (faceOfCycle[cycle] = face));
  const faces = shells.map((cycle) => {
    const inner = holes.get(cycle) ?? [];
    const areaM2 = inner.reduce((sum, hole) => sum + twice[hole]!, twice[cycle]!) / 2;
    return { layers: absolute[cycle]!, rings: [rings[cycle]!, ...inner.map((hole) => rings[hole]!)], areaM2 };
  });
  // The outer walk of a piece has the face around the piece on its left.
  outer.forEach((cycle, piece) => (faceOfCycle[cycle] = around[piece]! >= 0 ? faceOfCycle[around[piece]!]! : -1));
  const faceOfHalf = new Int32Array(halfCount);
  for (let half = 0; half < halfCount; half++) faceOfHalf[half] = faceOfCycle[cycleOf[half]!]!;
  return { faces, faceOfHalf };
}

/** At the end of every half-edge the first way on clockwise from the way back: the face on the left. */
function nextHalves({ x, y }: Vertices, { from, to }: LayeredEdges): Uint32Array {
  const start = new Uint32Array(x.length + 1);
  for (let e = 0; e < from.length; e++) {
    start[from[e]! + 1]!++;
    start[to[e]! + 1]!++;
  }
  for (let v = 0; v < x.length; v++) start[v + 1]! += start[v]!;
  const cursor = start.slice(0, x.length);
  const out = new Uint32Array(2 * from.length);
  for (let e = 0; e < from.length; e++) {
    out[cursor[from[e]!]!++] = 2 * e;
    out[cursor[to[e]!]!++] = 2 * e + 1;
  }
  const head = (half: number) => ((half & 1) === 0 ? to[half >> 1]! : from[half >> 1]!);
  const next = new Uint32Array(2 * from.length);
  for (let v = 0; v < x.length; v++) {
    const degree = start[v + 1]! - start[v]!;
    if (degree === 2) {
      // Most vertices: in by one way, out by the other.
      const g = out[start[v]!]!;
      const h = out[start[v]! + 1]!;
      next[g ^ 1] = h;
      next[h ^ 1] = g;
      continue;
    }
    const ways = out.subarray(start[v]!, start[v + 1]!);
    if (degree > 2) {
      const upper = (p: number) => y[p]! > y[v]! || (y[p] === y[v] && x[p]! > x[v]!);
      ways.sort((g, h) => {
        const [p, q] = [head(g), head(h)];
        const [up, uq] = [upper(p), upper(q)];
        // Counter-clockwise from east; robust-predicates is negative for a left turn.
        return up !== uq ? (up ? -1 : 1) : orient2d(x[v]!, y[v]!, x[p]!, y[p]!, x[q]!, y[q]!);
      });
    }
    for (let i = 0; i < ways.length; i++) next[ways[i]! ^ 1] = ways[(i + ways.length - 1) % ways.length]!;
  }
  return next;
}

function twiceArea(xy: Float64Array): number {
  let sum = 0;
  for (let i = 2, ax = 0, ay = 0; i < xy.length; i += 2) {
    const bx = xy[i]! - xy[0]!;
    const by = xy[i + 1]! - xy[1]!;
    sum += ax * by - bx * ay;
    [ax, ay] = [bx, by];
  }
  return sum;
}

type ShellFinder = (ring: Float64Array, allowed: (cycle: number) => boolean, twice: readonly number[]) => number;

/** The smallest shell around a ring, or -1; decided by a vertex of the ring, which no shell runs through. */
function createShellFinder(rings: readonly Float64Array[], shells: readonly number[]): ShellFinder {
  if (shells.length === 0) return () => -1;
  const index = new Flatbush(shells.length);
  for (const cycle of shells) {
    const ring = rings[cycle]!;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < ring.length; i += 2) {
      minX = Math.min(minX, ring[i]!);
      maxX = Math.max(maxX, ring[i]!);
      minY = Math.min(minY, ring[i + 1]!);
      maxY = Math.max(maxY, ring[i + 1]!);
    }
    index.add(minX, minY, maxX, maxY);
  }
  index.finish();
  return (ring, allowed, twice) => {
    const [px, py] = [ring[0]!, ring[1]!];
    let best = -1;
    for (const i of index.search(px, py, px, py, (i) => allowed(shells[i]!))) {
      const cycle = shells[i]!;
      if (best >= 0 && twice[cycle]! >= twice[best]!) continue;
      if (pointInRing(px, py, rings[cycle]!, 0, rings[cycle]!.length / 2) === 1) best = cycle;
    }
    return best;
  };
}
