// A plan as files that other programs read, and back: lists of blocks and zones, outlines, lists of operations. No counts.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blockToGeoJson, outlineToGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { ringsFromCoverage } from '../../../core/coverage/rings-from-coverage.ts';
import { applyOperation, type Operation, type Reason } from '../../../core/plan/operations.ts';
import { createPlanState, type PlanState, type PlanZone } from '../../../core/plan/plan-state.ts';
import { readAssignment, type AssignmentReading, type AssignmentRow } from '../../../core/plan/read-assignment.ts';
import { parseCsv, type TextTable } from '../../gdal/formats/read-csv.ts';
import { InputError } from '../../gdal/input-error.ts';
import { writeTable, type WritableTable } from '../../gdal/write-table.ts';
import type { PlanDraft } from './plan-draft.ts';
import { stateAsStep } from './plan-versions.ts';

export type PlanLayer = 'zones' | 'blocks';

/** Outlines of the zones, or of the blocks with the zone that each lies in; in the municipality's CRS. */
export function planTable(draft: PlanDraft, layer: PlanLayer, epsg: number): WritableTable {
  return layer === 'zones' ? zonesTable(draft, epsg) : blocksTable(draft, epsg);
}

function zonesTable({ state, dissolver }: PlanDraft, epsg: number): WritableTable {
  const slots = [...state.zones.keys()].filter((slot) => state.zones[slot] !== null);
  const outlines = dissolver.outlines(slots);
  const blocks = new Int32Array(state.zones.length);
  const areaM2 = new Float64Array(state.zones.length);
  state.assignment.forEach((slot, position) => {
    if (slot < 0) return;
    blocks[slot]!++;
    areaM2[slot]! += state.surface.sourceAreaM2[position]!;
  });
  const geometries = slots.map((_, i) => {
    const geometry = outlineToGeoJson(outlines, i);
    return geometry.coordinates.length === 0 ? null : geometry;
  });
  const rows = slots.map((slot) => [state.zones[slot]!.zone, state.zones[slot]!.name, blocks[slot]!, areaM2[slot]!]);
  return { columns: ['zone', 'name', 'blocks', 'area_m2'], rows, geometries, epsg };
}

function blocksTable({ state }: PlanDraft, epsg: number): WritableTable {
  const { surface } = state;
  const rings = ringsFromCoverage(surface.coverage);
  const rows = assignmentRows(state).map(([block, zone, name], position) => [block, zone, name, surface.sourceAreaM2[position]!]);
  return { columns: ['block', 'zone', 'name', 'area_m2'], rows, geometries: rows.map((_, position) => blockToGeoJson(rings, position)), epsg };
}

/** Block or fragment, code and name of its zone; empty for none. */
export function assignmentRows({ blockIds, zones, assignment }: PlanState): [block: string, zone: string, name: string][] {
  return blockIds.map((block, position) => {
    const zone = zones[assignment[position]!];
    return [block, zone?.zone ?? '', zone?.name ?? ''];
  });
}

/** One conversion at a time: GDAL takes a core and some 0.4 GB, and a whole office exports on the last day. */
let turn: Promise<unknown> = Promise.resolve();

