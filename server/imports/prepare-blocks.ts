// A file of blocks, checked to be a coverage: from polygons, or as squares round the points of a grid.
import { adjacency, components } from '../../core/coverage/adjacency.ts';
import { buildCoverage } from '../../core/coverage/build-coverage.ts';
import type { BlockRings } from '../../core/coverage/coverage.ts';
import { validateCoverage, type CoverageReport } from '../../core/coverage/validate.ts';
import { InputError, type InputProblem } from '../gdal/input-error.ts';
import type { NamedTable } from '../gdal/read-table.ts';
import { readBlocks, requireUnique } from '../processes/inputs/read-blocks.ts';
import { IssueList } from './import-refused.ts';
import type { ImportMapping } from './import-request.ts';
import { chosenRows, ringsOfRows, tableOfRows } from './select-rows.ts';

export interface BlocksReport {
  readonly blocks: number;
  readonly areaM2: number;
  /** Pieces that are connected along edges; more than one where the blocks leave fields or streets out. */
  readonly pieces: number;
  /** Blocks without a neighbour along an edge: a fact, no fault. The first hundred. */
  readonly detached: readonly string[];
  readonly detachedBlocks: number;
  /** Uncovered places inside, wider than a metre. */
  readonly holes: number;
}

export interface PreparedBlocks {
  readonly kind: 'blocks';
  readonly rings: BlockRings;
  readonly report: BlocksReport;
}

const NOT_A_COVERAGE = 'blocks that neither overlap nor leave gaps ("zuschnitt validate" lists all findings)';

/** Reads and checks blocks in the municipality's projected CRS. Throws InputError that names file, row and field. */
export async function prepareBlocks(path: string, mapping: ImportMapping, epsg: number): Promise<PreparedBlocks> {
  if (mapping.id === undefined) throw new InputError({ field: 'mapping.id', problem: 'is needed for blocks', accepted: 'the column that names each block' });
  const { x, y, cell, sourceCrs } = mapping;
  const source = await readBlocks({ blocks: path, blockId: mapping.id, x, y, cell, sourceCrs, crs: `EPSG:${epsg}` });
  if (source.rings === null) {
    throw new InputError({ file: source.file, problem: 'has no polygons', accepted: 'polygons, or points with x, y, sourceCrs and cell in the mapping' });
  }
  const rows = chosenRows(source.table, mapping.where);
  const table = rows === null ? source.table : tableOfRows(source.table, rows);
  const rings = rows === null ? source.rings : ringsOfRows(source.rings, rows);
  requireUnique(table, mapping.id, rings.ids);
  const checked = validateCoverage(rings);
  refuseFindings(checked, table, mapping.id, rings, epsg);
  const built = buildCoverage(rings);
  if (!built.ok) throw new Error(`blocks passed the checks and are no coverage: ${built.issues[0]?.detail}`);
  const { coverage } = built;
  const whole = components(adjacency(coverage), new Int32Array(coverage.blockCount), 1);
  return {
    kind: 'blocks',
    rings,
    report: {
      blocks: coverage.blockCount,
      areaM2: Math.round(coverage.blockAreaM2.reduce((sum, area) => sum + area, 0)),
      pieces: whole.count[0]!,
      detached: checked.islands.slice(0, 100),
      detachedBlocks: checked.islands.length,
      holes: checked.holes.length,
    },
  };
}

const REASONS = {
  EMPTY: 'has no geometry',
  TOO_FEW_VERTICES: 'has a ring of fewer than three vertices',
  NO_AREA: 'has a ring without area',
  NOT_FINITE: 'has a coordinate that is no number',
  REPEATED_EDGE: 'runs twice along the same edge',
  SELF_CROSSING: 'crosses itself',
  UNMATCHED_EDGE: 'has a border that lies along another block without sharing its vertices',
} as const;

function refuseFindings(report: CoverageReport, table: NamedTable, field: string, rings: BlockRings, epsg: number): void {
  const issues = new IssueList();
  const rowOf = new Map(rings.ids.map((id, row) => [id, table.rowNumber(row)]));
  const add = (id: string, problem: string) =>
    issues.add({ file: table.file, ...(rowOf.has(id) ? { row: rowOf.get(id)! } : {}), field, problem, accepted: NOT_A_COVERAGE } satisfies InputProblem);
  const at = (x: number | null, y: number | null) => (x === null || y === null ? '' : ` at ${x.toFixed(2)} ${y.toFixed(2)} (EPSG:${epsg})`);
  for (const { id, reason, neighbour, x, y } of report.invalid) {
    add(id, `block "${id}" ${REASONS[reason]}${neighbour === undefined ? '' : ` (block "${neighbour}")`}${at(x, y)}`);
  }
  for (const { a, b, areaM2 } of report.overlaps) add(a, `blocks "${a}" and "${b}" overlap by ${Number(areaM2.toPrecision(4))} m2`);
  for (const { areaM2, widthM, neighbours, x, y } of report.gaps) {
    const blocks = neighbours.slice(0, 5).map((id) => `"${id}"`).join(', ');
    add(neighbours[0]!, `a gap of ${Number(areaM2.toPrecision(4))} m2, ${Number(widthM.toPrecision(3))} m wide, lies between blocks ${blocks}${at(x, y)}`);
  }
  issues.refuse();
}
