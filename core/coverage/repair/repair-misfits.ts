// Edges that do not fit their neighbours: what a person has to look at before a repair, and where gaps are open to the outside.
import Flatbush from 'flatbush';
import type { BlockRings } from '../coverage.ts';
import { meet } from '../edge-crossings.ts';
import { findSuspects } from './repair-suspects.ts';

/**
 * `same-side`: two blocks claim one side of the edge; `meets`: it crosses another's edge, runs along a part of it, or one
 * ends inside the other; `near`: it runs beside another's within the gap width and is not joined to it.
 */
export type MisfitKind = 'same-side' | 'meets' | 'near';

/** One edge of one block. Blocks by position; coordinates of the input. */
export interface Misfit {
  readonly block: number;
  readonly neighbour: number;
  readonly kind: MisfitKind;
  readonly ax: number;
  readonly ay: number;
  readonly bx: number;
  readonly by: number;
}

/**
 * All misfits, each edge of a block once with the first neighbour found. Follows the rules of the coverage validator of
 * GEOS and JTS: an edge that two blocks share, one on either side, fits; an unmatched edge is a misfit for what it meets,
 * and with `gapWidthM` above 0 also for an edge that is nearly parallel: projected onto each other they cover at least the
 * gap width, and the ends of the projections lie no further apart than it. This finds what `validateCoverage` does not
 * count as a gap, because it is open to the outside.
 */
export function findMisfits(blocks: BlockRings, gapWidthM = 0): Misfit[] {
  const { vertexOf, vertexSource, from, to, matched, edgeOf, edgeBlock, suspect } = findSuspects(blocks, () => Math.max(gapWidthM, 0), false);
  // Edges by block: the same edge stands here once for every block along it.
  const edges: number[] = [];
  const owners: number[] = [];
  const forward: boolean[] = [];
  for (let ring = 0; ring + 1 < blocks.ringStart.length; ring++) {
    for (let v = blocks.ringStart[ring]!; v < blocks.ringStart[ring + 1]!; v++) {
      if (edgeOf[v]! < 0 || suspect[edgeBlock[v]!] === 0) continue;
      edges.push(edgeOf[v]!);
      owners.push(edgeBlock[v]!);
      forward.push(vertexOf[v] === from[edgeOf[v]!]);
    }
  }
  if (edges.length === 0) return [];
  const segments = new Float64Array(4 * edges.length);
  const index = new Flatbush(edges.length);
  edges.forEach((edge, i) => {
    const [a, b] = [vertexSource[from[edge]!]!, vertexSource[to[edge]!]!];
    segments.set([blocks.xy[2 * a]!, blocks.xy[2 * a + 1]!, blocks.xy[2 * b]!, blocks.xy[2 * b + 1]!], 4 * i);
    const [ax, ay, bx, by] = segments.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  });
  index.finish();
  const misfits: Misfit[] = [];
  for (let i = 0; i < edges.length; i++) {
    if (matched[edges[i]!] === 1) continue;
    const [ax, ay, bx, by] = segments.subarray(4 * i, 4 * i + 4) as unknown as [number, number, number, number];
    const near = index.search(
      Math.min(ax, bx) - gapWidthM,
      Math.min(ay, by) - gapWidthM,
      Math.max(ax, bx) + gapWidthM,
      Math.max(ay, by) + gapWidthM,
      (j) => owners[j] !== owners[i],
    );
    const found = near
      .toSorted((j, k) => owners[j]! - owners[k]!)
      .map((j) => ({ j, kind: kindOf(i, j) }))
      .filter(({ kind }) => kind !== null);
    const first = found.find(({ kind }) => kind !== 'near') ?? found[0];
    if (first === undefined) continue;
    const [sx, sy, tx, ty] = forward[i] ? [ax, ay, bx, by] : [bx, by, ax, ay];
    misfits.push({ block: owners[i]!, neighbour: owners[first.j]!, kind: first.kind!, ax: sx, ay: sy, bx: tx, by: ty });
  }
  return misfits;

  function kindOf(i: number, j: number): MisfitKind | null {
    if (edges[i] === edges[j]) return 'same-side';
    if (meet(segments, i, j) !== null) return 'meets';
    return gapWidthM > 0 && nearlyParallel(i, j) ? 'near' : null;
  }

  function nearlyParallel(i: number, j: number): boolean {
    const p = projection(j, i);
    const q = projection(i, j);
    if (p === null || q === null) return false;
    if (Math.hypot(p[2]! - p[0]!, p[3]! - p[1]!) < gapWidthM || Math.hypot(q[2]! - q[0]!, q[3]! - q[1]!) < gapWidthM) return false;
    const apart = (k: number, l: number) => Math.hypot(p[k]! - q[l]!, p[k + 1]! - q[l + 1]!);
    return (apart(0, 0) <= gapWidthM && apart(2, 2) <= gapWidthM) || (apart(0, 2) <= gapWidthM && apart(2, 0) <= gapWidthM);
  }

  /** The part of segment `onto` that segment `of` projects to, null where that is no more than a point. */
  function projection(of: number, onto: number): number[] | null {
    const [ax, ay, bx, by] = segments.subarray(4 * onto, 4 * onto + 4) as unknown as [number, number, number, number];
    const [dx, dy] = [bx - ax, by - ay];
    const along = (k: number) => ((segments[k]! - ax) * dx + (segments[k + 1]! - ay) * dy) / (dx * dx + dy * dy);
    const [s, t] = [along(4 * of), along(4 * of + 2)].map((value) => Math.max(0, Math.min(1, value))) as [number, number];
    return s === t ? null : [ax + s * dx, ay + s * dy, ax + t * dx, ay + t * dy];
  }
}
