// Indicators of which all that they need is published somewhere, counts and computed ones, with the dates on which KomMonitor can show them.
import { shownOn } from '../../../core/kommonitor/validity.ts';
import { type IndicatorCatalogue, type IndicatorDefinition, statisticsOf } from '../../../core/statistics/indicators/indicator.ts';
import { knownCatalogues } from '../indicators/known-indicators.ts';
import type { Workspace } from '../workspace.ts';
import { identity } from './identity.ts';
import type { PublishedGeography } from './published-geographies.ts';

export interface PublishedIndicator {
  readonly indicatorId: string;
  /** Unique among the published ones. */
  readonly name: string;
  readonly definition: IndicatorDefinition;
  readonly catalogue: IndicatorCatalogue;
  readonly topicId: string;
  readonly geographies: readonly IndicatorGeography[];
  /** Dates on which some cut that is shown then has numbers, ascending. */
  readonly applicableDates: readonly string[];
}

export interface IndicatorGeography {
  readonly of: PublishedGeography;
  /** By cut that is shown at all: dates that have numbers in it, ascending; also those that were recomputed for it. */
  readonly dates: ReadonlyMap<number, readonly string[]>;
  /** All of these dates, ascending: one column each. */
  readonly columns: readonly string[];
}

/** In the order of the catalogues. */
export function listPublishedIndicators(workspace: Workspace, geographies: readonly PublishedGeography[]): PublishedIndicator[] {
  const { municipality } = workspace.municipality;
  const found = knownCatalogues(workspace).flatMap((catalogue) =>
    catalogue.indicators.flatMap((definition): PublishedIndicator[] => {
      const statistics = statisticsOf(definition);
      const own = geographies.flatMap((of) => datesIn(of, statistics) ?? []);
      const applicableDates = own.flatMap(({ of, dates, columns }) => columns.filter((date) => dates.get(shownOn(of.periods, date)?.version ?? -1)?.includes(date)));
      if (applicableDates.length === 0) return [];
      return [
        {
          indicatorId: identity(municipality, 'indicator', definition.indicator),
          name: definition.name.de,
          definition,
          catalogue,
          topicId: identity(municipality, 'topic', `${catalogue.catalogue}/${definition.topic}`),
          geographies: own,
          applicableDates: [...new Set(applicableDates)].toSorted(),
        },
      ];
    }),
  );
  const names = new Map<string, number>();
  for (const { name } of found) names.set(name, (names.get(name) ?? 0) + 1);
  const told = found.map((row) => (names.get(row.name)! > 1 ? { ...row, name: `${row.name} (${row.catalogue.title.de})` } : row));
  const seen = new Set<string>();
  return told.map((row) => {
    const name = seen.has(row.name) ? `${row.name} [${row.definition.indicator}]` : row.name;
    seen.add(name);
    return { ...row, name };
  });
}

/** null where no shown cut has all of the statistics on any date. */
function datesIn(of: PublishedGeography, statistics: readonly string[]): IndicatorGeography | null {
  const dates = new Map<number, readonly string[]>();
  for (const { version } of of.periods) {
    const [first, ...others] = statistics.map((statistic) => of.dates.get(version)!.get(statistic) ?? new Set<string>());
    const all = [...first!].filter((date) => others.every((set) => set.has(date))).toSorted();
    if (all.length > 0) dates.set(version, all);
  }
  return dates.size === 0 ? null : { of, dates, columns: [...new Set([...dates.values()].flat())].toSorted() };
}
