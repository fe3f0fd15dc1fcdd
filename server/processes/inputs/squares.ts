// Squares round points: the cells of a statistical grid from the table of their centres.
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { say } from '../../../core/refusals/say.ts';
import { isGeographic } from '../../gdal/crs/crs.ts';
import { InputError } from '../../gdal/input-error.ts';

/**
 * Squares of `side` metres round points, in the CRS of the points. Corners are computed from the number of their grid line
 * (origin + k * side), not from each centre, so that neighbours have the very same corner whatever the centres' last
 * digits; centres off the grid by more than a millionth of a side keep their own corners.
 */
export function squaresRound(ids: readonly string[], points: Float64Array, side: number, epsg: number): BlockRings {
  if (isGeographic(epsg)) {
    throw new InputError({ option: 'cell', problem: say('IN_DEGREES', { epsg: String(epsg) }), accepted: say('TAKE_CRS_IN_METRES') });
  }
  const count = ids.length;
  const xy = new Float64Array(8 * count);
  const [originX, originY] = [(points[0] ?? 0) - side / 2, (points[1] ?? 0) - side / 2];
  const sides = (centre: number, origin: number): [number, number] => {
    const k = (centre - side / 2 - origin) / side;
    const line = Math.round(k);
    return Math.abs(k - line) < 1e-6 ? [origin + line * side, origin + (line + 1) * side] : [centre - side / 2, centre + side / 2];
  };
  for (let i = 0; i < count; i++) {
    const [x0, x1] = sides(points[2 * i]!, originX);
    const [y0, y1] = sides(points[2 * i + 1]!, originY);
    xy.set([x0, y0, x1, y0, x1, y1, x0, y1], 8 * i);
  }
  const steps = (step: number) => Uint32Array.from({ length: count + 1 }, (_, i) => i * step);
  return { ids, xy, ringStart: steps(4), partStart: steps(1), blockStart: steps(1) };
}
