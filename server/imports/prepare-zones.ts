// Zones of a new geography version: from a table of block and zone, or from polygons, where a block that they cut goes whole to one of them.
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { UNASSIGNED, type BlockRings, type Coverage } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { overlayFractions } from '../../core/coverage/overlay/overlay.ts';
import { inEnglish, say, type Said } from '../../core/refusals/say.ts';
import { divideBlocks, type BlockDivision, type Split } from '../../core/statistics/divide-blocks.ts';
import { cutPieces, divideByMajority } from '../../core/statistics/divide-by-area.ts';
import { compareIds } from '../../core/statistics/id-order.ts';
import { outlineToWkb } from '../db/wkb.ts';
import { requireCrs } from '../gdal/crs/crs.ts';
import { InputError } from '../gdal/input-error.ts';
import { readTable, requireColumn, type NamedTable } from '../gdal/read-table.ts';
import { readIds, requireUnique } from '../processes/inputs/read-blocks.ts';
import { readZones } from '../processes/inputs/read-zones.ts';
import { zoneCoverage } from '../processes/inputs/zone-coverage.ts';
import { IssueList } from './import-refused.ts';
import type { ImportMapping } from './import-request.ts';
import { blockOfPosition, requirePlace, type PlaceQuestion } from './place-check.ts';
import { chosenRows, ringsOfRows, tableOfRows } from './select-rows.ts';

export interface ZonesReport {
  readonly zones: number;
  readonly blocks: number;
  /** Blocks that no zone takes. The first {@link MOST_TOLD}, as in the lists below. */
  readonly unassigned: readonly string[];
  readonly unassignedBlocks: number;
  /** Zones that no block lies in. */
  readonly emptyZones: readonly string[];
  /** Blocks that a drawn border cuts, with the zone that took them whole. */
  readonly cut: readonly CutBlock[];
  readonly cutBlocks: number;
  /** What decided where a cut block goes; null for a table, which cuts none. */
  readonly apportion: 'centroid' | 'majority' | null;
  /** Zones of several parts, or with holes: facts, no faults. Zones of one part without a hole are left out. */
  readonly shapes: readonly { readonly zone: string; readonly parts: number; readonly holes: number }[];
  /** What had to be decided about the polygons, in English. */
  readonly notes: readonly string[];
  /** The same by code. */
  readonly noted: readonly Said[];
}

export interface CutBlock {
  readonly block: string;
  readonly zone: string;
  /** Share of the block's area by zone, "" for what none covers; absent where zones overlap, so that shares are nobody's. */
  readonly shares?: readonly { readonly zone: string; readonly share: number }[];
}

/** More than this nobody reads; counts tell of all. */
const MOST_TOLD = 500;

export interface PreparedZones {
  readonly kind: 'zones';
  readonly zones: readonly { readonly zone: string; readonly name: string; readonly position: number; readonly wkb: Uint8Array | null }[];
  readonly placed: readonly { readonly block: string; readonly zone: string }[];
  readonly report: ZonesReport;
}

interface Division {
  readonly zones: readonly { readonly zone: string; readonly name: string }[];
  /** By block position, UNASSIGNED for none. */
  readonly assignment: Int32Array;
  readonly cut: readonly number[];
  readonly apportion: ZonesReport['apportion'];
  /** Of every cut block, its parts; empty where zones overlap. */
  readonly pieces: readonly Split[];
  readonly notes: readonly Said[];
}

