// Geometry of a file for a first look: where it would lie under which CRS, and its first shapes in the municipality's CRS.
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { crsName, parseCrs, transformer } from '../gdal/crs.ts';
import { judgeCrs, type Box, type CrsProposal, type Place } from '../gdal/crs-proposal.ts';
import type { PreviewIssue } from './preview-columns.ts';

export interface ShapesPreview {
  readonly geometryType: string | null;
  readonly crs: { readonly named: string | null; readonly name: string | null; readonly confirmed: boolean; readonly proposals: readonly CrsProposal[] };
  readonly shapes: FeatureCollection | null;
  readonly bounds: Box | null;
  readonly issues: readonly PreviewIssue[];
}

export interface ShapesInput {
  readonly file: string;
  readonly geometries: readonly (Geometry | null)[];
  /** CRS of the file, or the one that somebody gave for it. */
  readonly epsg: number | null;
  /** What the file calls its CRS, where that is not known here. */
  readonly unknownName: string | null;
  readonly place: Place | null;
  /** CRS of the shapes in the answer. */
  readonly target: number;
}

const MOST_SHAPES = 300;
/** Vertices of a ring in the first look: a map of 800 pixels shows no more. */
const MOST_VERTICES = 200;

export function previewShapes({ file, geometries, epsg, unknownName, place, target }: ShapesInput): ShapesPreview {
  const kinds = countKinds(geometries);
  const geometryType = kinds.length === 0 ? null : kinds[0]![0];
  if (geometryType === null) return { geometryType, crs: { named: null, name: null, confirmed: false, proposals: [] }, shapes: null, bounds: null, issues: [] };
  const points = pointsOf(geometries);
  const { proposals, confirmed, issues } = judgeCrs(points.xy, epsg, place);
  const named = epsg === null ? null : `EPSG:${epsg}`;
  const found: PreviewIssue[] = issues.map((issue) => ({ ...issue, file, ...(issue.code === 'NOT_FINITE' ? { row: points.firstOddRow + 1 } : {}) }));
  if (unknownName !== null) found.unshift({ code: 'CRS_UNKNOWN', file, field: 'crs', problem: `CRS "${unknownName}" is not known`, accepted: 'a CRS that is known, given with the import', severity: 'error' });
  const families = new Set(kinds.map(([kind]) => kind.replace('Multi', '')));
  if (families.size > 1) {
    const odd = geometries.findIndex((geometry) => geometry !== null && geometry.type.replace('Multi', '') !== geometryType.replace('Multi', ''));
    found.push({ code: 'MIXED_GEOMETRY', file, row: odd + 1, problem: `is a ${geometries[odd]!.type} among ${kinds.map(([kind, count]) => `${count} ${kind}`).join(', ')}`, accepted: 'one type of geometry', severity: 'error' });
  }
  const empty = geometries.findIndex((geometry) => geometry === null);
  if (empty >= 0) found.push({ code: 'NO_GEOMETRY', file, row: empty + 1, problem: 'has no geometry', accepted: geometryType, severity: 'warning' });
  const best = confirmed || proposals.length === 0 ? epsg : (parseCrs(proposals[0]!.crs) ?? epsg);
  const drawn = best === null ? null : draw(geometries, best, target);
  return {
    geometryType,
    crs: { named, name: epsg === null ? unknownName : crsName(epsg), confirmed: confirmed && unknownName === null, proposals: proposals.slice(0, 6) },
    shapes: drawn?.shapes ?? null,
    bounds: drawn?.bounds ?? null,
    issues: found,
  };
}

function countKinds(geometries: readonly (Geometry | null)[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const geometry of geometries) if (geometry !== null) counts.set(geometry.type, (counts.get(geometry.type) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/** All positions of small files; of large ones every so many of each geometry. Coordinates that are no number are kept. */
function pointsOf(geometries: readonly (Geometry | null)[]): { xy: Float64Array; firstOddRow: number } {
  const xy: number[] = [];
  let firstOddRow = -1;
  geometries.forEach((geometry, row) => {
    forEachPosition(geometry, (position) => {
      const [x, y] = [Number(position[0] ?? NaN), Number(position[1] ?? NaN)];
      const odd = !Number.isFinite(x) || !Number.isFinite(y);
      if (odd && firstOddRow < 0) firstOddRow = row;
      if (odd || xy.length < 400_000 || (row & 63) === 0) xy.push(x, y);
    });
  });
  return { xy: Float64Array.from(xy), firstOddRow };
}

function forEachPosition(geometry: Geometry | null, visit: (position: Position) => void): void {
  if (geometry === null) return;
  if (geometry.type === 'GeometryCollection') {
    for (const member of geometry.geometries) forEachPosition(member, visit);
    return;
  }
  const walk = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    if (Array.isArray(value[0])) for (const member of value) walk(member);
    else if (value.length > 0) visit(value as Position);
  };
  walk(geometry.coordinates);
}

function draw(geometries: readonly (Geometry | null)[], from: number, to: number): { shapes: FeatureCollection; bounds: Box | null } {
  const transform = transformer(from, to);
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  forEachOf(geometries, (position) => {
    const [x, y] = tryTransform(transform, position);
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  });
  const features: Feature[] = [];
  for (let row = 0; row < geometries.length && features.length < MOST_SHAPES; row++) {
    const geometry = geometries[row]!;
    if (geometry === null || geometry.type === 'GeometryCollection') continue;
    const coordinates = drawn(geometry.coordinates, transform);
    if (coordinates === null) continue;
    features.push({ type: 'Feature', id: row + 1, properties: { row: row + 1 }, geometry: { type: geometry.type, coordinates } as Geometry });
  }
  return { shapes: { type: 'FeatureCollection', features }, bounds: minX <= maxX ? [minX, minY, maxX, maxY] : null };
}

function forEachOf(geometries: readonly (Geometry | null)[], visit: (position: Position) => void): void {
  for (const geometry of geometries) forEachPosition(geometry, visit);
}

function tryTransform(transform: (x: number, y: number) => [number, number], [x, y]: Position): [number, number] {
  try {
    return transform(x!, y!);
  } catch {
    return [NaN, NaN];
  }
}

/** Coordinates in the target CRS to the centimetre, long rings thinned; null where one has no place there. */
function drawn(value: unknown, transform: (x: number, y: number) => [number, number]): unknown {
  if (!Array.isArray(value)) return null;
  if (typeof value[0] === 'number') {
    const [x, y] = tryTransform(transform, value as Position);
    return Number.isFinite(x) && Number.isFinite(y) ? [Math.round(x * 100) / 100, Math.round(y * 100) / 100] : null;
  }
  const ring = Array.isArray(value[0]) && typeof value[0][0] === 'number' && value.length > MOST_VERTICES;
  const step = ring ? Math.ceil(value.length / MOST_VERTICES) : 1;
  const kept = value.filter((_, i) => i % step === 0 || i === value.length - 1).map((member) => drawn(member, transform));
  return kept.includes(null) || kept.length === 0 ? null : kept;
}
