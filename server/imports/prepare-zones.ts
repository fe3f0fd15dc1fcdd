// Zones of a new geography version: from a table of block and zone, or from polygons by the point that stands for a block.
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import { UNASSIGNED, type BlockRings } from '../../core/coverage/coverage.ts';
import { dissolve } from '../../core/coverage/dissolve.ts';
import { divideBlocks } from '../../core/statistics/divide-blocks.ts';
import { compareIds } from '../../core/statistics/id-order.ts';
import { outlineToWkb } from '../db/wkb.ts';
import { InputError } from '../gdal/input-error.ts';
import { readTable, requireColumn, type NamedTable } from '../gdal/read-table.ts';
import { readIds, requireUnique } from '../processes/inputs/read-blocks.ts';
import { readZones } from '../processes/inputs/read-zones.ts';
import { IssueList } from './import-refused.ts';
import type { ImportMapping } from './import-request.ts';
import { blockOfPosition, requirePlace, type PlaceQuestion } from './place-check.ts';
import { chosenRows, ringsOfRows, tableOfRows } from './select-rows.ts';

export interface ZonesReport {
  readonly zones: number;
  readonly blocks: number;
  /** Blocks that no zone takes. The first hundred. */
  readonly unassigned: readonly string[];
  readonly unassignedBlocks: number;
  /** Zones that no block lies in. */
  readonly emptyZones: readonly string[];
  /** Blocks that a drawn border cuts, with the zone that took them whole. The first hundred. */
  readonly cut: readonly { readonly block: string; readonly zone: string }[];
  readonly cutBlocks: number;
}

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
}

/** `blocks` is the stored set; `blockSet` its name in messages. */
export async function prepareZones(path: string, mapping: ImportMapping, epsg: number, blocks: BlockRings, blockSet: string, question: PlaceQuestion): Promise<PreparedZones> {
  if (mapping.zone === undefined) throw new InputError({ field: 'mapping.zone', problem: 'is needed for zones', accepted: 'the column that names the zone' });
  const built = buildCoverage(blocks);
  if (!built.ok) throw new Error(`the stored blocks are no coverage: ${built.issues[0]?.detail}`);
  const { zones, assignment, cut } =
    mapping.block === undefined
      ? await fromPolygons(path, mapping, mapping.zone, epsg, blocks, built.coverage, question)
      : await fromTable(path, mapping, mapping.block, mapping.zone, blocks, blockSet);
  const outlines = dissolve(built.coverage, assignment, zones.length);
  const taken = new Set(assignment);
  const unassigned = blocks.ids.filter((_, block) => assignment[block] === UNASSIGNED);
  const codeOf = (block: number) => (assignment[block] === UNASSIGNED ? '' : zones[assignment[block]!]!.zone);
  return {
    kind: 'zones',
    zones: zones.map((zone, position) => ({ ...zone, position, wkb: outlineToWkb(outlines, position) })),
    placed: blocks.ids.flatMap((block, i) => (assignment[i] === UNASSIGNED ? [] : [{ block, zone: codeOf(i) }])),
    report: {
      zones: zones.length,
      blocks: blocks.ids.length,
      unassigned: unassigned.slice(0, 100),
      unassignedBlocks: unassigned.length,
      emptyZones: zones.filter((_, slot) => !taken.has(slot)).map(({ zone }) => zone),
      cut: cut.slice(0, 100).map((block) => ({ block: blocks.ids[block]!, zone: codeOf(block) })),
      cutBlocks: cut.length,
    },
  };
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
      issues.add({ file: table.file, row: table.rowNumber(row), field: blockColumn, problem: `block "${id}" is not in ${blockSet}`, accepted: `an id of ${blockSet}` });
    } else codes[position] = code;
    if (code !== '' && nameColumn !== null && !names.has(code)) names.set(code, table.cell(row, nameColumn));
  });
  issues.refuse();
  const zones = [...new Set(codes)].filter((code) => code !== '').toSorted(compareIds);
  if (zones.length === 0) throw new InputError({ file: table.file, field: zoneColumn, problem: 'names no zone', accepted: 'the code of a zone in at least one row' });
  const slots = new Map(zones.map((code, slot) => [code, slot]));
  return {
    zones: zones.map((zone) => ({ zone, name: nameOr(names.get(zone), zone) })),
    assignment: Int32Array.from(codes, (code) => slots.get(code) ?? UNASSIGNED),
    cut: [],
  };
}

async function fromPolygons(
  path: string,
  mapping: ImportMapping,
  zoneColumn: string,
  epsg: number,
  blocks: BlockRings,
  coverage: Parameters<typeof divideBlocks>[0]['coverage'],
  question: PlaceQuestion,
): Promise<Division> {
  const all = await readZones(path, zoneColumn, mapping.sourceCrs, epsg);
  const table: NamedTable = await readTable(path);
  await requirePlace(all.xy, epsg, question, table.file, (position) => table.rowNumber(blockOfPosition(all, position)));
  const rows = chosenRows(table, mapping.where);
  const zones = rows === null ? all : ringsOfRows(all, rows);
  const names = mapping.name === undefined ? null : requireColumn(table, mapping.name);
  const divided = divideBlocks({ blocks, coverage, zones });
  return {
    zones: zones.ids.map((zone, i) => ({ zone, name: nameOr(names === null ? undefined : table.cell(rows?.[i] ?? i, names), zone) })),
    assignment: divided.assignment,
    cut: [...divided.cut].flatMap((is, block) => (is === 1 ? [block] : [])),
  };
}

function nameOr(name: string | undefined, code: string): string {
  return name === undefined || name === '' ? code : name;
}
