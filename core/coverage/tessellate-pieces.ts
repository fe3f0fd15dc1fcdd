// Shares triangles out among the owners of their corners: cut at the middles of their edges, so that streets are cut along the middle.
import type { Vertices } from './repair-noding.ts';
import type { Walls } from './tessellate-owners.ts';
import type { Mesh } from './tessellate-mesh.ts';

export interface Piece {
  readonly owner: number;
  /** Vertices, counter-clockwise. */
  readonly ring: readonly number[];
}

/** A stretch of a triangle's border: from a vertex to the next stretch's, with its owner and the edge it lies on. */
interface Stretch {
  readonly from: number;
  readonly owner: number;
  readonly edge: number;
}

/**
 * Pieces of the empty triangles. An edge along an outline belongs to that block whole; another belongs half to the owner
 * of each end. Where the owner changes along a triangle's border, the triangle is cut: straight across for two owners, to its
 * centroid for three. Middles that the triangle on the other side needs are vertices on this side too. Adds vertices.
 */
export function cutTriangles(vertices: Vertices, { triangles, twins }: Mesh, empty: Uint8Array, owner: Int32Array, walls: Walls): Piece[] {
  const { x, y } = vertices;
  const next = (half: number) => (half % 3 === 2 ? half - 2 : half + 1);
  const isEmpty = (half: number) => half >= 0 && empty[Math.floor(half / 3)] === 1;
  const parted = (half: number) => isEmpty(half) && walls.outline[half]! < 0 && owner[half] !== owner[next(half)];
  const middle = new Int32Array(triangles.length).fill(-1);
  for (let half = 0; half < triangles.length; half++) {
    const twin = twins[half]!;
    if (half < twin ? !parted(half) && !parted(twin) : twin >= 0 || !parted(half)) continue;
    const [a, b] = [triangles[half]!, triangles[next(half)]!];
    const vertex = x.push((x[a]! + x[b]!) / 2) - 1;
    y.push((y[a]! + y[b]!) / 2);
    middle[half] = vertex;
    if (twin >= 0) middle[twin] = vertex;
  }

  const pieces: Piece[] = [];
  for (let t = 0; t < empty.length; t++) {
    if (empty[t] === 0 || owner[3 * t]! < 0) continue;
    const [a, b, c] = [3 * t, 3 * t + 1, 3 * t + 2] as const;
    if (middle[a]! < 0 && middle[b]! < 0 && middle[c]! < 0 && walls.outline[a]! < 0 && walls.outline[b]! < 0 && walls.outline[c]! < 0) {
      pieces.push({ owner: owner[a]!, ring: [triangles[a]!, triangles[b]!, triangles[c]!] });
      continue;
    }
    const border: Stretch[] = [];
    for (let edge = 3 * t; edge < 3 * t + 3; edge++) {
      const outline = walls.outline[edge]!;
      border.push({ from: triangles[edge]!, owner: outline >= 0 ? outline : owner[edge]!, edge });
      if (middle[edge]! >= 0) border.push({ from: middle[edge]!, owner: outline >= 0 ? outline : owner[next(edge)]!, edge });
    }
    const starts = border.map((_, i) => i).filter((i) => border[i]!.owner !== border[(i + border.length - 1) % border.length]!.owner);
    if (starts.length === 0) {
      pieces.push({ owner: border[0]!.owner, ring: border.map(({ from }) => from) });
      continue;
    }
    const runs = starts.map((start, k) => {
      const end = starts[(k + 1) % starts.length]!;
      const run: Stretch[] = [];
      for (let i = start; i !== end || run.length === 0; i = (i + 1) % border.length) run.push(border[i]!);
      return { owner: run[0]!.owner, ring: [...run.map(({ from }) => from), border[end]!.from], flat: run.every(({ edge }) => edge === run[0]!.edge) };
    });
    // Two owners: straight across, unless one of them has a part of one edge only and would get nothing.
    const across = runs.length === 2 && !runs.some(({ flat }) => flat);
    const centre: number[] = [];
    if (!across) {
      const corners = [triangles[3 * t]!, triangles[3 * t + 1]!, triangles[3 * t + 2]!];
      centre.push(x.push(corners.reduce((sum, v) => sum + x[v]!, 0) / 3) - 1);
      y.push(corners.reduce((sum, v) => sum + y[v]!, 0) / 3);
    }
    for (const { owner: to, ring } of runs) pieces.push({ owner: to, ring: [...ring, ...centre] });
  }
  return pieces;
}
