// A grid over the edges of the zones: which edges are near, and which zone lies where none is.
import { OUTSIDE, type Coverage } from '../coverage.ts';
import { type Extent, extentOf } from '../extent.ts';
import { blockIsLeft } from './overlay-order.ts';

/** Edges of a coverage by the vertex of the pool that they start at; the last vertex of an arc starts none. */
export interface SidedEdges {
  /** Block (here: zone) on the left and on the right of edge v; OUTSIDE for none. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Answer for a box that an edge comes near to. */
export const SEVERAL = -2;

/** Cells are found for points in floating point; an edge is entered this much wider (in cells) than computed. */
const MARGIN = 1e-6;

export function sidesOfEdges(coverage: Coverage): SidedEdges {
  const { arcCount, arcStart, halfPart, partBlock } = coverage;
  const left = new Int32Array(arcStart[arcCount]!).fill(OUTSIDE);
  const right = new Int32Array(arcStart[arcCount]!).fill(OUTSIDE);
  for (let arc = 0; arc < arcCount; arc++) {
    const l = halfPart[2 * arc]!;
    const r = halfPart[2 * arc + 1]!;
    if (l >= 0) left.fill(partBlock[l]!, arcStart[arc]!, arcStart[arc + 1]!);
    if (r >= 0) right.fill(partBlock[r]!, arcStart[arc]!, arcStart[arc + 1]!);
  }
  return { left, right };
}

/** Where the cells lie. */
interface Frame extends Extent {
  readonly side: number;
  readonly perM: number;
  readonly columns: number;
  readonly rows: number;
}

/**
 * Enters every edge of the zones into the cells it passes and finds the zone of every empty cell by one sweep a row.
 *
 * Zones are told apart by sums: crossing an edge from zone f to zone t adds t - f to the number of the zone one is in.
 * In a coverage the crossings of any path lead from each to the next, so the sum is the number of the zone at its end
 * whatever the order they are added in: no crossing has to be sorted, and no rounding can put two in the wrong order.
 */
export function createZoneGrid(zones: Coverage, cellsWanted: number): ZoneGrid {
  const frame = frameOf(extentOf(zones.xy), zones.xy.length === 0, cellsWanted);
  return new ZoneGrid(zones, frame, enterEdges(zones, frame));
}

/**
 * What is asked of a grid. A class and not an object of functions: V8 keeps what it made of a function with the function, so what is born
 * with each grid is compiled again after each collection of garbage (docs/adr/0129-overlay-on-one-thread.md).
 */
export class ZoneGrid {
  readonly sides: SidedEdges;
  /** Edges in every cell, row by row: `cellEdge[cellStart[c] .. cellStart[c + 1]]`. */
  readonly cellStart: Uint32Array;
  readonly cellEdge: Uint32Array;
  readonly columns: number;
  readonly rows: number;
  private readonly xy: Float64Array;
  private readonly frame: Frame;
  /** Number of cells with an edge below and to the left of every corner of the grid. */
  private readonly occupied: Uint32Array;
  /** Zone of every empty cell. */
  private readonly label: Int32Array;
  /** By edge: the last look at it. */
  private readonly seen: Uint32Array;
  private look: number;

  constructor(zones: Coverage, frame: Frame, { cellStart, cellEdge }: CellEdges) {
    this.xy = zones.xy;
    this.frame = frame;
    this.sides = sidesOfEdges(zones);
    this.cellStart = cellStart;
    this.cellEdge = cellEdge;
    this.columns = frame.columns;
    this.rows = frame.rows;
    this.occupied = countOccupied(frame, cellStart);
    this.seen = new Uint32Array(zones.arcStart[zones.arcCount] ?? 0);
    this.look = frame.rows;
    this.label = labelCells(zones.xy, frame, this, this.seen);
  }

  /** Column or row of vertex v of a pool, kept within the grid; monotone, so that what lies between two points lies between their cells. */
  columnOf(xy: Float64Array, v: number): number {
    const { minX, perM, columns } = this.frame;
    const at = (xy[2 * v]! - minX) * perM;
    // By `| 0`, which the compiler keeps an integer; so for rows.
    return at > 0 ? (at < columns - 1 ? at | 0 : columns - 1) : 0;
  }

