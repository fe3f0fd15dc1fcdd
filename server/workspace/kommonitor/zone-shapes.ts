// Outlines of a cut's zones as GeoJSON text in CRS84, exact or simplified over the whole cut; made once, for cuts do not change.
import type { Position } from 'geojson';
import type { Outlines } from '../../../core/coverage/coverage.ts';
import { dissolve } from '../../../core/coverage/dissolve.ts';
import { outlineToGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { simplifiedOutlines } from '../../../core/coverage/simplify-outlines.ts';
import { transformer } from '../../gdal/crs/crs.ts';
import type { ResidentVersion } from '../workspace.ts';

export const LEVELS = ['original', 'weak', 'medium', 'strong'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * Metres of Visvalingam's tolerance: a corner goes where its triangle is smaller than a square of that side. On a screen of 1,500 pixels over a
 * city of 15 km a pixel is 10 m.
 */
export const TOLERANCE_M: Readonly<Record<Level, number>> = { original: 0, weak: 5, medium: 15, strong: 40 };

const kept = new WeakMap<ResidentVersion, Map<Level, readonly (string | null)[]>>();

/** By zone; null for one without a block. Neighbours still share every vertex of their border at each level. */
export function zoneShapes(cut: ResidentVersion, epsg: number, level: Level): readonly (string | null)[] {
  const levels = kept.get(cut) ?? new Map<Level, readonly (string | null)[]>();
  kept.set(cut, levels);
  const known = levels.get(level);
  if (known !== undefined) return known;
  const shapes = shapesOf(outlinesOf(cut, TOLERANCE_M[level]), epsg);
  levels.set(level, shapes);
  return shapes;
}

function outlinesOf({ surface, assignment, zoneList }: ResidentVersion, toleranceM: number): Outlines {
  return toleranceM === 0 ? dissolve(surface.coverage, assignment, zoneList.length) : simplifiedOutlines(surface.coverage, assignment, zoneList.length, toleranceM);
}

function shapesOf(outlines: Outlines, epsg: number): (string | null)[] {
  const toDegrees = transformer(epsg, 4326);
  // 0.1 mm; KomMonitor takes up to 13 decimals.
  const place = ([x, y]: Position) => toDegrees(x!, y!).map((degrees) => Math.round(degrees * 1e9) / 1e9);
  return Array.from({ length: outlines.zoneCount }, (_, zone) => {
    const { coordinates } = outlineToGeoJson(outlines, zone);
    if (coordinates.length === 0) return null;
    return JSON.stringify({ type: 'MultiPolygon', coordinates: coordinates.map((polygon) => polygon.map((ring) => ring.map(place))) });
  });
}
