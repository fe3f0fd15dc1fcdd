// What drawing needs from around the plan: degrees for lines, streets, other geographies on the same blocks.
import type { FeatureCollection } from 'geojson';
import proj4 from 'proj4';
import type { DrawnLine } from '../../../core/plan/surface.ts';
import type { Api, Assignment, Geography, Municipality } from '../../api.ts';
import { localised } from '../../i18n/i18n.ts';
import type { OtherVersion } from '../drawing/selection-sources.ts';

export interface PlanGround {
  /** x y interleaved in the plane to a line in CRS84. */
  toDegrees(xy: readonly number[]): DrawnLine;
  /** In the plane. */
  streets(): Promise<FeatureCollection>;
  readonly versions: readonly OtherVersion[];
  assignment(geography: string, version: number): Promise<Assignment>;
}

/** `blockSet`: the plan's; only versions on it consist of its blocks. */
export function planGround(api: Api, { proj4: definition, epsg }: Municipality, geographies: readonly Geography[], blockSet: number): PlanGround {
  const { inverse } = proj4(definition);
  return {
    toDegrees(xy) {
      const coordinates = Array.from({ length: xy.length / 2 }, (_, i) => {
        const [longitude, latitude] = inverse([xy[2 * i]!, xy[2 * i + 1]!]);
        // A hundredth of a millimetre: what comes back from the degrees is the same tenth.
        return [Number(longitude!.toFixed(10)), Number(latitude!.toFixed(10))];
      });
      return { type: 'LineString', coordinates };
    },
    streets: () => api.referenceLayer('streets', epsg),
    versions: geographies.flatMap(({ geography, name, versions }) =>
      versions.filter((version) => version.blockSet === blockSet).map(({ version, title }) => ({ geography, version, title: `${localised(name)}: ${title}` })),
    ),
    assignment: (geography, version) => api.assignment(geography, version),
  };
}
