// Zones that areas can be shared out by: every place in one zone at most.
import { basename } from 'node:path';
import { buildCoverage } from '../../../core/coverage/build-coverage.ts';
import type { BlockRings, Coverage } from '../../../core/coverage/coverage.ts';
import { polygonAreaM2 } from '../../../core/coverage/overlay/overlap-area.ts';
import { repairCoverage } from '../../../core/coverage/repair/repair.ts';
import { hasFindings, validateCoverage } from '../../../core/coverage/validate.ts';
import { say, type Said } from '../../../core/refusals/say.ts';
import type { InputProblem } from '../../gdal/input-error.ts';
import { joinBorders } from './join-borders.ts';

/** Zones that overlap by more than this share of one of them were meant to overlap. */
const SLIP = 0.01;

export type ZoneCoverage =
  | { readonly ok: true; readonly coverage: Coverage; /** What had to be decided. */ readonly note: Said | null }
  | { readonly ok: false; readonly problem: InputProblem };

/**
 * The topology of zones, positions as in `zones`. Borders drawn apart within a centimetre are joined; an overlap of less
 * than a hundredth of both zones goes to the one with the longer border to it, and the note tells their area. Larger ones
 * are a problem. Zones need not cover anything.
 */
export function zoneCoverage(zones: BlockRings, path: string, zoneId: string): ZoneCoverage {
  const report = validateCoverage(zones, { gapWidthM: 0 });
  if (!hasFindings(report)) return { ok: true, coverage: built(zones), note: null };
  const joined = joinBorders(zones, report, 0);
  if (joined !== null) return { ok: true, coverage: built(joined.rings), note: null };
  const area = (id: string) => polygonAreaM2(zones, zones.ids.indexOf(id));
  const meant = report.overlaps.find(({ a, b, areaM2 }) => areaM2 > SLIP * Math.min(area(a), area(b)));
  const repaired = meant === undefined ? repairCoverage(zones, { gapWidthM: 0 }) : null;
  if (repaired === null || !repaired.ok) {
    const problem = meant === undefined ? say('ZONES_CONTRADICT') : say('ZONES_OVERLAP', { a: meant.a, b: meant.b, areaM2: Number(meant.areaM2.toPrecision(4)) });
    return { ok: false, problem: { file: basename(path), field: zoneId, problem, accepted: say('TAKE_ZONES_APART') } };
  }
  const total = report.overlaps.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  const note = say('ZONES_SLIP', { count: report.overlaps.length, areaM2: Number(total.toPrecision(3)) });
  return { ok: true, coverage: built(repaired.repair.blocks), note };
}

function built(zones: BlockRings): Coverage {
  const result = buildCoverage(zones);
  if (result.ok) return result.coverage;
  throw new Error(`zones passed the checks and are no coverage: ${result.issues[0]?.detail}`);
}
