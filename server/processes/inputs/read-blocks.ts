// Blocks from a file: polygons, points, squares round points, or bare rows of a table.
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { say } from '../../../core/refusals/say.ts';
import { requireCrs } from '../../gdal/crs/crs.ts';
import { NO_GEOMETRY, POINT } from '../../gdal/formats/flat-geometries.ts';
import { InputError } from '../../gdal/input-error.ts';
import { isTextTable, type NamedTable, readTable, requireColumn, tableOfFeatures } from '../../gdal/read-table.ts';
import { type ReadOptions, readVector } from '../../gdal/read-vector.ts';
import { computeCrs, polygonsOf, projectPoints, requireFileCrs } from './project-rings.ts';
import { pointsOfFeatures, pointsOfTable } from './read-points.ts';
import { squaresRound } from './squares.ts';

/** Blocks with their attributes; positions agree in all members. */
export interface BlockSource {
  readonly file: string;
  readonly ids: readonly string[];
  readonly table: NamedTable;
  /** The CRS to compute in; null for a table without places. */
  readonly epsg: number | null;
  /** Polygons in `epsg`; null for points and bare rows. */
  readonly rings: BlockRings | null;
  /** The points of a table of points, in `epsg`, x y interleaved: for squares their centres. */
  readonly points: Float64Array | null;
}

export interface BlockInput {
  readonly blocks: string;
  readonly blockId: string;
  readonly x?: string | undefined;
  readonly y?: string | undefined;
  readonly sourceCrs?: string | undefined;
  readonly cell?: number | undefined;
  readonly crs?: string | undefined;
  /** Columns beside the id that the caller will ask for; 171 columns at 400,000 blocks are 600 MB. Default: all. */
  readonly columns?: readonly string[] | undefined;
}

/** How the vector file of these blocks is to be read; null where they are no vector file's. */
export function vectorOptions(input: BlockInput): ReadOptions | null {
  if (input.x !== undefined || input.y !== undefined || isTextTable(input.blocks)) return null;
  return {
    ...(input.sourceCrs === undefined ? {} : { epsg: requireCrs(input.sourceCrs, 'sourceCrs') }),
    ...(input.columns === undefined ? {} : { columns: [input.blockId, ...input.columns] }),
  };
}

/**
 * Reads blocks. Throws InputError for a missing column, an empty id, no CRS; ids may repeat: see `requireUnique`. `read` may have the
 * file already.
 */
export async function readBlocks(input: BlockInput, read: typeof readVector = readVector): Promise<BlockSource> {
  if ((input.x === undefined) !== (input.y === undefined)) {
    throw new InputError({ option: input.x === undefined ? 'x' : 'y', problem: say('OTHER_COORDINATE'), accepted: say('TAKE_COLUMN_NAME') });
  }
  if (input.x !== undefined) return readPointTable(input, input.sourceCrs === undefined ? undefined : requireCrs(input.sourceCrs, 'sourceCrs'));
  const options = vectorOptions(input);
  if (options === null) return readBareTable(input);
  const vector = await read(input.blocks, options);
  const { file } = vector;
  const table = tableOfFeatures(vector);
  const ids = readIds(table, input.blockId);
  const first = vector.geometries.type.find((type) => type !== NO_GEOMETRY);
  if (first === undefined) return { file, ids, table, epsg: null, rings: null, points: null };
  const source = requireFileCrs(file, vector.epsg, 'sourceCrs', vector.geometries.xy);
  if (first === POINT) return fromPoints(input, table, ids, pointsOfFeatures(vector), source);
  if (input.cell !== undefined) {
    throw new InputError({ file, option: 'cell', problem: say('POLYGONS_ALREADY'), accepted: say('TAKE_POINT_TABLE') });
  }
  const rings = polygonsOf(vector, ids);
  const epsg = computeCrs(input.crs, source, rings.xy);
  return { file, ids, table, epsg, rings: { ...rings, xy: projectPoints(rings.xy, source, epsg, file) }, points: null };
}

async function readPointTable(input: BlockInput, source: number | undefined): Promise<BlockSource> {
  const table = await readTable(input.blocks);
  if (source === undefined) {
    throw new InputError({ file: table.file, option: 'sourceCrs', problem: say('CRS_OF_POINTS'), accepted: say('TAKE_CRS_OF_POINTS') });
  }
  const ids = readIds(table, input.blockId);
  return fromPoints(input, table, ids, pointsOfTable(table, input.x!, input.y!), source);
}

function fromPoints(input: BlockInput, table: NamedTable, ids: readonly string[], xy: Float64Array, source: number): BlockSource {
  const { file } = table;
  const epsg = computeCrs(input.crs, source, xy);
  const points = projectPoints(xy, source, epsg, file);
  if (input.cell === undefined) return { file, ids, table, epsg, rings: null, points };
  const rings = squaresRound(ids, xy, input.cell, source);
  return { file, ids, table, epsg, rings: { ...rings, xy: projectPoints(rings.xy, source, epsg, file) }, points };
}

async function readBareTable(input: BlockInput): Promise<BlockSource> {
  const table = await readTable(input.blocks);
  if (input.cell !== undefined) {
    throw new InputError({ file: table.file, option: 'cell', problem: say('PLACES_NEEDED'), accepted: say('TAKE_XY_BESIDE') });
  }
  return { file: table.file, ids: readIds(table, input.blockId), table, epsg: null, rings: null, points: null };
}

/** Ids of all rows; throws InputError for an empty one. */
export function readIds(table: NamedTable, name: string): string[] {
  const column = requireColumn(table, name);
  const ids: string[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const id = table.cell(row, column);
    if (id === '') throw new InputError({ file: table.file, row: table.rowNumber(row), field: name, problem: say('ID_EMPTY'), accepted: say('TAKE_AN_ID') });
    ids.push(id);
  }
  return ids;
}

/** Position of every id; throws InputError where one stands twice. */
export function requireUnique(table: NamedTable, name: string, ids: readonly string[]): Map<string, number> {
  const positions = new Map<string, number>();
  ids.forEach((id, row) => {
    const earlier = positions.get(id);
    if (earlier !== undefined) {
      throw new InputError({
        file: table.file,
        row: table.rowNumber(row),
        field: name,
        problem: say('ID_TWICE', { value: id, row: String(table.rowNumber(earlier)) }),
        accepted: say('TAKE_IDS_ONCE'),
      });
    }
    positions.set(id, row);
  });
  return positions;
}
