// Geographies of which something is published, with the days on which each of their cuts is shown.
import { type CutPeriod, cutPeriods } from '../../../core/kommonitor/validity.ts';
import { shownOf } from '../indicators/released-cells.ts';
import type { Workspace } from '../workspace.ts';
import { identity } from './identity.ts';

export interface PublishedGeography {
  readonly geography: string;
  readonly spatialUnitId: string;
  /** Unique among the published ones. */
  readonly name: string;
  readonly description: string;
  /** Nearest published geographies in the tree, by code. */
  readonly parent: string | null;
  readonly children: readonly string[];
  /** At least one, in the order of their validity. */
  readonly periods: readonly CutPeriod[];
  /** Reference dates of published numbers by cut and statistic. */
  readonly dates: ReadonlyMap<number, ReadonlyMap<string, ReadonlySet<string>>>;
  /** The newest reference date of published numbers. */
  readonly newest: string;
}

/** In the order of the catalogue. */
export function publishedGeographies({ catalogue, releases, municipality }: Workspace): PublishedGeography[] {
  const list = releases.list();
  const found = catalogue.geographies.flatMap(({ geography, nameDe, versions, parent }) => {
    const dates = new Map<number, Map<string, Set<string>>>();
    for (const { version } of versions) {
      const byStatistic = new Map<string, Set<string>>();
      for (const { cells } of shownOf(list, geography, version)) {
        for (const statistic of cells.statistics) byStatistic.set(statistic, new Set([...(byStatistic.get(statistic) ?? []), ...cells.referenceDates]));
      }
      if (byStatistic.size > 0) dates.set(version, byStatistic);
    }
    const cuts = versions.filter(({ version }) => dates.has(version)).map((row) => ({ ...row, dates: [...new Set([...dates.get(row.version)!.values()].flatMap((days) => [...days]))].toSorted() }));
    const periods = cutPeriods(cuts);
    if (periods.length === 0) return [];
    const shown = new Set(periods.map(({ version }) => version));
    const newest = cuts.filter(({ version }) => shown.has(version)).flatMap((cut) => cut.dates).toSorted().at(-1)!;
    return [{ geography, spatialUnitId: identity(municipality.municipality, 'spatial-unit', geography), name: nameDe, description: describe(nameDe, cuts.filter(({ version }) => shown.has(version))), parent, periods, dates, newest }];
  });
  const codes = new Set(found.map(({ geography }) => geography));
  const parents = new Map(catalogue.geographies.map(({ geography, parent }) => [geography, parent]));
  const nearest = (geography: string): string | null => {
    for (let up = parents.get(geography) ?? null; up !== null; up = parents.get(up) ?? null) if (codes.has(up)) return up;
    return null;
  };
  const names = found.map(({ name }) => name);
  return found.map((row) => ({
    ...row,
    name: names.filter((name) => name === row.name).length > 1 ? `${row.name} (${row.geography})` : row.name,
    parent: nearest(row.geography),
    children: found.filter((other) => nearest(other.geography) === row.geography).map(({ geography }) => geography),
  }));
}

function describe(name: string, cuts: readonly { readonly version: number; readonly title: string; readonly validFrom: string; readonly validTo: string | null }[]): string {
  const days = cuts.map(({ version, title, validFrom, validTo }) => `Fassung ${version} „${title}“, beschlossen gültig ab ${validFrom}${validTo === null ? '' : ` bis vor ${validTo}`}`);
  return `${name}: ${days.join('; ')}`;
}
