// How far one gets on foot, as an area: what lies near the ways that are reached within a limit.
import type { MultiPolygon, Position } from 'geojson';
import { NO_EDGE, type AccessPoints } from './access-points.ts';
import type { StreetGraph } from './street-graph.ts';
import { WalkingSearch } from './walking-distances.ts';

export interface ReachOptions {
  /** Metres beside a reached way that count as reached; default 40, which is a row of houses on either side. */
  readonly besideM?: number;
  /** Side of the squares that the outline is drawn on, default a quarter of that; the outline is off by less than a tenth of a side. */
  readonly cellM?: number;
}

export interface ReachableArea {
  /** In the CRS of the graph: shells counter-clockwise, holes clockwise; without a polygon where nothing is reached. */
  readonly area: MultiPolygon;
  /** Metres of ways reached; of an edge that is reached in part, that part. */
  readonly waysM: number;
}

/**
 * The ways within `limitM` (of cost, with the metres from the point to the network) from place `at` of `access`, and what lies within `besideM` of
 * them, drawn by marching squares with the crossing interpolated between grid points. Two ends of a street that are both reached leave out its middle where neither
 * reaches it. 2 km in a town are some 250,000 grid points: 50 ms.
 */
export function reachableArea(graph: StreetGraph, access: AccessPoints, at: number, limitM: number, { besideM = 40, cellM = besideM / 4 }: ReachOptions = {}): ReachableArea {
  const segments = reachedSegments(graph, access, at, limitM);
  if (segments.length === 0) return { area: { type: 'MultiPolygon', coordinates: [] }, waysM: 0 };
  let waysM = 0;
  for (let i = 0; i < segments.length; i += 4) waysM += Math.hypot(segments[i + 2]! - segments[i]!, segments[i + 3]! - segments[i + 1]!);
  return { area: { type: 'MultiPolygon', coordinates: polygonsOf(outlines(distanceGrid(segments, besideM, cellM), besideM)) }, waysM };
}

/** x0 y0 x1 y1 of every stretch of a way that is reached. */
function reachedSegments(graph: StreetGraph, access: AccessPoints, at: number, limitM: number): Float64Array {
  const home = access.edge[at]!;
  const limit = limitM - access.offM[at]!;
  if (home === NO_EDGE || !(limit >= 0)) return new Float64Array(0);
  const { from, to, lengthM, costM, fromCostM, toCostM, xy, vertexStart, edgeCount } = graph;
  const search = new WalkingSearch(graph);
  search.run(home, access.alongM[at]!, limit);
  const found: number[] = [];
  /** The part of an edge between two metres along it. */
  const take = (edge: number, begin: number, end: number) => {
    let walked = 0;
    for (let v = vertexStart[edge]!; v < vertexStart[edge + 1]! - 1; v++) {
      const [x, y, u, w] = [xy[2 * v]!, xy[2 * v + 1]!, xy[2 * v + 2]!, xy[2 * v + 3]!];
      const length = Math.hypot(u - x, w - y);
      const [a, b] = [Math.max(0, begin - walked) / length, Math.min(length, end - walked) / length];
      if (length > 0 && b > a) found.push(x + a * (u - x), y + a * (w - y), x + b * (u - x), y + b * (w - y));
      walked += length;
    }
  };
  for (let edge = 0; edge < edgeCount; edge++) {
    const length = lengthM[edge]!;
    const share = length > 0 ? costM[edge]! / length : 1;
    const first = Math.min(length, (limit - search.costM[from[edge]!]! - fromCostM[edge]!) / share);
    const last = Math.min(length, (limit - search.costM[to[edge]!]! - toCostM[edge]!) / share);
    // From either end, and on the point's own edge from the point; stretches that meet are one.
    const stretches: [number, number][] = [];
    if (first > 0) stretches.push([0, first]);
    if (edge === home) stretches.push([Math.max(0, access.alongM[at]! - limit / share), Math.min(length, access.alongM[at]! + limit / share)]);
    if (last > 0) stretches.push([length - last, length]);
    stretches.sort((a, b) => a[0] - b[0]);
    let open: [number, number] | null = null;
    for (const stretch of stretches) {
      if (open !== null && stretch[0] <= open[1]) open[1] = Math.max(open[1], stretch[1]);
      else {
        if (open !== null) take(edge, ...open);
        open = stretch;
      }
    }
    if (open !== null) take(edge, ...open);
  }
  return Float64Array.from(found);
}

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly x: number;
  readonly y: number;
  readonly cellM: number;
  /** Metres to the nearest stretch, at most a little more than what is asked. */
  readonly far: Float32Array;
}

