// Which zone a block is in: polygons of zones, a table of block and zone, or a column of the block file.
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { forEachMeeting } from '../../../core/coverage/edge-crossings.ts';
import { polygonAreaM2 } from '../../../core/coverage/overlay/overlap-area.ts';
import { say, type Said } from '../../../core/refusals/say.ts';
import { compareIds } from '../../../core/statistics/id-order.ts';
import { requireCrs } from '../../gdal/crs/crs.ts';
import { InputError } from '../../gdal/input-error.ts';
import { type NamedTable, readTable, requireColumn, tableOfFeatures } from '../../gdal/read-table.ts';
import { readVector } from '../../gdal/read-vector.ts';
import { polygonsOf, projectPoints, requireFileCrs } from './project-rings.ts';
import { type BlockSource, readIds, requireUnique } from './read-blocks.ts';
import { unknownBlock } from './read-counts.ts';

/** Zone of every block by position, -1 for none, and the zones' ids. */
export interface ZoneMembership {
  readonly zones: readonly string[];
  readonly assignment: Int32Array;
}

/** Zones as a column of the block file; an empty field is no zone. Zones are in the order of their ids. */
export function zonesOfColumn(source: BlockSource, name: string): ZoneMembership {
  const column = requireColumn(source.table, name);
  return number(source.ids.map((_, row) => source.table.cell(row, column)));
}

/**
 * Zones from a table with the columns `block` (or the name of the block file's id column) and `zone`. Blocks that it
 * leaves out are in no zone; `missing` says how many.
 */
export async function zonesOfTable(path: string, source: BlockSource, blockId: string): Promise<ZoneMembership & { readonly missing: number }> {
  const table = await readTable(path);
  const blockColumn = table.columns.includes('block') ? 'block' : blockId;
  if (!table.columns.includes(blockColumn) || !table.columns.includes('zone')) {
    throw new InputError({ file: table.file, row: 1, problem: `columns are ${table.columns.join(', ')}`, accepted: 'columns "block" and "zone"' });
  }
  const ids = readIds(table, blockColumn);
  requireUnique(table, blockColumn, ids);
  const zone = requireColumn(table, 'zone');
  const position = new Map(source.ids.map((id, block) => [id, block]));
  const names = source.ids.map(() => '');
  ids.forEach((id, row) => {
    const block = position.get(id);
    if (block === undefined) throw unknownBlock(table, row, blockColumn, id, source.file);
    names[block] = table.cell(row, zone);
  });
  return { ...number(names), missing: source.ids.length - ids.length };
}

function number(names: readonly string[]): ZoneMembership {
  const zones = [...new Set(names)].filter((name) => name !== '').toSorted(compareIds);
  const position = new Map(zones.map((zone, i) => [zone, i]));
  return { zones, assignment: Int32Array.from(names, (name) => position.get(name) ?? -1) };
}

/**
 * Polygons of zones in the CRS `epsg`, in the order of the file. They need not be a coverage; each must be a polygon with an
 * area that does not cross itself.
 */
export async function readZones(path: string, zoneId: string, crs: string | undefined, epsg: number): Promise<BlockRings> {
  const given = crs === undefined ? undefined : requireCrs(crs, 'zonesCrs');
  const vector = await readVector(path, given === undefined ? {} : { epsg: given });
  const table = tableOfFeatures(vector);
  const ids = readIds(table, zoneId);
  requireUnique(table, zoneId, ids);
  const source = requireFileCrs(vector.file, vector.epsg, 'zonesCrs', vector.geometries.xy);
  const rings = polygonsOf(vector, ids);
  const zones = { ...rings, xy: projectPoints(rings.xy, source, epsg, vector.file) };
  for (let zone = 0; zone < ids.length; zone++) requirePolygon(zones, zone, table, zoneId);
  return zones;
}

function requirePolygon(zones: BlockRings, zone: number, table: NamedTable, field: string): void {
  const refuse = (problem: Said) =>
    new InputError({ file: table.file, row: table.rowNumber(zone), field, problem, accepted: say('TAKE_VALID_POLYGON') });
  if (!(polygonAreaM2(zones, zone) > 0)) throw refuse(say('ZONE_NO_AREA', { zone: zones.ids[zone]! }));
  const crossing = selfCrossing(zones, zone);
  if (crossing !== null) throw refuse(say('ZONE_CROSSES', { zone: zones.ids[zone]!, x: crossing[0].toFixed(2), y: crossing[1].toFixed(2) }));
}

function selfCrossing(zones: BlockRings, zone: number): readonly [number, number] | null {
  const segments: number[] = [];
  const last = zones.partStart[zones.blockStart[zone + 1]!]!;
  for (let ring = zones.partStart[zones.blockStart[zone]!]!; ring < last; ring++) {
    const start = zones.ringStart[ring]!;
    const end = zones.ringStart[ring + 1]!;
    for (let v = start; v < end; v++) {
      const w = v + 1 === end ? start : v + 1;
      segments.push(zones.xy[2 * v]!, zones.xy[2 * v + 1]!, zones.xy[2 * w]!, zones.xy[2 * w + 1]!);
    }
  }
  let found: readonly [number, number] | null = null;
  // Only true crossings: parts that touch, or share an edge, leave inside and outside clear.
  forEachMeeting(Float64Array.from(segments), (_, j, how) => {
    if (how === 'cross') found = [segments[4 * j]!, segments[4 * j + 1]!];
    return found === null;
  });
  return found;
}
