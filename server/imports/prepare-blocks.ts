// A file of blocks, checked to be a coverage or made one: repaired, joined across streets, matched with the stand before.
import type { FeatureCollection } from 'geojson';
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../core/coverage/coverage.ts';
import { joinPairs } from '../../core/coverage/near-adjacency.ts';
import { areasOfRings } from '../../core/coverage/ring-areas.ts';
import { checkCoverage, hasFindings, type CoverageReport } from '../../core/coverage/validate.ts';
import { say } from '../../core/refusals/say.ts';
import type { BlockSource } from '../db/block-copy-rows.ts';
import { InputError } from '../gdal/input-error.ts';
import { readBlocks, requireUnique, type BlockInput } from '../processes/inputs/read-blocks.ts';
import { acceptToken } from './accept-token.ts';
import { listFindings, refuseFindings, type Findings, type RowOf } from './block-findings.ts';
import { shapesOf } from './block-shapes.ts';
import { fillEmpty, type EmptyReport, type EmptySpace, type FilledSpace } from './fill-empty.ts';
import type { ImportMapping, ImportRequest } from './import-request.ts';
import { matchStands, type LineageReport, type MatchedStands, type StoredStands } from './match-stands.ts';
import { pictureOfNear, type NearPicture } from './near-picture.ts';
import { pictureOfBlocks, picturesOfCells, type OutlinePictures } from './outline-pictures.ts';
import { isSettled, repairBlocks, type RepairedBlocks, type RepairReport } from './repair-blocks.ts';
import { blockOfPosition, requirePlace, type PlaceQuestion } from './place-check.ts';
import { readOnce } from './read-ahead.ts';
import { chosenRows, ringsOfRows, tableOfRows } from './select-rows.ts';

export interface BlocksReport {
  readonly blocks: number;
  /** As the source draws them. */
  readonly areaM2: number;
  /** Pieces that are connected, near neighbours included; more than one where fields or streets part them. Null while the blocks are no coverage. */
  readonly pieces: number | null;
  /** Blocks without a neighbour: a fact, no fault. The first hundred. */
  readonly detached: readonly string[];
  readonly detachedBlocks: number;
  /** Uncovered places inside, wider than gaps are. */
  readonly holes: number;
  /** Of the file as it is. */
  readonly findings: Findings;
  readonly repair: RepairReport | null;
  readonly empty: EmptyReport | null;
  /** Null where no earlier stand is stored, and while the blocks are no coverage. */
  readonly lineage: LineageReport | null;
  /** What a real import needs where it changes blocks, cuts or plans; null where it needs nothing or cannot be. */
  readonly accept: string | null;
}

export interface PreparedBlocks {
  readonly kind: 'blocks';
  /** What zones are drawn with. */
  readonly rings: BlockRings;
  /** The source's outlines where they are not the same. */
  readonly source: BlockSource | null;
  readonly near: Uint32Array;
  readonly matched: MatchedStands | null;
  readonly report: BlocksReport;
  /** Of a dry run: blocks that the report names, in the municipality's CRS. */
  readonly shapes: FeatureCollection | null;
  /** Of a dry run that repairs or shares out: how blocks would be stored. */
  readonly outlines: OutlinePictures | null;
}

export interface BlocksTask {
  readonly path: string;
  readonly request: ImportRequest;
  readonly epsg: number;
  readonly stored: StoredStands;
  readonly space: EmptySpace;
  readonly question: PlaceQuestion;
}

/** Fraction of the work in the worker, and what is being done. */
export type Progress = (fraction: number, message: string) => void;

/**
 * Reads and checks blocks in the municipality's projected CRS. Findings are reported by a dry run and refused by an import,
 * unless the request says how to repair them. Throws InputError that names file, row and field.
 */
