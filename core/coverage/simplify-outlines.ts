// Outlines of zones with fewer vertices whose neighbours still fit: the zones themselves are taken as a coverage.
import { buildCoverage } from './build-coverage.ts';
import type { Assignment, Coverage, Outlines } from './coverage.ts';
import { dissolve } from './dissolve.ts';
import { ringsFromCoverage } from './rings-from-coverage.ts';
import { simplify } from './simplify.ts';

/**
 * Dissolved zones simplified over all of them at once (`simplify`, `toleranceM` in metres): a border that two zones share
 * stays one border, nodes where three meet stay, no zone disappears. Work grows with the vertices of the zones' borders, not
 * with the blocks. From a tolerance of 1 m on, coordinates are whole tenths of a metre: the same for both sides of a border, and less than half the
 * bytes where they are written. Areas and perimeters are those of the full outlines, which the picture stands for.
 */
export function simplifiedOutlines(coverage: Coverage, assignment: Assignment, zoneCount: number, toleranceM: number): Outlines {
  const full = dissolve(coverage, assignment, zoneCount);
  // Codes do not matter here, their order does.
  const ids = Array.from({ length: zoneCount }, (_, zone) => String(zone));
  const built = buildCoverage({ ids, xy: full.xy, ringStart: full.ringStart, partStart: full.polygonStart, blockStart: full.zoneStart });
  if (!built.ok) throw new Error(`dissolved zones are no coverage: ${built.issues[0]!.code}`);
  const rings = ringsFromCoverage(simplify(built.coverage, toleranceM));
  const xy = toleranceM >= 1 ? rings.xy.map((value) => Math.round(10 * value) / 10) : rings.xy;
  return { zoneCount, xy, ringStart: rings.ringStart, polygonStart: rings.partStart, zoneStart: rings.blockStart, areaM2: full.areaM2, perimeterM: full.perimeterM };
}
