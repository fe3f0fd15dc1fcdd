// The borders of zones as an index of edges: in which zones a point lies, without walking whole outlines.
import Flatbush from 'flatbush';
import { orient2d } from 'robust-predicates';
import type { BlockRings } from '../coverage.ts';

/** All edges of all rings, four numbers each (ax ay bx by), with the zone that each belongs to. */
export interface ZoneEdges {
  readonly zoneCount: number;
  readonly xy: Float64Array;
  readonly zone: Uint32Array;
  /** Over the edges' bounds; null without an edge. */
  readonly index: Flatbush | null;
  readonly maxX: number;
}

/** Edges of zones that need not form a coverage: they may overlap, leave gaps, and be drawn apart from the blocks. */
export function indexZoneEdges(zones: BlockRings): ZoneEdges {
  const count = zones.xy.length / 2;
  const xy = new Float64Array(4 * count);
  const zone = new Uint32Array(count);
  const index = count === 0 ? null : new Flatbush(count);
  let maxX = -Infinity;
  for (let z = 0; z < zones.ids.length; z++) {
    const last = zones.partStart[zones.blockStart[z + 1]!]!;
    for (let ring = zones.partStart[zones.blockStart[z]!]!; ring < last; ring++) {
      const start = zones.ringStart[ring]!;
      const end = zones.ringStart[ring + 1]!;
      for (let v = start; v < end; v++) {
        const w = v + 1 === end ? start : v + 1;
        const [ax, ay, bx, by] = [zones.xy[2 * v]!, zones.xy[2 * v + 1]!, zones.xy[2 * w]!, zones.xy[2 * w + 1]!];
        xy.set([ax, ay, bx, by], 4 * v);
        zone[v] = z;
        index!.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
        maxX = Math.max(maxX, ax);
      }
    }
  }
  index?.finish();
  return { zoneCount: zones.ids.length, xy, zone, index, maxX };
}

/** Zones that contain a point or have it on their border, ascending by position. */
export type ZoneLocator = (x: number, y: number) => number[];

/**
 * Answers by the edges that a ray to the east meets (even or odd by zone), decided by Shewchuk's exact orientation
 * (doi 10.1007/PL00009321). At 100,000 points and 40 zones of 2,000 vertices the index makes it 0.2 s, where testing every vertex of
 * the zones whose bounds hold the point takes some 3 * 10^8 steps.
 */
export function createZoneLocator(edges: ZoneEdges): ZoneLocator {
  const { xy, zone, index, maxX, zoneCount } = edges;
  const inside = new Uint8Array(zoneCount);
  return (x, y) => {
    if (index === null || !(x <= maxX)) return [];
    const touched = new Set<number>();
    const onBorder: number[] = [];
    for (const edge of index.search(x, y, maxX, y)) {
      const [ax, ay, bx, by] = [xy[4 * edge]!, xy[4 * edge + 1]!, xy[4 * edge + 2]!, xy[4 * edge + 3]!];
      const z = zone[edge]!;
      if (ay === by) {
        if (x >= Math.min(ax, bx)) onBorder.push(z);
        continue;
      }
      const turn = orient2d(ax, ay, bx, by, x, y);
      if (turn === 0) onBorder.push(z);
      // Half-open in y, so that a vertex is crossed once.
      else if (ay > y !== by > y && turn > 0 === by < ay) {
        touched.add(z);
        inside[z]! ^= 1;
      }
    }
    const found = new Set(onBorder);
    for (const z of touched) {
      if (inside[z] === 1) found.add(z);
      inside[z] = 0;
    }
    return [...found].toSorted((a, b) => a - b);
  };
}
