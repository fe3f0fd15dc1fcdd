// Addresses, schools and streets: places in the municipality's CRS, addresses with the block they lie in.
import type { Geometry, Position } from 'geojson';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { createBlockLocator } from '../../core/coverage/locate.ts';
import { say, type Said } from '../../core/refusals/say.ts';
import type { Address } from '../db/queries/addresses.ts';
import type { ReferenceFeature } from '../db/queries/reference-features.ts';
import { requireCrs, transformer } from '../gdal/crs/crs.ts';
import { InputError } from '../gdal/input-error.ts';
import { parseNumber } from '../gdal/formats/read-csv.ts';
import { isTextTable, readTable, requireColumn, tableOfFeatures, type NamedTable } from '../gdal/read-table.ts';
import { readVector } from '../gdal/read-vector.ts';
import { requireFileCrs } from '../processes/inputs/project-rings.ts';
import { readIds, requireUnique } from '../processes/inputs/read-blocks.ts';
import { pointsOfTable } from '../processes/inputs/read-points.ts';
import type { ImportMapping } from './import-request.ts';
import { requirePlace, type PlaceQuestion } from './place-check.ts';
import { chosenRows, tableOfRows } from './select-rows.ts';

export interface PreparedAddresses {
  readonly kind: 'addresses';
  readonly addresses: readonly Address[];
  readonly report: { readonly addresses: number; readonly outside: readonly string[]; readonly outsideAddresses: number };
}

export interface PreparedLayer {
  readonly kind: 'layer';
  readonly layer: string;
  readonly features: readonly ReferenceFeature[];
  readonly report: { readonly layer: string; readonly features: number };
}

interface Places {
  readonly table: NamedTable;
  readonly ids: readonly string[];
  /** In the municipality's CRS. */
  readonly geometries: readonly Geometry[];
}

async function readPlaces(path: string, mapping: ImportMapping, epsg: number, kinds: readonly Geometry['type'][], question: PlaceQuestion): Promise<Places> {
  const given = mapping.sourceCrs === undefined ? undefined : requireCrs(mapping.sourceCrs, 'sourceCrs');
  let table: NamedTable;
  let source: number;
  let geometries: Geometry[];
  if (isTextTable(path)) {
    table = await readTable(path);
    const { x, y } = mapping;
    if (x === undefined || y === undefined || given === undefined) {
      throw new InputError({ file: table.file, field: 'mapping', problem: say('POINTS_NEED_CRS'), accepted: say('TAKE_XY') });
    }
    source = given;
    const xy = pointsOfTable(table, x, y);
    geometries = Array.from({ length: table.rowCount }, (_, i) => ({ type: 'Point', coordinates: [xy[2 * i]!, xy[2 * i + 1]!] }));
  } else {
    const vector = await readVector(path, given === undefined ? {} : { epsg: given });
    table = tableOfFeatures(vector);
    source = requireFileCrs(vector.file, vector.epsg, 'sourceCrs');
    geometries = vector.features.map(({ geometry }, i) => {
      if (geometry !== null && kinds.includes(geometry.type)) return geometry;
      throw new InputError({ file: vector.file, row: i + 1, problem: geometry === null ? say('NO_GEOMETRY') : say('WRONG_GEOMETRY', { type: geometry.type }), accepted: say('TAKE_GEOMETRIES', { types: kinds.join(' or ') }) });
    });
  }
  const rows = chosenRows(table, mapping.where);
  if (rows !== null) {
    table = tableOfRows(table, rows);
    geometries = rows.map((row) => geometries[row]!);
  }
  const ids = mapping.id === undefined ? Array.from({ length: table.rowCount }, (_, row) => String(row + 1)) : readIds(table, mapping.id);
  if (mapping.id !== undefined) requireUnique(table, mapping.id, ids);
  const transform = transformer(source, epsg);
  const places = geometries.map((geometry, i) => transformed(geometry, transform, table, i));
  const first = Float64Array.from(places.flatMap((geometry) => firstOf(geometry)));
  await requirePlace(first, epsg, question, table.file, (position) => table.rowNumber(position));
  return { table, ids, geometries: places };
}

/** One position stands for each geometry. */
function firstOf(geometry: Geometry): [number, number] {
  let value: unknown = (geometry as { coordinates: unknown }).coordinates;
  while (Array.isArray(value) && Array.isArray(value[0])) value = value[0];
  return [(value as Position)[0]!, (value as Position)[1]!];
}

function transformed(geometry: Geometry, transform: (x: number, y: number) => [number, number], table: NamedTable, row: number): Geometry {
  const walk = (value: unknown): unknown => {
    if (!Array.isArray(value) || typeof value[0] !== 'number') return (value as unknown[]).map(walk);
    const [x, y] = transform(...(value.slice(0, 2) as [number, number]));
    if (Number.isFinite(x) && Number.isFinite(y)) return [x, y];
    throw new InputError({ file: table.file, row: table.rowNumber(row), problem: say('OUTSIDE_OF_CRS'), accepted: say('TAKE_EASTING') });
  };
  return { ...geometry, coordinates: walk((geometry as { coordinates: unknown }).coordinates) } as Geometry;
}

