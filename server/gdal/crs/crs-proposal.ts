// Which CRS coordinates may be in, judged by where they would lie: proposed to a person, never taken silently.
import { say, type Said } from '../../../core/refusals/say.ts';
import { crsDefinition, crsName, isGeographic, transformer } from './crs.ts';

/** minX, minY, maxX, maxY. */
export type Box = readonly [number, number, number, number];

/** Where the data belong: the municipality's blocks in their projected CRS. */
export interface Place {
  readonly name: string;
  readonly epsg: number;
  readonly bounds: Box;
}

export interface CrsProposal {
  readonly crs: string;
  readonly name: string;
  /** Share of the coordinates that lie in the place; where no place is known, in Germany. */
  readonly inside: number;
  readonly reason: Said;
}

export type CrsIssueCode = 'CRS_MISSING' | 'CRS_CONTRADICTED' | 'CRS_ELSEWHERE' | 'AXES_SWAPPED' | 'UNITS_FEET' | 'NOT_FINITE' | 'AT_THE_POLE';

export interface CrsIssue {
  readonly code: CrsIssueCode;
  readonly problem: Said;
  readonly accepted: Said;
  readonly severity: 'error' | 'warning';
}

export interface CrsFindings {
  /** Best first; those with a share of 0 are left out. */
  readonly proposals: readonly CrsProposal[];
  /** Whether the CRS that the file names (or somebody gave) fits its coordinates. */
  readonly confirmed: boolean;
  readonly issues: readonly CrsIssue[];
}

/** What German municipalities use or have used, the likeliest first. */
const CANDIDATES = [25832, 25833, 4326, 31467, 31466, 31468, 31469, 4647, 5650, 3035, 3857, 3068];
const GERMANY: Box = [5.8, 47.2, 15.1, 55.1];
/** Outside of Berlin nobody ever used its Soldner system, and any small numbers would fit it. */
const BERLIN: Box = [13.05, 52.3, 13.8, 52.7];
/** A file may reach beyond the blocks that are stored: new building land, the neighbours' streets. */
const MARGIN = 0.5;
const LEAST_MARGIN_M = 5000;
/** Half of Germany. */
const FAR_M = 500_000;
const FOOT = 0.3048;
const SAMPLE = 2000;

/** `points` x y interleaved as they stand in the file, longitude or easting first; all of them or a sample. `named` is the CRS of the file. */
export function judgeCrs(points: Float64Array, named: number | null, place: Place | null): CrsFindings {
  const unusable = refuseNumbers(points);
  if (unusable !== null) return { proposals: [], confirmed: false, issues: [unusable] };
  const sample = sampleOf(points);
  if (sample.length === 0) return { proposals: [], confirmed: named !== null, issues: [] };
  const proposals = proposeCrs(sample, place);
  if (named !== null && crsDefinition(named) !== null && shareInside(sample, named, place) >= 0.5) return { proposals, confirmed: true, issues: [] };
  return { proposals, confirmed: false, issues: [named === null ? missing(sample, proposals, place) : contradicted(sample, named, proposals, place)] };
}

/** Candidates in which most coordinates fall into the place, or into Germany where none is known. */
export function proposeCrs(points: Float64Array, place: Place | null): CrsProposal[] {
  const own = place === null || CANDIDATES.includes(place.epsg) ? [] : [place.epsg];
  return [...own, ...CANDIDATES]
    .map((epsg, rank) => ({ epsg, rank: epsg === place?.epsg ? -1 : rank, inside: shareInside(points, epsg, place) }))
    .filter(({ inside }) => inside > 0)
    .toSorted((a, b) => b.inside - a.inside || a.rank - b.rank)
    .map(({ epsg, inside }) => ({ crs: `EPSG:${epsg}`, name: crsName(epsg), inside, reason: reasonOf(inside, place) }));
}

/** The proposals as what would be accepted, for a message; `option` is how one says so. */
export function proposalsInWords(proposals: readonly CrsProposal[], option = '--source-crs '): Said {
  if (proposals.length === 0) return say('TAKE_NO_CRS_FITS');
  const [best, ...others] = proposals.slice(0, 4);
  const first = { option, crs: best!.crs, inside: best!.reason };
  return others.length === 0 ? say('TAKE_CRS', first) : say('TAKE_CRS_OR', { ...first, others: others.map(({ crs }) => crs) });
}

const nameOf = (place: Place | null) => (place === null ? say('GERMANY') : place.name);

function reasonOf(inside: number, place: Place | null): Said {
  return inside === 1 ? say('ALL_INSIDE', { place: nameOf(place) }) : say('PART_INSIDE', { percent: Math.max(1, Math.round(100 * inside)), place: nameOf(place) });
}

function shareInside(points: Float64Array, epsg: number, place: Place | null): number {
  if (epsg === 3068 && place === null) return shareIn(points, epsg, 4326, BERLIN);
  if (epsg === 3068 && shareIn(Float64Array.from(centreOf(place!.bounds)), place!.epsg, 4326, BERLIN) === 0) return 0;
  return place === null ? shareIn(points, epsg, 4326, GERMANY) : shareIn(points, epsg, place.epsg, widened(place.bounds));
}

const centreOf = ([minX, minY, maxX, maxY]: Box): [number, number] => [(minX + maxX) / 2, (minY + maxY) / 2];

