// KML by ourselves: GDAL's own reader in WebAssembly leaves out all attributes, and none here follows a link to elsewhere.
import { readFile } from 'node:fs/promises';
import type { Geometry, Position } from 'geojson';
import { say } from '../../../core/refusals/say.ts';
import { InputError } from '../input-error.ts';
import { walkXml } from './xml-events.ts';

const GEOMETRIES = ['Point', 'LineString', 'LinearRing', 'Polygon', 'MultiGeometry'];
const LINKS = ['NetworkLink', 'NetworkLinkControl'];

interface Open {
  readonly type: string;
  readonly rings: Position[][];
  readonly members: Geometry[];
}

/**
 * The placemarks of a KML (OGC 12-007r2) as a GeoJSON FeatureCollection in degrees, heights left out; `ExtendedData` become
 * properties beside `Name` and `Description`. Throws InputError for a file that gets its data from elsewhere.
 */
export async function readKml(path: string, file: string): Promise<string> {
  const features: string[] = [];
  let row = 0;
  let properties: Record<string, string> | null = null;
  let field: string | null = null;
  let text = '';
  let geometry: Geometry | null = null;
  let root = true;
  let open: Open[] = [];
  walkXml(await readXml(path), file, {
    open(name, attributes) {
      if (root && name !== 'kml') throw new InputError({ file, problem: say('NO_KML', { root: name.slice(0, 40) }), accepted: say('TAKE_KML') });
      root = false;
      text = '';
      if (LINKS.includes(name)) throw new InputError({ file, field: name, problem: say('LINKS_ELSEWHERE'), accepted: say('TAKE_OWN_DATA') });
      if (name === 'Placemark') {
        row++;
        properties = {};
        geometry = null;
        open = [];
      } else if (name === 'Data' || name === 'SimpleData') field = attributes.name ?? '';
      else if (GEOMETRIES.includes(name)) open.push({ type: name, rings: [], members: [] });
    },
    text: (piece) => void (text += piece),
    close(name) {
      if (properties === null) return;
      if (name === 'coordinates') open.at(-1)?.rings.push(positionsOf(text, file, row));
      else if (GEOMETRIES.includes(name)) {
        const closed = open.pop()!;
        const above = open.at(-1);
        if (closed.type === 'LinearRing' && above?.type === 'Polygon') above.rings.push(...closed.rings);
        else {
          const made = geometryOf(closed);
          if (above === undefined) geometry = made;
          else if (made !== null) above.members.push(made);
        }
      } else if (name === 'SimpleData' || (name === 'value' && field !== null)) properties[field ?? ''] = text.trim();
      else if (name === 'Data') field = null;
      else if (name === 'name' && open.length === 0 && field === null) properties.Name = text.trim();
      else if (name === 'description' && open.length === 0) properties.Description = text.trim();
      else if (name === 'Placemark') {
        features.push(JSON.stringify({ type: 'Feature', properties, geometry }));
        properties = null;
      }
      if (name === 'SimpleData') field = null;
      text = '';
    },
  });
  return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features":[\n${features.join(',\n')}\n]}\n`;
}

async function readXml(path: string): Promise<string> {
  const bytes = await readFile(path);
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes);
}

function positionsOf(text: string, file: string, row: number): Position[] {
  return text.trim().split(/\s+/).filter((tuple) => tuple !== '').map((tuple) => {
    const [x, y] = tuple.split(',').map(Number);
    if (Number.isFinite(x) && Number.isFinite(y)) return [x!, y!];
    throw new InputError({ file, row, field: 'coordinates', problem: say('NO_COORDINATE', { value: tuple.slice(0, 40) }), accepted: say('TAKE_DEGREES') });
  });
}

function geometryOf({ type, rings, members }: Open): Geometry | null {
  const first = rings[0];
  if (type === 'Point') return first?.[0] === undefined ? null : { type: 'Point', coordinates: first[0] };
  if (type === 'LineString' || type === 'LinearRing') return first === undefined ? null : { type: 'LineString', coordinates: first };
  if (type === 'Polygon') return first === undefined ? null : { type: 'Polygon', coordinates: rings };
  const kinds = new Set(members.map((member) => member.type));
  if (members.length === 0) return null;
  if (kinds.size === 1 && kinds.has('Polygon')) return { type: 'MultiPolygon', coordinates: members.map((member) => (member as { coordinates: Position[][] }).coordinates) };
  if (kinds.size === 1 && kinds.has('LineString')) return { type: 'MultiLineString', coordinates: members.map((member) => (member as { coordinates: Position[] }).coordinates) };
  if (kinds.size === 1 && kinds.has('Point')) return { type: 'MultiPoint', coordinates: members.map((member) => (member as { coordinates: Position }).coordinates) };
  return { type: 'GeometryCollection', geometries: members };
}
