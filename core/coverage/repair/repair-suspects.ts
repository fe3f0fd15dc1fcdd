// Which blocks a repair has to look at: those with an edge that no neighbour matches, and what lies near one.
import Flatbush from 'flatbush';
import { blockOfParts, twiceSignedArea } from '../build-coverage.ts';
import type { BlockRings } from '../coverage.ts';
import { pointInRings } from '../point-in-rings.ts';
import { indexVertices } from '../vertex-index.ts';

export interface Suspects {
  /** Number of every input vertex, equal coordinates equal numbers; and a vertex of the input for every number. */
  readonly vertexOf: Uint32Array;
  readonly vertexSource: Uint32Array;
  /** Edges without direction: ends (the smaller number first), and 1 where exactly two blocks lie along it, one on either side. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly matched: Uint8Array;
  /** Edge from every input vertex to the next one of its ring, -1 where these are one point; and the ring's block. */
  readonly edgeOf: Int32Array;
  readonly edgeBlock: Uint32Array;
  /** 1 for blocks to be taken apart. */
  readonly suspect: Uint8Array;
  readonly meanEdgeM: number;
}

/** Finds them. `all` makes every block a suspect and every edge unmatched. */
export function findSuspects(blocks: BlockRings, toleranceOf: (meanEdgeM: number) => number, all: boolean): Suspects {
  const { of: vertexOf, first: vertexSource, count: vertexCount } = indexVertices(blocks.xy);
  const blockOf = blockOfParts(blocks);
  const total = vertexOf.length;
  const edgeOf = new Int32Array(total).fill(-1);
  const edgeBlock = new Uint32Array(total);
  // Edges seen so far by their smaller vertex, as lists: two or three each.
  const first = new Int32Array(vertexCount).fill(-1);
  const next = new Int32Array(total);
  const from = new Uint32Array(total);
  const to = new Uint32Array(total);
  const up = new Uint8Array(total);
  const down = new Uint8Array(total);
  let count = 0;
  let lengths = 0;
  for (let part = 0; part < blockOf.length; part++) {
    for (let ring = blocks.partStart[part]!; ring < blocks.partStart[part + 1]!; ring++) {
      const [start, end] = [blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!];
      // Block on the left of the edges as given: shells counter-clockwise, holes clockwise.
      const left = twiceSignedArea(blocks.xy, start, end) > 0 === (ring === blocks.partStart[part]);
      for (let v = start; v < end; v++) {
        edgeBlock[v] = blockOf[part]!;
        const w = v + 1 === end ? start : v + 1;
        const forward = vertexOf[v]! < vertexOf[w]!;
        const low = vertexOf[forward ? v : w]!;
        const high = vertexOf[forward ? w : v]!;
        if (low === high) continue;
        let edge = first[low]!;
        while (edge >= 0 && to[edge] !== high) edge = next[edge]!;
        if (edge < 0) {
          edge = count++;
          from[edge] = low;
          to[edge] = high;
          next[edge] = first[low]!;
          first[low] = edge;
          lengths += Math.hypot(blocks.xy[2 * v]! - blocks.xy[2 * w]!, blocks.xy[2 * v + 1]! - blocks.xy[2 * w + 1]!);
        }
        edgeOf[v] = edge;
        const side = forward === left ? up : down;
        if (side[edge]! < 255) side[edge]!++;
      }
    }
  }
  const matched = new Uint8Array(count);
  if (!all) for (let edge = 0; edge < count; edge++) matched[edge] = up[edge] === 1 && down[edge] === 1 ? 1 : 0;
  const suspect = new Uint8Array(blocks.ids.length);
  for (let i = 0; i < total; i++) if (edgeOf[i]! < 0 || matched[edgeOf[i]!] === 0) suspect[edgeBlock[i]!] = 1;
  const meanEdgeM = count === 0 ? 0 : lengths / count;
  const found = { vertexOf, vertexSource: vertexSource.subarray(0, vertexCount), from: from.subarray(0, count), to: to.subarray(0, count), matched, edgeOf, edgeBlock, suspect, meanEdgeM };
  addNear(blocks, found, 4 * toleranceOf(meanEdgeM));
  return found;
}

/** Blocks whose every edge is matched, but that an unmatched edge comes near to or lies inside of. */
function addNear(blocks: BlockRings, { vertexSource, from, to, matched, suspect }: Suspects, reachM: number): void {
  const { xy } = blocks;
  const open: number[] = [];
  matched.forEach((value, edge) => {
    if (value === 0) open.push(edge);
  });
  if (open.length === 0) return;
  const index = new Flatbush(open.length);
  const ends = (edge: number) => [2 * vertexSource[from[edge]!]!, 2 * vertexSource[to[edge]!]!] as const;
  for (const edge of open) {
    const [a, b] = ends(edge);
    index.add(
      Math.min(xy[a]!, xy[b]!) - reachM,
      Math.min(xy[a + 1]!, xy[b + 1]!) - reachM,
      Math.max(xy[a]!, xy[b]!) + reachM,
      Math.max(xy[a + 1]!, xy[b + 1]!) + reachM,
    );
  }
  index.finish();
  for (let block = 0; block < suspect.length; block++) {
    if (suspect[block] === 1) continue;
    const firstRing = blocks.partStart[blocks.blockStart[block]!]!;
    const lastRing = blocks.partStart[blocks.blockStart[block + 1]!]!;
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = blocks.ringStart[firstRing]!; v < blocks.ringStart[lastRing]!; v++) {
      minX = Math.min(minX, xy[2 * v]!);
      maxX = Math.max(maxX, xy[2 * v]!);
      minY = Math.min(minY, xy[2 * v + 1]!);
      maxY = Math.max(maxY, xy[2 * v + 1]!);
    }
    const hits = index.search(minX, minY, maxX, maxY);
    if (hits.length === 0) continue;
    const isNear = () => {
      for (let ring = firstRing; ring < lastRing; ring++) {
        const [start, end] = [blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!];
        for (let v = start; v < end; v++) {
          const w = v + 1 === end ? start : v + 1;
          const [x0, x1] = [Math.min(xy[2 * v]!, xy[2 * w]!), Math.max(xy[2 * v]!, xy[2 * w]!)];
          const [y0, y1] = [Math.min(xy[2 * v + 1]!, xy[2 * w + 1]!), Math.max(xy[2 * v + 1]!, xy[2 * w + 1]!)];
          for (const hit of hits) {
            const [a, b] = ends(open[hit]!);
            if (Math.max(xy[a]!, xy[b]!) + reachM < x0 || Math.min(xy[a]!, xy[b]!) - reachM > x1) continue;
            if (Math.max(xy[a + 1]!, xy[b + 1]!) + reachM < y0 || Math.min(xy[a + 1]!, xy[b + 1]!) - reachM > y1) continue;
            return true;
          }
        }
      }
      return hits.some((hit) => {
        const [a] = ends(open[hit]!);
        return pointInRings(xy[a]!, xy[a + 1]!, blocks, block) === 1;
      });
    };
    if (isNear()) suspect[block] = 1;
  }
}
