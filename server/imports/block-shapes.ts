// Outlines of the blocks that a report is about, for a map beside it.
import type { FeatureCollection, MultiPolygon, Position } from 'geojson';
import type { BlockRings } from '../../core/coverage/coverage.ts';

/** Shown of one report; with 500 findings of two blocks each some are left out. */
const MOST_SHAPES = 1000;

/** Blocks named, as MultiPolygons in the rings' own CRS; properties {block}. Ids of other blocks are passed over. */
export function shapesOf(rings: BlockRings, ids: Iterable<string>): FeatureCollection<MultiPolygon> {
  const positions = new Map(rings.ids.map((id, position) => [id, position]));
  const features: FeatureCollection<MultiPolygon>['features'] = [];
  for (const id of new Set(ids)) {
    const block = positions.get(id);
    if (block === undefined || features.length === MOST_SHAPES) continue;
    const coordinates = polygonsOfBlock(rings, block);
    if (coordinates.length > 0) features.push({ type: 'Feature', id, properties: { block: id }, geometry: { type: 'MultiPolygon', coordinates } });
  }
  return { type: 'FeatureCollection', features };
}

/** Closed rings; one with a coordinate that is no number is left out, because JSON cannot hold it. */
function polygonsOfBlock({ xy, ringStart, partStart, blockStart }: BlockRings, block: number): Position[][][] {
  const polygons: Position[][][] = [];
  for (let part = blockStart[block]!; part < blockStart[block + 1]!; part++) {
    const rings: Position[][] = [];
    for (let ring = partStart[part]!; ring < partStart[part + 1]!; ring++) {
      const [first, last] = [ringStart[ring]!, ringStart[ring + 1]!];
      if (first === last || !xy.subarray(2 * first, 2 * last).every(Number.isFinite)) continue;
      const points = Array.from({ length: last - first }, (_, i) => [xy[2 * (first + i)]!, xy[2 * (first + i) + 1]!]);
      rings.push([...points, points[0]!]);
    }
    if (rings.length > 0) polygons.push(rings);
  }
  return polygons;
}
