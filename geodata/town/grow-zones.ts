// Zones that grow from seeds over the mesh and stop where the barriers are: river, railway, main roads.
import FlatQueue from 'flatqueue';
import { distance } from './random.ts';
import type { Mesh } from './mesh.ts';

export interface Seed {
  readonly cell: number;
  /** Metres of head start. */
  readonly startM: number;
}

/**
 * The zone of every cell that `passable` lets in, -1 elsewhere; several seeds at once, nearest first. `barrier[level]`
 * multiplies the way across an edge of that level.
 */
export function growZones(
  mesh: Mesh,
  seeds: readonly Seed[],
  barrier: readonly number[],
  passable: (cell: number) => boolean,
): { zone: Int32Array; wayM: Float64Array } {
  const count = mesh.cells.length;
  const zone = new Int32Array(count).fill(-1);
  const wayM = new Float64Array(count).fill(Infinity);
  const queue = new FlatQueue<number>();
  seeds.forEach((seed, i) => {
    zone[seed.cell] = i;
    wayM[seed.cell] = -seed.startM;
    queue.push(seed.cell, -seed.startM);
  });
  for (let way = queue.peekValue(); way !== undefined; way = queue.peekValue()) {
    const cell = queue.pop()!;
    if (way > wayM[cell]!) continue;
    const here = mesh.cells[cell]!.plan;
    for (const half of mesh.cells[cell]!.halves) {
      const edge = mesh.edges[half >> 1]!;
      const other = (half & 1) === 0 ? edge.right : edge.left;
      if (other < 0 || !passable(other)) continue;
      const there = mesh.cells[other]!.plan;
      const next = way + distance(here[0], here[1], there[0], there[1]) * (barrier[edge.level] ?? 1);
      if (next >= wayM[other]!) continue;
      wayM[other] = next;
      zone[other] = zone[cell]!;
      queue.push(other, next);
    }
  }
  return { zone, wayM };
}

/** The cell among `cells` whose middle is nearest to a place of the plan. */
export function nearestCell(mesh: Mesh, cells: readonly number[], x: number, y: number): number {
  let best = cells[0]!;
  let least = Infinity;
  for (const cell of cells) {
    const [cx, cy] = mesh.cells[cell]!.plan;
    const d = distance(cx, cy, x, y);
    if (d < least) {
      least = d;
      best = cell;
    }
  }
  return best;
}

/** Neighbours of a cell along an edge, in the order of its ring. */
export function neighboursOf(mesh: Mesh, cell: number): number[] {
  return mesh.cells[cell]!.halves
    .map((half) => ((half & 1) === 0 ? mesh.edges[half >> 1]!.right : mesh.edges[half >> 1]!.left))
    .filter((other, i, all) => other >= 0 && other !== cell && all.indexOf(other) === i);
}
