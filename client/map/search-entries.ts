// What the map's search finds: released statistics and the zones of the shown geography, with their value in words.
import { localised, t } from '../i18n/i18n.ts';
import { cellLabel } from './cell-text.ts';
import type { MapStore } from './map-store.ts';
import type { SearchEntry } from './search-box.ts';

export function searchEntries({ offer, table, measure, cells, geographyName }: MapStore): SearchEntry[] {
  if (offer === undefined || table === undefined || measure === undefined) return [];
  const statistics = offer.statistics.map((statistic) => ({
    id: `statistic:${statistic.statistic}`,
    group: t('map.topics'),
    text: localised(statistic.name),
    detail: '',
  }));
  const zones = table.zones.map(({ name }, index) => ({ id: `zone:${index}`, group: geographyName, text: name, detail: cellLabel(cells[index]!, measure) }));
  return [...statistics, ...zones];
}