export async function prepareBlocks({ path, request, epsg, stored, space, question }: BlocksTask, progress: Progress, onRead: (rings: BlockRings) => void = () => {}): Promise<PreparedBlocks> {
  const { mapping, dryRun } = request;
  progress(0, 'reading the file');
  const { rings, file, field, rowOf } = await readSource(path, request, epsg, question, onRead);
  progress(0.3, 'checking');
  const gapWidthM = mapping.repair?.gapWidthM;
  const { report: checked, coverage: whole } = checkCoverage(rings, gapWidthM === undefined ? {} : { gapWidthM });
  const findings = listFindings(checked, rings, rowOf);
  const refused = (state: CoverageReport, repaired: RepairedBlocks | null): PreparedBlocks => {
    if (!dryRun) refuseFindings(state, file, field, rowOf, epsg);
    return unfinished(rings, checked, findings, repaired);
  };

  let repaired: RepairedBlocks | null = null;
  if (mapping.repair !== undefined) {
    progress(0.4, 'repairing');
    repaired = repairBlocks(rings, mapping.repair, file, rowOf);
    if (!isSettled(repaired)) return refused(repaired.checked, repaired);
  } else if (hasFindings(checked)) return refused(checked, null);

  const drawnBySource = repaired?.rings ?? rings;
  const coverage = repaired === null && whole !== null ? whole : coverageOf(drawnBySource);
  let filled: FilledSpace | null = null;
  if (mapping.empty !== undefined && mapping.empty.method !== 'keep') {
    progress(0.55, mapping.empty.method === 'near' ? 'finding near neighbours' : 'sharing out the space between');
    filled = fillEmpty(coverage, mapping.empty, space);
  }
  const drawn = filled?.cells?.coverage ?? coverage;
  if (stored.newest !== null) progress(0.75, 'matching with the stand before');
  const matched = matchStands(stored, coverage, drawn);
  const changes = { repair: repaired?.changes ?? [], matched: matched === null ? null : { lineage: matched.lineage, versions: matched.report.versions, plans: matched.report.plans.map(({ plan, notCarried }) => ({ plan, notCarried })) } };
  const accept = changes.repair.length > 0 || matched !== null ? await acceptToken(path.replace(/\|layername=[^|]*$/, ''), request, changes) : null;
  requireAccepted(request, accept);

  const neighbours = filled === null || filled.near.length === 0 ? adjacency(drawn) : joinPairs(adjacency(drawn), filled.near);
  const detached = drawn.ids.filter((_, block) => neighbours.rookStart[block] === neighbours.rookStart[block + 1]);
  const report: BlocksReport = {
    blocks: drawn.blockCount,
    areaM2: Math.round(coverage.blockAreaM2.reduce((sum, area) => sum + area, 0)),
    pieces: components(neighbours, new Int32Array(drawn.blockCount), 1).count[0]!,
    detached: detached.slice(0, 100),
    detachedBlocks: detached.length,
    holes: filled?.cells == null ? (repaired?.checked ?? checked).holes.length : 0,
    findings,
    repair: repaired?.report ?? null,
    empty: filled === null ? null : { ...filled.report, unreached: detached.slice(0, 500) },
    lineage: matched?.report ?? null,
    accept,
  };
  const cells = filled?.cells ?? null;
  if (dryRun) progress(0.9, 'drawing the outlines');
  return {
    kind: 'blocks',
    rings: cells?.rings ?? drawnBySource,
    source: cells === null ? null : { rings: drawnBySource, areaM2: coverage.blockAreaM2 },
    near: filled?.near ?? new Uint32Array(0),
    matched,
    report,
    shapes: dryRun ? shapesOf(rings, namedBlocks(report)) : null,
    outlines: dryRun ? outlinesOf(repaired, coverage, filled, mapping.empty?.method === 'near' ? pictureOfNear(coverage, mapping.empty.distanceM, space.barriers) : null) : null,
  };
}

/** Null where every outline stays what it is in the file, and nobody is joined. */
function outlinesOf(repaired: RepairedBlocks | null, source: Coverage | null, filled: FilledSpace | null, near: NearPicture | null): OutlinePictures | null {
  const cells = filled?.cells ?? null;
  const changed = repaired === null ? null : pictureOfBlocks(repaired.rings, blocksOfChanges(repaired));
  if (cells === null || source === null) return changed === null && near === null ? null : { repaired: changed, source: null, cells: null, near };
  return { repaired: changed, ...picturesOfCells(source, cells.coverage), near };
}

