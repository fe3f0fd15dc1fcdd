// A drawn line through a zone, bent to the edges of blocks where it runs near them: which edges it follows and which blocks it cuts.
import { chordsOf, type BorderPoint } from '../../coverage/split/split-line.ts';
import { tenths } from '../surface/block-cut.ts';
import { cutOutline, SNAP_M } from '../surface/cut-rings.ts';
import type { PlanSurface } from '../surface.ts';
import { nearestOn, SAME2, SAME_M, toLine2, toStretch2 } from './line.ts';
import { leastWay, type Way } from './least-way.ts';

/** A metre through a block counts as this many along edges: whatever way along edges there is within reach is taken. */
const CUT_COST = 10;
/** A metre along the outline of a block that may not be cut, out of reach of the line: the last resort. */
const DETOUR_COST = 100;

export interface Chord {
  /** Position of the block that is cut. */
  readonly block: number;
  /** From border to border, multiples of 0.1 mm. */
  readonly line: readonly number[];
}

export interface Followed {
  /** The way, x y interleaved. */
  readonly points: readonly number[];
  readonly chords: readonly Chord[];
}

/**
 * The cheapest way between the two ends of a line, both on outlines of the blocks given, in the planar graph of those pieces of
 * outline that lie within `snapM` of the line and of the line itself where it runs through a block. Pieces of outline are hundreds of
 * times more welcome than they are long, so blocks are cut only where the line leaves all edges. Locked blocks are gone round. Null
 * where there is no way: the line leaves the blocks for longer than `snapM` bridges.
 */
export function followLine(surface: PlanSurface, blocks: readonly number[], line: Float64Array, snapM: number, isLocked: (block: number) => boolean): Followed | null {
  const reach2 = Math.max(snapM, SAME_M) ** 2;
  const graph = new OutlineGraph();
  const ways: Way<Chord | null>[] = [];
  const near = blocks.filter((block) => comesNear(surface, block, line, Math.sqrt(reach2)));
  for (const block of near) {
    const parts = surface.outline(block);
    const rings = parts.flat();
    const chords = chordsOf(line, rings, SNAP_M);
    let refused = false;
    for (const { from, to, middle } of chords) {
      const [a, b] = [graph.border(rings, from), graph.border(rings, to)];
      const xy = [...graph.point(a), ...middle, ...graph.point(b)].map(tenths);
      if (a === b || isLocked(block) || !cutOutline(parts, Float64Array.from(xy)).ok) refused = true;
      else ways.push({ a, b, cost: CUT_COST * lengthOf(xy), load: { block, line: xy } });
    }
    graph.addRings(rings, refused);
  }
  const [start, end] = [graph.at(line[0]!, line[1]!), graph.at(line.at(-2)!, line.at(-1)!)];
  if (start === null || end === null || start === end) return null;
  const distance2 = new Map<number, number>();
  const isNear = (node: number) => {
    let found = distance2.get(node);
    if (found === undefined) distance2.set(node, (found = toLine2(...graph.point(node), line)));
    return found <= reach2;
  };
  for (const { nodes, forced } of graph.pieces()) {
    for (let i = 1; i < nodes.length; i++) {
      const [a, b] = [nodes[i - 1]!, nodes[i]!];
      const [[ax, ay], [bx, by]] = [graph.point(a), graph.point(b)];
      const within = isNear(a) && isNear(b) && toLine2((ax + bx) / 2, (ay + by) / 2, line) <= reach2;
      if (within || forced) ways.push({ a, b, cost: Math.sqrt((bx - ax) ** 2 + (by - ay) ** 2) * (within ? 1 : DETOUR_COST), load: null });
    }
  }
  const way = leastWay(graph.count, ways, start, end);
  if (way === null) return null;
  const points: number[] = [...graph.point(start)];
  const chords: Chord[] = [];
  let at = start;
  for (const { a, b, load } of way) {
    const next = a === at ? b : a;
    if (load !== null) {
      chords.push(load);
      const inner = load.line.slice(2, -2);
      if (a === at) points.push(...inner);
      else for (let i = inner.length - 2; i >= 0; i -= 2) points.push(inner[i]!, inner[i + 1]!);
    }
    points.push(...graph.point(next));
    at = next;
  }
  return { points, chords };
}