/** `blocks` is the stored set; `blockSet` its name in messages. */
export async function prepareZones(path: string, mapping: ImportMapping, epsg: number, blocks: BlockRings, blockSet: string, question: PlaceQuestion): Promise<PreparedZones> {
  if (mapping.zone === undefined) throw new InputError({ field: 'mapping.zone', problem: say('NEEDED_FOR_ZONES'), accepted: say('TAKE_ZONE_COLUMN') });
  const built = buildCoverage(blocks);
  if (!built.ok) throw new Error(`the stored blocks are no coverage: ${built.issues[0]?.detail}`);
  const { zones, assignment, cut, apportion, pieces, notes } =
    mapping.block === undefined
      ? await fromPolygons(path, mapping, mapping.zone, epsg, blocks, built.coverage, question)
      : await fromTable(path, mapping, mapping.block, mapping.zone, blocks, blockSet);
  const outlines = dissolve(built.coverage, assignment, zones.length);
  const taken = new Set(assignment);
  const unassigned = blocks.ids.filter((_, block) => assignment[block] === UNASSIGNED);
  const codeOf = (block: number) => (assignment[block] === UNASSIGNED ? '' : zones[assignment[block]!]!.zone);
  const piecesOf = new Map(pieces.map((piece) => [piece.block, piece]));
  const shapes = zones.map(({ zone }, slot) => {
    const [first, last] = [outlines.zoneStart[slot]!, outlines.zoneStart[slot + 1]!];
    return { zone, parts: last - first, holes: outlines.polygonStart[last]! - outlines.polygonStart[first]! - (last - first) };
  });
  return {
    kind: 'zones',
    zones: zones.map((zone, position) => ({ ...zone, position, wkb: outlineToWkb(outlines, position) })),
    placed: blocks.ids.flatMap((block, i) => (assignment[i] === UNASSIGNED ? [] : [{ block, zone: codeOf(i) }])),
    report: {
      zones: zones.length,
      blocks: blocks.ids.length,
      unassigned: unassigned.slice(0, MOST_TOLD),
      unassignedBlocks: unassigned.length,
      emptyZones: zones.filter((_, slot) => !taken.has(slot)).map(({ zone }) => zone),
      cut: cut.slice(0, MOST_TOLD).map((block) => {
        const piece = piecesOf.get(block);
        return { block: blocks.ids[block]!, zone: codeOf(block), ...(piece === undefined ? {} : { shares: sharesOf(piece, zones) }) };
      }),
      cutBlocks: cut.length,
      apportion,
      shapes: shapes.filter(({ parts, holes }) => parts > 1 || holes > 0).slice(0, MOST_TOLD),
      notes: notes.map(inEnglish),
      noted: notes,
    },
  };
}

/** Shares of one block to a hundredth of a per cent, the largest first. */
function sharesOf({ zones: slots, weights }: Split, zones: Division['zones']): { zone: string; share: number }[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = slots.map((slot, i) => ({ zone: slot < 0 ? '' : zones[slot]!.zone, share: Math.round((weights[i]! / total) * 1e4) / 1e4 }));
  return shares.toSorted((a, b) => b.share - a.share);
}

async function fromTable(path: string, mapping: ImportMapping, blockColumn: string, zoneColumn: string, blocks: BlockRings, blockSet: string): Promise<Division> {
  const whole = await readTable(path);
  const rows = chosenRows(whole, mapping.where);
  const table = rows === null ? whole : tableOfRows(whole, rows);
  const ids = readIds(table, blockColumn);
  requireUnique(table, blockColumn, ids);
  const column = requireColumn(table, zoneColumn);
  const nameColumn = mapping.name === undefined ? null : requireColumn(table, mapping.name);
  const positions = new Map(blocks.ids.map((id, position) => [id, position]));
  const issues = new IssueList();
  const codes = blocks.ids.map(() => '');
  const names = new Map<string, string>();
  ids.forEach((id, row) => {
    const position = positions.get(id);
    const code = table.cell(row, column);
    if (position === undefined) {
      issues.add({ file: table.file, row: table.rowNumber(row), field: blockColumn, problem: say('NO_SUCH_BLOCK', { block: id, set: blockSet }), accepted: say('TAKE_ID', { set: blockSet }) });
    } else codes[position] = code;
    if (code !== '' && nameColumn !== null && !names.has(code)) names.set(code, table.cell(row, nameColumn));
  });
  issues.refuse();
  const zones = [...new Set(codes)].filter((code) => code !== '').toSorted(compareIds);
  if (zones.length === 0) throw new InputError({ file: table.file, field: zoneColumn, problem: say('NAMES_NO_ZONE'), accepted: say('TAKE_A_ZONE') });
  const slots = new Map(zones.map((code, slot) => [code, slot]));
  return {
    zones: zones.map((zone) => ({ zone, name: nameOr(names.get(zone), zone) })),
    assignment: Int32Array.from(codes, (code) => slots.get(code) ?? UNASSIGNED),
    cut: [],
    apportion: null,
    pieces: [],
    notes: [],
  };
}

