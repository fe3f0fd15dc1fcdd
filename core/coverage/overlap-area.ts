// Area that two polygons have in common.
import { intersection } from 'polyclip-ts';
import { twiceSignedArea } from './build-coverage.ts';
import type { BlockRings } from './coverage.ts';
import { blockToGeoJson } from './rings-from-geojson.ts';

/** Common area of polygon i of one set and polygon j of another, in square metres. Meant for few pairs: a clip, no index. */
export function overlapAreaM2(a: BlockRings, i: number, b: BlockRings, j: number): number {
  const shape = (rings: BlockRings, at: number) => blockToGeoJson(rings, at).coordinates as [number, number][][][];
  let area = 0;
  for (const polygon of intersection(shape(a, i), shape(b, j))) {
    polygon.forEach((ring, k) => {
      const xy = Float64Array.from(ring.slice(0, -1).flat());
      const size = Math.abs(twiceSignedArea(xy, 0, xy.length / 2)) / 2;
      area += k === 0 ? size : -size;
    });
  }
  return area;
}

/** Area of polygon i, holes subtracted. */
export function polygonAreaM2(rings: BlockRings, i: number): number {
  let twice = 0;
  for (let part = rings.blockStart[i]!; part < rings.blockStart[i + 1]!; part++) {
    const shell = rings.partStart[part]!;
    for (let ring = shell; ring < rings.partStart[part + 1]!; ring++) {
      const size = Math.abs(twiceSignedArea(rings.xy, rings.ringStart[ring]!, rings.ringStart[ring + 1]!));
      twice += ring === shell ? size : -size;
    }
  }
  return twice / 2;
}
