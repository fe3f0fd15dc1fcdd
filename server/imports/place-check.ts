// Whether what was read lies where it can: a CRS that is missing or wrong is told with those that would fit, and never taken.
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { say, says, type Said } from '../../core/refusals/say.ts';
import { isGeographic, parseCrs, transformer } from '../gdal/crs/crs.ts';
import { judgeCrs, type CrsIssue, type Place } from '../gdal/crs/crs-proposal.ts';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import { isTextTable, readTable } from '../gdal/read-table.ts';
import { pointsOfTable } from '../processes/inputs/read-points.ts';
import { ImportRefused } from './import-refused.ts';
import type { ImportMapping } from './import-request.ts';
import { readUnjudged } from './read-unjudged.ts';

/** The file that is imported, and where the municipality lies. */
export interface PlaceQuestion {
  /** With its layer, as readers take it. */
  readonly path: string;
  readonly mapping: Pick<ImportMapping, 'x' | 'y' | 'sourceCrs'>;
  /** Null as long as no blocks are stored. */
  readonly place: Place | null;
}

/** Nothing of a municipality is farther from its other places. */
const FAR_M = 1_000_000;
const GERMANY_M = 500_000;

/**
 * Refuses places, x y interleaved in the projected CRS `epsg`, that most likely are not meant: a CRS that is contradicted by where
 * they would lie, and single places a thousand kilometres from the others (a 0 0, a polygon around the pole). `rowOf` gives the
 * row of the file for the number of a position. Throws ImportRefused.
 */
export async function requirePlace(xy: Float64Array, epsg: number, question: PlaceQuestion, file: string, rowOf: (position: number) => number): Promise<void> {
  if (xy.length === 0) return;
  const centre = medianOf(xy);
  if (!isAt(centre, epsg, question.place)) {
    const errors = (await judgeFile(question)).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new ImportRefused(errors);
  }
  for (let i = 0; i < xy.length; i += 2) {
    const far = Math.max(Math.abs(xy[i]! - centre[0]), Math.abs(xy[i + 1]! - centre[1]));
    if (far <= FAR_M) continue;
    const problem = Number.isFinite(far) ? say('FAR_AWAY', { kilometres: Math.round(far / 1000) }) : say('NOWHERE');
    throw new InputError({ file, row: rowOf(i / 2), field: 'geometry', problem, accepted: say('TAKE_PLACES') });
  }
}

/** The error itself; where it says that the CRS is missing or not known, what the coordinates say of it. */
export async function adviseCrs(thrown: unknown, question: PlaceQuestion): Promise<unknown> {
  if (!(thrown instanceof InputError) || !says(thrown.input.problem, 'CRS_MISSING', 'NOT_IN_DEGREES', 'CRS_UNKNOWN', 'NO_PLACE_IN', 'POINTS_NEED_CRS', 'CRS_OF_POINTS')) return thrown;
  const issues = await judgeFile(question).catch(() => []);
  const [first] = issues;
  if (first === undefined) return thrown;
  const { row, file, field, option } = thrown.input;
  const place = field ?? option;
  // What the reader said stays where it knows more than that the CRS is missing: which row, which name.
  const said = thrown.input.problem as Said;
  const problem = first.code === 'CRS_MISSING' ? said : says(said, 'CRS_UNKNOWN') ? say('CRS_UNKNOWN_AND', { crs: said.params.crs!, other: first.problem }) : first.problem;
  return new ImportRefused([{ ...first, problem, ...(file === undefined ? {} : { file }), ...(row === undefined ? {} : { row }), ...(place === undefined ? {} : { field: place }) }]);
}

async function judgeFile({ path, mapping, place }: PlaceQuestion): Promise<(CrsIssue & InputProblem)[]> {
  const given = mapping.sourceCrs === undefined ? null : parseCrs(mapping.sourceCrs);
  if (mapping.x !== undefined || isTextTable(path)) {
    if (mapping.x === undefined || mapping.y === undefined) return [];
    const table = await readTable(path);
    const { issues } = judgeCrs(pointsOfTable(table, mapping.x, mapping.y), given, place);
    return issues.map((issue) => ({ ...issue, file: table.file, field: 'mapping.sourceCrs' }));
  }
  const { vector, named } = await readUnjudged(path, { columns: [] });
  const { issues } = judgeCrs(vector.geometries.xy, given ?? named, place);
  return issues.map((issue) => ({ ...issue, file: vector.file, field: given === null ? 'crs' : 'mapping.sourceCrs' }));
}

/** Middle of a sample by each axis: a few places far off do not move it. */
function medianOf(xy: Float64Array): [number, number] {
  const count = xy.length / 2;
  const step = Math.max(1, Math.floor(count / 1001));
  const middle = (axis: 0 | 1) => {
    const values: number[] = [];
    for (let i = 0; i < count; i += step) if (Number.isFinite(xy[2 * i + axis]!)) values.push(xy[2 * i + axis]!);
    return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
  };
  return [middle(0), middle(1)];
}

/** Whether a place in the CRS `epsg` is near the municipality, or in Germany where that is not known. */
function isAt([x, y]: [number, number], epsg: number, place: Place | null): boolean {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  if (place !== null) {
    const [minX, minY, maxX, maxY] = place.bounds;
    const margin = Math.max(5000, maxX - minX, maxY - minY);
    return place.epsg === epsg && x >= minX - margin && x <= maxX + margin && y >= minY - margin && y <= maxY + margin;
  }
  if (isGeographic(epsg)) return true;
  const [middleX, middleY] = transformer(4326, epsg)(10.4, 51.2);
  return Math.abs(x - middleX) < GERMANY_M && Math.abs(y - middleY) < GERMANY_M;
}

/** The block that has a position, by its ring and part. */
export function blockOfPosition({ ringStart, partStart, blockStart }: BlockRings, position: number): number {
  const holder = (starts: Uint32Array, at: number) => starts.findIndex((start) => start > at) - 1;
  return holder(blockStart, holder(partStart, holder(ringStart, position)));
}
