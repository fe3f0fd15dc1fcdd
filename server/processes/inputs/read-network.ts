// A network to walk on from a file of lines: OpenStreetMap's by their tags, any other as they are.
import { OSM_KINDS, OSM_RULES, osmKind } from '../../../core/network/osm-ways.ts';
import { buildStreetGraph, type StreetGraph } from '../../../core/network/street-graph.ts';
import { requireCrs } from '../../gdal/crs/crs.ts';
import { GEOMETRY_TYPES, NO_GEOMETRY } from '../../gdal/formats/flat-geometries.ts';
import { InputError } from '../../gdal/input-error.ts';
import { splitLayer } from '../../gdal/read-table.ts';
import { readVector } from '../../gdal/read-vector.ts';
import { projectPoints, requireFileCrs } from './project-rings.ts';

/** GDAL has OpenStreetMap's ways in the layer "lines" of a .pbf or .osm file, with few tags as fields and the rest in one. */
const OSM_FILE = /\.(pbf|osm)$/i;

/** Lines of the file as a graph in the CRS `epsg`. Where the lines have a field "highway" its values say who walks there; otherwise all are streets. */
export async function readNetwork(named: string, crs: string | undefined, epsg: number): Promise<StreetGraph> {
  const given = crs === undefined ? undefined : requireCrs(crs, 'networkCrs');
  const [path, layer] = splitLayer(named);
  const vector = await readVector(OSM_FILE.test(path) && layer === undefined ? `${path}|layername=lines` : named, given === undefined ? {} : { epsg: given });
  const wrong = vector.geometries.type.findIndex((type) => type !== NO_GEOMETRY && !GEOMETRY_TYPES[type]!.endsWith('LineString'));
  if (wrong >= 0) throw new InputError({ file: vector.file, row: wrong + 1, problem: `is a ${GEOMETRY_TYPES[vector.geometries.type[wrong]!]}`, accepted: 'LineString or MultiLineString' });
  const source = requireFileCrs(vector.file, vector.epsg, 'networkCrs', vector.geometries.xy);
  const [highway, railway, other] = ['highway', 'railway', 'other_tags'].map((name) => vector.fields.indexOf(name)) as [number, number, number];
  const text = (row: number, field: number) => (field < 0 ? '' : vector.text(row, field));
  const kinds = Array.from({ length: vector.rowCount }, (_, row) => (highway < 0 ? 'street' : osmKind(text(row, highway), text(row, railway), text(row, other))));
  const { xy, ringStart, partStart, rowStart } = vector.takeGeometries();
  const kind: number[] = [];
  const start: number[] = [0];
  // A line of several parts is as many ways.
  for (let row = 0; row < kinds.length; row++) {
    for (let part = rowStart[row]!; part < rowStart[row + 1]!; part++) {
      for (let line = partStart[part]!; line < partStart[part + 1]!; line++) {
        kind.push(OSM_KINDS.indexOf(kinds[row]!));
        start.push(ringStart[line + 1]!);
      }
    }
  }
  const graph = buildStreetGraph({ xy: projectPoints(xy.slice(0, 2 * start.at(-1)!), source, epsg, vector.file), start: Uint32Array.from(start), kind: Uint16Array.from(kind) }, OSM_RULES);
  if (graph.edgeCount === 0) throw new InputError({ file: vector.file, problem: 'has no way that anybody walks on', accepted: 'lines, or ways of OpenStreetMap with the field "highway"' });
  return graph;
}
