// The municipality's projected CRS for OpenLayers, registered once: map coordinates are kernel coordinates.
import { get as getProjection } from 'ol/proj.js';
import { register } from 'ol/proj/proj4.js';
import type Projection from 'ol/proj/Projection.js';
import proj4 from 'proj4';
import type { Municipality } from '../api-model.ts';

/** Throws where the definition is none that proj4 reads: the server checks it, so that is a bug. */
export function projectionOf({ epsg, proj4: definition }: Pick<Municipality, 'epsg' | 'proj4'>): Projection {
  const code = `EPSG:${epsg}`;
  if (getProjection(code) === null) {
    proj4.defs(code, definition);
    register(proj4);
  }
  const projection = getProjection(code);
  if (projection === null) throw new Error(`${code} could not be registered from "${definition}"`);
  return projection;
}
