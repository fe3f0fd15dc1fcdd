// The municipality's projected CRS for OpenLayers: map coordinates are kernel coordinates.
import { addCoordinateTransforms, addProjection, fromLonLat, get as getProjection, toLonLat } from 'ol/proj.js';
import Projection from 'ol/proj/Projection.js';
import proj4, { type Converter } from 'proj4';
import type { Municipality } from '../api-model.ts';

/**
 * Known to OpenLayers from the first call on, with the way to degrees and to Web Mercator, which base maps come in. Its own registration of proj4 makes a
 * transform between each two of the 130 systems that proj4 knows by name: 90 ms, for a map that mostly transforms nothing. So the
 * definition is read with the first transform; one that proj4 does not read throws then: the server checks it, so that is a bug.
 */
export function projectionOf({ epsg, proj4: definition }: Pick<Municipality, 'epsg' | 'proj4'>): Projection {
  const code = `EPSG:${epsg}`;
  const known = getProjection(code);
  if (known !== null) return known;
  const projection = new Projection({ code, units: 'm' });
  addProjection(projection);
  let read: Converter | undefined;
  const plane = () => (read ??= proj4(definition));
  const fromDegrees = ([lon, lat]: number[]) => plane().forward([lon!, lat!]);
  const toDegrees = ([x, y]: number[]) => plane().inverse([x!, y!]);
  addCoordinateTransforms('EPSG:4326', projection, fromDegrees, toDegrees);
  addCoordinateTransforms('EPSG:3857', projection, (coordinate) => fromDegrees(toLonLat(coordinate)), (coordinate) => fromLonLat(toDegrees(coordinate)));
  return projection;
}
