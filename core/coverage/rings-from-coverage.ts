// A topology back to plain rings: shells counter-clockwise, holes clockwise, shared borders vertex by vertex.
import type { BlockRings, Coverage } from './coverage.ts';

type Walkable = Pick<Coverage, 'ids' | 'xy' | 'arcStart' | 'halfNext' | 'ringHalf' | 'partRingStart' | 'blockPartStart'>;

/** All blocks as rings. Building these again gives the same coverage. */
export function ringsFromCoverage(coverage: Walkable): BlockRings {
  const { xy: pool, arcStart, halfNext, ringHalf, partRingStart, blockPartStart } = coverage;
  const ringCount = ringHalf.length;
  const ringStart = new Uint32Array(ringCount + 1);
  for (let ring = 0; ring < ringCount; ring++) {
    let count = 0;
    let half = ringHalf[ring]!;
    do {
      count += arcStart[(half >> 1) + 1]! - arcStart[half >> 1]! - 1;
      half = halfNext[half]!;
    } while (half !== ringHalf[ring]);
    ringStart[ring + 1] = ringStart[ring]! + count;
  }
  const xy = new Float64Array(2 * ringStart[ringCount]!);
  let at = 0;
  for (let ring = 0; ring < ringCount; ring++) {
    let half = ringHalf[ring]!;
    do {
      const first = arcStart[half >> 1]!;
      const last = arcStart[(half >> 1) + 1]! - 1;
      // The last vertex of an arc is the first of the next.
      for (let step = 0; step < last - first; step++) {
        const v = (half & 1) === 0 ? first + step : last - step;
        xy[at++] = pool[2 * v]!;
        xy[at++] = pool[2 * v + 1]!;
      }
      half = halfNext[half]!;
    } while (half !== ringHalf[ring]);
  }
  return { ids: coverage.ids, xy, ringStart, partStart: partRingStart.slice(), blockStart: blockPartStart.slice() };
}
