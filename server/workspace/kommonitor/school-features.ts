// Schools as points for KomMonitor: where they are, their kind and address; no pupils.
import { dayAfter } from '../../../core/kommonitor/validity.ts';
import { transformer } from '../../gdal/crs/crs.ts';
import type { PublishedSet } from './published-set.ts';
import type { TextFeature } from './zone-features.ts';

/** `day`: null for all that ever were. */
export function schoolFeatures(set: PublishedSet, day: string | null): TextFeature[] {
  const toDegrees = transformer(set.workspace.municipality.epsg, 4326);
  return set.schools
    .filter(({ opens, closes }) => day === null || ((opens ?? '') <= day && (closes === null || day < closes)))
    .map(({ school, name, type, address, x, y, placesPerYear, opens, closes }) => ({
      id: `SCHOOL.${school}`,
      geometry: JSON.stringify({ type: 'Point', coordinates: toDegrees(x, y).map((degrees) => Math.round(degrees * 1e9) / 1e9) }),
      properties: {
        ID: school,
        NAME: name,
        validStartDate: opens ?? set.schoolsFrom,
        validEndDate: closes === null ? null : dayAfter(closes, -1),
        arisenFrom: null,
        type,
        address,
        placesPerYear,
      },
    }));
}
