// The widest circle in a ring: how wide a gap is.
import FlatQueue from 'flatqueue';
import { pointInRing } from './point-in-rings.ts';

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radiusM: number;
}

interface Cell extends Circle {
  readonly half: number;
  /** No point of the cell is further from the ring than this. */
  readonly bound: number;
}

/**
 * Largest circle inside a ring (vertices `start` to `end`, not closed), by branch and bound over a quadtree: a cell is
 * kept while its centre's distance plus its half diagonal can beat the best circle found by `precisionM` or by 1 %,
 * whichever is more. Without the 1 % a corridor, where every point of the axis is as good as the next, never ends.
 */
export function inscribedCircle(xy: Float64Array, start: number, end: number, precisionM: number): Circle {
  let minX = Infinity;
  let minY = Infinity;
  let maxX = -Infinity;
  let maxY = -Infinity;
  for (let v = start; v < end; v++) {
    minX = Math.min(minX, xy[2 * v]!);
    maxX = Math.max(maxX, xy[2 * v]!);
    minY = Math.min(minY, xy[2 * v + 1]!);
    maxY = Math.max(maxY, xy[2 * v + 1]!);
  }
  const cellAt = (x: number, y: number, half: number): Cell => {
    const distance = distanceToRing(x, y, xy, start, end);
    const radiusM = pointInRing(x, y, xy, start, end) >= 0 ? distance : -distance;
    return { x, y, half, radiusM, bound: radiusM + half * Math.SQRT2 };
  };
  let best: Cell = cellAt((minX + maxX) / 2, (minY + maxY) / 2, 0);
  // Square cells over the bounds; a long thin ring gets 256 along its length and lets the search split them.
  const size = Math.max(Math.min(maxX - minX, maxY - minY), Math.max(maxX - minX, maxY - minY) / 256);
  if (!(size > 0)) return best;
  const open = new FlatQueue<Cell>();
  const push = (cell: Cell) => open.push(cell, -cell.bound);
  for (let x = minX; x < maxX; x += size) {
    for (let y = minY; y < maxY; y += size) push(cellAt(x + size / 2, y + size / 2, size / 2));
  }
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    if (cell.radiusM > best.radiusM) best = cell;
    if (cell.bound - best.radiusM <= Math.max(precisionM, best.radiusM / 100)) break;
    const half = cell.half / 2;
    for (const dx of [-half, half]) for (const dy of [-half, half]) push(cellAt(cell.x + dx, cell.y + dy, half));
  }
  return best;
}

function distanceToRing(x: number, y: number, xy: Float64Array, start: number, end: number): number {
  let least = Infinity;
  let ax = xy[2 * (end - 1)]!;
  let ay = xy[2 * (end - 1) + 1]!;
  for (let v = start; v < end; v++) {
    const bx = xy[2 * v]!;
    const by = xy[2 * v + 1]!;
    const dx = bx - ax;
    const dy = by - ay;
    const t = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2);
    ax = bx;
    ay = by;
  }
  return Math.sqrt(least);
}
