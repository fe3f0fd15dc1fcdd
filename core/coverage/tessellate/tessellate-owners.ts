// Which block the corners of the triangles between blocks go to: the block whose outline they are on, else the nearest.
import FlatQueue from 'flatqueue';
import type { Vertices } from '../repair/repair-noding.ts';
import type { Mesh } from './tessellate-mesh.ts';

export interface Walls {
  /** By half-edge: block on its other side, -1 where none. */
  readonly outline: Int32Array;
  /** 1 where nothing passes: outlines, the boundary, barriers. */
  readonly closed: Uint8Array;
  /** 1 for barriers: passed only where a side of them has no block at all. */
  readonly barrier: Uint8Array;
}

/** By corner 3t + i of the empty triangles. */
export interface CornerOwners {
  /** -1 where no block can be reached. */
  readonly owner: Int32Array;
  /** Vertex of the owner's outline from which the corner was reached, itself where it is on that outline. */
  readonly source: Int32Array;
}

/**
 * Owner of every corner 3t + i of the empty triangles (`empty[t]` is 1); -1 where no block can be reached.
 *
 * The triangles around a vertex form sectors between walls, and all corners of a sector have one owner, so that two sides
 * of a barrier, or two streets that meet in a corner of four blocks, do not get mixed. A sector on an outline belongs to its block (the
 * smallest number where two meet); the others take the owner of the sector that is nearest along edges (Dijkstra), so
 * every corner is joined to its block through corners of the same owner.
 */
export function ownCorners({ x, y }: Vertices, { triangles, twins }: Mesh, empty: Uint8Array, walls: Walls): CornerOwners {
  const count = triangles.length;
  const parent = Int32Array.from({ length: count }, (_, corner) => corner);
  const root = (corner: number): number => {
    while (parent[corner] !== corner) {
      parent[corner] = parent[parent[corner]!]!;
      corner = parent[corner]!;
    }
    return corner;
  };
  const isEmpty = (half: number) => half >= 0 && empty[Math.floor(half / 3)] === 1;
  const next = (half: number) => (half % 3 === 2 ? half - 2 : half + 1);
  const unite = (p: number, q: number) => {
    const a = root(p);
    const b = root(q);
    if (a < b) parent[b] = a;
    else parent[a] = b;
  };
  const join = (half: number, twin: number) => {
    // The two triangles of an edge share both of its ends.
    unite(half, next(twin));
    unite(next(half), twin);
  };
  for (let half = 0; half < count; half++) {
    const twin = twins[half]!;
    if (half < twin && isEmpty(half) && isEmpty(twin) && walls.closed[half] === 0) join(half, twin);
  }

  const owner = new Int32Array(count).fill(-1);
  const distance = new Float64Array(count).fill(Infinity);
  const queue = new FlatQueue<number>();
  const source = new Int32Array(count).fill(-1);
  const reach = (sector: number, from: number, at: number) => {
    if (at >= distance[sector]!) return;
    distance[sector] = at;
    owner[sector] = owner[from]!;
    source[sector] = source[from]!;
    queue.push(sector, at);
  };
  const claim = (sector: number, block: number) => {
    if (owner[sector]! < 0 || block < owner[sector]!) owner[sector] = block;
    distance[sector] = 0;
    source[sector] = triangles[sector]!;
  };
  for (let half = 0; half < count; half++) {
    if (!isEmpty(half) || walls.outline[half]! < 0) continue;
    claim(root(half), walls.outline[half]!);
    claim(root(next(half)), walls.outline[half]!);
  }
  const sectors = new Int32Array(count);
  // Corners of every sector, as rows.
  const start = new Uint32Array(count + 1);
  for (let corner = 0; corner < count; corner++) {
    if (!isEmpty(corner)) continue;
    sectors[corner] = root(corner);
    start[sectors[corner]! + 1]!++;
  }
  for (let corner = 0; corner < count; corner++) start[corner + 1]! += start[corner]!;
  const members = new Int32Array(start[count]!);
  const cursor = start.slice(0, count);
  for (let corner = 0; corner < count; corner++) if (isEmpty(corner)) members[cursor[sectors[corner]!]!++] = corner;
  for (let sector = 0; sector < count; sector++) if (distance[sector] === 0) queue.push(sector, 0);
  for (;;) {
    for (let sector = queue.pop(); sector !== undefined; sector = queue.pop()) {
      for (let i = start[sector]!; i < start[sector + 1]!; i++) {
        const corner = members[i]!;
        let other = corner;
        for (let k = 0; k < 2; k++) {
          other = next(other);
          if (distance[sectors[other]!] === 0) continue;
          const dx = x[triangles[other]!]! - x[triangles[corner]!]!;
          const dy = y[triangles[other]!]! - y[triangles[corner]!]!;
          reach(sectors[other]!, sector, distance[sector]! + Math.sqrt(dx * dx + dy * dy));
        }
      }
    }
    if (!passBarriers()) break;
  }

  /** Opens barriers for what nothing reached: the sector on the other side of one gives its owner. */
  function passBarriers(): boolean {
    let passed = false;
    for (let half = 0; half < count; half++) {
      const twin = twins[half]!;
      if (walls.barrier[half] === 0 || !isEmpty(half) || !isEmpty(twin)) continue;
      for (const [to, from] of [[half, next(twin)], [next(half), twin]] as const) {
        const [sector, known] = [sectors[to]!, sectors[from]!];
        if (owner[sector]! >= 0 || owner[known]! < 0) continue;
        reach(sector, known, distance[known]!);
        passed = true;
      }
    }
    return passed;
  }

  for (let corner = 0; corner < count; corner++) {
    if (!isEmpty(corner)) continue;
    owner[corner] = owner[sectors[corner]!]!;
    source[corner] = source[sectors[corner]!]!;
  }
  return { owner, source };
}