/** `blocks` is the newest stored set, or null where there is none: then addresses lie in no block yet. */
export async function prepareAddresses(path: string, mapping: ImportMapping, epsg: number, blocks: BlockRings | null, question: PlaceQuestion): Promise<PreparedAddresses> {
  const { table, ids, geometries } = await readPlaces(path, mapping, epsg, ['Point'], question);
  const built = blocks === null ? null : buildCoverage(blocks);
  const locator = built?.ok === true ? createBlockLocator(built.coverage) : null;
  const column = (name: string | undefined) => (name === undefined ? null : requireColumn(table, name));
  const [street, houseNumber, weight] = [column(mapping.street), column(mapping.houseNumber), column(mapping.weight)];
  const text = (row: number, at: number | null) => (at === null ? '' : table.cell(row, at));
  const addresses = geometries.map((geometry, row): Address => {
    const [x, y] = (geometry as { coordinates: Position }).coordinates as [number, number];
    const block = locator?.at(x, y) ?? -1;
    const read = weight === null ? 1 : parseNumber(text(row, weight));
    if (read === undefined || read === null || read < 0) {
      throw new InputError({ file: table.file, row: table.rowNumber(row), field: mapping.weight!, problem: say('NO_WEIGHT', { value: text(row, weight) }), accepted: say('TAKE_FROM_0') });
    }
    return { address: ids[row]!, block: block < 0 ? null : blocks!.ids[block]!, street: text(row, street), houseNumber: text(row, houseNumber), weight: read, x, y };
  });
  const outside = addresses.filter(({ block }) => block === null).map(({ address }) => address);
  return { kind: 'addresses', addresses, report: { addresses: addresses.length, outside: outside.slice(0, 100), outsideAddresses: outside.length } };
}

const SHAPES: Readonly<Record<'schools' | 'network' | 'layer', readonly Geometry['type'][]>> = {
  schools: ['Point'],
  network: ['LineString', 'MultiLineString'],
  layer: ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon'],
};

const FACILITY_NUMBERS = ['classesPerYear', 'classSize', 'placesPerYear'] as const;
const FACILITY_TEXTS = { type: 'type', address: 'address', opens: 'opens', closes: 'closes', zone: 'zones' } as const;
const DAYS: readonly string[] = ['opens', 'closes'];

interface FacilityColumn {
  /** Name that the program reads it by. */
  readonly property: string;
  readonly column: string;
  readonly at: number;
  readonly kind: 'number' | 'text' | 'day';
}

/** What the mapping says of places, kind, address and validity; other columns keep their own names. */
function facilityColumns(table: NamedTable, mapping: ImportMapping): FacilityColumn[] {
  const found: FacilityColumn[] = [];
  const add = (property: string, column: string | undefined, kind: FacilityColumn['kind']) => {
    if (column !== undefined) found.push({ property, column, at: requireColumn(table, column), kind });
  };
  for (const property of FACILITY_NUMBERS) add(property, mapping[property], 'number');
  for (const [field, property] of Object.entries(FACILITY_TEXTS)) add(property, mapping[field as keyof typeof FACILITY_TEXTS], DAYS.includes(field) ? 'day' : 'text');
  return found;
}

/** Empty cells are left out: a school without places is told later, not refused. Throws InputError for what is no number or no day. */
function facilityOf(table: NamedTable, columns: readonly FacilityColumn[], row: number): Record<string, string | number> {
  const told: Record<string, string | number> = {};
  for (const { property, column, at, kind } of columns) {
    const written = table.cell(row, at).trim();
    if (written === '') continue;
    const refuse = (accepted: Said) => new InputError({ file: table.file, row: table.rowNumber(row), field: column, problem: kind === 'day' ? say('NO_DAY_WRITTEN', { value: written }) : say('NO_NUMBER_FROM_0', { value: written }), accepted });
    if (kind === 'number') {
      const value = parseNumber(written);
      if (value === undefined || value === null || value < 0) throw refuse(say('TAKE_FROM_0_OR_EMPTY'));
      told[property] = value;
    } else if (kind === 'day') {
      const iso = /^(\d\d)\.(\d\d)\.(\d{4})$/.exec(written);
      const day = iso === null ? written : `${iso[3]}-${iso[2]}-${iso[1]}`;
      if (Number.isNaN(Date.parse(day)) || !/^\d{4}-\d\d-\d\d$/.test(day)) throw refuse(say('TAKE_DAY_WRITTEN'));
      told[property] = day;
    } else told[property] = written;
  }
  return told;
}

/** Schools as points, the lines of a street network, or any other layer under its own name, with all attributes of the file. */
export async function prepareLayer(path: string, mapping: ImportMapping, epsg: number, kind: keyof typeof SHAPES, ownName: string | undefined, question: PlaceQuestion): Promise<PreparedLayer> {
  const { table, ids, geometries } = await readPlaces(path, mapping, epsg, SHAPES[kind], question);
  const name = mapping.name === undefined ? null : requireColumn(table, mapping.name);
  const layer = kind === 'schools' ? 'schools' : kind === 'network' ? 'streets' : ownName!;
  const told = facilityColumns(table, mapping);
  const features = geometries.map((geometry, row) => ({
    feature: ids[row]!,
    name: name === null ? '' : table.cell(row, name),
    properties: { ...Object.fromEntries(table.columns.map((column, at) => [column, table.cell(row, at)])), ...facilityOf(table, told, row) },
    geometry,
  }));
  return { kind: 'layer', layer, features, report: { layer, features: features.length } };
}
