// Areas of blocks from their rings, without a topology.
import { twiceSignedArea } from './build-coverage.ts';
import type { BlockRings } from './coverage.ts';

/**
 * Area of every block in square metres of the projected CRS, holes subtracted, rounded to 2^-20 m2 as in `Coverage`, so that
 * sums are exact in any order. Winding does not matter. A ring that crosses itself counts what its lobes leave of each other.
 */
export function areasOfRings(blocks: BlockRings): Float64Array {
  const { ids, xy, ringStart, partStart, blockStart } = blocks;
  const areas = new Float64Array(ids.length);
  for (let block = 0; block < areas.length; block++) {
    let twice = 0;
    for (let part = blockStart[block]!; part < blockStart[block + 1]!; part++) {
      for (let ring = partStart[part]!; ring < partStart[part + 1]!; ring++) {
        const area = Math.abs(twiceSignedArea(xy, ringStart[ring]!, ringStart[ring + 1]!));
        twice += ring === partStart[part] ? area : -area;
      }
    }
    areas[block] = Math.round((twice / 2) * 2 ** 20) / 2 ** 20;
  }
  return areas;
}
