// Cuts edges where they meet, and joins what lies within the tolerance: afterwards edges meet in common vertices only.
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';

/** Vertices by number; noding adds to them and moves none. */
export interface Vertices {
  readonly x: number[];
  readonly y: number[];
}

export interface EdgeSet {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  /** 1 for edges that have to be looked at; two edges of which neither is are known to meet in common vertices only. */
  readonly active: ArrayLike<number>;
}

/** Finds the vertex nearest to a point among those within the tolerance. */
export interface VertexFinder {
  add(vertex: number): void;
  /** -1 for none. */
  nearest(x: number, y: number): number;
}

/** Squares of the tolerance's size, hashed: the nine around a point hold everything within it. */
export function createVertexFinder({ x, y }: Vertices, toleranceM: number): VertexFinder {
  const squares = new Map<number, number[]>();
  const key = (i: number, j: number) => Math.imul(i, 73856093) ^ Math.imul(j, 19349663);
  return {
    add(vertex) {
      const at = key(Math.floor(x[vertex]! / toleranceM), Math.floor(y[vertex]! / toleranceM));
      const list = squares.get(at);
      if (list === undefined) squares.set(at, [vertex]);
      else list.push(vertex);
    },
    nearest(px, py) {
      const [i, j] = [Math.floor(px / toleranceM), Math.floor(py / toleranceM)];
      let best = -1;
      let least = toleranceM * toleranceM;
      for (let di = -1; di <= 1; di++) {
        for (let dj = -1; dj <= 1; dj++) {
          for (const vertex of squares.get(key(i + di, j + dj)) ?? []) {
            const distance2 = (x[vertex]! - px) ** 2 + (y[vertex]! - py) ** 2;
            if (distance2 < least || (distance2 === least && (best < 0 || vertex < best))) [best, least] = [vertex, distance2];
          }
        }
      }
      return best;
    },
  };
}

/**
 * Numbers points as vertices: the same coordinates are one vertex. With `snap` a point takes the vertex within the finder's
 * tolerance, if there is one, and keeps it under its own coordinates from then on.
 */
export function createVertexNumbering({ x, y }: Vertices, finder: VertexFinder): (px: number, py: number, snap: boolean) => number {
  // Points by the bits of their coordinates; the few that share a hash stand in a row.
  const first = new Map<number, number>();
  const px: number[] = [];
  const py: number[] = [];
  const vertexOf: number[] = [];
  const next: number[] = [];
  const bits = new Int32Array(4);
  const point = new Float64Array(bits.buffer);
  return (atX, atY, snap) => {
    // -0 and 0 are one place.
    point[0] = atX + 0;
    point[1] = atY + 0;
    let hash = Math.imul(bits[0]! ^ Math.imul(bits[1]!, 0x9e3779b1), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ bits[2]! ^ Math.imul(bits[3]!, 0xc2b2ae35), 0x27d4eb2f);
    hash = (hash ^ (hash >>> 13)) & 0x3fffffff;
    const row = first.get(hash) ?? -1;
    for (let at = row; at >= 0; at = next[at]!) if (px[at] === atX && py[at] === atY) return vertexOf[at]!;
    let vertex = snap ? finder.nearest(atX, atY) : -1;
    if (vertex < 0) {
      vertex = x.push(atX) - 1;
      y.push(atY);
      finder.add(vertex);
    }
    first.set(hash, px.length);
    next.push(row);
    px.push(atX);
    py.push(atY);
    vertexOf.push(vertex);
    return vertex;
  };
}

const MOST_ROUNDS = 40;

interface Cut {
  readonly segment: number;
  readonly along: number;
  readonly vertex: number;
}

/**
 * Turns every edge into a path of vertices so that no two paths meet but in vertices of both. An edge that passes within
 * half the tolerance of a vertex is led through it; edges that cross get a vertex there, or share one that is near. Whether
 * edges cross is decided exactly; new stretches are looked at again until nothing is left to cut, so that rounding in a
 * computed crossing cannot leave another. Vertices of different numbers must lie further apart than the tolerance, apart
 * from those that only inactive edges use. Null if no end is reached in 40 rounds (three are common).
 */
