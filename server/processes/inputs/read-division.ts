// A division to be compared: polygons of zones, or a table that says which zone every block is in.
import { basename } from 'node:path';
import { buildCoverage } from '../../../core/coverage/build-coverage.ts';
import type { Assignment, BlockRings, Coverage } from '../../../core/coverage/coverage.ts';
import { dissolve } from '../../../core/coverage/dissolve.ts';
import { overlayFractions } from '../../../core/coverage/overlay/overlay.ts';
import { outlineToGeoJson, ringsFromGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { inEnglish } from '../../../core/refusals/say.ts';
import { cutPieces, divideByMajority } from '../../../core/statistics/divide-by-area.ts';
import { divideBlocks } from '../../../core/statistics/divide-blocks.ts';
import { InputError } from '../../gdal/input-error.ts';
import { isTextTable, readTable } from '../../gdal/read-table.ts';
import { type BlockSource, readBlocks, requireUnique } from './read-blocks.ts';
import { readZones, zonesOfTable } from './read-zones.ts';
import type { BlockCoverage } from './require-coverage.ts';
import { zoneCoverage } from './zone-coverage.ts';

export interface Division {
  readonly ids: readonly string[];
  /** Its zones as a coverage of their own. */
  readonly zones: Coverage;
  /** By block, where there are blocks: the zone that it lies in, or with most of it. */
  readonly assignment: Assignment | null;
  /** Blocks that its borders cut; 0 where it is made of blocks or there are none. */
  readonly cutBlocks: number;
}

export interface DivisionInput {
  readonly path: string;
  readonly idColumn: string | undefined;
  /** Names of the options, for messages. */
  readonly option: 'a' | 'b';
  readonly crs: string | undefined;
}

/** Blocks that counts come from, with their coverage. */
export interface ComparedBlocks {
  readonly source: BlockSource;
  readonly blockId: string;
  readonly made: BlockCoverage;
}

/** Polygons of the first division, which say what CRS to compute in where there are no blocks. */
export async function firstDivision(input: DivisionInput, crs: string | undefined, note: (message: string) => void): Promise<Division & { readonly epsg: number }> {
  refuseTable(input);
  const blockId = await idColumnOf(input);
  const source = await readBlocks({ blocks: input.path, blockId, sourceCrs: input.crs, crs });
  requireUnique(source.table, blockId, source.ids);
  if (source.epsg === null || source.rings === null) throw new InputError({ file: source.file, problem: 'has no polygons', accepted: 'polygons of zones' });
  return { ...fromPolygons(source.rings, input, blockId, null, note), epsg: source.epsg };
}

/** A division in the CRS `epsg`; tables need `blocks`. */
export async function readDivision(input: DivisionInput, epsg: number, blocks: ComparedBlocks | null, note: (message: string) => void): Promise<Division> {
  if (blocks !== null && isTextTable(input.path)) return fromTable(input, blocks, note);
  refuseTable(input);
  const idColumn = await idColumnOf(input);
  return fromPolygons(await readZones(input.path, idColumn, input.crs, epsg), input, idColumn, blocks, note);
}

function refuseTable({ path, option }: DivisionInput): void {
  if (isTextTable(path)) throw new InputError({ file: basename(path), option, problem: 'is a table, which needs --blocks', accepted: 'polygons, or --blocks F --block-id COL beside a table with the columns block and zone' });
}

/** The column that was named, else "zone" or "id" where the file has it. */
async function idColumnOf({ path, idColumn, option }: DivisionInput): Promise<string> {
  if (idColumn !== undefined) return idColumn;
  const { columns } = await readTable(path);
  const found = ['zone', 'id'].find((name) => columns.includes(name));
  if (found !== undefined) return found;
  throw new InputError({ file: basename(path), option: `${option}Id`, problem: 'is needed: the file has no column "zone" or "id"', accepted: columns.slice(0, 20).join(', ') });
}

function fromPolygons(rings: BlockRings, input: DivisionInput, idColumn: string, blocks: ComparedBlocks | null, note: (message: string) => void): Division {
  const checked = zoneCoverage(rings, input.path, idColumn);
  if (!checked.ok) throw new InputError({ ...checked.problem, accepted: 'zones that do not overlap' });
  if (checked.note !== null) note(`${basename(input.path)}: ${inEnglish(checked.note)}`);
  if (blocks === null) return { ids: rings.ids, zones: checked.coverage, assignment: null, cutBlocks: 0 };
  const { made } = blocks;
  const division = divideBlocks({ blocks: made.rings, coverage: made.coverage, zones: rings });
  const cutBlocks = division.cut.reduce((sum, cut) => sum + cut, 0);
  if (cutBlocks === 0) return { ids: rings.ids, zones: checked.coverage, assignment: division.assignment, cutBlocks };
  const result = overlayFractions(made.coverage, checked.coverage);
  if (!result.ok) throw new Error(`checked zones and blocks contradict each other: ${result.issues[0]?.detail}`);
  const pieces = cutPieces(result.overlay, division.cut, made.coverage.blockAreaM2);
  return { ids: rings.ids, zones: checked.coverage, assignment: divideByMajority(division, pieces, rings.ids).assignment, cutBlocks };
}

async function fromTable({ path, idColumn, option }: DivisionInput, { source, blockId, made }: ComparedBlocks, note: (message: string) => void): Promise<Division> {
  if (idColumn !== undefined) throw new InputError({ option: `${option}Id`, problem: 'is for polygons', accepted: 'a table with the columns block and zone' });
  const { zones: ids, assignment, missing } = await zonesOfTable(path, source, blockId);
  if (missing > 0) note(`${missing} of ${source.ids.length} blocks have no row in ${basename(path)}: they are in no zone`);
  const outlines = dissolve(made.coverage, assignment, ids.length);
  const built = buildCoverage(ringsFromGeoJson(ids.map((id, zone) => ({ id, geometry: outlineToGeoJson(outlines, zone) }))));
  if (!built.ok) throw new Error(`zones of blocks are no coverage: ${built.issues[0]?.detail}`);
  return { ids, zones: built.coverage, assignment, cutBlocks: 0 };
}