/** Those of the changes that are listed first. */
function* blocksOfChanges({ report, changes }: RepairedBlocks): Generator<string> {
  for (const { blocks } of report.changes.items) yield* blocks;
  for (const { blocks } of changes) yield* blocks;
}

interface ReadSource {
  readonly rings: BlockRings;
  readonly file: string;
  readonly field: string;
  readonly rowOf: RowOf;
}

/** What of a file is read: the id, and what rows are chosen by. */
export function blockInputOf(path: string, { id, x, y, cell, sourceCrs, where }: ImportMapping): BlockInput {
  if (id === undefined) throw new InputError({ field: 'mapping.id', problem: say('NEEDED_FOR_BLOCKS'), accepted: say('TAKE_BLOCK_COLUMN') });
  return { blocks: path, blockId: id, x, y, cell, sourceCrs, columns: Object.keys(where ?? {}) };
}

async function readSource(path: string, { mapping }: ImportRequest, epsg: number, question: PlaceQuestion, onRead: (rings: BlockRings) => void): Promise<ReadSource> {
  const input = blockInputOf(path, mapping);
  const source = await readBlocks({ ...input, crs: `EPSG:${epsg}` }, readOnce);
  if (source.rings === null) {
    throw new InputError({ file: source.file, problem: say('NO_POLYGONS'), accepted: say('TAKE_POLYGONS_OR_CELLS') });
  }
  const rows = chosenRows(source.table, mapping.where);
  const table = rows === null ? source.table : tableOfRows(source.table, rows);
  const rings = rows === null ? source.rings : ringsOfRows(source.rings, rows);
  await requirePlace(rings.xy, epsg, question, table.file, (position) => table.rowNumber(blockOfPosition(rings, position)));
  // Before ids are known to be unique: the database would refuse them too, and whoever waits has a tenth of a second more.
  onRead(rings);
  const positions = requireUnique(table, input.blockId, rings.ids);
  const rowOf = (id: string) => {
    const row = positions.get(id);
    return row === undefined ? undefined : table.rowNumber(row);
  };
  return { rings, file: table.file, field: input.blockId, rowOf };
}

function coverageOf(rings: BlockRings): Coverage {
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(`blocks passed the checks and are no coverage: ${built.issues[0]?.detail}`);
  return built.coverage;
}

/** Changes are stored only for who has seen them. */
function requireAccepted({ dryRun, accept: given }: ImportRequest, accept: string | null): void {
  if (dryRun || accept === null || given === accept) return;
  throw new InputError({
    code: 'NOT_ACCEPTED',
    field: 'accept',
    problem: given === undefined ? say('NOT_ACCEPTED') : say('ACCEPTED_OTHER'),
    accepted: say('TAKE_ACCEPT'),
  });
}

/** A dry run that found what an import would refuse. */
function unfinished(rings: BlockRings, checked: CoverageReport, findings: Findings, repaired: RepairedBlocks | null): PreparedBlocks {
  const report: BlocksReport = {
    blocks: rings.ids.length,
    areaM2: Math.round(areasOfRings(rings).reduce((sum, area) => sum + area, 0)),
    pieces: null,
    detached: checked.islands.slice(0, 100),
    detachedBlocks: checked.islands.length,
    holes: checked.holes.length,
    findings,
    repair: repaired?.report ?? null,
    empty: null,
    lineage: null,
    accept: null,
  };
  return { kind: 'blocks', rings, source: null, near: new Uint32Array(0), matched: null, report, shapes: shapesOf(rings, namedBlocks(report)), outlines: outlinesOf(repaired, null, null, null) };
}

function* namedBlocks({ findings, repair, lineage, empty }: BlocksReport): Generator<string> {
  for (const { blocks } of findings.items) yield* blocks;
  for (const { blocks } of repair?.changes.items ?? []) yield* blocks;
  for (const { blocks } of repair?.left.items ?? []) yield* blocks;
  for (const { to } of lineage?.items ?? []) yield* to;
  yield* empty?.unreached ?? [];
}
