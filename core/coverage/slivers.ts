// Parts of blocks that are too narrow to be meant: what snapping, clipping and digitising leave behind.
import { twiceSignedArea } from './build-coverage.ts';
import type { BlockRings } from './coverage.ts';
import { inscribedCircle } from './inscribed-circle.ts';

export interface Sliver {
  readonly block: number;
  readonly areaM2: number;
  /** Diameter of the widest circle in the part; of a part with holes 2 A / P, its mean width. */
  readonly widthM: number;
  readonly x: number;
  readonly y: number;
}

/**
 * Parts of blocks that are narrower than `widthM` everywhere, by block.
 *
 * A circle of radius A / P fits into every polygon (all its points lie that close to the border or closer, and a border
 * of length P reaches no further than P times the distance), so circles are looked for only where 2 A / P is below the
 * width: none in a clean city.
 */
export function findSlivers(blocks: BlockRings, widthM: number): Sliver[] {
  const found: Sliver[] = [];
  for (let block = 0; block < blocks.ids.length; block++) {
    for (let part = blocks.blockStart[block]!; part < blocks.blockStart[block + 1]!; part++) {
      const first = blocks.partStart[part]!;
      const last = blocks.partStart[part + 1]!;
      let [areaM2, perimeterM] = [0, 0];
      for (let ring = first; ring < last; ring++) {
        const [start, end] = [blocks.ringStart[ring]!, blocks.ringStart[ring + 1]!];
        const size = Math.abs(twiceSignedArea(blocks.xy, start, end)) / 2;
        areaM2 += ring === first ? size : -size;
        perimeterM += ringLengthM(blocks.xy, start, end);
      }
      const meanWidthM = (2 * areaM2) / perimeterM;
      if (!(areaM2 > 0) || meanWidthM >= widthM) continue;
      const circle = inscribedCircle(blocks.xy, blocks.ringStart[first]!, blocks.ringStart[first + 1]!, widthM / 1000);
      const width = last - first > 1 ? meanWidthM : 2 * circle.radiusM;
      if (width < widthM) found.push({ block, areaM2, widthM: width, x: circle.x, y: circle.y });
    }
  }
  return found;
}

function ringLengthM(xy: Float64Array, start: number, end: number): number {
  let length = 0;
  for (let v = start, u = end - 1; v < end; u = v, v++) {
    const [dx, dy] = [xy[2 * v]! - xy[2 * u]!, xy[2 * v + 1]! - xy[2 * u + 1]!];
    length += Math.sqrt(dx * dx + dy * dy);
  }
  return length;
}
