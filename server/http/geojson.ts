// Outlines as GeoJSON in the CRS that was asked for, written as text at once.
import { createHash } from 'node:crypto';
import type { Geometry, Position } from 'geojson';
import type { Outlines } from '../../core/coverage/coverage.ts';
import { outlineToGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { crsDefinition, isGeographic, parseCrs, transformer } from '../gdal/crs/crs.ts';
import { problem } from '../problem.ts';
import type { Reply } from './route.ts';

export interface GeoFeature {
  readonly id: string;
  /** In the municipality's projected CRS; null for a zone without blocks. */
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** How long a reader may keep the answer without asking: for ever, as its address names the content; not, with an ETag of the content; or not at all. */
export type Keeping = 'for-ever' | 'revalidate' | 'no-store';

/** GeoJSON media type with the header Content-Crs. Coordinates of degrees keep 9 decimals (0.1 mm), metres are bit-exact. */
export function featureReply(features: Iterable<GeoFeature>, storedEpsg: number, crs: string | undefined, keep: Keeping): Reply {
  const target = crs === undefined ? 4326 : parseCrs(crs)!;
  if (crsDefinition(target) === null) {
    throw problem('UNKNOWN_PARAMETER', `crs: EPSG:${target} is not known`, { issues: [{ problem: 'not known', field: 'crs', accepted: `EPSG:${storedEpsg}` }] });
  }
  const place = placeIn(storedEpsg, target);
  const parts: string[] = [];
  for (const { id, geometry, properties } of features) {
    const moved = geometry === null ? null : moveGeometry(geometry, place);
    parts.push(JSON.stringify({ type: 'Feature', id, geometry: moved, properties }));
  }
  const text = `{"type":"FeatureCollection","features":[${parts.join(',')}]}`;
  return {
    status: 200,
    bytes: text,
    mediaType: 'application/geo+json',
    headers: {
      'Content-Crs': target === 4326 ? '<http://www.opengis.net/def/crs/OGC/1.3/CRS84>' : `<http://www.opengis.net/def/crs/EPSG/0/${target}>`,
      ...(keep === 'no-store' ? {} : { 'Cache-Control': keep === 'for-ever' ? 'public, max-age=31536000, immutable' : 'no-cache', ETag: contentTag(text) }),
    },
  };
}

/** From the stored CRS to another: degrees to 9 decimals, metres bit-exact. */
function placeIn(storedEpsg: number, target: number): (position: Position) => Position {
  const transform = transformer(storedEpsg, target);
  if (isGeographic(target)) return (position) => transform(position[0]!, position[1]!).map((degrees) => Math.round(degrees * 1e9) / 1e9);
  return storedEpsg === target ? (position) => position : (position) => transform(position[0]!, position[1]!);
}

/** The same geometry in CRS84, for an answer that holds more than features. */
export function toCrs84(geometry: Geometry | null, storedEpsg: number): Geometry | null {
  return geometry === null ? null : moveGeometry(geometry, placeIn(storedEpsg, 4326));
}

/** Strong entity tag of content that the reader sees whole anyway. */
export function contentTag(content: string | Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
}

/** One zone's outline; null where it has no block. */
export function zoneGeometry(outlines: Outlines, index: number): Geometry | null {
  const geometry = outlineToGeoJson(outlines, index);
  return geometry.coordinates.length === 0 ? null : geometry;
}

function moveGeometry(geometry: Geometry, place: (position: Position) => Position): Geometry {
  if (geometry.type === 'GeometryCollection') {
    return { type: 'GeometryCollection', geometries: geometry.geometries.map((part) => moveGeometry(part, place)) };
  }
  return { type: geometry.type, coordinates: moveCoordinates(geometry.coordinates, place) } as Geometry;
}

type Nested = Position | readonly Nested[];

function moveCoordinates(coordinates: Nested, place: (position: Position) => Position): Nested {
  if (typeof coordinates[0] === 'number') return place(coordinates as Position);
  return (coordinates as readonly Nested[]).map((inner) => moveCoordinates(inner, place));
}