  rowOf(xy: Float64Array, v: number): number {
    const { minY, perM, rows } = this.frame;
    const at = (xy[2 * v + 1]! - minY) * perM;
    return at > 0 ? (at < rows - 1 ? at | 0 : rows - 1) : 0;
  }

  /** Zone of a box (`bounds`: two corners a box) in whose cells no edge lies, OUTSIDE for none; SEVERAL where one does. */
  zoneOfBox(bounds: Float64Array, box: number): number {
    const { minX, minY, maxX, maxY } = this.frame;
    if (!(bounds[4 * box]! <= maxX && bounds[4 * box + 2]! >= minX && bounds[4 * box + 1]! <= maxY && bounds[4 * box + 3]! >= minY)) return OUTSIDE;
    const { occupied, columns } = this;
    const c0 = this.columnOf(bounds, 2 * box);
    const c1 = this.columnOf(bounds, 2 * box + 1) + 1;
    const r0 = this.rowOf(bounds, 2 * box);
    const low = r0 * (columns + 1);
    const high = (this.rowOf(bounds, 2 * box + 1) + 1) * (columns + 1);
    const edges = occupied[high + c1]! - occupied[low + c1]! - occupied[high + c0]! + occupied[low + c0]!;
    return edges > 0 ? SEVERAL : this.label[r0 * columns + c0]!;
  }

