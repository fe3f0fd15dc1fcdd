// Borders that were meant to be one and lack each other's vertices: joined, where that moves nothing that anybody could measure.
import type { BlockRings } from '../../../core/coverage/coverage.ts';
import { CUT_TOLERANCE_M } from '../../../core/coverage/overlay/cut-blocks.ts';
import { repairCoverage } from '../../../core/coverage/repair/repair.ts';
import { type CoverageReport, hasFindings, validateCoverage } from '../../../core/coverage/validate.ts';

export interface JoinedBorders {
  readonly rings: BlockRings;
  /** How far the furthest vertex went; 0 where vertices were only added. */
  readonly furthestM: number;
}

/** From adding vertices only to what a zone's border may deviate from a block's and still run along it: a vertex reaches an edge within half the tolerance. */
const TOLERANCES_M = [0, 0.002, 2 * CUT_TOLERANCE_M];

/**
 * Joins borders by the smallest tolerance that makes a coverage of the polygons without giving any area from one to
 * another, after `report` found that they are none: vertices that a neighbour has on a straight border (T-junctions; after a change of CRS they lie up to
 * millimetres beside it) and corners rounded differently. Null where more than that is
 * wrong, enclosed gaps narrower than `gapWidthM` included.
 */
export function joinBorders(rings: BlockRings, report: CoverageReport, gapWidthM = 1): JoinedBorders | null {
  // A repair would also make something of polygons that cross themselves, but not what anybody meant.
  if (report.invalid.some(({ reason }) => reason !== 'UNMATCHED_EDGE')) return null;
  for (const toleranceM of TOLERANCES_M) {
    const result = repairCoverage(rings, { toleranceM, gapWidthM: 0 });
    if (!result.ok) return null;
    const { blocks, changes } = result.repair;
    const furthestM = changes.reduce((most, change) => (change.kind === 'moved' ? Math.max(most, change.distanceM) : Infinity), 0);
    if (furthestM <= CUT_TOLERANCE_M && !hasFindings(validateCoverage(blocks, { gapWidthM }))) return { rings: blocks, furthestM };
  }
  return null;
}
