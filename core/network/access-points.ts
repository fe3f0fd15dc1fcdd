// Where addresses and schools meet the street network: the nearest point of an edge.
import Flatbush from 'flatbush';
import type { StreetGraph } from './street-graph.ts';

/** By point: the edge it is joined to, metres along that edge from its first vertex, and metres from the point to there. */
export interface AccessPoints {
  readonly edge: Int32Array;
  readonly alongM: Float64Array;
  readonly offM: Float64Array;
}

/** What no edge is near to. */
export const NO_EDGE = -1;

export interface AccessOptions {
  /** Edges of this connected piece only (0: the largest), since from an island nobody gets anywhere; null: of any. */
  readonly piece?: number | null;
  /** Points farther off than this get no edge. */
  readonly withinM?: number;
}

export type AccessLocator = (xy: Float64Array) => AccessPoints;

/**
 * Finds the nearest point of the network for points given as x y interleaved. Built once a graph (an index over all
 * segments: 300,000 take 60 ms), then some microseconds a point. Ties go to the first edge.
 */
export function createAccessLocator(graph: StreetGraph, { piece = 0, withinM = Infinity }: AccessOptions = {}): AccessLocator {
  const { xy, vertexStart, edgeCount, from } = graph;
  const segmentVertex: number[] = [];
  const segmentEdge: number[] = [];
  for (let e = 0; e < edgeCount; e++) {
    if (piece !== null && graph.piece[from[e]!] !== piece) continue;
    for (let v = vertexStart[e]!; v < vertexStart[e + 1]! - 1; v++) {
      segmentVertex.push(v);
      segmentEdge.push(e);
    }
  }
  const index = segmentVertex.length === 0 ? null : new Flatbush(segmentVertex.length);
  for (const v of segmentVertex) {
    const [ax, ay, bx, by] = [xy[2 * v]!, xy[2 * v + 1]!, xy[2 * v + 2]!, xy[2 * v + 3]!];
    index!.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index?.finish();

  return (points) => {
    const count = points.length / 2;
    const access = { edge: new Int32Array(count).fill(NO_EDGE), alongM: new Float64Array(count), offM: new Float64Array(count).fill(Infinity) };
    for (let p = 0; p < count; p++) {
      const x = points[2 * p]!;
      const y = points[2 * p + 1]!;
      let best = withinM;
      let segment = -1;
      if (index === null) continue;
      // Boxes come by their distance, which is a lower bound of the segment's.
      for (let look = 8; ; look *= 4) {
        const near = index.neighbors(x, y, look, best);
        for (const s of near) {
          const off = offSegment(xy, segmentVertex[s]!, x, y);
          if (off < best || (off === best && s < segment)) [best, segment] = [off, s];
        }
        if (near.length < look || boxDistance(xy, segmentVertex[near.at(-1)!]!, x, y) > best) break;
      }
      if (segment < 0) continue;
      const e = segmentEdge[segment]!;
      const v = segmentVertex[segment]!;
      let along = Math.min(1, Math.max(0, shareAlong(xy, v, x, y))) * lengthOf(xy, v);
      for (let u = vertexStart[e]!; u < v; u++) along += lengthOf(xy, u);
      access.edge[p] = e;
      access.alongM[p] = along;
      access.offM[p] = best;
    }
    return access;
  };
}

function lengthOf(xy: Float64Array, v: number): number {
  return Math.hypot(xy[2 * v + 2]! - xy[2 * v]!, xy[2 * v + 3]! - xy[2 * v + 1]!);
}

function shareAlong(xy: Float64Array, v: number, x: number, y: number): number {
  const dx = xy[2 * v + 2]! - xy[2 * v]!;
  const dy = xy[2 * v + 3]! - xy[2 * v + 1]!;
  const square = dx * dx + dy * dy;
  return square === 0 ? 0 : ((x - xy[2 * v]!) * dx + (y - xy[2 * v + 1]!) * dy) / square;
}

function offSegment(xy: Float64Array, v: number, x: number, y: number): number {
  const t = Math.min(1, Math.max(0, shareAlong(xy, v, x, y)));
  return Math.hypot(xy[2 * v]! + t * (xy[2 * v + 2]! - xy[2 * v]!) - x, xy[2 * v + 1]! + t * (xy[2 * v + 3]! - xy[2 * v + 1]!) - y);
}

function boxDistance(xy: Float64Array, v: number, x: number, y: number): number {
  const dx = Math.max(Math.min(xy[2 * v]!, xy[2 * v + 2]!) - x, x - Math.max(xy[2 * v]!, xy[2 * v + 2]!), 0);
  const dy = Math.max(Math.min(xy[2 * v + 1]!, xy[2 * v + 3]!) - y, y - Math.max(xy[2 * v + 1]!, xy[2 * v + 3]!), 0);
  return Math.hypot(dx, dy);
}
