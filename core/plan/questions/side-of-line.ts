// Blocks on one side of a drawn line.
import { interiorPoints } from '../../coverage/interior-point.ts';
import { distinctPoints } from '../drawing/line.ts';
import type { DrawnLine, PlanSurface } from '../surface.ts';

/**
 * Blocks (positions, ascending) whose interior point lies on the left of a line, in its direction; its first and last stretch go on
 * straight without end. What lies on the line counts as right. `points` are interior points by position (a locator has them).
 */
export function sideOfLine(surface: PlanSurface, line: DrawnLine, points: ArrayLike<number> = interiorPoints(surface.coverage)): number[] {
  const xy = distinctPoints(surface.toPlane(line));
  if (xy.length < 4) return [];
  const left: number[] = [];
  for (let block = 0; block < surface.count; block++) if (leftOf(xy, points[2 * block]!, points[2 * block + 1]!)) left.push(block);
  return left;
}

/** Whether a point lies on the left of a polyline with endless ends: by the stretch that is nearest to it. */
export function leftOf(xy: ArrayLike<number>, x: number, y: number): boolean {
  const stretches = xy.length / 2 - 1;
  let least = Infinity;
  let side = 0;
  for (let i = 0; i < stretches; i++) {
    const [ax, ay, bx, by] = [xy[2 * i]!, xy[2 * i + 1]!, xy[2 * i + 2]!, xy[2 * i + 3]!];
    const [dx, dy] = [bx - ax, by - ay];
    let t = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
    if (i > 0) t = Math.max(0, t);
    if (i < stretches - 1) t = Math.min(1, t);
    const distance = (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
    if (distance >= least) continue;
    least = distance;
    if (t === 1 && i < stretches - 1) {
      // Nearest in a bend: the point is on its outer side.
      side = -(dx * (xy[2 * i + 5]! - by) - dy * (xy[2 * i + 4]! - bx));
      if (side === 0) side = dx * (y - ay) - dy * (x - ax);
    } else side = dx * (y - ay) - dy * (x - ax);
  }
  return side > 0;
}