async function fromPolygons(
  path: string,
  mapping: ImportMapping,
  zoneColumn: string,
  epsg: number,
  blocks: BlockRings,
  coverage: Coverage,
  question: PlaceQuestion,
): Promise<Division> {
  const all = await readZones(path, zoneColumn, mapping.sourceCrs, epsg);
  const table: NamedTable = await readTable(path, mapping.sourceCrs === undefined ? {} : { epsg: requireCrs(mapping.sourceCrs, 'sourceCrs') });
  await requirePlace(all.xy, epsg, question, table.file, (position) => table.rowNumber(blockOfPosition(all, position)));
  const rows = chosenRows(table, mapping.where);
  const zones = rows === null ? all : ringsOfRows(all, rows);
  const names = mapping.name === undefined ? null : requireColumn(table, mapping.name);
  const divided = divideBlocks({ blocks, coverage, zones });
  const named = zones.ids.map((zone, i) => ({ zone, name: nameOr(names === null ? undefined : table.cell(rows?.[i] ?? i, names), zone) }));
  const cut = [...divided.cut].flatMap((is, block) => (is === 1 ? [block] : []));
  const way = mapping.apportion ?? 'centroid';
  const { pieces, notes } = cut.length === 0 ? { pieces: [], notes: [] } : piecesOfCut(path, zoneColumn, zones, coverage, divided, way);
  if (way === 'refuse') refuseCut(cut, pieces, named, blocks, table.file);
  const { assignment } = way === 'majority' ? divideByMajority(divided, pieces, zones.ids) : divided;
  return { zones: named, assignment, cut, apportion: way === 'majority' ? way : 'centroid', pieces, notes };
}

/** What of every cut block lies in which zone. Where zones overlap too much to say, only `majority` cannot do without. */
function piecesOfCut(path: string, zoneColumn: string, zones: BlockRings, coverage: Coverage, divided: BlockDivision, way: NonNullable<ImportMapping['apportion']>) {
  const checked = zoneCoverage(zones, path, zoneColumn);
  if (!checked.ok) {
    if (way !== 'majority') return { pieces: [], notes: [say('ZONES_OVERLAP_MUCH')] };
    throw new InputError({ ...checked.problem, accepted: say('TAKE_APART_OR_CENTROID') });
  }
  const result = overlayFractions(coverage, checked.coverage);
  if (!result.ok) throw new Error(`checked zones and stored blocks contradict each other: ${result.issues[0]?.detail}`);
  return { pieces: cutPieces(result.overlay, divided.cut, coverage.blockAreaM2), notes: checked.note === null ? [] : [checked.note] };
}

function refuseCut(cut: readonly number[], pieces: readonly Split[], zones: Division['zones'], blocks: BlockRings, file: string): void {
  const issues = new IssueList();
  const piecesOf = new Map(pieces.map((piece) => [piece.block, piece]));
  for (const block of cut) {
    const piece = piecesOf.get(block);
    const percent = (share: number) => Number((100 * share).toFixed(2));
    const shares = piece === undefined ? null : sharesOf(piece, zones).map(({ zone, share }) => (zone === '' ? say('SHARE_OF_NONE', { percent: percent(share) }) : say('SHARE_OF_ZONE', { zone, percent: percent(share) })));
    const cutBlock = blocks.ids[block]!;
    issues.add({ file, field: 'mapping.apportion', problem: shares === null ? say('ZONES_CUT', { block: cutBlock }) : say('ZONES_CUT_INTO', { block: cutBlock, shares }), accepted: say('TAKE_ALONG_BLOCKS') });
  }
  issues.refuse();
}

function nameOr(name: string | undefined, code: string): string {
  return name === undefined || name === '' ? code : name;
}