function comesNear(surface: PlanSurface, block: number, line: Float64Array, reachM: number): boolean {
  const { blockBounds } = surface.coverage;
  const [minX, minY, maxX, maxY] = [blockBounds[4 * block]! - reachM, blockBounds[4 * block + 1]! - reachM, blockBounds[4 * block + 2]! + reachM, blockBounds[4 * block + 3]! + reachM];
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = [line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!];
    if (Math.max(ax, bx) >= minX && Math.min(ax, bx) <= maxX && Math.max(ay, by) >= minY && Math.min(ay, by) <= maxY) return true;
  }
  return false;
}

function lengthOf(xy: readonly number[]): number {
  let sum = 0;
  for (let i = 2; i < xy.length; i += 2) sum += Math.sqrt((xy[i]! - xy[i - 2]!) ** 2 + (xy[i + 1]! - xy[i - 1]!) ** 2);
  return sum;
}

interface OutlineEdge {
  readonly a: number;
  readonly b: number;
  /** Nodes on it between its ends. */
  readonly between: number[];
  forced: boolean;
}

/** Nodes by place: vertices of outlines, and points where the line meets an edge, the same from both sides of it. */
class OutlineGraph {
  private readonly xs: number[] = [];
  private readonly ys: number[] = [];
  private readonly vertices = new Map<string, number>();
  private readonly edges = new Map<string, OutlineEdge>();

  get count(): number {
    return this.xs.length;
  }

  point(node: number): [number, number] {
    return [this.xs[node]!, this.ys[node]!];
  }

  addRings(rings: readonly Float64Array[], forced: boolean): void {
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const edge = this.edge(this.vertex(ring[j]!, ring[j + 1]!), this.vertex(ring[i]!, ring[i + 1]!));
        edge.forced ||= forced;
      }
    }
  }

  border(rings: readonly Float64Array[], { ring, edge, along, x, y }: BorderPoint): number {
    const xy = rings[ring]!;
    const own = this.vertex(xy[2 * edge]!, xy[2 * edge + 1]!);
    if (along === 0) return own;
    const next = (2 * edge + 2) % xy.length;
    return this.on(this.edge(own, this.vertex(xy[next]!, xy[next + 1]!)), x, y);
  }

  /** The node at a place on some outline; null where none passes. */
  at(x: number, y: number): number | null {
    let best: number | null = null;
    let least = SAME2;
    for (let node = 0; node < this.count; node++) {
      const d2 = (this.xs[node]! - x) ** 2 + (this.ys[node]! - y) ** 2;
      if (d2 <= least) [best, least] = [node, d2];
    }
    if (best !== null) return best;
    for (const edge of this.edges.values()) {
      const ends = [...this.point(edge.a), ...this.point(edge.b)] as const;
      if (toStretch2(x, y, ...ends) <= SAME2) return this.on(edge, ...nearestOn(x, y, ...ends));
    }
    return null;
  }

  /** Every edge as the row of nodes on it. */
  *pieces(): Iterable<{ readonly nodes: readonly number[]; readonly forced: boolean }> {
    for (const { a, b, between, forced } of this.edges.values()) {
      const [x, y] = this.point(a);
      const far = (node: number) => (this.xs[node]! - x) ** 2 + (this.ys[node]! - y) ** 2;
      yield { nodes: [a, ...between.toSorted((p, q) => far(p) - far(q)), b], forced };
    }
  }

  private vertex(x: number, y: number): number {
    const key = `${x} ${y}`;
    const known = this.vertices.get(key);
    if (known !== undefined) return known;
    this.vertices.set(key, this.xs.length);
    this.xs.push(x);
    return this.ys.push(y) - 1;
  }

  private edge(a: number, b: number): OutlineEdge {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    let edge = this.edges.get(key);
    if (edge === undefined) {
      edge = { a: Math.min(a, b), b: Math.max(a, b), between: [], forced: false };
      this.edges.set(key, edge);
    }
    return edge;
  }

  private on(edge: OutlineEdge, x: number, y: number): number {
    const known = [edge.a, edge.b, ...edge.between].find((node) => (this.xs[node]! - x) ** 2 + (this.ys[node]! - y) ** 2 <= SAME2);
    if (known !== undefined) return known;
    this.xs.push(tenths(x));
    edge.between.push(this.ys.push(tenths(y)) - 1);
    return edge.between.at(-1)!;
  }
}
