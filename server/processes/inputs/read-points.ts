// Places of points from tables and vector files, and points with weights to apportion by.
import { say } from '../../../core/refusals/say.ts';
import type { WeightedPoints } from '../../../core/statistics/divide-blocks.ts';
import { requireCrs } from '../../gdal/crs/crs.ts';
import { firstPosition, GEOMETRY_TYPES } from '../../gdal/formats/flat-geometries.ts';
import { InputError } from '../../gdal/input-error.ts';
import { parseNumber } from '../../gdal/formats/read-csv.ts';
import { isTextTable, type NamedTable, readTable, requireColumn, tableOfFeatures } from '../../gdal/read-table.ts';
import { readVector, type VectorFile } from '../../gdal/read-vector.ts';
import { projectPoints, requireFileCrs } from './project-rings.ts';

/** Coordinates of every row, x y interleaved, in the table's CRS. */
export function pointsOfTable(table: NamedTable, xName: string, yName: string): Float64Array {
  const columns = [requireColumn(table, xName), requireColumn(table, yName)];
  const xy = new Float64Array(2 * table.rowCount);
  for (let row = 0; row < table.rowCount; row++) {
    columns.forEach((column, axis) => {
      const value = parseNumber(table.cell(row, column));
      if (value === null || value === undefined) {
        throw new InputError({
          file: table.file,
          row: table.rowNumber(row),
          field: axis === 0 ? xName : yName,
          problem: say('NO_COORDINATE', { value: table.cell(row, column) }),
          accepted: say('TAKE_NUMBER'),
        });
      }
      xy[2 * row + axis] = value;
    });
  }
  return xy;
}

/** Coordinates of point features; throws InputError for another geometry. */
export function pointsOfFeatures(vector: VectorFile): Float64Array {
  const xy = new Float64Array(2 * vector.rowCount);
  for (let row = 0; row < vector.rowCount; row++) {
    const type = GEOMETRY_TYPES[vector.geometries.type[row]!]!;
    const place = type === 'Point' ? firstPosition(vector.geometries, row) : null;
    if (place === null) {
      throw new InputError({ file: vector.file, row: row + 1, problem: type === null || type === 'Point' ? say('NO_GEOMETRY') : say('WRONG_GEOMETRY', { type }), accepted: say('TAKE_POINT') });
    }
    xy[2 * row] = place[0];
    xy[2 * row + 1] = place[1];
  }
  return xy;
}

export interface PointInput {
  readonly path: string;
  readonly weight?: string | undefined;
  /** Columns of a table; vector files have their places. */
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly crs?: string | undefined;
  /** CRS of a table where `crs` is not given. */
  readonly tableCrs?: string | undefined;
}

/** Points with weights (1 without a weight column) in the CRS `epsg`. */
export async function readWeightedPoints(input: PointInput, epsg: number): Promise<WeightedPoints> {
  const given = input.crs === undefined ? undefined : requireCrs(input.crs, 'pointsCrs');
  let table: NamedTable;
  let xy: Float64Array;
  let source: number;
  if (isTextTable(input.path)) {
    table = await readTable(input.path);
    if (input.x === undefined || input.y === undefined) {
      throw new InputError({ file: table.file, option: 'pointsX', problem: 'is needed, with --points-y, for a table', accepted: say('TAKE_COLUMN_NAME') });
    }
    xy = pointsOfTable(table, input.x, input.y);
    const fallback = input.tableCrs === undefined ? null : requireCrs(input.tableCrs, 'sourceCrs');
    source = requireFileCrs(table.file, given ?? fallback, 'pointsCrs');
  } else {
    const vector = await readVector(input.path, given === undefined ? {} : { epsg: given });
    table = tableOfFeatures(vector);
    xy = pointsOfFeatures(vector);
    source = requireFileCrs(vector.file, vector.epsg, 'pointsCrs', vector.geometries.xy);
  }
  return { xy: projectPoints(xy, source, epsg, table.file), weight: weightsOf(table, input.weight) };
}

function weightsOf(table: NamedTable, name: string | undefined): Float64Array {
  const weight = new Float64Array(table.rowCount).fill(1);
  if (name === undefined) return weight;
  const column = requireColumn(table, name);
  for (let row = 0; row < table.rowCount; row++) {
    const value = parseNumber(table.cell(row, column));
    if (value === null || value === undefined || !Number.isFinite(value) || value < 0) {
      throw new InputError({
        file: table.file,
        row: table.rowNumber(row),
        field: name,
        problem: say('NO_WEIGHT', { value: table.cell(row, column) }),
        accepted: say('TAKE_AT_LEAST_0'),
      });
    }
    weight[row] = value;
  }
  return weight;
}
