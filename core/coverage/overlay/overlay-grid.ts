// A grid over the edges of the zones: which edges are near, and which zone lies where none is.
import { OUTSIDE, type Coverage } from '../coverage.ts';
import { isLeftOfZoneEdge, leftOf } from './overlay-order.ts';

/** Edges of a coverage by the vertex of the pool that they start at; the last vertex of an arc starts none. */
export interface SidedEdges {
  /** Block (here: zone) on the left and on the right of edge v; OUTSIDE for none. */
  readonly left: Int32Array;
  readonly right: Int32Array;
}

export interface ZoneGrid {
  readonly sides: SidedEdges;
  /** Edges in every cell, row by row: `cellEdge[cellStart[c] .. cellStart[c + 1]]`. */
  readonly cellStart: Uint32Array;
  readonly cellEdge: Uint32Array;
  readonly columns: number;
  readonly rows: number;
  /** The heights that it was made for. */
  readonly window: Heights;
  /** Column or row of a coordinate, kept within the grid; monotone, so that what lies between two points lies between their cells. */
  columnOf(x: number): number;
  rowOf(y: number): number;
  /** Zone of a box in whose cells no edge lies, OUTSIDE for none; SEVERAL where one does. */
  zoneOfBox(minX: number, minY: number, maxX: number, maxY: number): number;
  /** Zone of a point under the shift of overlay-order.ts, exact. */
  zoneAt(x: number, y: number): number;
}

/** A range of northings, both ends included. */
export interface Heights {
  readonly low: number;
  readonly high: number;
}

const EVERYWHERE: Heights = { low: -Infinity, high: Infinity };

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

/**
 * Enters every edge of the zones into the cells it passes and finds the zone of every empty cell by one sweep a row.
 *
 * Zones are told apart by sums: crossing an edge from zone f to zone t adds t - f to the number of the zone one is in.
 * In a coverage the crossings of any path lead from each to the next, so the sum is the number of the zone at its end
 * whatever the order they are added in: no crossing has to be sorted, and no rounding can put two in the wrong order.
 *
 * With a `window` only the rows that meet it are made, the same as they are without it; nothing outside may be asked for.
 */
