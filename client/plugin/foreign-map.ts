// The way from the projection of somebody else's map to the plane that the blocks are stored in.
import { get as getProjection, getTransform, type ProjectionLike } from 'ol/proj.js';
import proj4 from 'proj4';
import type { Municipality } from '../api.ts';
import { foreignPlane, OWN_PLANE, type ViewPlane } from '../map-layers/view-plane.ts';

/**
 * By longitude and latitude: the host's OpenLayers knows its own projection, we know ours, and neither has to register the
 * other's. Throws a RangeError where the host's OpenLayers does not know the projection.
 */
export function planeOfMap(projection: ProjectionLike, { epsg, proj4: definition }: Pick<Municipality, 'epsg' | 'proj4'>): ViewPlane {
  const known = getProjection(projection);
  const code = known?.getCode() ?? String(projection);
  if (code === `EPSG:${epsg}`) return OWN_PLANE;
  if (known === null) throw new RangeError(`OpenLayers does not know the projection ${code}; register it by ol/proj/proj4 first`);
  const toLonLat = getTransform(known, 'EPSG:4326');
  const fromLonLat = getTransform('EPSG:4326', known);
  if (toLonLat === null || fromLonLat === null) throw new RangeError(`OpenLayers knows no way from ${code} to longitude and latitude`);
  const plane = proj4('EPSG:4326', definition);
  return foreignPlane(
    ([x, y]) => plane.forward(toLonLat([x!, y!], undefined, 2)) as [number, number],
    ([x, y]) => fromLonLat(plane.inverse([x!, y!]), undefined, 2) as [number, number],
  );
}
