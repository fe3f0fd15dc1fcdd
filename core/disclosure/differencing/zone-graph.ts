// Two geographies as a graph of zones, with zones in one vertex that no small union tells apart.
import type { Atoms } from './atoms.ts';

/**
 * Zones are vertices (a's from 0, b's after them, then one of each that stands for "in no zone"), gathered in classes; edges lead from the
 * class of a zone of a to that of a zone of b, no two alike, and hold the atoms between them: these are cut together. `pinned` classes hold
 * withheld zones, at most one class of a component.
 */
export interface ZoneGraph {
  readonly classCount: number;
  readonly classOf: Int32Array;
  readonly pinned: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly count: Float64Array;
  readonly atoms: readonly (readonly number[])[];
}

/**
 * For cuts below `limit` only: a cut keeps both ends of an edge that holds as much on one side, and never has a zone of b on the source's side
 * without the zones of a that share an atom with it; so whatever hangs together in a circle by these is one (INSEE's diffman merges pairs of zones
 * by the first of the two rules). Withheld zones of a component stand on one side, and are one. `withheld` by vertex.
 */
export function zoneGraph(atoms: Atoms, withheld: Uint8Array, limit: number): ZoneGraph {
  const [aCount, bCount] = atoms.zoneCounts as [number, number];
  const vertices = aCount + bCount + 2;
  const size = atoms.count.length;
  const a = new Int32Array(size);
  const b = new Int32Array(size);
  for (let atom = 0; atom < size; atom++) {
    const [inA, inB] = [atoms.zone[2 * atom]!, atoms.zone[2 * atom + 1]!];
    a[atom] = inA < 0 ? vertices - 2 : inA;
    b[atom] = inB < 0 ? vertices - 1 : aCount + inB;
  }
  const classes = new Classes(vertices);
  const isPinned = (vertex: number) => vertex >= vertices - 2 || withheld[vertex] === 1;
  uniteWithheld(classes, a, b, vertices, isPinned);
  for (;;) {
    const bundles = bundle(classes, a, b, atoms.count, vertices);
    let changed = false;
    for (let e = 0; e < bundles.count.length; e++) if (bundles.count[e]! >= limit) changed = classes.unite(bundles.from[e]!, bundles.to[e]!) || changed;
    // Circles only once no edge is large any more: they are looked for in what is left.
    if (!changed) changed = uniteCircles(classes, bundles, vertices);
    if (!changed) return numbered(classes, bundles, vertices, isPinned);
  }
}

class Classes {
  private readonly parent: Int32Array;

  constructor(size: number) {
    this.parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  root(of: number): number {
    const { parent } = this;
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  }

  unite(x: number, y: number): boolean {
    const [rx, ry] = [this.root(x), this.root(y)];
    if (rx === ry) return false;
    this.parent[rx] = ry;
    return true;
  }
}

function uniteWithheld(classes: Classes, a: Int32Array, b: Int32Array, vertices: number, isPinned: (vertex: number) => boolean): void {
  const linked = new Classes(vertices);
  a.forEach((vertex, atom) => linked.unite(vertex, b[atom]!));
  const first = new Map<number, number>();
  for (let vertex = 0; vertex < vertices; vertex++) {
    if (!isPinned(vertex)) continue;
    const component = linked.root(vertex);
    const known = first.get(component);
    if (known === undefined) first.set(component, vertex);
    else classes.unite(vertex, known);
  }
}

interface Bundles {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly count: readonly number[];
  readonly atoms: readonly (readonly number[])[];
}

function bundle(classes: Classes, a: Int32Array, b: Int32Array, counts: Float64Array, vertices: number): Bundles {
  const known = new Map<number, number>();
  const [from, to, count, atoms]: [number[], number[], number[], number[][]] = [[], [], [], []];
  for (let atom = 0; atom < a.length; atom++) {
    const [source, sink] = [classes.root(a[atom]!), classes.root(b[atom]!)];
    if (source === sink) continue;
    const key = source * vertices + sink;
    const place = known.get(key);
    if (place === undefined) {
      known.set(key, from.length);
      from.push(source);
      to.push(sink);
      count.push(counts[atom]!);
      atoms.push([atom]);
    } else {
      count[place]! += counts[atom]!;
      atoms[place]!.push(atom);
    }
  }
  return { from, to, count, atoms };
}

/** Strongly connected parts of the arcs from b to a (Kosaraju): every end of one is on the side of the other. */
function uniteCircles(classes: Classes, { from, to }: Bundles, vertices: number): boolean {
  const forward = neighbours(to, from, vertices);
  const backward = neighbours(from, to, vertices);
  const seen = new Uint8Array(vertices);
  const finished: number[] = [];
  for (const first of to) {
    if (seen[first] === 1) continue;
    seen[first] = 1;
    const path = [first];
    const next = [forward.start[first]!];
    while (path.length > 0) {
      const vertex = path.at(-1)!;
      const at = next[next.length - 1]!++;
      if (at === forward.start[vertex + 1]) {
        finished.push(vertex);
        path.pop();
        next.pop();
        continue;
      }
      const other = forward.of[at]!;
      if (seen[other] === 1) continue;
      seen[other] = 1;
      path.push(other);
      next.push(forward.start[other]!);
    }
  }
  let changed = false;
  for (const first of finished.toReversed()) {
    if (seen[first] === 2) continue;
    seen[first] = 2;
    const part = [first];
    for (const vertex of part) {
      for (let i = backward.start[vertex]!; i < backward.start[vertex + 1]!; i++) {
        const other = backward.of[i]!;
        if (seen[other] !== 1) continue;
        seen[other] = 2;
        part.push(other);
        changed = classes.unite(first, other) || changed;
      }
    }
  }
  return changed;
}

function neighbours(from: readonly number[], to: readonly number[], vertices: number): { readonly start: Int32Array; readonly of: Int32Array } {
  const start = new Int32Array(vertices + 1);
  for (const vertex of from) start[vertex + 1]!++;
  for (let vertex = 0; vertex < vertices; vertex++) start[vertex + 1]! += start[vertex]!;
  const next = start.slice();
  const of = new Int32Array(from.length);
  from.forEach((vertex, e) => (of[next[vertex]!++] = to[e]!));
  return { start, of };
}

function numbered(classes: Classes, { from, to, count, atoms }: Bundles, vertices: number, isPinned: (vertex: number) => boolean): ZoneGraph {
  const numberOf = new Int32Array(vertices).fill(-1);
  let classCount = 0;
  const classOf = Int32Array.from({ length: vertices }, (_, vertex) => {
    const root = classes.root(vertex);
    if (numberOf[root]! < 0) numberOf[root] = classCount++;
    return numberOf[root]!;
  });
  const pinned = new Uint8Array(classCount);
  for (let vertex = 0; vertex < vertices; vertex++) if (isPinned(vertex)) pinned[classOf[vertex]!] = 1;
  return {
    classCount,
    classOf,
    pinned,
    from: Int32Array.from(from, (root) => numberOf[root]!),
    to: Int32Array.from(to, (root) => numberOf[root]!),
    count: Float64Array.from(count),
    atoms,
  };
}
