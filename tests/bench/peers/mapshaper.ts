// The peer mapshaper through its library interface: GeoJSON in, dissolved GeoJSON out.
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson';
// The package has no types; this is the one function that it documents for programs.
// @ts-expect-error TS7016
import mapshaper from 'mapshaper';
import { planeAreaM2 } from '../agree.ts';

const { applyCommands } = mapshaper as {
  applyCommands(commands: string, input: Record<string, string>): Promise<Record<string, Uint8Array | string>>;
};

export async function mapshaperDissolve(text: string): Promise<string> {
  const output = await applyCommands('-i blocks.json -dissolve zone -o zones.json', { 'blocks.json': text });
  return String(output['zones.json']);
}

export function mapshaperAreas(text: string, zoneCount: number): Float64Array {
  const areas = new Float64Array(zoneCount);
  const zones = JSON.parse(text) as FeatureCollection<Polygon | MultiPolygon, { zone: number }>;
  for (const { geometry, properties } of zones.features) {
    areas[properties.zone] = planeAreaM2(geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates);
  }
  return areas;
}

/** The blocks through mapshaper, cleaned or just read and written, which is what `-clean` is to be compared without. */
export async function mapshaperClean(text: string, clean: { readonly snapM?: number } | null): Promise<string> {
  const command = clean === null ? '' : `-clean ${clean.snapM === undefined ? '' : `snap-interval=${clean.snapM} `}`;
  const output = await applyCommands(`-i blocks.json ${command}-o cleaned.json`, { 'blocks.json': text });
  return String(output['cleaned.json']);
}