export function nodeEdges(vertices: Vertices, edges: EdgeSet, finder: VertexFinder, toleranceM: number): number[][] | null {
  const { x, y } = vertices;
  const count = edges.from.length;
  const paths: number[][] = Array.from({ length: count }, (_, e) => [edges.from[e]!, edges.to[e]!]);
  if (count < 2) return paths;
  const index = new Flatbush(count);
  // Half the tolerance from vertex to edge. From 0.71 of it on, small triangles whose corners lie further apart than the
  // tolerance have two corners within reach of each other's sides, and leading either side through the other never ends.
  const reachM = toleranceM / 2;
  // A path strays from its edge by the tolerance at every bend; a few of these are far more than ever happens.
  const slack = 8 * toleranceM;
  for (let e = 0; e < count; e++) {
    const [a, b] = paths[e] as [number, number];
    index.add(Math.min(x[a]!, x[b]!) - slack, Math.min(y[a]!, y[b]!) - slack, Math.max(x[a]!, x[b]!) + slack, Math.max(y[a]!, y[b]!) + slack);
  }
  index.finish();
  let active = new Set<number>();
  for (let e = 0; e < count; e++) if (edges.active[e] === 1) active.add(e);

  for (let round = 0; round < MOST_ROUNDS && active.size > 0; round++) {
    const cuts = new Map<number, Cut[]>();
    const cut = (edge: number, segment: number, along: number, vertex: number) => {
      const list = cuts.get(edge);
      if (list === undefined) cuts.set(edge, [{ segment, along, vertex }]);
      else list.push({ segment, along, vertex });
    };
    for (const e of active) {
      const path = paths[e]!;
      for (let i = 0; i + 1 < path.length; i++) {
        const a = path[i]!;
        const b = path[i + 1]!;
        const minX = Math.min(x[a]!, x[b]!) - toleranceM;
        const maxX = Math.max(x[a]!, x[b]!) + toleranceM;
        const minY = Math.min(y[a]!, y[b]!) - toleranceM;
        const maxY = Math.max(y[a]!, y[b]!) + toleranceM;
        for (const f of index.search(minX, minY, maxX, maxY)) {
          if (f === e || (f < e && active.has(f))) continue;
          const other = paths[f]!;
          for (let j = 0; j + 1 < other.length; j++) {
            const c = other[j]!;
            const d = other[j + 1]!;
            if ((x[c]! < minX && x[d]! < minX) || (x[c]! > maxX && x[d]! > maxX)) continue;
            if ((y[c]! < minY && y[d]! < minY) || (y[c]! > maxY && y[d]! > maxY)) continue;
            meet(e, i, a, b, f, j, c, d, cut);
          }
        }
      }
    }
    active = new Set(cuts.keys());
    for (const [edge, list] of cuts) paths[edge] = cutPath(paths[edge]!, list);
  }
  return active.size === 0 ? paths : null;

  function meet(e: number, i: number, a: number, b: number, f: number, j: number, c: number, d: number, cut: (edge: number, segment: number, along: number, vertex: number) => void): void {
    if ((a === c && b === d) || (a === d && b === c)) return;
    let touched = false;
    for (const vertex of [c, d]) {
      const along = alongSegment(vertex, a, b);
      if (along >= 0) {
        cut(e, i, along, vertex);
        touched = true;
      }
    }
    for (const vertex of [a, b]) {
      const along = alongSegment(vertex, c, d);
      if (along >= 0) {
        cut(f, j, along, vertex);
        touched = true;
      }
    }
    // A crossing beside a touch is looked for again in the next round, when the touch is a common vertex.
    if (touched || a === c || a === d || b === c || b === d) return;
    const sc = orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[c]!, y[c]!);
    const sd = orient2d(x[a]!, y[a]!, x[b]!, y[b]!, x[d]!, y[d]!);
    if (sc > 0 === sd > 0) return;
    const sa = orient2d(x[c]!, y[c]!, x[d]!, y[d]!, x[a]!, y[a]!);
    const sb = orient2d(x[c]!, y[c]!, x[d]!, y[d]!, x[b]!, y[b]!);
    if (sa > 0 === sb > 0) return;
    const along = sa / (sa - sb);
    const px = x[a]! + along * (x[b]! - x[a]!);
    const py = y[a]! + along * (y[b]! - y[a]!);
    let vertex = finder.nearest(px, py);
    if (vertex < 0) {
      vertex = x.length;
      x.push(px);
      y.push(py);
      finder.add(vertex);
    }
    if (vertex !== a && vertex !== b) cut(e, i, along, vertex);
    if (vertex !== c && vertex !== d) cut(f, j, sc / (sc - sd), vertex);
  }

  /** Where on the segment a vertex lies that is within the tolerance of it and no end of it; else -1. */
  function alongSegment(vertex: number, a: number, b: number): number {
    if (vertex === a || vertex === b) return -1;
    const dx = x[b]! - x[a]!;
    const dy = y[b]! - y[a]!;
    const vx = x[vertex]! - x[a]!;
    const vy = y[vertex]! - y[a]!;
    const length2 = dx * dx + dy * dy;
    const along = (vx * dx + vy * dy) / length2;
    if (!(along > 0 && along < 1)) return -1;
    const off = vx * dy - vy * dx;
    return off * off <= reachM * reachM * length2 ? along : -1;
  }
}

function cutPath(path: readonly number[], cuts: readonly Cut[]): number[] {
  const sorted = cuts.toSorted((a, b) => a.segment - b.segment || a.along - b.along || a.vertex - b.vertex);
  const out: number[] = [];
  let next = 0;
  for (let i = 0; i < path.length; i++) {
    if (out.at(-1) !== path[i]) out.push(path[i]!);
    for (; next < sorted.length && sorted[next]!.segment === i; next++) {
      const { vertex } = sorted[next]!;
      if (out.at(-1) !== vertex && vertex !== path[i + 1]) out.push(vertex);
    }
  }
  return unfolded(out);
}

/** A path without the stretches that it runs back along at once: there and back is no border of anything. */
function unfolded(path: readonly number[]): number[] {
  const out: number[] = [];
  for (const vertex of path) {
    if (out.at(-1) === vertex) continue;
    if (out.at(-2) === vertex) out.pop();
    else out.push(vertex);
  }
  return out;
}