function distanceGrid(segments: Float64Array, besideM: number, cellM: number): Grid {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < segments.length; i += 2) {
    minX = Math.min(minX, segments[i]!);
    maxX = Math.max(maxX, segments[i]!);
    minY = Math.min(minY, segments[i + 1]!);
    maxY = Math.max(maxY, segments[i + 1]!);
  }
  // A rim that is never reached, so that every outline closes.
  const rim = besideM + 2 * cellM;
  const [x, y] = [minX - rim, minY - rim];
  const columns = Math.ceil((maxX - minX + 2 * rim) / cellM) + 1;
  const rows = Math.ceil((maxY - minY + 2 * rim) / cellM) + 1;
  const far = new Float32Array(columns * rows).fill(rim);
  for (let i = 0; i < segments.length; i += 4) {
    const [ax, ay, bx, by] = [segments[i]!, segments[i + 1]!, segments[i + 2]!, segments[i + 3]!];
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy;
    const lastColumn = Math.min(columns - 1, Math.floor((Math.max(ax, bx) + rim - x) / cellM));
    const lastRow = Math.min(rows - 1, Math.floor((Math.max(ay, by) + rim - y) / cellM));
    for (let row = Math.max(0, Math.ceil((Math.min(ay, by) - rim - y) / cellM)); row <= lastRow; row++) {
      for (let column = Math.max(0, Math.ceil((Math.min(ax, bx) - rim - x) / cellM)); column <= lastColumn; column++) {
        const [px, py] = [x + column * cellM, y + row * cellM];
        const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / square));
        const metres = Math.hypot(ax + t * dx - px, ay + t * dy - py);
        if (metres < far[row * columns + column]!) far[row * columns + column] = metres;
      }
    }
  }
  return { columns, rows, x, y, cellM, far };
}

/** Sides of a square: 0 below, 1 right, 2 above, 3 left. By which corners (1 lower left, 2 lower right, 4 upper right, 8 upper left) are reached: from which side to which the outline runs, reached on its left. */
const RUNS: readonly (readonly (readonly [number, number])[])[] = [
  [], [[0, 3]], [[1, 0]], [[1, 3]], [[2, 1]], [[0, 3], [2, 1]], [[2, 0]], [[2, 3]],
  [[3, 2]], [[0, 2]], [[1, 0], [3, 2]], [[1, 2]], [[3, 1]], [[0, 1]], [[3, 0]], [],
];

/** Rings of what is nearer than `besideM`, reached on the left. */
function outlines({ columns, rows, x, y, cellM, far }: Grid, besideM: number): Position[][] {
  // A crossing of the outline with an edge of the grid: from a point to the right (even) or up (odd).
  const next = new Map<number, number>();
  const near = (column: number, row: number) => far[row * columns + column]! < besideM;
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const corners = (near(column, row) ? 1 : 0) + (near(column + 1, row) ? 2 : 0) + (near(column + 1, row + 1) ? 4 : 0) + (near(column, row + 1) ? 8 : 0);
      const side = [2 * (row * columns + column), 2 * (row * columns + column + 1) + 1, 2 * ((row + 1) * columns + column), 2 * (row * columns + column) + 1];
      for (const [begin, end] of RUNS[corners]!) next.set(side[begin]!, side[end]!);
    }
  }
  const place = (crossing: number): Position => {
    const point = crossing >> 1;
    const other = crossing % 2 === 0 ? point + 1 : point + columns;
    const t = (besideM - far[point]!) / (far[other]! - far[point]!);
    const [column, row] = [point % columns, Math.floor(point / columns)];
    return crossing % 2 === 0 ? [x + (column + t) * cellM, y + row * cellM] : [x + column * cellM, y + (row + t) * cellM];
  };
  const rings: Position[][] = [];
  for (const first of next.keys()) {
    if (!next.has(first)) continue;
    const ring: Position[] = [];
    for (let at: number | undefined = first; at !== undefined && next.has(at); ) {
      ring.push(place(at));
      const then: number = next.get(at)!;
      next.delete(at);
      at = then;
    }
    ring.push(ring[0]!);
    rings.push(ring);
  }
  return rings;
}

function polygonsOf(rings: readonly Position[][]): Position[][][] {
  const shells = rings.filter((ring) => twiceArea(ring) > 0).map((ring) => [ring]);
  for (const hole of rings) {
    if (twiceArea(hole) > 0) continue;
    // Of several shells around it the smallest is its own.
    const around = shells.filter(([shell]) => contains(shell!, hole[0]!)).toSorted((a, b) => twiceArea(a[0]!) - twiceArea(b[0]!));
    around[0]?.push(hole);
  }
  return shells;
}

function twiceArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) sum += (ring[i]![0]! - ring[0]![0]!) * (ring[i + 1]![1]! - ring[0]![1]!) - (ring[i + 1]![0]! - ring[0]![0]!) * (ring[i]![1]! - ring[0]![1]!);
  return sum;
}

function contains(ring: readonly Position[], [px, py]: Position): boolean {
  let inside = false;
  for (let i = 0; i + 1 < ring.length; i++) {
    const [ax, ay, bx, by] = [ring[i]![0]!, ring[i]![1]!, ring[i + 1]![0]!, ring[i + 1]![1]!];
    if (ay > py! !== by > py! && px! < ax + ((py! - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
