// Vector files to features with their CRS: GeoJSON by ourselves, all else by GDAL (native first, then in a worker).
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { InputError } from './input-error.ts';
import { crsDefinition, KNOWN_CRS, parseCrs } from './crs.ts';
import { fileProblem } from './read-csv.ts';
import { convertToGeoJson, type GdalEngine } from './gdal.ts';

export interface VectorFile {
  readonly file: string;
  /** EPSG number; null where the file names none. Longitude or easting comes first. */
  readonly epsg: number | null;
  readonly fields: readonly string[];
  readonly features: readonly { readonly properties: Readonly<Record<string, unknown>>; readonly geometry: Geometry | null }[];
  /** `own`: read without GDAL. */
  readonly servedBy: 'own' | GdalEngine;
}

interface NamedCrs {
  readonly crs?: { readonly properties?: { readonly name?: string } } | null;
}

/** How a file is to be read; a layer may also be named in the path as QGIS does, `towns.gpkg|layername=blocks`. */
export interface ReadOptions {
  readonly layer?: string;
  /** Counts instead of the CRS that the file names, and where it names none. */
  readonly epsg?: number;
}

/**
 * Reads the only layer, or the one named. Throws InputError for what is no vector file, has no features, or is in a CRS
 * that is not known.
 */
export async function readVector(named: string, options: ReadOptions = {}): Promise<VectorFile> {
  const [path, inPath] = splitLayer(named);
  const layer = options.layer ?? inPath;
  const file = basename(path);
  if (/^(https?:|ftp:|\/vsi)/i.test(path)) {
    throw new InputError({ file, problem: 'addresses on the network are not read', accepted: 'the path of a file' });
  }
  const text = ['.geojson', '.json'].includes(extname(path).toLowerCase()) ? await readText(path, file) : null;
  const { collection, servedBy } =
    text === null ? await convertToGeoJson(path, layer) : { collection: parseGeoJson(text, file), servedBy: 'own' as const };
  if (collection.features.length === 0) {
    throw new InputError({ file, problem: 'the file has no features', accepted: 'at least one feature' });
  }
  if (servedBy === 'own') nameFeatureIds(collection);
  const fields = new Set<string>();
  for (const feature of collection.features) for (const key of Object.keys(feature.properties ?? {})) fields.add(key);
  return {
    file,
    epsg: options.epsg ?? crsOf(collection, file, servedBy),
    fields: [...fields],
    features: collection.features.map(({ properties, geometry }) => ({ properties: properties ?? {}, geometry: geometry ?? null })),
    servedBy,
  };
}

/** GeoJSON may give a feature its id beside the properties; it is read as a property "id" where there is none. */
function nameFeatureIds(collection: FeatureCollection<Geometry | null>): void {
  for (const feature of collection.features) {
    if (feature.id !== undefined && feature.properties?.id === undefined) feature.properties = { ...feature.properties, id: feature.id };
  }
}

function splitLayer(named: string): [string, string | undefined] {
  const match = /^(.*)\|layername=(.+)$/i.exec(named);
  return match === null ? [named, undefined] : [match[1]!, match[2]!];
}

function crsOf(collection: FeatureCollection<Geometry | null>, file: string, servedBy: VectorFile['servedBy']): number | null {
  const name = (collection as NamedCrs).crs?.properties?.name;
  if (name !== undefined) {
    const epsg = parseCrs(name);
    if (epsg !== null && crsDefinition(epsg) !== null) return epsg;
    throw new InputError({ file, field: 'crs', problem: `CRS "${name}" is not known`, accepted: KNOWN_CRS });
  }
  if (servedBy !== 'own') return null;
  refuseMetres(collection, file);
  return 4326;
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError({ file, problem: fileProblem(error), accepted: 'the path of a readable file' });
  }
}

/** Parses GeoJSON; a single feature or a bare geometry is one feature. */
export function parseGeoJson(text: string, file: string): FeatureCollection<Geometry | null> {
  if (text.trim() === '') throw new InputError({ file, problem: 'the file is empty', accepted: 'a GeoJSON FeatureCollection' });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError({ file, problem: 'is not JSON', accepted: 'a GeoJSON FeatureCollection' });
  }
  const type = (value as { type?: unknown } | null)?.type;
  if (type === 'FeatureCollection' && Array.isArray((value as FeatureCollection).features)) return value as FeatureCollection;
  if (type === 'Feature') return { type: 'FeatureCollection', features: [value as Feature] };
  throw new InputError({ file, field: 'type', problem: 'is no GeoJSON FeatureCollection', accepted: 'a GeoJSON FeatureCollection' });
}

/** GeoJSON without a "crs" is degrees (RFC 7946); metres in it would be computed as degrees without a word. */
function refuseMetres(collection: FeatureCollection<Geometry | null>, file: string): void {
  collection.features.forEach((feature, i) => {
    const [x, y] = firstPosition(feature.geometry) ?? [0, 0];
    if (Math.abs(x) <= 180 && Math.abs(y) <= 90) return;
    throw new InputError({
      file,
      row: i + 1,
      problem: `coordinate ${x} ${y} is not in degrees and the file names no CRS`,
      accepted: 'a "crs" member in the file or --source-crs EPSG:n',
    });
  });
}

function firstPosition(geometry: Geometry | null): readonly [number, number] | null {
  if (geometry === null || geometry.type === 'GeometryCollection') return null;
  let value: unknown = geometry.coordinates;
  while (Array.isArray(value) && Array.isArray(value[0])) value = value[0];
  return Array.isArray(value) && typeof value[0] === 'number' ? [value[0], value[1] as number] : null;
}
