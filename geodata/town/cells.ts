// Convex cells in the plan plane and how they are cut: the town starts as a few large ones.

/** What kind of line an edge is; smaller numbers are the stronger barriers. */
export const LEVEL = { water: 0, rail: 1, main: 2, collector: 3, local: 4, lane: 5, none: 9 } as const;

export type CellKind = 'land' | 'river' | 'lake' | 'square';

/** A convex polygon, counter-clockwise, x y interleaved in metres from the town's middle; edge i runs from corner i. */
export interface Cell {
  readonly xy: readonly number[];
  readonly levels: readonly number[];
  readonly kind: CellKind;
}

export function cellArea(xy: readonly number[]): number {
  let twice = 0;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) twice += xy[j]! * xy[i + 1]! - xy[i]! * xy[j + 1]!;
  return twice / 2;
}

export function cellCentre(xy: readonly number[]): [number, number] {
  let x = 0;
  let y = 0;
  let twice = 0;
  for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
    const cross = xy[j]! * xy[i + 1]! - xy[i]! * xy[j + 1]!;
    x += (xy[j]! + xy[i]!) * cross;
    y += (xy[j + 1]! + xy[i + 1]!) * cross;
    twice += cross;
  }
  return [x / (3 * twice), y / (3 * twice)];
}

/** Both sides of a cell along a line through (px, py) with direction (dx, dy); the left side first. */
export function cutCell(
  cell: Cell,
  px: number,
  py: number,
  dx: number,
  dy: number,
  level: number,
): { left: Cell | null; right: Cell | null } {
  const { xy, levels } = cell;
  const count = levels.length;
  const side = new Float64Array(count);
  let positive = false;
  let negative = false;
  for (let i = 0; i < count; i++) {
    const s = dx * (xy[2 * i + 1]! - py) - dy * (xy[2 * i]! - px);
    // A corner within a tenth of a micrometre of the line lies on it: two cells must not disagree about it.
    side[i] = Math.abs(s) < 1e-7 ? 0 : s;
    if (side[i]! > 0) positive = true;
    if (side[i]! < 0) negative = true;
  }
  if (!negative) return { left: cell, right: null };
  if (!positive) return { left: null, right: cell };
  const left = { xy: [] as number[], levels: [] as number[] };
  const right = { xy: [] as number[], levels: [] as number[] };
  for (let i = 0; i < count; i++) {
    const j = (i + 1) % count;
    const [a, b] = [side[i]!, side[j]!];
    if (a >= 0) {
      left.xy.push(xy[2 * i]!, xy[2 * i + 1]!);
      left.levels.push(a === 0 && b < 0 ? level : levels[i]!);
    }
    if (a <= 0) {
      right.xy.push(xy[2 * i]!, xy[2 * i + 1]!);
      right.levels.push(a === 0 && b > 0 ? level : levels[i]!);
    }
    if ((a > 0 && b < 0) || (a < 0 && b > 0)) {
      const t = a / (a - b);
      const x = xy[2 * i]! + (xy[2 * j]! - xy[2 * i]!) * t;
      const y = xy[2 * i + 1]! + (xy[2 * j + 1]! - xy[2 * i + 1]!) * t;
      left.xy.push(x, y);
      right.xy.push(x, y);
      left.levels.push(a > 0 ? level : levels[i]!);
      right.levels.push(a > 0 ? levels[i]! : level);
    }
  }
  // A piece too small to be anything is never dropped, which would tear a gap: the cell stays whole.
  const [leftArea, rightArea] = [cellArea(left.xy), cellArea(right.xy)];
  if (Math.min(leftArea, rightArea) < 0.5) return leftArea > rightArea ? { left: cell, right: null } : { left: null, right: cell };
  return { left: { ...left, kind: cell.kind }, right: { ...right, kind: cell.kind } };
}

/** Cuts every cell that `where` takes along a line. */
export function cutAll(
  cells: readonly Cell[],
  line: readonly [number, number, number, number],
  level: number,
  where: (cell: Cell) => boolean = () => true,
): Cell[] {
  return cells.flatMap((cell) => {
    if (!where(cell)) return [cell];
    const { left, right } = cutCell(cell, ...line, level);
    return [left, right].filter((part) => part !== null);
  });
}

/** Cuts a convex polygon (counter-clockwise) out of all cells; what lies inside becomes `kind`. */
export function carve(cells: readonly Cell[], polygon: readonly number[], kind: CellKind, level: number): Cell[] {
  const count = polygon.length / 2;
  return cells.flatMap((cell) => {
    const outside: Cell[] = [];
    let inside: Cell | null = cell;
    for (let i = 0; i < count && inside !== null; i++) {
      const j = (i + 1) % count;
      const [px, py] = [polygon[2 * i]!, polygon[2 * i + 1]!];
      const parts: { left: Cell | null; right: Cell | null } = cutCell(inside, px, py, polygon[2 * j]! - px, polygon[2 * j + 1]! - py, level);
      if (parts.right !== null) outside.push(parts.right);
      inside = parts.left;
    }
    if (inside === null) return [cell];
    // Pieces of the cell outside the polygon belong together: the cuts between them are no streets.
    return [...outside.map((part) => forgetCuts(part, cell, polygon, level)), { ...inside, kind }];
  });
}

/** Edges that a carve drew outside the polygon's own border are construction lines, not streets. */
function forgetCuts(part: Cell, whole: Cell, polygon: readonly number[], level: number): Cell {
  const levels = part.levels.map((own, i) => {
    if (own !== level) return own;
    const j = (i + 1) % part.levels.length;
    const x = (part.xy[2 * i]! + part.xy[2 * j]!) / 2;
    const y = (part.xy[2 * i + 1]! + part.xy[2 * j + 1]!) / 2;
    return onBorder(x, y, polygon) || onBorder(x, y, whole.xy) ? own : LEVEL.none;
  });
  return { ...part, levels };
}

function onBorder(x: number, y: number, ring: readonly number[]): boolean {
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const dx = ring[i]! - ring[j]!;
    const dy = ring[i + 1]! - ring[j + 1]!;
    const length = Math.sqrt(dx * dx + dy * dy);
    const along = ((x - ring[j]!) * dx + (y - ring[j + 1]!) * dy) / length;
    const off = Math.abs((x - ring[j]!) * dy - (y - ring[j + 1]!) * dx) / length;
    if (off < 1e-5 && along > -1e-5 && along < length + 1e-5) return true;
  }
  return false;
}
