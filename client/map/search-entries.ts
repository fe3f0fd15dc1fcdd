// What the map's search finds: indicators with their topic, and the zones of the shown cut with their value in words.
import { localised, t } from '../i18n/i18n.ts';
import type { MapStore } from './map-store.ts';
import { measureShort, titleOf } from './measure-text.ts';
import type { SearchEntry } from './search-box.ts';
import { topicTree } from './topic-tree.ts';

export function searchEntries({ catalogues, indicators, view, geographyName }: MapStore): SearchEntry[] {
  if (view === undefined) return [];
  const seen = new Set<string>();
  const found = topicTree(catalogues, indicators).flatMap(({ topics }) =>
    topics.flatMap(({ title, indicators: own }) =>
      own.flatMap((indicator) => {
        if (seen.has(indicator.indicator)) return [];
        seen.add(indicator.indicator);
        return [{ id: `indicator:${indicator.indicator}`, group: t('map.themes'), text: titleOf(indicator), detail: localised(title) }];
      }),
    ),
  );
  const zones = view.zones.map(({ name }, index) => ({ id: `zone:${index}`, group: geographyName, text: name, detail: measureShort(view.measures[index]!, view.numbers) }));
  return [...found, ...zones];
}
