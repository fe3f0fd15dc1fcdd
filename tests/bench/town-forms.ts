// A town as the contestants want it: as a coverage, and as GeoJSON. Runs in browsers too.
import type { FeatureCollection, Polygon } from 'geojson';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { blockToGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import type { Town } from './town.ts';

export function coverageOf(blocks: BlockRings): Coverage {
  const built = buildCoverage(blocks);
  if (!built.ok) throw new Error(`the generated town is no coverage: ${JSON.stringify(built.issues.slice(0, 3))}`);
  return built.coverage;
}

/** `properties.zone` is the zone. */
export function toGeoJson(town: Town): FeatureCollection<Polygon, { zone: number }> {
  return {
    type: 'FeatureCollection',
    features: town.blocks.ids.map((_, block) => ({
      type: 'Feature',
      properties: { zone: town.assignment[block]! },
      geometry: { type: 'Polygon', coordinates: blockToGeoJson(town.blocks, block).coordinates[0]! },
    })),
  };
}
