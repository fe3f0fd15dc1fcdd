// The smallest union of atoms that two geographies give away by subtraction, for one atom after another: minimum cuts.
import type { Atoms } from './atoms.ts';

/** A union of atoms that follows from published totals, and which totals give it. */
export interface Cut {
  readonly count: number;
  /** Positions of the atoms of the union, ascending. */
  readonly atoms: readonly number[];
  /** Published zones to add and to take away, as positions: a's from 0, b's after them. */
  readonly plus: readonly number[];
  readonly minus: readonly number[];
}

/**
 * Zones are vertices (a's from 0, b's after them), atoms are edges. A union follows from the published totals exactly
 * where 1_U = u_a - w_b for potentials u, w that are 0 at withheld zones; cut at each level of the potentials, it falls
 * apart into unions "edges from S to outside S, and none back". So the smallest one with a given atom is a minimum cut
 * with the atom's zones as source and sink, capacity n from a to b and no limit from b to a (disclosure by differencing:
 * Costemalle 2019, doi 10.3233/SJI-190564; the cut form is ours, proved in ADR 0090).
 *
 * Data: `start`/`edge` list the atoms of every vertex (CSR); `flow` is the net flow a -> b of an atom, at most its count
 * and unbounded below. Augmenting stops at the limit, so that an atom costs at most `limit` searches, whatever its size.
 */
export class SmallestCut {
  private readonly vertexCount: number;
  private readonly aCount: number;
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
  /** Component of a vertex; vertices of a component; the withheld ones among them. */
  private readonly label: Int32Array;
  private readonly members: Int32Array[] = [];
  private readonly withheldMembers: Int32Array[] = [];
  private reachedCount = 0;

  /** `withheld[vertex]` is 1 for zones whose total is not published. Atoms outside of a geography lie in a withheld zone of it. */
  constructor(atoms: Atoms, withheld: Uint8Array) {
    if (atoms.width !== 2) throw new RangeError(`minimum cuts are for two geographies, not ${atoms.width}`);
    const [aCount, bCount] = atoms.zoneCounts as [number, number];
    // One vertex more on either side stands for "in no zone".
    this.vertexCount = aCount + bCount + 2;
    this.aCount = aCount;
    const outsideA = aCount + bCount;
    const size = atoms.count.length;
    this.counts = atoms.count;
    this.from = new Int32Array(size);
    this.to = new Int32Array(size);
    const degree = new Uint32Array(this.vertexCount + 1);
    for (let atom = 0; atom < size; atom++) {
      const [a, b] = [atoms.zone[2 * atom]!, atoms.zone[2 * atom + 1]!];
      this.from[atom] = a < 0 ? outsideA : a;
      this.to[atom] = b < 0 ? outsideA + 1 : aCount + b;
      degree[this.from[atom]! + 1]!++;
      degree[this.to[atom]! + 1]!++;
    }
    for (let vertex = 0; vertex < this.vertexCount; vertex++) degree[vertex + 1]! += degree[vertex]!;
    this.start = degree.slice();
    this.edge = new Uint32Array(2 * size);
    for (let atom = 0; atom < size; atom++) {
      this.edge[degree[this.from[atom]!]!++] = atom;
      this.edge[degree[this.to[atom]!]!++] = atom;
    }
    this.flow = new Float64Array(size);
    this.reached = new Int32Array(this.vertexCount).fill(-1);
    this.queue = new Int32Array(this.vertexCount + 1);
    this.withheld = new Uint8Array(this.vertexCount);
    this.withheld.set(withheld.subarray(0, aCount + bCount));
    this.withheld.fill(1, outsideA);
    this.label = new Int32Array(this.vertexCount);
    this.labelComponents();
  }

  /** The smallest derivable union with this atom that holds less than `limit`; null where there is none. */
  below(atom: number, limit: number): Cut | null {
    if (this.counts[atom]! >= limit) return null;
    const inside = this.run(atom, limit, false);
    if (this.withheldMembers[this.label[this.from[atom]!]!]!.length === 0) return inside;
    const outside = this.run(atom, inside === null ? limit : Math.min(limit, inside.count + 1), true);
    if (inside === null || outside === null) return inside ?? outside;
    return outside.count < inside.count || (outside.count === inside.count && outside.atoms.length < inside.atoms.length) ? outside : inside;
  }

  /** One level of potentials: withheld zones are all on the sink's side, or all on the source's. */
  private run(atom: number, limit: number, withheldAreSources: boolean): Cut | null {
    const source = this.from[atom]!;
    const sink = this.to[atom]!;
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
    const far = this.farSide(sink, withheldAreSources);
    const [nearAtoms, farAtoms] = [this.cutAtoms(near, sink), this.cutAtoms(far, sink)];
    const [side, atoms] = farAtoms.length < nearAtoms.length ? [far, farAtoms] : [near, nearAtoms];
    return { count, atoms, ...this.certificate(side, sink, withheldAreSources) };
  }

  /**
   * The union is a's on the source's side less b's on it, and as well b's on the sink's side less a's on that: the first
   * where no withheld zone is on the source's side, the second where none is on the sink's; where both do, the shorter.
   */
  private certificate(side: Uint8Array, sink: number, withheldAreSources: boolean): Pick<Cut, 'plus' | 'minus'> {
    const component = this.members[this.label[sink]!]!;
    const take = (ofA: boolean, onSource: 0 | 1) =>
      Array.from(component).filter((vertex) => side[vertex] === onSource && this.isA(vertex) === ofA).toSorted((x, y) => x - y);
    const bySource = { plus: take(true, 1), minus: take(false, 1) };
    const bySink = { plus: take(false, 0), minus: take(true, 0) };
    if (this.withheldMembers[this.label[sink]!]!.length > 0) return withheldAreSources ? bySink : bySource;
    return bySink.plus.length + bySink.minus.length < bySource.plus.length + bySource.minus.length ? bySink : bySource;
  }

  private isA(vertex: number): boolean {
    return vertex < this.aCount || vertex === this.vertexCount - 2;
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

  /** Atoms that lead from the side to the rest of the component. */
  private cutAtoms(side: Uint8Array, sink: number): number[] {
    const atoms: number[] = [];
    for (const vertex of this.members[this.label[sink]!]!) {
      if (side[vertex] === 0) continue;
      for (let i = this.start[vertex]!; i < this.start[vertex + 1]!; i++) {
        const atom = this.edge[i]!;
        if (this.from[atom] === vertex && side[this.to[atom]!] === 0) atoms.push(atom);
      }
    }
    return atoms.toSorted((x, y) => x - y);
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
