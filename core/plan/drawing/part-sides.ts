// What of a zone lies on the left and what on the right of ways through it.
import type { Coverage } from '../../coverage/coverage.ts';
import type { PlanSurface } from '../surface.ts';
import { leftOf } from '../questions/side-of-line.ts';
import { innerPoint } from './inner-point.ts';
import { lineBounds, SAME2, type Point } from './line.ts';

export interface Sides {
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly leftM2: number;
  readonly rightM2: number;
}

/**
 * Sides of a zone's blocks (positions of the surface with its cuts): blocks that hang together without crossing a way are on one side,
 * by the ways' edges that they border; where they border both sides (a way that does not cut through), by the longer. What borders none
 * lies on the side of the whole drawn line, prolonged straight, on which its largest block is.
 */
export function sidesOf(surface: PlanSurface, blocks: readonly number[], ways: readonly (readonly number[])[], line: Float64Array): Sides {
  const { coverage, neighbours } = surface;
  const mine = new Set(blocks);
  const root = new Map(blocks.map((block) => [block, block]));
  const find = (block: number): number => {
    let at = block;
    while (root.get(at) !== at) at = root.get(at)!;
    for (let step = block; step !== at; ) {
      const next = root.get(step)!;
      root.set(step, at);
      step = next;
    }
    return at;
  };
  const walls: { readonly left: number; readonly right: number; readonly lengthM: number }[] = [];
  const wallOf = wallFinder(coverage, ways);
  for (let arc = 0; arc < coverage.arcCount; arc++) {
    const [left, right] = [coverage.halfPart[2 * arc]!, coverage.halfPart[2 * arc + 1]!];
    if (left < 0 || right < 0) continue;
    const [a, b] = [coverage.partBlock[left]!, coverage.partBlock[right]!];
    if (a === b || !mine.has(a) || !mine.has(b)) continue;
    const wall = wallOf(arc);
    if (wall === 0) root.set(find(a), find(b));
    else walls.push({ left: wall > 0 ? a : b, right: wall > 0 ? b : a, lengthM: coverage.arcLengthM[arc]! });
  }
  joinNear(surface, blocks, mine, line, (a, b) => root.set(find(a), find(b)), neighbours);

  const groups = new Map<number, { blocks: number[]; leftM: number; rightM: number; largest: number }>();
  for (const block of blocks) {
    const top = find(block);
    const group = groups.get(top) ?? { blocks: [], leftM: 0, rightM: 0, largest: block };
    groups.set(top, group);
    group.blocks.push(block);
    if (coverage.blockAreaM2[block]! > coverage.blockAreaM2[group.largest]!) group.largest = block;
  }
  for (const { left, right, lengthM } of walls) {
    groups.get(find(left))!.leftM += lengthM;
    groups.get(find(right))!.rightM += lengthM;
  }
  const sides: { left: number[]; right: number[]; leftM2: number; rightM2: number } = { left: [], right: [], leftM2: 0, rightM2: 0 };
  for (const { blocks: own, leftM, rightM, largest } of groups.values()) {
    const isLeft = leftM === rightM ? leftOf(line, ...innerPoint(surface, largest)) : leftM > rightM;
    sides[isLeft ? 'left' : 'right'].push(...own);
    for (const block of own) sides[isLeft ? 'leftM2' : 'rightM2'] += coverage.blockAreaM2[block]!;
  }
  return sides;
}

/** Says of an arc whether it lies on a way: 1 in its direction, -1 against it, 0 not at all. By the middle of its first edge. */
function wallFinder(coverage: Coverage, ways: readonly (readonly number[])[]): (arc: number) => -1 | 0 | 1 {
  const bounds = ways.map(lineBounds);
  return (arc) => {
    const v = coverage.arcStart[arc]!;
    const [ax, ay, bx, by] = coverage.xy.subarray(2 * v, 2 * v + 4) as unknown as [number, number, number, number];
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    for (const [i, way] of ways.entries()) {
      const [minX, minY, maxX, maxY] = bounds[i]!;
      if (x < minX - 1 || y < minY - 1 || x > maxX + 1 || y > maxY + 1) continue;
      for (let k = 0; k + 3 < way.length; k += 2) {
        const [px, py, qx, qy] = [way[k]!, way[k + 1]!, way[k + 2]!, way[k + 3]!];
        const [dx, dy] = [qx - px, qy - py];
        const length2 = dx * dx + dy * dy;
        const t = length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / length2));
        if ((x - px - t * dx) ** 2 + (y - py - t * dy) ** 2 > SAME2) continue;
        return (bx - ax) * dx + (by - ay) * dy > 0 ? 1 : -1;
      }
    }
    return 0;
  };
}

/** Blocks across a street hang together unless the line runs between them: it crosses the straight way from the middle of one to that of the other once or thrice. */
function joinNear(
  surface: PlanSurface,
  blocks: readonly number[],
  mine: ReadonlySet<number>,
  line: Float64Array,
  join: (a: number, b: number) => void,
  { rookStart, rook, rookLengthM }: PlanSurface['neighbours'],
): void {
  const points = new Map<number, Point>();
  const middle = (block: number) => {
    let point = points.get(block);
    if (point === undefined) points.set(block, (point = innerPoint(surface, block)));
    return point;
  };
  for (const block of blocks) {
    for (let i = rookStart[block]!; i < rookStart[block + 1]!; i++) {
      const other = rook[i]!;
      if (other > block && rookLengthM[i] === 0 && mine.has(other) && crossings(middle(block), middle(other), line) % 2 === 0) join(block, other);
    }
  }
}

function crossings([ax, ay]: Point, [bx, by]: Point, line: Float64Array): number {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number) => (qx - px) * (y - py) - (qy - py) * (x - px) > 0;
  let count = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [cx, cy, dx, dy] = [line[i]!, line[i + 1]!, line[i + 2]!, line[i + 3]!];
    if (side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) && side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by)) count++;
  }
  return count;
}
