// Findings ready for the map: the sliver of each hatched, with a pin that carries the number of its row.
import type { Feature, FeatureCollection } from 'geojson';
import { boxOf, positionsOf, type Mark } from '../imports/marks.ts';
import type { Box, Place } from '../imports/model.ts';
import { featuresPath, type WorldOrigin } from '../map-layers/coverage-paths.ts';
import { shapeZones } from '../map/zone-shapes.ts';
import type { Finding } from './model.ts';

/** A finding without a shape keeps its row and gets no pin. */
export function findingMarks(findings: readonly Finding[], shapes: FeatureCollection | undefined, origin: WorldOrigin): readonly Mark[] {
  const byFinding = new Map<string, Feature[]>();
  for (const feature of shapes?.features ?? []) {
    for (const id of (feature.properties?.findings ?? []) as readonly string[]) byFinding.set(id, [...(byFinding.get(id) ?? []), feature]);
  }
  return findings.flatMap((finding, index) => {
    const features = byFinding.get(finding.id) ?? [];
    const box = boxOf(features.flatMap(({ geometry }) => (geometry === null ? [] : positionsOf(geometry))));
    if (box === null) return [];
    const path = featuresPath({ type: 'FeatureCollection', features }, origin);
    return [{ number: index + 1, tone: 'finding', at: placeOf(features, box, origin), box, view: surroundings(box), hatch: path, clip: null, outline: path, before: null }];
  });
}

/** Inside the shape: the middle of its box may lie beside it. */
function placeOf(features: readonly Feature[], [minX, minY, maxX, maxY]: Box, origin: WorldOrigin): Place {
  const zones = features.flatMap(({ geometry }) => (geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon' ? [{ zone: '', name: '', geometry }] : []));
  const [x, y] = shapeZones(zones, origin)[0]?.anchor ?? [NaN, NaN];
  return Number.isNaN(x) ? [(minX + maxX) / 2, (minY + maxY) / 2] : [x!, y!];
}

/** A sliver among the blocks around it. */
function surroundings([minX, minY, maxX, maxY]: Box): Box {
  const reach = Math.max(120, maxX - minX, maxY - minY);
  return [minX - reach, minY - reach, maxX + reach, maxY + reach];
}
