// Boundary and barriers for the space between blocks, from what is stored.
import type { Geometry, Position } from 'geojson';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { ringsFromGeoJson } from '../../core/coverage/rings-from-geojson.ts';
import { say } from '../../core/refusals/say.ts';
import type { Queryable } from '../db/database.ts';
import { listGeographyVersions } from '../db/queries/geographies.ts';
import { listReferenceFeatures, listReferenceLayers } from '../db/queries/reference-features.ts';
import { listZones } from '../db/queries/zones.ts';
import { ringsFromWkb } from '../db/wkb.ts';
import { InputError } from '../gdal/input-error.ts';
import type { EmptySpace } from './fill-empty.ts';
import type { EmptyRules } from './import-request.ts';

const NOTHING: EmptySpace = { boundary: null, barriers: [] };

/** Throws InputError for a geography or a layer that is not there or has not the geometry for it. */
export async function readEmptySpace(db: Queryable, municipality: string, rules: EmptyRules | undefined, day: string): Promise<EmptySpace> {
  if (rules === undefined || rules.method === 'keep') return NOTHING;
  const layers = (await listReferenceLayers(db, municipality)).map(({ layer }) => layer);
  const requireLayer = (layer: string, field: string) => {
    if (!layers.includes(layer)) throw new InputError({ field, problem: say('NO_SUCH_REFERENCE', { layer }), accepted: layers.length === 0 ? say('TAKE_A_LAYER') : say('TAKE_ONE_OF', { names: layers }) });
  };
  const barriers: Float64Array[] = [];
  for (const layer of rules.barriers ?? []) {
    requireLayer(layer, 'mapping.empty.barriers');
    for (const { geometry } of await listReferenceFeatures(db, municipality, layer)) barriers.push(...linesOf(geometry));
  }
  if (rules.method === 'near' || rules.boundary === 'hull') return { boundary: null, barriers };
  if ('geography' in rules.boundary) return { boundary: await zonesOf(db, municipality, rules.boundary.geography, day), barriers };
  const { layer } = rules.boundary;
  requireLayer(layer, 'mapping.empty.boundary');
  const polygons = (await listReferenceFeatures(db, municipality, layer)).flatMap(({ feature, geometry }) =>
    geometry.type === 'Polygon' || geometry.type === 'MultiPolygon' ? [{ id: feature, geometry }] : [],
  );
  if (polygons.length === 0) throw new InputError({ field: 'mapping.empty.boundary', problem: say('LAYER_WITHOUT_POLYGONS', { layer }), accepted: say('TAKE_POLYGON_LAYER') });
  return { boundary: ringsFromGeoJson(polygons), barriers };
}

/** Zones of the geography's cut on a day, else of its newest, as polygons. */
async function zonesOf(db: Queryable, municipality: string, geography: string, day: string): Promise<BlockRings> {
  const versions = (await listGeographyVersions(db, municipality)).filter((row) => row.geography === geography);
  const version = versions.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo)) ?? versions.at(-1);
  const zones = version === undefined ? [] : await listZones(db, municipality, geography, version.version);
  const drawn = zones.flatMap(({ zone, wkb }) => (wkb === null ? [] : [{ zone, wkb }]));
  if (drawn.length === 0) throw new InputError({ field: 'mapping.empty.boundary', problem: say('GEOGRAPHY_WITHOUT_OUTLINE', { geography }), accepted: say('TAKE_BOUNDARY_OF') });
  return ringsFromWkb(drawn.map(({ zone }) => zone), drawn.map(({ wkb }) => wkb));
}

/** Lines, and the outlines of polygons: a river drawn with both its banks parts what lies on either side. */
function linesOf(geometry: Geometry): Float64Array[] {
  const flat = (line: readonly Position[]) => Float64Array.from(line.flatMap(([x, y]) => [x!, y!]));
  switch (geometry.type) {
    case 'LineString':
      return [flat(geometry.coordinates)];
    case 'MultiLineString':
    case 'Polygon':
      return geometry.coordinates.map(flat);
    case 'MultiPolygon':
      return geometry.coordinates.flat().map(flat);
    default:
      return [];
  }
}
