// A configured base map as a layer of OpenLayers: XYZ, WMS, or WMTS by its capabilities. Nothing is asked for before this is called.
import WMTSCapabilities from 'ol/format/WMTSCapabilities.js';
import TileLayer from 'ol/layer/Tile.js';
import type Projection from 'ol/proj/Projection.js';
import TileWMS from 'ol/source/TileWMS.js';
import WMTS, { optionsFromCapabilities, type Options } from 'ol/source/WMTS.js';
import XYZ from 'ol/source/XYZ.js';
import { projectionOf } from '../../map/projection.ts';
import type { BaseMap, Municipality } from '../../api.ts';

/** What cannot be shown, in a code that the panel has words for. */
export class BaseMapUnusable extends Error {
  constructor(readonly code: 'noAnswer' | 'noLayer' | 'noProjection') {
    super(code);
  }
}

/** Throws BaseMapUnusable. `url` makes an address absolute where it is of the server itself. */
export async function rasterLayer(map: BaseMap, municipality: Pick<Municipality, 'epsg' | 'proj4'>, url: (path: string) => string): Promise<TileLayer> {
  // Registered only now: without a base map nothing is transformed, and OpenLayers need not know the plane.
  const plane = projectionOf(municipality);
  const address = map.url.startsWith('/') ? url(map.url) : map.url;
  return new TileLayer({ className: 'base-map', source: map.type === 'wmts' ? await wmts(map, address, plane) : map.type === 'wms' ? wms(map, address, municipality.epsg) : xyz(map, address, municipality.epsg) });
}

function xyz(map: BaseMap, url: string, planeEpsg: number): XYZ {
  const { epsg = 3857, tileSize = 256, minZoom = 0, maxZoom = 19 } = map;
  if (epsg !== 3857 && epsg !== 4326 && epsg !== planeEpsg) throw new BaseMapUnusable('noProjection');
  return new XYZ({ url, projection: `EPSG:${epsg}`, tileSize, minZoom, maxZoom });
}

function wms(map: BaseMap, url: string, planeEpsg: number): TileWMS {
  const { epsg = planeEpsg, layer, style = '', format = 'image/png', wmsVersion = '1.3.0', tileSize = 512 } = map;
  if (epsg !== 3857 && epsg !== 4326 && epsg !== planeEpsg) throw new BaseMapUnusable('noProjection');
  return new TileWMS({ url, projection: `EPSG:${epsg}`, params: { LAYERS: layer, STYLES: style, FORMAT: format, VERSION: wmsVersion, TRANSPARENT: 'TRUE', WIDTH: tileSize, HEIGHT: tileSize } });
}

async function wmts(map: BaseMap, url: string, plane: Projection): Promise<WMTS> {
  let text: string;
  try {
    // No cookie and no address of our page goes to somebody else's server.
    const answer = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer' });
    if (!answer.ok) throw new BaseMapUnusable('noAnswer');
    text = await answer.text();
  } catch {
    throw new BaseMapUnusable('noAnswer');
  }
  const options = matching(map, text, plane);
  if (options === null) throw new BaseMapUnusable('noLayer');
  return new WMTS(options);
}

/** The named set, else one in the plane of the blocks, which is drawn as it is, else one in Web Mercator. */
function matching(map: BaseMap, text: string, plane: Projection): Options | null {
  const capabilities = new WMTSCapabilities().read(text) as object | null;
  if (capabilities === null) return null;
  const { layer, matrixSet, style, format } = map;
  const wanted = { layer, ...(style === undefined ? {} : { style }), ...(format === undefined ? {} : { format }) };
  const attempt = (more: object): Options | null => {
    try {
      return optionsFromCapabilities(capabilities, { ...wanted, ...more });
    } catch {
      return null;
    }
  };
  if (matrixSet !== undefined) return attempt({ matrixSet });
  const own = attempt({ projection: plane.getCode() });
  const codeOf = (options: Options | null) => (options?.projection as Projection | undefined)?.getCode?.() ?? '';
  if (codeOf(own) === plane.getCode()) return own;
  return attempt({ projection: 'EPSG:3857' });
}