/** A GeoPackage as bytes, made by GDAL in a process or thread of its own. */
export function geoPackage(table: WritableTable, layer: PlanLayer): Promise<Buffer> {
  const made = turn.then(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zuschnitt-plan-'));
    try {
      const path = join(folder, `${layer}.gpkg`);
      await writeTable(table, path, '.gpkg');
      return await readFile(path);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
  turn = made.catch(() => undefined);
  return made;
}

/** What the file of operations holds: replayed on the base they give the plan. */
export interface OperationList {
  readonly format: 'zuschnitt-operations';
  readonly version: 1;
  readonly plan: { readonly name: string; readonly geography: string; readonly baseVersion: number | null; readonly version: number };
  readonly operations: readonly Operation[];
}

/**
 * Operations in force, in order. `carried`: the state of a plan that was carried over to later blocks, when it was; what was done
 * before names blocks that are gone, so the list begins with it.
 */
export function operationsInForce(draft: PlanDraft, carried: PlanState | null): Operation[] {
  const { inForce, firstVersion } = draft;
  const done = draft.changes.flatMap(({ event: { version, kind, operation } }) => (kind === 'operation' && version > firstVersion && inForce.has(version) ? [operation!] : []));
  return carried === null ? done : [stateAsStep(carried), ...done];
}

/** What a list of operations would do. */
export type Replayed =
  | { readonly ok: true; readonly operation: Operation | null; readonly createdZones: readonly string[] }
  /** `index` of the operation from 0; nothing of the list is taken. */
  | { readonly ok: false; readonly index: number; readonly reason: Reason };

/** Does the operations on a copy of a state; all of them as one step, or the first that does not fit. */
export function replayOperations(state: PlanState, operations: readonly Operation[]): Replayed {
  const copy = createPlanState(state.surface, state.zones, state.assignment, state.lockedBlocks);
  for (const [index, operation] of operations.entries()) {
    const applied = applyOperation(copy, operation);
    if (!applied.ok) return { ok: false, index, reason: applied.reason };
  }
  const before = new Set(codesOf(state.zones));
  return { ok: true, operation: stateAsStep(copy), createdZones: codesOf(copy.zones).filter((code) => !before.has(code)) };
}

const codesOf = (zones: readonly (PlanZone | null)[]) => zones.flatMap((zone) => zone?.zone ?? []);

const LONGEST_CODE = 64;
const LONGEST_NAME = 200;

/** Which columns hold what; by their names, without them. */
export interface AssignmentColumns {
  readonly block?: string | undefined;
  readonly zone?: string | undefined;
  readonly name?: string | undefined;
}

/** A table of blocks and zones laid onto a state. Throws InputError for what is no such table, naming row and column. */
export function readAssignmentFile(bytes: Uint8Array, file: string, columns: AssignmentColumns, state: PlanState): AssignmentReading {
  const table = parseCsv(bytes, file);
  const [block, zone, name] = columnsOf(table, columns, state);
  const rows = table.rows.map((fields, i): AssignmentRow => {
    const row = table.rowNumbers[i]!;
    const code = fields[zone]!;
    const called = name === null ? '' : fields[name]!;
    refuseLong(code, LONGEST_CODE, { file, row, field: table.columns[zone]! });
    refuseLong(called, LONGEST_NAME, { file, row, field: name === null ? '' : table.columns[name]! });
    return { row, block: fields[block]!, zone: code, ...(called === '' ? {} : { name: called }) };
  });
  if (rows.length === 0) throw new InputError({ file, problem: 'the table has no rows', accepted: 'a header row and a row a block' });
  const reading = readAssignment(rows, state);
  if (reading.unknown.length === rows.length) {
    throw new InputError({ file, row: rows[0]!.row, field: table.columns[block]!, problem: `"${rows[0]!.block.slice(0, 80)}" and all others are no blocks of this plan`, accepted: `ids as ${state.blockIds.slice(0, 3).join(', ')}` });
  }
  return reading;
}

function refuseLong(text: string, most: number, place: { readonly file: string; readonly row: number; readonly field: string }): void {
  if (text.length > most) throw new InputError({ ...place, problem: `has ${text.length} characters`, accepted: `at most ${most}` });
  if (/\p{Cc}/u.test(text)) throw new InputError({ ...place, problem: 'holds a control character', accepted: 'plain text' });
}

function columnsOf(table: TextTable, wanted: AssignmentColumns, state: PlanState): [block: number, zone: number, name: number | null] {
  const { columns, file } = table;
  if (columns.length < 2) throw new InputError({ file, row: 1, problem: 'has one column', accepted: 'a column with blocks and one with zones, parted by comma, semicolon, tab or |' });
  if (state.positions.has(columns[0]!)) throw new InputError({ file, row: 1, problem: 'begins with a block: the header row is missing', accepted: 'block,zone as the first row' });
  const lower = columns.map((column) => column.toLowerCase());
  const find = (given: string | undefined, usual: string): number => {
    if (given === undefined) return lower.indexOf(usual);
    const at = columns.indexOf(given);
    if (at < 0) throw new InputError({ file, field: given, problem: 'no such column', accepted: columns.slice(0, 20).join(', ') });
    return at;
  };
  const named = find(wanted.block, 'block');
  const block = named < 0 ? 0 : named;
  const zoned = find(wanted.zone, 'zone');
  const zone = zoned < 0 ? (block === 0 ? 1 : 0) : zoned;
  const name = find(wanted.name, 'name');
  return [block, zone, name < 0 || name === zone || name === block ? null : name];
}
