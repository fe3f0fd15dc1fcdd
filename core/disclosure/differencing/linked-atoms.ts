// Which atoms hang together by published zones: what follows from one component's totals follows from no other's.
import type { Atoms } from './atoms.ts';
import type { WithheldZones, ZonePlace } from './differencing.ts';

/**
 * One linked component. `atoms` ascending; `zones` by geography and position; the published zones of its atom `i` are
 * `index[start[i]..start[i + 1])`, positions in `zones`, at most one of each geography.
 */
export interface Component {
  readonly atoms: Int32Array;
  readonly zones: readonly ZonePlace[];
  readonly start: Int32Array;
  readonly index: Int32Array;
}

/** Components by their first atom. Atoms in no published zone are in no sum, and in no component. */
export function linkedAtoms({ width, zoneCounts, zone }: Pick<Atoms, 'width' | 'zoneCounts' | 'zone'>, withheld: WithheldZones): Component[] {
  const size = width === 0 ? 0 : zone.length / width;
  const first = new Int32Array(width + 1);
  for (let g = 0; g < width; g++) first[g + 1] = first[g]! + zoneCounts[g]!;
  const vertices = first[width]!;
  const parent = Int32Array.from({ length: vertices }, (_, i) => i);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  // Vertex of a published zone by atom and geography, -1 for none.
  const vertexOf = new Int32Array(width * size).fill(-1);
  for (let g = 0; g < width; g++) {
    const hidden = withheld[g] ?? null;
    for (let at = g; at < width * size; at += width) {
      const position = zone[at]!;
      if (position >= 0 && (hidden === null || hidden[position] !== 1)) vertexOf[at] = first[g]! + position;
    }
  }
  const firstVertex = new Int32Array(size).fill(-1);
  for (let atom = 0; atom < size; atom++) {
    let linked = -1;
    for (let at = width * atom; at < width * (atom + 1); at++) {
      const vertex = vertexOf[at]!;
      if (vertex < 0) continue;
      if (linked < 0) firstVertex[atom] = linked = vertex;
      else parent[root(vertex)] = root(linked);
    }
  }
  const membersOf = new Map<number, number[]>();
  for (let atom = 0; atom < size; atom++) {
    if (firstVertex[atom]! < 0) continue;
    const of = root(firstVertex[atom]!);
    const members = membersOf.get(of);
    if (members === undefined) membersOf.set(of, [atom]);
    else members.push(atom);
  }
  const place = new Int32Array(vertices).fill(-1);
  return Array.from(membersOf.values(), (members) => {
    const used = new Set<number>();
    for (const atom of members) for (let at = width * atom; at < width * (atom + 1); at++) if (vertexOf[at]! >= 0) used.add(vertexOf[at]!);
    const inOrder = Int32Array.from(used).toSorted();
    inOrder.forEach((vertex, i) => (place[vertex] = i));
    const start = new Int32Array(members.length + 1);
    const index: number[] = [];
    members.forEach((atom, i) => {
      for (let at = width * atom; at < width * (atom + 1); at++) if (vertexOf[at]! >= 0) index.push(place[vertexOf[at]!]!);
      start[i + 1] = index.length;
    });
    let geography = 0;
    const zones = Array.from(inOrder, (vertex) => {
      while (vertex >= first[geography + 1]!) geography++;
      return { geography, zone: vertex - first[geography]! };
    });
    return { atoms: Int32Array.from(members), zones, start, index: Int32Array.from(index) };
  });
}
