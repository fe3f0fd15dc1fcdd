// Schools from a file: where they stand, what they are called, and how many places they have a year.
import { inEnglish } from '../../../core/refusals/say.ts';
import { requireCrs } from '../../gdal/crs/crs.ts';
import { InputError } from '../../gdal/input-error.ts';
import { type DecimalSign, numberColumn } from '../../gdal/read-numbers.ts';
import { isTextTable, type NamedTable, readTable, requireColumn, tableOfFeatures } from '../../gdal/read-table.ts';
import { readVector } from '../../gdal/read-vector.ts';
import { projectPoints, requireFileCrs } from './project-rings.ts';
import { readIds, requireUnique } from './read-blocks.ts';
import { pointsOfFeatures, pointsOfTable } from './read-points.ts';

export interface SchoolSource {
  readonly file: string;
  readonly ids: readonly string[];
  /** By school: the zone that it belongs to; its own id without a column of zones. */
  readonly zones: readonly string[];
  /** x y interleaved in the CRS asked for. */
  readonly xy: Float64Array;
  /** School × year; NaN where the field is empty. */
  readonly places: Float64Array;
}

export interface SchoolInput {
  readonly schools: string;
  readonly schoolId: string;
  readonly schoolZone?: string | undefined;
  /** One column for all years, or one a year. */
  readonly capacity: readonly string[];
  readonly schoolsX?: string | undefined;
  readonly schoolsY?: string | undefined;
  readonly schoolsCrs?: string | undefined;
  readonly decimal?: DecimalSign | undefined;
}

const PLACES = 'a number from 0, or empty where it is not known';

/** Throws InputError for ids twice, no place, and places that are no numbers from 0. */
export async function readSchools(input: SchoolInput, years: number, epsg: number): Promise<SchoolSource> {
  const given = input.schoolsCrs === undefined ? undefined : requireCrs(input.schoolsCrs, 'schoolsCrs');
  let table: NamedTable;
  let xy: Float64Array;
  let source: number;
  if (isTextTable(input.schools)) {
    table = await readTable(input.schools);
    if (input.schoolsX === undefined || input.schoolsY === undefined) {
      throw new InputError({ file: table.file, option: 'schoolsX', problem: 'is needed, with --schools-y, for a table', accepted: 'the name of a column' });
    }
    xy = pointsOfTable(table, input.schoolsX, input.schoolsY);
    source = requireFileCrs(table.file, given ?? null, 'schoolsCrs', xy);
  } else {
    const vector = await readVector(input.schools, given === undefined ? {} : { epsg: given });
    table = tableOfFeatures(vector);
    xy = pointsOfFeatures(vector);
    source = requireFileCrs(vector.file, vector.epsg, 'schoolsCrs', xy);
  }
  const ids = readIds(table, input.schoolId);
  requireUnique(table, input.schoolId, ids);
  if (ids.length === 0) throw new InputError({ file: table.file, problem: 'has no school', accepted: 'a row a school' });
  if (input.capacity.length !== 1 && input.capacity.length !== years) {
    throw new InputError({ option: 'capacity', problem: `${input.capacity.length} columns for ${years} columns of pupils`, accepted: 'one column for all, or one each' });
  }
  const places = new Float64Array(ids.length * years);
  input.capacity.forEach((name, k) => {
    const reader = numberColumn(table, requireColumn(table, name), PLACES, { decimal: input.decimal });
    for (let school = 0; school < ids.length; school++) {
      const value = reader.read(school);
      if (value !== null && typeof value !== 'number') throw new InputError({ ...value, accepted: inEnglish(value.accepted ?? '').replaceAll('mapping.', '--') });
      if (value !== null && value < 0) throw new InputError({ file: table.file, row: table.rowNumber(school), field: name, problem: `${value} places`, accepted: PLACES });
      for (let y = 0; y < years; y++) if (input.capacity.length === 1 || y === k) places[school * years + y] = value ?? NaN;
    }
  });
  const zones = input.schoolZone === undefined ? ids : zonesOf(table, input.schoolZone);
  return { file: table.file, ids, zones, xy: projectPoints(xy, source, epsg, table.file), places };
}

function zonesOf(table: NamedTable, name: string): string[] {
  const column = requireColumn(table, name);
  return Array.from({ length: table.rowCount }, (_, row) => {
    const zone = table.cell(row, column);
    if (zone === '') throw new InputError({ file: table.file, row: table.rowNumber(row), field: name, problem: 'the zone is empty', accepted: 'the zone that the school belongs to' });
    return zone;
  });
}
