// Blocks that a computation may rely on: a coverage, or an error that names the first thing wrong with it.
import { buildCoverage } from '../../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../../core/coverage/coverage.ts';
import { type CoverageReport, type InvalidBlock, type InvalidReason, validateCoverage } from '../../../core/coverage/validate.ts';
import { InputError, type InputProblem } from '../../gdal/input-error.ts';
import type { NamedTable } from '../../gdal/read-table.ts';
import { joinBorders } from './join-borders.ts';

const REASONS: Readonly<Record<InvalidReason, string>> = {
  EMPTY: 'has no geometry',
  TOO_FEW_VERTICES: 'has a ring of fewer than three vertices',
  NO_AREA: 'has a ring without area',
  NOT_FINITE: 'has a coordinate that is no number',
  REPEATED_EDGE: 'runs twice along the same edge',
  SELF_CROSSING: 'crosses itself',
  UNMATCHED_EDGE: 'has a border that lies along another block without sharing its vertices',
};

/** Blocks and their topology; the rings are those of the file or, where borders had to be joined, new ones. */
export interface BlockCoverage {
  readonly rings: BlockRings;
  readonly coverage: Coverage;
}

/**
 * The topology of blocks in the CRS `epsg`. Borders that only lack each other's vertices are joined, and `note` tells so.
 * Throws InputError for overlaps, gaps and invalid polygons, with the row of the first.
 */
export function requireCoverage(rings: BlockRings, table: NamedTable, blockId: string, epsg: number, note: (message: string) => void): BlockCoverage {
  const report = validateCoverage(rings);
  const problem = firstProblem(report, epsg);
  if (problem === null) return built(rings);
  const joined = joinBorders(rings, report);
  if (joined !== null) {
    const moved = joined.furthestM === 0 ? 'no vertex moved' : `no vertex moved further than ${Number(joined.furthestM.toPrecision(2))} m`;
    note(`${table.file}: borders that lacked a neighbour's vertices were joined, ${moved} (zuschnitt validate shows them)`);
    return built(joined.rings);
  }
  const row = rings.ids.indexOf(problem.block);
  throw new InputError({
    file: table.file,
    ...(row < 0 ? {} : { row: table.rowNumber(row) }),
    field: blockId,
    problem: problem.text,
    accepted: 'blocks that neither overlap nor leave gaps ("zuschnitt validate" lists all findings, and repairs with --repair)',
  } satisfies InputProblem);
}

function built(rings: BlockRings): BlockCoverage {
  const result = buildCoverage(rings);
  if (result.ok) return { rings, coverage: result.coverage };
  throw new Error(`blocks passed the checks and are no coverage: ${result.issues[0]?.detail}`);
}

function firstProblem(report: CoverageReport, epsg: number): { block: string; text: string } | null {
  const place = (x: number | null, y: number | null) => (x === null || y === null ? '' : ` at ${x.toFixed(2)} ${y.toFixed(2)} (EPSG:${epsg})`);
  const describe = (invalid: InvalidBlock) => {
    const other = invalid.neighbour === undefined ? '' : ` (block "${invalid.neighbour}")`;
    return { block: invalid.id, text: `block "${invalid.id}" ${REASONS[invalid.reason]}${other}${place(invalid.x, invalid.y)}` };
  };
  const broken = report.invalid.find(({ reason }) => reason !== 'UNMATCHED_EDGE');
  if (broken !== undefined) return describe(broken);
  const overlap = report.overlaps[0];
  if (overlap !== undefined) {
    const more = report.overlaps.length > 1 ? `, and ${report.overlaps.length - 1} more pairs` : '';
    return { block: overlap.a, text: `blocks "${overlap.a}" and "${overlap.b}" overlap by ${Number(overlap.areaM2.toPrecision(4))} m2${more}` };
  }
  const gap = report.gaps[0];
  if (gap !== undefined) {
    const names = gap.neighbours.slice(0, 5).map((id) => `"${id}"`).join(', ');
    return { block: gap.neighbours[0]!, text: `a gap of ${Number(gap.areaM2.toPrecision(4))} m2, ${Number(gap.widthM.toPrecision(3))} m wide, lies between blocks ${names}${place(gap.x, gap.y)}` };
  }
  return report.invalid[0] === undefined ? null : describe(report.invalid[0]);
}
