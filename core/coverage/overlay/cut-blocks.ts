// Which blocks a zone's border cuts, and which it only runs along.
import type { BlockRings } from '../coverage.ts';
import { pointInRings } from '../point-in-rings.ts';
import type { ZoneEdges } from './zone-edges.ts';

/**
 * A border that stays within this distance of a block's own border runs along it. Degrees with seven decimals, which RFC
 * 7946 recommends, move a vertex by up to 7 mm; borders that were meant to be the same differ by that and no more.
 */
export const CUT_TOLERANCE_M = 0.01;

/** What the borders do to every block. */
export const BlockCut = { untouched: 0, along: 1, cut: 2 } as const;

/**
 * Says of every block whether a zone's border cuts it (`cut`), comes near or runs along it (`along`), or not even that.
 *
 * A block is cut when some point of a zone's border lies inside it and further than the tolerance from the block's own
 * border. The points of a zone's edge within the tolerance of one block edge lie in a capsule, which is convex, so they are
 * one interval of the zone's edge; what all those intervals leave over cannot meet the block's border, so its middle tells
 * whether it is inside. Nothing degenerate is ever decided: edges that coincide, end in each other or meet in a vertex are
 * all covered by capsules. An overlay would have to make slivers of them and then judge their areas.
 */
export function findCutBlocks(blocks: BlockRings, zones: ZoneEdges, toleranceM: number = CUT_TOLERANCE_M): Uint8Array {
  const result = new Uint8Array(blocks.ids.length);
  if (zones.index === null) return result;
  for (let block = 0; block < blocks.ids.length; block++) {
    const edges = edgesOf(blocks, block);
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < edges.length; i += 4) {
      minX = Math.min(minX, edges[i]!);
      minY = Math.min(minY, edges[i + 1]!);
      maxX = Math.max(maxX, edges[i]!);
      maxY = Math.max(maxY, edges[i + 1]!);
    }
    const near = zones.index.search(minX - toleranceM, minY - toleranceM, maxX + toleranceM, maxY + toleranceM);
    if (near.length === 0) continue;
    const cut = near.some((edge) => reachesInside(zones.xy.subarray(4 * edge, 4 * edge + 4), edges, blocks, block, toleranceM));
    result[block] = cut ? BlockCut.cut : BlockCut.along;
  }
  return result;
}

function edgesOf(blocks: BlockRings, block: number): Float64Array {
  const firstRing = blocks.partStart[blocks.blockStart[block]!]!;
  const lastRing = blocks.partStart[blocks.blockStart[block + 1]!]!;
  const first = blocks.ringStart[firstRing]!;
  const edges = new Float64Array(4 * (blocks.ringStart[lastRing]! - first));
  for (let ring = firstRing; ring < lastRing; ring++) {
    const start = blocks.ringStart[ring]!;
    const end = blocks.ringStart[ring + 1]!;
    for (let v = start; v < end; v++) {
      const w = v + 1 === end ? start : v + 1;
      edges.set([blocks.xy[2 * v]!, blocks.xy[2 * v + 1]!, blocks.xy[2 * w]!, blocks.xy[2 * w + 1]!], 4 * (v - first));
    }
  }
  return edges;
}

function reachesInside(segment: Float64Array, edges: Float64Array, blocks: BlockRings, block: number, tolerance: number): boolean {
  const [px, py, qx, qy] = [segment[0]!, segment[1]!, segment[2]!, segment[3]!];
  const [dx, dy] = [qx - px, qy - py];
  const length = Math.hypot(dx, dy);
  if (length === 0) return false;
  const [left, right] = [Math.min(px, qx) - tolerance, Math.max(px, qx) + tolerance];
  const [low, high] = [Math.min(py, qy) - tolerance, Math.max(py, qy) + tolerance];
  const covered: [number, number][] = [];
  for (let i = 0; i < edges.length; i += 4) {
    const [ax, ay, bx, by] = [edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!];
    if (Math.max(ax, bx) < left || Math.min(ax, bx) > right || Math.max(ay, by) < low || Math.min(ay, by) > high) continue;
    const interval = withinCapsule(px, py, dx, dy, ax, ay, bx, by, tolerance);
    if (interval === null) continue;
    if (interval[0] <= 0 && interval[1] >= 1) return false;
    covered.push(interval);
  }
  covered.sort((a, b) => a[0] - b[0]);
  // A nanometre left over is rounding of the intervals' ends.
  const least = 1e-9 / length;
  let free = 0;
  for (const [from, to] of [...covered, [1, 1] as const]) {
    const end = Math.min(from, 1);
    if (end - free > least) {
      const middle = (free + end) / 2;
      if (pointInRings(px + middle * dx, py + middle * dy, blocks, block) === 1) return true;
    }
    free = Math.max(free, to);
  }
  return false;
}

/** Parameters t with p + t d within `radius` of the segment a b, as one interval; null for none. */
function withinCapsule(
  px: number,
  py: number,
  dx: number,
  dy: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  radius: number,
): [number, number] | null {
  let from = Infinity;
  let to = -Infinity;
  const add = (low: number, high: number) => {
    if (!(low <= high)) return;
    from = Math.min(from, low);
    to = Math.max(to, high);
  };
  // The two ends: circles.
  const dd = dx * dx + dy * dy;
  for (const [cx, cy] of [[ax, ay], [bx, by]] as const) {
    const along = ((cx - px) * dx + (cy - py) * dy) / dd;
    const away = ((cx - px) * dy - (cy - py) * dx) ** 2 / dd;
    if (away <= radius * radius) {
      const half = Math.sqrt((radius * radius - away) / dd);
      add(along - half, along + half);
    }
  }
  // The rectangle between them: |distance to the line| <= radius and the foot between a and b.
  const [ex, ey] = [bx - ax, by - ay];
  const edgeLength = Math.hypot(ex, ey);
  if (edgeLength > 0) {
    const across = limits((px - ax) * ey - (py - ay) * ex, dx * ey - dy * ex, -radius * edgeLength, radius * edgeLength);
    const between = limits((px - ax) * ex + (py - ay) * ey, dx * ex + dy * ey, 0, edgeLength * edgeLength);
    if (across !== null && between !== null) add(Math.max(across[0], between[0]), Math.min(across[1], between[1]));
  }
  return from <= to ? [from, to] : null;
}

/** Parameters t with low <= start + t step <= high; null for none. */
function limits(start: number, step: number, low: number, high: number): [number, number] | null {
  if (step === 0) return start >= low && start <= high ? [-Infinity, Infinity] : null;
  const [a, b] = [(low - start) / step, (high - start) / step];
  return a < b ? [a, b] : [b, a];
}
