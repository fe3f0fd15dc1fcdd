// The smallest union of atoms that two geographies give away by subtraction, for one atom after another: minimum cuts.
import type { ZoneGraph } from './zone-graph.ts';

/** A union of atoms that follows from published totals: the edges from one side to the other. */
export interface Cut {
  readonly count: number;
  /** Positions of the edges, ascending, and how many atoms they hold. */
  readonly edges: readonly number[];
  readonly atomCount: number;
  /** 1 by class of zones on the source's side; only classes of `component` count. */
  readonly side: Uint8Array;
  readonly component: number;
  /** The withheld zones of the component are on that side; null where it has none. */
  readonly withheldOnSide: boolean | null;
}

/**
 * Classes of zones are vertices, atoms are edges. A union follows from the published totals exactly
 * where 1_U = u_a - w_b for potentials u, w that are 0 at withheld zones; cut at each level of the potentials, it falls
 * apart into unions "edges from S to outside S, and none back". So the smallest one with a given atom is a minimum cut
 * with the atom's zones as source and sink, capacity n from a to b and no limit from b to a (disclosure by differencing:
 * Costemalle 2019, doi 10.3233/SJI-190564; the cut form is ours, proved in ADR 0090).
 *
 * Data: `start`/`edge` list the edges of every vertex (CSR); `flow` is the net flow a -> b of an edge, at most its count
 * and unbounded below. Augmenting stops at the limit, so that an edge costs at most `limit` searches, whatever its size.
 */
export class SmallestCut {
  private readonly vertexCount: number;
  private readonly from: Int32Array;
  private readonly to: Int32Array;
  private readonly start: Uint32Array;
  private readonly edge: Uint32Array;
  private readonly flow: Float64Array;
  private readonly touched: number[] = [];
  /** Edge by which a vertex was reached; -1 not reached, -2 a source. */
  private readonly reached: Int32Array;
  private readonly queue: Int32Array;
  private readonly withheld: Uint8Array;
  private readonly counts: Float64Array;
  /** Component of a class of zones. */
  private readonly label: Int32Array;
  /** Classes of a component; those of withheld zones among them. */
  readonly members: Int32Array[] = [];
  private readonly withheldMembers: Int32Array[] = [];
  private reachedCount = 0;

  constructor(private readonly graph: ZoneGraph) {
    const { classCount, from, to, count, pinned } = graph;
    this.vertexCount = classCount;
    this.from = from;
    this.to = to;
    this.counts = count;
    this.withheld = pinned;
    const size = count.length;
    const degree = new Uint32Array(classCount + 1);
    for (let at = 0; at < size; at++) {
      degree[from[at]! + 1]!++;
      degree[to[at]! + 1]!++;
    }
    for (let vertex = 0; vertex < classCount; vertex++) degree[vertex + 1]! += degree[vertex]!;
    this.start = degree.slice();
    this.edge = new Uint32Array(2 * size);
    for (let at = 0; at < size; at++) {
      this.edge[degree[from[at]!]!++] = at;
      this.edge[degree[to[at]!]!++] = at;
    }
    this.flow = new Float64Array(size);
    this.reached = new Int32Array(classCount).fill(-1);
    this.queue = new Int32Array(classCount + 1);
    this.label = new Int32Array(classCount);
    this.labelComponents();
  }

  /** The smallest derivable union with the atoms of this edge that holds less than `limit`; null where there is none. */
  below(edge: number, limit: number): Cut | null {
    if (this.counts[edge]! >= limit) return null;
    const inside = this.run(edge, limit, false);
    if (this.withheldMembers[this.label[this.from[edge]!]!]!.length === 0) return inside;
    const outside = this.run(edge, inside === null ? limit : Math.min(limit, inside.count + 1), true);
    if (inside === null || outside === null) return inside ?? outside;
    return outside.count < inside.count || (outside.count === inside.count && outside.atomCount < inside.atomCount) ? outside : inside;
  }

  /** One level of potentials: withheld zones are all on the sink's side, or all on the source's. */
  private run(edge: number, limit: number, withheldAreSources: boolean): Cut | null {
    const source = this.from[edge]!;
    const sink = this.to[edge]!;
    if (this.withheld[withheldAreSources ? sink : source] === 1) return null;
    let value = 0;
    try {
      for (;;) {
        const end = this.search(source, sink, withheldAreSources);
        if (end < 0) break;
        value += this.augment(end);
        if (value >= limit) return null;
      }
      return this.fewestAtoms(sink, value, withheldAreSources);
    } finally {
      for (const changed of this.touched) this.flow[changed] = 0;
      this.touched.length = 0;
    }
  }

