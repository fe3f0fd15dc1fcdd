// Which cells belong to the municipality and what each is used for.
import { borderShare, northOfRailM, WORKS, westOfRiverM, type Layout } from './layout.ts';
import { neighboursOf } from './grow-zones.ts';
import type { Mesh } from './mesh.ts';
import { distance, draw, smoothStep, valueNoise } from './random.ts';

export type LandUse =
  | 'residential'
  | 'mixed'
  | 'commercial'
  | 'railway'
  | 'square'
  | 'park'
  | 'cemetery'
  | 'allotment'
  | 'field'
  | 'wood'
  | 'water';

/** Uses in which nobody lives. */
export const UNINHABITED: readonly LandUse[] = ['railway', 'square', 'park', 'cemetery', 'allotment', 'field', 'wood', 'water'];

export interface Site {
  /** 1 where the cell is land of the municipality. */
  readonly inside: Uint8Array;
  readonly use: readonly LandUse[];
  /** Wooded cell beyond the border that belongs to the municipality all the same. */
  readonly exclave: number;
}

export function placeSite(layout: Layout, mesh: Mesh, seed: number): Site {
  const inside = Uint8Array.from(mesh.cells, (cell) =>
    (cell.kind === 'land' || cell.kind === 'square') && borderShare(layout, ...cell.plan) < 1 ? 1 : 0,
  );
  smoothBorder(mesh, inside);
  const exclave = findExclave(layout, mesh, inside);
  inside[exclave] = 1;
  const use = mesh.cells.map((_, cell) => (cell === exclave ? 'wood' : useOf(layout, mesh, cell, inside[cell] === 1, seed)));
  return { inside, use, exclave };
}

/** Takes out spurs with one neighbour inside and fills notches, so that the border runs like a border. */
function smoothBorder(mesh: Mesh, inside: Uint8Array): void {
  for (let round = 0; round < 2; round++) {
    for (let cell = 0; cell < mesh.cells.length; cell++) {
      if (mesh.cells[cell]!.kind !== 'land') continue;
      const others = neighboursOf(mesh, cell);
      const within = others.filter((other) => inside[other] === 1).length;
      const wet = others.some((other) => mesh.cells[other]!.kind !== 'land');
      if (inside[cell] === 1 && within <= 1 && !wet) inside[cell] = 0;
      else if (inside[cell] === 0 && within >= others.length - 1 && mesh.cells[cell]!.areaM2 < 80_000) inside[cell] = 1;
    }
  }
}

/** A cell south of the town that touches nothing inside, the nearest to the border that there is. */
function findExclave(layout: Layout, mesh: Mesh, inside: Uint8Array): number {
  const nodes = new Set<number>();
  mesh.edges.forEach((edge) => {
    if ((edge.left >= 0 && inside[edge.left] === 1) || (edge.right >= 0 && inside[edge.right] === 1)) nodes.add(edge.from).add(edge.to);
  });
  let best = -1;
  let least = Infinity;
  mesh.cells.forEach(({ kind, halves, plan: [x, y] }, cell) => {
    if (kind !== 'land' || inside[cell] === 1) return;
    if (halves.some((half) => nodes.has(mesh.edges[half >> 1]!.from) || nodes.has(mesh.edges[half >> 1]!.to))) return;
    const d = distance(x, y, -0.4 * layout.radiusM, -layout.radiusM);
    if (d >= least) return;
    least = d;
    best = cell;
  });
  if (best < 0) throw new Error('no cell lies apart from the municipality');
  return best;
}

function useOf(layout: Layout, mesh: Mesh, cell: number, inside: boolean, seed: number): LandUse {
  const { kind, plan, areaM2 } = mesh.cells[cell]!;
  if (kind === 'river' || kind === 'lake') return 'water';
  if (kind === 'square') return 'square';
  const R = layout.radiusM;
  const [x, y] = plan;
  const chance = draw(seed, Math.round(x), Math.round(y));
  const forest = valueNoise(x / (0.42 * R) + 3, y / (0.42 * R) + 8, seed + 1);
  if (!inside) return forest > 0.22 ? 'wood' : 'field';
  const share = borderShare(layout, x, y);
  const bank = westOfRiverM(layout, x, y);
  // The park along the west bank in the north, and the flood meadows along the east bank in the south.
  if (bank > 0 && bank < 0.085 * R && y > 0.42 * R) return 'park';
  if (bank < 0 && bank > -0.13 * R && y < -0.3 * R && chance < 0.75) return 'park';
  if (distance(x, y, -0.3 * R, 0.5 * R) < 0.13 * R) return 'park';
  const rail = Math.abs(northOfRailM(layout, x, y));
  // The station's yard.
  if (rail < 0.035 * R && x > -0.5 * R && x < -0.22 * R && northOfRailM(layout, x, y) < 0) return 'railway';
  for (const [wx, wy, reach] of WORKS) {
    if (distance(x, y, wx * R, wy * R) < 0.92 * reach * R) return chance < 0.86 ? 'commercial' : 'residential';
  }
  if (share > 0.93 && areaM2 > 9000) return forest > 0.1 ? 'wood' : chance < 0.22 ? 'allotment' : chance < 0.45 ? 'residential' : 'field';
  if (distance(x, y, 0.7 * R, 0.62 * R) < 0.1 * R && forest > -0.3) return 'wood';
  if (distance(x, y, -0.62 * R, 0.12 * R) < 0.075 * R) return 'cemetery';
  if (rail < 0.07 * R && share > 0.5 && chance < 0.3) return 'allotment';
  const middle = 1 - smoothStep(0.1, 0.3, distance(x, y, 0, 0) / R);
  // Built-up quarters have parks here and there; the old core has next to none.
  const green = valueNoise(x / (0.11 * R), y / (0.11 * R), seed + 2);
  if (green > 0.62 + 0.3 * middle || chance < 0.012 * (1 - middle)) return 'park';
  if (chance < 0.1 + 0.5 * middle) return 'mixed';
  return rail < 0.05 * R && chance > 0.9 ? 'commercial' : 'residential';
}