export function createZoneGrid(zones: Coverage, cellsWanted: number, window: Heights = EVERYWHERE): ZoneGrid {
  const { xy, arcCount, arcStart } = zones;
  const sides = sidesOfEdges(zones);
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < xy.length; i += 2) {
    if (xy[i]! < minX) minX = xy[i]!;
    if (xy[i]! > maxX) maxX = xy[i]!;
    if (xy[i + 1]! < minY) minY = xy[i + 1]!;
    if (xy[i + 1]! > maxY) maxY = xy[i + 1]!;
  }
  const width = Math.max(maxX - minX, 0);
  const height = Math.max(maxY - minY, 0);
  const side = Math.max(Math.sqrt((width * height) / cellsWanted), Math.max(width, height) / cellsWanted);
  const perM = side > 0 && side < Infinity ? 1 / side : 0;
  const column = (x: number) => Math.floor((x - minX) * perM);
  const row = (y: number) => Math.floor((y - minY) * perM);
  const none = xy.length === 0 || !(window.low <= maxY && window.high >= minY);
  const firstRow = none || window.low <= minY ? 0 : row(window.low);
  const rows = none ? 0 : row(Math.min(window.high, maxY)) + 1 - firstRow;
  const columns = none ? 0 : column(maxX) + 1;
  // How far a row's border is off, in cells: what a nearly horizontal edge turns into a long way along x.
  const rowSlack = 2 ** -50 * (row(none ? minY : maxY) + 1 + perM * Math.max(Math.abs(minY), Math.abs(maxY)));

  // Cells of every edge as pairs, then sorted by cell by counting.
  let pairCell = new Uint32Array(xy.length);
  let pairEdge = new Uint32Array(xy.length);
  let pairs = 0;
  const cellStart = new Uint32Array(columns * rows + 1);
  const enter = (edge: number, at: number, c0: number, c1: number) => {
    for (let c = c0; c <= c1; c++) {
      if (pairs === pairCell.length) {
        pairCell = grown(pairCell);
        pairEdge = grown(pairEdge);
      }
      pairCell[pairs] = at * columns + c;
      pairEdge[pairs++] = edge;
      cellStart[at * columns + c + 1]!++;
    }
  };
  for (let arc = 0; arc < arcCount; arc++) {
    for (let v = arcStart[arc]!; v < arcStart[arc + 1]! - 1; v++) {
      const [ax, ay, bx, by] = [xy[2 * v]!, xy[2 * v + 1]!, xy[2 * v + 2]!, xy[2 * v + 3]!];
      const lowest = row(Math.min(ay, by)) - firstRow;
      const highest = row(Math.max(ay, by)) - firstRow;
      const r0 = Math.max(lowest, 0);
      const r1 = Math.min(highest, rows - 1);
      if (r0 > r1) continue;
      const c0 = column(Math.min(ax, bx));
      const c1 = column(Math.max(ax, bx));
      if (lowest === highest || c0 === c1) {
        for (let r = r0; r <= r1; r++) enter(v, r, c0, c1);
        continue;
      }
      // A slanting edge: its stretch of x within every row.
      const slope = (bx - ax) / (by - ay);
      const margin = MARGIN + Math.abs(slope) * rowSlack;
      for (let r = r0; r <= r1; r++) {
        const u = (ax - minX + slope * (minY + (firstRow + r) * side - ay)) * perM;
        const w = u + slope;
        enter(v, r, Math.max(c0, Math.floor(Math.min(u, w) - margin)), Math.min(c1, Math.floor(Math.max(u, w) + margin)));
      }
    }
  }
  const occupied = new Uint32Array((columns + 1) * (rows + 1));
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      if (cellStart[r * columns + c + 1]! > 0) sum++;
      occupied[(r + 1) * (columns + 1) + c + 1] = occupied[r * (columns + 1) + c + 1]! + sum;
    }
  }
  for (let cell = 0; cell < columns * rows; cell++) cellStart[cell + 1]! += cellStart[cell]!;
  const cellEdge = new Uint32Array(pairs);
  const cursor = cellStart.slice(0, columns * rows);
  for (let i = 0; i < pairs; i++) cellEdge[cursor[pairCell[i]!]!++] = pairEdge[i]!;

  const seen = new Uint32Array(arcStart[arcCount] ?? 0);
  let look = 0;
  const label = labelCells();

  /** Zone of every empty cell, from the left border of its row; cells with edges get a value that is not used. */
  function labelCells(): Int32Array {
    const labels = new Int32Array(columns * rows);
    for (let r = 0; r < rows; r++) {
      look++;
      const y = minY + (firstRow + r + 0.5) * side;
      let zone = OUTSIDE;
      for (let cell = r * columns; cell < (r + 1) * columns; cell++) {
        for (let i = cellStart[cell]!; i < cellStart[cell + 1]!; i++) {
          const edge = cellEdge[i]!;
          if (seen[edge] === look) continue;
          seen[edge] = look;
          const above = xy[2 * edge + 1]! >= y;
          if (above === xy[2 * edge + 3]! >= y) continue;
          zone += above ? sides.left[edge]! - sides.right[edge]! : sides.right[edge]! - sides.left[edge]!;
        }
        labels[cell] = zone;
      }
    }
    return labels;
  }

  const columnOf = (x: number) => (x <= minX ? 0 : x >= maxX ? columns - 1 : Math.floor((x - minX) * perM));
  const [lowY, highY] = [Math.max(minY, window.low), Math.min(maxY, window.high)];
  const rowOf = (y: number) => (y <= lowY ? 0 : y >= highY ? rows - 1 : Math.floor((y - minY) * perM) - firstRow);
  return {
    sides,
    cellStart,
    cellEdge,
    columns,
    rows,
    window,
    columnOf,
    rowOf,
    zoneOfBox(x0, y0, x1, y1) {
      if (!(x0 <= maxX && x1 >= minX && y0 <= maxY && y1 >= minY)) return OUTSIDE;
      const c0 = columnOf(x0);
      const c1 = columnOf(x1) + 1;
      const r0 = rowOf(y0);
      const low = r0 * (columns + 1);
      const high = (rowOf(y1) + 1) * (columns + 1);
      const edges = occupied[high + c1]! - occupied[low + c1]! - occupied[high + c0]! + occupied[low + c0]!;
      return edges > 0 ? SEVERAL : label[r0 * columns + c0]!;
    },
    zoneAt(x, y) {
      if (!(x >= minX && x <= maxX && y >= minY && y <= maxY)) return OUTSIDE;
      look++;
      const first = (row(y) - firstRow) * columns;
      let zone = 0;
      for (let cell = first + column(x); ; cell--) {
        if (cell < first) return zone + OUTSIDE;
        if (cellStart[cell] === cellStart[cell + 1]) return zone + label[cell]!;
        for (let i = cellStart[cell]!; i < cellStart[cell + 1]!; i++) {
          const edge = cellEdge[i]!;
          if (seen[edge] === look) continue;
          seen[edge] = look;
          const [px, py, qx, qy] = [xy[2 * edge]!, xy[2 * edge + 1]!, xy[2 * edge + 2]!, xy[2 * edge + 3]!];
          const down = py >= y;
          if (down === qy >= y) continue;
          // Counted when the crossing lies between the known cell and the point: the point is past the edge.
          if (isLeftOfZoneEdge(leftOf(px, py, qx, qy, x, y), qx - px, qy - py) !== down) continue;
          zone += down ? sides.left[edge]! - sides.right[edge]! : sides.right[edge]! - sides.left[edge]!;
        }
      }
    },
  };
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * array.length + 64);
  larger.set(array);
  return larger;
}
