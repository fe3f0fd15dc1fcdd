// Drawn lines from degrees to the plane of a municipality: the same function in browser and server, for both apply what was drawn.
import proj4 from 'proj4';
import type { DrawnLine } from './surface/block-cut.ts';

/** Coordinates of cuts are multiples of 0.1 mm: far below what a border means, far above what two sine functions differ by. */
const STEPS_A_METRE = 10_000;

/**
 * Projects a line from CRS84 (longitude, latitude in degrees) to x y interleaved, in metres. `definition` is the PROJ string that
 * `GET /municipality` gives. Engines may differ by the last bit of a sine, some 1e-9 m; rounded to 0.1 mm they agree but once in
 * 50,000 coordinates at worst, and what was stored is replayed on one side only.
 */
export function toPlaneOf(definition: string): (line: Pick<DrawnLine, 'coordinates'>) => Float64Array {
  const { forward } = proj4(definition);
  return ({ coordinates }) => {
    const plane = new Float64Array(2 * coordinates.length);
    coordinates.forEach((position, i) => {
      const [x, y] = forward([position[0]!, position[1]!]);
      plane[2 * i] = Math.round(x! * STEPS_A_METRE) / STEPS_A_METRE;
      plane[2 * i + 1] = Math.round(y! * STEPS_A_METRE) / STEPS_A_METRE;
    });
    return plane;
  };
}
