// Catchments as rows, a school and year each, with the outline of the zone where there is one.
import type { Geometry } from 'geojson';
import type { Coverage } from '../../../core/coverage/coverage.ts';
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { dissolve } from '../../../core/coverage/dissolve.ts';
import { outlineToGeoJson } from '../../../core/coverage/rings-from-geojson.ts';
import { CatchmentEffects, type CatchmentInput } from '../../../core/schools/effects.ts';
import type { TableResult } from '../process.ts';

export const CATCHMENT_COLUMNS = ['school', 'year', 'pupils', 'capacity', 'utilisation', 'distance_min', 'distance_mean', 'distance_max', 'pupils_beyond', 'pupils_unknown', 'blocks'] as const;

/** Children and metres are sums of fractions: what is told has the digits that mean something. */
function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}

/**
 * `names` by zone and `years` as they are called. What no zone takes is a row with an empty school at the end, for each year, where there is something.
 * `pupils_beyond` are those farther than the limit, `pupils_unknown` those whose way nobody knows.
 */
export function catchmentTable(effects: CatchmentInput, assignment: Int32Array, names: readonly string[], years: readonly string[], coverage: Coverage | null, epsg: number): TableResult {
  const sums = new CatchmentEffects(effects, assignment);
  const byYear = years.map((_, y) => sums.walks(y));
  const rows: (string | number | null)[][] = [];
  const geometries: (Geometry | null)[] = [];
  const outlines = coverage === null ? null : dissolve(coverage, assignment, names.length);
  const blocksOf = new Uint32Array(names.length + 1);
  for (const zone of assignment) blocksOf[zone === UNASSIGNED ? names.length : zone]!++;
  names.forEach((name, zone) => {
    const outline = outlines === null || blocksOf[zone] === 0 ? null : outlineToGeoJson(outlines, zone);
    sums.schoolYears(zone).forEach(({ pupils, places, utilisation }, y) => {
      const walk = byYear[y]![zone]!;
      rows.push([
        name, years[y]!, rounded(pupils, 6), rounded(places, 6), rounded(utilisation, 6),
        rounded(walk.minM, 3), rounded(walk.meanM, 3), rounded(walk.maxM, 3), rounded(walk.beyond, 6), rounded(walk.unknown, 6), blocksOf[zone]!,
      ]);
      geometries.push(outline);
    });
  });
  if (blocksOf[names.length]! > 0) {
    const width = years.length;
    years.forEach((year, y) => {
      let pupils = 0;
      assignment.forEach((zone, block) => {
        if (zone === UNASSIGNED) pupils += effects.children[block * width + y]!;
      });
      rows.push(['', year, rounded(pupils, 6), null, null, null, null, null, null, rounded(pupils, 6), blocksOf[names.length]!]);
      geometries.push(null);
    });
  }
  return { kind: 'table', columns: CATCHMENT_COLUMNS, rows, ...(coverage === null ? {} : { geometries, epsg }) };
}
