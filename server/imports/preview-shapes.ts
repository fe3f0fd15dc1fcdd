// Geometry of a file for a first look: where it would lie under which CRS, and its first shapes in the municipality's CRS.
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { inEnglish, say } from '../../core/refusals/say.ts';
import { crsName, parseCrs, transformer } from '../gdal/crs/crs.ts';
import { judgeCrs, type Box, type CrsProposal, type Place } from '../gdal/crs/crs-proposal.ts';
import { GEOMETRY_TYPES, NO_GEOMETRY } from '../gdal/formats/flat-geometries.ts';
import type { VectorFile } from '../gdal/read-vector.ts';
import type { PreviewIssue } from './preview-columns.ts';

export interface ShapesPreview {
  readonly geometryType: string | null;
  readonly crs: { readonly named: string | null; readonly name: string | null; readonly confirmed: boolean; readonly proposals: readonly (Omit<CrsProposal, 'reason'> & { readonly reason: string })[] };
  readonly shapes: FeatureCollection | null;
  readonly bounds: Box | null;
  readonly issues: readonly PreviewIssue[];
}

export interface ShapesInput {
  readonly file: string;
  readonly vector: VectorFile | null;
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
/** Positions that the bounds are taken from; a city's blocks have a million. */
const MOST_POSITIONS = 200_000;
const NOTHING: ShapesPreview = { geometryType: null, crs: { named: null, name: null, confirmed: false, proposals: [] }, shapes: null, bounds: null, issues: [] };

export function previewShapes({ file, vector, epsg, unknownName, place, target }: ShapesInput): ShapesPreview {
  const kinds = vector === null ? [] : countKinds(vector.geometries.type);
  if (vector === null || kinds.length === 0) return NOTHING;
  const [geometryType] = kinds[0]!;
  const { xy, type } = vector.geometries;
  const { proposals, confirmed, issues } = judgeCrs(xy, epsg, place);
  const found: PreviewIssue[] = issues.map((issue) => ({ ...issue, file, ...(issue.code === 'NOT_FINITE' ? { row: 1 + firstOddRow(vector) } : {}) }));
  if (unknownName !== null) found.unshift({ code: 'CRS_UNKNOWN', file, field: 'crs', problem: say('CRS_UNKNOWN', { crs: unknownName }), accepted: say('TAKE_KNOWN_CRS'), severity: 'error' });
  const family = (name: string | null | undefined) => name?.replace('Multi', '');
  if (new Set(kinds.map(([kind]) => family(kind))).size > 1) {
    const odd = type.findIndex((code) => code !== NO_GEOMETRY && family(GEOMETRY_TYPES[code]) !== family(geometryType));
    found.push({ code: 'MIXED_GEOMETRY', file, row: odd + 1, problem: say('MIXED_GEOMETRY', { type: String(GEOMETRY_TYPES[type[odd]!]), kinds: kinds.map(([kind, count]) => `${count} ${kind}`) }), accepted: say('TAKE_ONE_TYPE'), severity: 'error' });
  }
  const empty = type.indexOf(NO_GEOMETRY);
  if (empty >= 0) found.push({ code: 'NO_GEOMETRY', file, row: empty + 1, problem: say('NO_GEOMETRY'), accepted: say('TAKE_GEOMETRIES', { types: geometryType }), severity: 'warning' });
  const best = confirmed || proposals.length === 0 ? epsg : (parseCrs(proposals[0]!.crs) ?? epsg);
  return {
    geometryType,
    crs: { named: epsg === null ? null : `EPSG:${epsg}`, name: epsg === null ? unknownName : crsName(epsg), confirmed: confirmed && unknownName === null, proposals: proposals.slice(0, 6).map((proposal) => ({ ...proposal, reason: inEnglish(proposal.reason) })) },
    shapes: best === null ? null : shapesOf(vector, best, target),
    bounds: best === null ? null : boundsOf(xy, best, target),
    issues: found,
  };
}

function countKinds(types: Uint8Array): [string, number][] {
  const counts = new Map<string, number>();
  for (const code of types) {
    const name = GEOMETRY_TYPES[code];
    if (name != null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/** Position of the first row that has a coordinate which is no number. */
function firstOddRow({ geometries: { xy, ringStart, partStart, rowStart } }: VectorFile): number {
  const odd = xy.findIndex((value) => !Number.isFinite(value)) >> 1;
  const holder = (starts: Uint32Array, at: number) => starts.findIndex((start) => start > at) - 1;
  return holder(rowStart, holder(partStart, holder(ringStart, odd)));
}

function boundsOf(xy: Float64Array, from: number, to: number): Box | null {
  const transform = transformer(from, to);
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  const step = 2 * Math.ceil(xy.length / 2 / MOST_POSITIONS);
  for (let i = 0; i < xy.length; i += step) {
    const [x, y] = tryTransform(transform, [xy[i]!, xy[i + 1]!]);
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    [minX, minY, maxX, maxY] = [Math.min(minX, x), Math.min(minY, y), Math.max(maxX, x), Math.max(maxY, y)];
  }
  return minX <= maxX ? [minX, minY, maxX, maxY] : null;
}

function shapesOf(vector: VectorFile, from: number, to: number): FeatureCollection {
  const transform = transformer(from, to);
  const features: Feature[] = [];
  for (let row = 0; row < vector.rowCount && features.length < MOST_SHAPES; row++) {
    const geometry = vector.geometryOf(row);
    if (geometry === null || geometry.type === 'GeometryCollection') continue;
    const coordinates = drawn(geometry.coordinates, transform);
    if (coordinates === null) continue;
    features.push({ type: 'Feature', id: row + 1, properties: { row: row + 1 }, geometry: { type: geometry.type, coordinates } as Geometry });
  }
  return { type: 'FeatureCollection', features };
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
