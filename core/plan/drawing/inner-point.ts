// A point strictly inside one block of a surface.
import { interiorPoints } from '../../coverage/interior-point.ts';
import type { PlanSurface } from '../surface.ts';

export function innerPoint(surface: PlanSurface, block: number): [number, number] {
  const [x, y] = interiorPoints(surface.coverage, [block]);
  return [x!, y!];
}