function widened([minX, minY, maxX, maxY]: Box): Box {
  const margin = Math.max(LEAST_MARGIN_M, MARGIN * Math.max(maxX - minX, maxY - minY));
  return [minX - margin, minY - margin, maxX + margin, maxY + margin];
}

/** Share of points that lie in a box of another CRS. */
function shareIn(points: Float64Array, from: number, to: number, [minX, minY, maxX, maxY]: Box): number {
  const transform = transformer(from, to);
  let inside = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    // proj4 takes any degrees modulo 360, and metres for them.
    if (isGeographic(from) && (Math.abs(x) > 180 || Math.abs(y) > 90)) continue;
    let at: [number, number];
    try {
      at = transform(x, y);
    } catch {
      continue;
    }
    if (at[0] >= minX && at[0] <= maxX && at[1] >= minY && at[1] <= maxY) inside++;
  }
  return (2 * inside) / points.length;
}

function sampleOf(points: Float64Array): Float64Array {
  const count = points.length / 2;
  if (count <= SAMPLE) return points;
  return Float64Array.from({ length: 2 * SAMPLE }, (_, i) => points[2 * Math.floor(((i >> 1) * count) / SAMPLE) + (i & 1)]!);
}

function refuseNumbers(points: Float64Array): CrsIssue | null {
  const at = points.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return null;
  return { code: 'NOT_FINITE', problem: say('NOT_FINITE', { value: String(points[at]) }), accepted: say('TAKE_FINITE'), severity: 'error' };
}

/** The same points with their axes exchanged, or in metres instead of feet. */
const swapped = (points: Float64Array) => points.map((_, i) => points[i ^ 1]!);
const inMetres = (points: Float64Array) => points.map((value) => value * FOOT);

function missing(points: Float64Array, proposals: readonly CrsProposal[], place: Place | null): CrsIssue {
  const other = otherReading(points, null, place);
  if ((proposals[0]?.inside ?? 0) < 0.5 && other !== null) return other;
  return { code: 'CRS_MISSING', problem: say('CRS_MISSING'), accepted: proposalsInWords(proposals), severity: 'error' };
}

function contradicted(points: Float64Array, named: number, proposals: readonly CrsProposal[], place: Place | null): CrsIssue {
  const [x, y] = [points[0]!, points[1]!];
  const where = nameOf(place);
  const told = { epsg: String(named), name: crsName(named), x: String(x), y: String(y) };
  const better = proposals.filter(({ crs, inside }) => crs !== `EPSG:${named}` && inside >= 0.5);
  if (isGeographic(named) && (Math.abs(x) > 180 || Math.abs(y) > 90)) {
    return { code: 'CRS_CONTRADICTED', problem: say('CRS_NO_DEGREES', told), accepted: proposalsInWords(better), severity: 'error' };
  }
  const other = better.length > 0 ? null : otherReading(points, named, place);
  if (other !== null) return other;
  const [longitude, latitude] = placeOf(x, y, named);
  const lies = Number.isFinite(longitude) ? say('CRS_OUTSIDE', { ...told, longitude: longitude.toFixed(2), latitude: latitude.toFixed(2), place: where }) : say('CRS_NO_PLACE', told);
  if (better.length > 0) return { code: 'CRS_CONTRADICTED', problem: lies, accepted: proposalsInWords(better), severity: 'error' };
  if (Math.abs(latitude) > 84) return { code: 'AT_THE_POLE', problem: say('CRS_AT_POLE', told), accepted: say('TAKE_INSIDE', { place: where }), severity: 'error' };
  // A first import of a town abroad is no mistake, and so may be a neighbour's school; data at the other end of Europe are one.
  const severity = place !== null && distanceM(x, y, named, place) > FAR_M ? 'error' : 'warning';
  return { code: 'CRS_ELSEWHERE', problem: lies, accepted: say('TAKE_INSIDE_OR_CRS', { place: where }), severity };
}

/** What would explain coordinates that lie nowhere: northing first, or feet. */
function otherReading(points: Float64Array, named: number | null, place: Place | null): CrsIssue | null {
  const candidates = named === null ? CANDIDATES : [named, ...CANDIDATES];
  const fits = (read: Float64Array) => candidates.find((epsg) => crsDefinition(epsg) !== null && shareInside(read, epsg, place) >= 0.9);
  const turned = fits(swapped(points));
  const where = nameOf(place);
  if (turned !== undefined) {
    return { code: 'AXES_SWAPPED', problem: say('AXES_SWAPPED', { place: where, epsg: String(turned) }), accepted: say('TAKE_EASTING_FIRST'), severity: 'error' };
  }
  const feet = fits(inMetres(points));
  if (feet === undefined) return null;
  return { code: 'UNITS_FEET', problem: say('UNITS_FEET', { place: where, epsg: String(feet) }), accepted: say('TAKE_METRES'), severity: 'error' };
}

function distanceM(x: number, y: number, epsg: number, place: Place): number {
  const [middleX, middleY] = centreOf(place.bounds);
  try {
    const [atX, atY] = transformer(epsg, place.epsg)(x, y);
    const distance = Math.hypot(atX - middleX, atY - middleY);
    return Number.isNaN(distance) ? Infinity : distance;
  } catch {
    return Infinity;
  }
}

function placeOf(x: number, y: number, epsg: number): [number, number] {
  try {
    return transformer(epsg, 4326)(x, y);
  } catch {
    return [NaN, NaN];
  }
}