  /** Breadth first over edges with room; the vertex of the sink's side that was met, or -1. */
  private search(source: number, sink: number, withheldAreSources: boolean): number {
    const { reached, queue, start, edge, from, to, flow, counts, withheld } = this;
    for (let i = 0; i < this.reachedCount; i++) reached[queue[i]!] = -1;
    let [head, tail] = [0, 0];
    const met = (end: number): number => {
      // The end is not searched from, but has to be forgotten with the others.
      if (end >= 0) queue[tail++] = end;
      this.reachedCount = tail;
      return end;
    };
    reached[source] = -2;
    queue[tail++] = source;
    if (withheldAreSources) {
      for (const vertex of this.withheldMembers[this.label[source]!]!) {
        if (reached[vertex] !== -1) continue;
        reached[vertex] = -2;
        queue[tail++] = vertex;
      }
    }
    while (head < tail) {
      const vertex = queue[head++]!;
      for (let i = start[vertex]!; i < start[vertex + 1]!; i++) {
        const by = edge[i]!;
        const forward = from[by] === vertex;
        if (forward && counts[by]! - flow[by]! <= 0) continue;
        const next = forward ? to[by]! : from[by]!;
        if (reached[next] !== -1) continue;
        reached[next] = by;
        if (next === sink || (!withheldAreSources && withheld[next] === 1)) return met(next);
        queue[tail++] = next;
      }
    }
    return met(-1);
  }

  /** Sends as much as the narrowest forward edge of the path takes. */
  private augment(end: number): number {
    const { reached, from, to, flow, counts, touched } = this;
    let room = Infinity;
    for (let vertex = end; reached[vertex]! >= 0; ) {
      const by = reached[vertex]!;
      const forward = to[by] === vertex;
      if (forward) room = Math.min(room, counts[by]! - flow[by]!);
      vertex = forward ? from[by]! : to[by]!;
    }
    for (let vertex = end; reached[vertex]! >= 0; ) {
      const by = reached[vertex]!;
      const forward = to[by] === vertex;
      flow[by]! += forward ? room : -room;
      touched.push(by);
      vertex = forward ? from[by]! : to[by]!;
    }
    return room;
  }

  /** Of all cuts of the least count the nearest to the source or to the sink, whichever names fewer atoms. */
  private fewestAtoms(sink: number, count: number, withheldAreSources: boolean): Cut {
    const near = new Uint8Array(this.vertexCount);
    for (let i = 0; i < this.reachedCount; i++) near[this.queue[i]!] = 1;
    const component = this.label[sink]!;
    const withheldOnSide = this.withheldMembers[component]!.length > 0 ? withheldAreSources : null;
    const nearest = { count, component, withheldOnSide, side: near, ...this.cutEdges(near, sink) };
    if (nearest.atomCount === 1) return nearest;
    const side = this.farSide(sink, withheldAreSources);
    const farthest = { count, component, withheldOnSide, side, ...this.cutEdges(side, sink) };
    return farthest.atomCount < nearest.atomCount ? farthest : nearest;
  }

  /** All zones of the component from which the sink cannot be reached any more. */
  private farSide(sink: number, withheldAreSources: boolean): Uint8Array {
    const { start, edge, from, to, flow, counts, members, label } = this;
    const queue = new Int32Array(members[label[sink]!]!.length);
    const far = new Uint8Array(this.vertexCount);
    for (const vertex of members[label[sink]!]!) far[vertex] = 1;
    let tail = 0;
    const meet = (vertex: number) => {
      if (far[vertex] === 0) return;
      far[vertex] = 0;
      queue[tail++] = vertex;
    };
    meet(sink);
    if (!withheldAreSources) this.withheldMembers[label[sink]!]!.forEach(meet);
    for (let head = 0; head < tail; head++) {
      const vertex = queue[head]!;
      for (let i = start[vertex]!; i < start[vertex + 1]!; i++) {
        const by = edge[i]!;
        // Into a leads every edge from its b without limit; into b only those from an a that have room left.
        if (from[by] === vertex) meet(to[by]!);
        else if (counts[by]! - flow[by]! > 0) meet(from[by]!);
      }
    }
    return far;
  }

  /** Edges that lead from the side to the rest of the component. */
  private cutEdges(side: Uint8Array, sink: number): Pick<Cut, 'edges' | 'atomCount'> {
    const edges: number[] = [];
    let atomCount = 0;
    for (const vertex of this.members[this.label[sink]!]!) {
      if (side[vertex] === 0) continue;
      for (let i = this.start[vertex]!; i < this.start[vertex + 1]!; i++) {
        const at = this.edge[i]!;
        if (this.from[at] !== vertex || side[this.to[at]!] === 1) continue;
        edges.push(at);
        atomCount += this.graph.atoms[at]!.length;
      }
    }
    return { edges: edges.toSorted((x, y) => x - y), atomCount };
  }

  /** Which zones hang together, and which withheld ones are among them. */
  private labelComponents(): void {
    this.label.fill(-1);
    for (let first = 0; first < this.vertexCount; first++) {
      if (this.label[first] !== -1) continue;
      const component = this.members.length;
      const found = [first];
      this.label[first] = component;
      for (let head = 0; head < found.length; head++) {
        const vertex = found[head]!;
        for (let i = this.start[vertex]!; i < this.start[vertex + 1]!; i++) {
          const by = this.edge[i]!;
          const next = this.from[by] === vertex ? this.to[by]! : this.from[by]!;
          if (this.label[next] !== -1) continue;
          this.label[next] = component;
          found.push(next);
        }
      }
      this.members.push(Int32Array.from(found));
      this.withheldMembers.push(Int32Array.from(found.filter((vertex) => this.withheld[vertex] === 1)));
    }
  }
}
