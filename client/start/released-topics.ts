// Which indicators can be seen on which geography, for the list of maps and the search.
import type { Geography, IndicatorCatalogue } from '../api.ts';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import { mapLink } from './links.ts';

type Indicator = IndicatorCatalogue['indicators'][number];

export interface Topic {
  readonly indicator: Indicator;
  /** Code of its topic, to show some of each. */
  readonly theme: string;
  readonly geography: Geography;
  readonly version: number;
  readonly dates: readonly string[];
}

/** Each indicator once a geography, in its newest cut; indicators with an interpretation before bare counts, of which a town has many. */
export function releasedTopics(catalogues: readonly IndicatorCatalogue[], geographies: readonly Geography[]): Topic[] {
  const all = catalogues.flatMap(({ catalogue, indicators }) => indicators.map((indicator) => ({ catalogue, indicator })));
  const topics = all.flatMap(({ catalogue, indicator }) => {
    const newest = new Map<string, Indicator['released'][number]>();
    for (const shown of indicator.released) if ((newest.get(shown.geography)?.version ?? 0) < shown.version) newest.set(shown.geography, shown);
    return [...newest.values()].flatMap(({ geography: code, version, dates }): (Topic & { bare: boolean })[] => {
      const geography = geographies.find((one) => one.geography === code);
      return geography === undefined ? [] : [{ indicator, theme: indicator.topic, geography, version, dates, bare: catalogue === 'statistics' }];
    });
  });
  return [...topics.filter(({ bare }) => !bare), ...topics.filter(({ bare }) => bare)];
}

export const topicLink = ({ indicator, geography, version }: Topic) => mapLink({ geography: geography.geography, version, indicator: indicator.indicator });

/** One of each group in turn, so that a short list shows more than the first of many years of age. */
export function alternate<T>(items: readonly T[], groupOf: (item: T) => string): T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(groupOf(item), [...(groups.get(groupOf(item)) ?? []), item]);
  const most = Math.max(0, ...[...groups.values()].map(({ length }) => length));
  return Array.from({ length: most }, (_, round) => [...groups.values()].flatMap((group) => group[round] ?? [])).flat();
}

/** "2015 bis 2025" where both ends are the same day of their years. */
export function period(dates: readonly string[]): string {
  const [from, to] = [dates[0] ?? '', dates.at(-1) ?? ''];
  const yearly = from.slice(4) === to.slice(4);
  const write = (date: string) => (yearly && from !== to ? date.slice(0, 4) : formatDate(date));
  return from === to ? write(to) : t('start.fromTo', { from: write(from), to: write(to) });
}
