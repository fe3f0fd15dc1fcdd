// What is shown as files: a table with the state beside every number, and a map for GIS. A withheld measure has no number in either.
import type { FeatureCollection } from 'geojson';
import type { IndicatorView } from './indicator-view.ts';
import { localised } from '../i18n/i18n.ts';
import { csvLine } from './cells-csv.ts';

const HEAD = ['zone', 'name', 'indicator', 'form', 'unit', 'reference_date', 'version', 'value', 'status', 'releases', 'noise'];

/** RFC 4180 with a decimal point and CRLF: a row a zone and date, zones that the filter leaves out left out. `noise` says whether numbers do not add up. */
export function viewCsv({ indicator, values }: IndicatorView, shows: (zone: string, version: number) => boolean): string {
  const rows = values.dates.flatMap(({ date, version, releases, noise }, index) =>
    values.zones
      .filter((zone) => zone.version === version && shows(zone.zone, version))
      .map(({ zone, name, values: measures }) => {
        const measure = measures[index]!;
        const value = measure.state === 'value' ? String(measure.value) : '';
        return [zone, name, indicator.indicator, values.form, localised(values.unit), date, String(version), value, measure.state, releases.join(' '), noise ? 'yes' : 'no'];
      }),
  );
  return [HEAD, ...rows].map(csvLine).join('\r\n') + '\r\n';
}

/** The shown date in CRS84 (RFC 7946); `features` are the zones of the cut as the server has them in that CRS. */
export function viewGeoJson({ indicator, values, zones, measures, date, version, releases, hasNoise }: IndicatorView, features: FeatureCollection['features'], shows: (zone: string) => boolean): string {
  const at = new Map(zones.map(({ zone }, index) => [zone, index]));
  const out = features.flatMap(({ geometry, properties }) => {
    const code = String(properties?.zone);
    const index = at.get(code);
    if (index === undefined || !shows(code)) return [];
    const measure = measures[index]!;
    const value = measure.state === 'value' ? measure.value : null;
    return [
      {
        type: 'Feature' as const,
        id: code,
        geometry,
        properties: { zone: code, name: zones[index]!.name, indicator: indicator.indicator, form: values.form, unit: localised(values.unit), reference_date: date, version, value, status: measure.state, releases: releases.join(' '), noise: hasNoise },
      },
    ];
  });
  return JSON.stringify({ type: 'FeatureCollection', features: out });
}