  /** Zone of vertex v of a pool under the shift of overlay-order.ts, exact. */
  zoneAt(blockXy: Float64Array, v: number): number {
    const x = blockXy[2 * v]!;
    const y = blockXy[2 * v + 1]!;
    const { minX, minY, maxX, maxY, perM, columns } = this.frame;
    if (!(x >= minX && x <= maxX && y >= minY && y <= maxY)) return OUTSIDE;
    const { xy, cellStart, cellEdge, seen, label } = this;
    const { left, right } = this.sides;
    const look = ++this.look;
    const first = Math.floor((y - minY) * perM) * columns;
    let zone = 0;
    for (let cell = first + Math.floor((x - minX) * perM); ; cell--) {
      if (cell < first) return zone + OUTSIDE;
      if (cellStart[cell] === cellStart[cell + 1]) return zone + label[cell]!;
      for (let i = cellStart[cell]!; i < cellStart[cell + 1]!; i++) {
        const edge = cellEdge[i]!;
        if (seen[edge] === look) continue;
        seen[edge] = look;
        const down = xy[2 * edge + 1]! >= y;
        if (down === xy[2 * edge + 3]! >= y) continue;
        // Counted when the crossing lies between the known cell and the point: the point is past the edge.
        if (blockIsLeft(xy, edge, blockXy, v) !== down) continue;
        zone += down ? left[edge]! - right[edge]! : right[edge]! - left[edge]!;
      }
    }
  }
}

function frameOf({ minX, minY, maxX, maxY }: Extent, empty: boolean, cellsWanted: number): Frame {
  const width = Math.max(maxX - minX, 0);
  const height = Math.max(maxY - minY, 0);
  const side = Math.max(Math.sqrt((width * height) / cellsWanted), Math.max(width, height) / cellsWanted);
  const perM = side > 0 && side < Infinity ? 1 / side : 0;
  const columns = empty ? 0 : Math.floor((maxX - minX) * perM) + 1;
  const rows = empty ? 0 : Math.floor((maxY - minY) * perM) + 1;
  // No `...bounds`: what is spread has another shape in every few calls, and reads of numbers from several shapes allocate.
  return { minX, minY, maxX, maxY, side, perM, columns, rows };
}

interface CellEdges {
  readonly cellStart: Uint32Array;
  readonly cellEdge: Uint32Array;
}

/** Cells of every edge as pairs, then sorted by cell by counting. */
function enterEdges(zones: Coverage, { minX, minY, maxY, side, perM, columns, rows }: Frame): CellEdges {
  const { xy, arcCount, arcStart } = zones;
  // How far a row's border is off, in cells: what a nearly horizontal edge turns into a long way along x.
  const rowSlack = rows === 0 ? 0 : 2 ** -50 * (Math.floor((maxY - minY) * perM) + 1 + perM * Math.max(Math.abs(minY), Math.abs(maxY)));
  let pairCell = new Uint32Array(xy.length);
  let pairEdge = new Uint32Array(xy.length);
  let pairs = 0;
  const cellStart = new Uint32Array(columns * rows + 1);
  for (let arc = 0; arc < arcCount; arc++) {
    const end = arcStart[arc + 1]! - 1;
    for (let v = arcStart[arc]!; v < end; v++) {
      const ax = xy[2 * v]!;
      const ay = xy[2 * v + 1]!;
      const bx = xy[2 * v + 2]!;
      const by = xy[2 * v + 3]!;
      const lowest = Math.floor((Math.min(ay, by) - minY) * perM);
      const highest = Math.floor((Math.max(ay, by) - minY) * perM);
      const c0 = Math.floor((Math.min(ax, bx) - minX) * perM);
      const c1 = Math.floor((Math.max(ax, bx) - minX) * perM);
      const slanting = lowest !== highest && c0 !== c1;
      const slope = slanting ? (bx - ax) / (by - ay) : 0;
      const margin = MARGIN + Math.abs(slope) * rowSlack;
      for (let r = lowest; r <= highest; r++) {
        let from = c0;
        let to = c1;
        if (slanting) {
          // Its stretch of x within the row.
          const u = (ax - minX + slope * (minY + r * side - ay)) * perM;
          const w = u + slope;
          from = Math.max(c0, Math.floor(Math.min(u, w) - margin));
          to = Math.min(c1, Math.floor(Math.max(u, w) + margin));
        }
        if (pairs + to - from >= pairCell.length) {
          pairCell = grown(pairCell, to - from);
          pairEdge = grown(pairEdge, to - from);
        }
        for (let cell = r * columns + from; cell <= r * columns + to; cell++) {
          pairCell[pairs] = cell;
          pairEdge[pairs++] = v;
          cellStart[cell + 1]!++;
        }
      }
    }
  }
  // Filled from the end of each cell's entries, so that its start comes out where its end was.
  for (let cell = 0; cell < columns * rows; cell++) cellStart[cell + 1]! += cellStart[cell]!;
  const cellEdge = new Uint32Array(pairs);
  for (let i = pairs - 1; i >= 0; i--) cellEdge[--cellStart[pairCell[i]! + 1]!] = pairEdge[i]!;
  cellStart.copyWithin(0, 1);
  cellStart[columns * rows] = pairs;
  return { cellStart, cellEdge };
}

function countOccupied({ columns, rows }: Frame, cellStart: Uint32Array): Uint32Array {
  const occupied = new Uint32Array((columns + 1) * (rows + 1));
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      if (cellStart[r * columns + c + 1]! > cellStart[r * columns + c]!) sum++;
      occupied[(r + 1) * (columns + 1) + c + 1] = occupied[r * (columns + 1) + c + 1]! + sum;
    }
  }
  return occupied;
}

/** Zone of every empty cell, from the left border of its row; cells with edges get a value that is not used. Looks are numbered from 1 in `seen`. */
function labelCells(xy: Float64Array, { minY, side, columns, rows }: Frame, { cellStart, cellEdge, sides: { left, right } }: CellEdges & { readonly sides: SidedEdges }, seen: Uint32Array): Int32Array {
  const labels = new Int32Array(columns * rows);
  for (let r = 0; r < rows; r++) {
    const y = minY + (r + 0.5) * side;
    let zone = OUTSIDE;
    for (let cell = r * columns; cell < (r + 1) * columns; cell++) {
      for (let i = cellStart[cell]!; i < cellStart[cell + 1]!; i++) {
        const edge = cellEdge[i]!;
        if (seen[edge] === r + 1) continue;
        seen[edge] = r + 1;
        const above = xy[2 * edge + 1]! >= y;
        if (above === xy[2 * edge + 3]! >= y) continue;
        zone += above ? left[edge]! - right[edge]! : right[edge]! - left[edge]!;
      }
      labels[cell] = zone;
    }
  }
  return labels;
}

function grown(array: Uint32Array<ArrayBuffer>, extra: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length + extra + 64);
  larger.set(array);
  return larger;
}
