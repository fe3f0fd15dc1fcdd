// All indicators of a municipality: those of the catalogues, and its released statistics as indicators of their own.
import type { IndicatorCatalogue, IndicatorDefinition } from '../../../core/statistics/indicators/indicator.ts';
import { statisticCatalogue } from '../../../core/statistics/indicators/statistic-indicators.ts';
import type { ResidentRelease } from '../releases/release-register.ts';
import type { Workspace } from '../workspace.ts';
import { indicatorCatalogues } from './indicator-catalogues.ts';

/** Catalogues in their order, the generated one of statistics last; it is absent where nothing is released. */
export function knownCatalogues(workspace: Workspace): readonly IndicatorCatalogue[] {
  const statistics = releasedStatistics(workspace);
  return statistics === null ? indicatorCatalogues() : [...indicatorCatalogues(), statistics];
}

/** An office's own catalogue goes before a statistic of the same code. */
export function findKnownIndicator(workspace: Workspace, indicator: string): IndicatorDefinition | null {
  for (const { indicators } of knownCatalogues(workspace)) {
    const found = indicators.find((one) => one.indicator === indicator);
    if (found !== undefined) return found;
  }
  return null;
}

/** Statistics that a published release shows, and nothing of those that are only counted: what waits for its release is nobody's business. */
function releasedStatistics({ catalogue, releases }: Workspace): IndicatorCatalogue | null {
  const shown = new Set(releases.list().filter(isShown).flatMap(({ cells }) => cells!.statistics));
  const counted = catalogue.statistics.filter(({ statistic }) => shown.has(statistic));
  return statisticCatalogue(counted.map(({ statistic, nameDe, nameEn, population, unit, source }) => ({ statistic, name: { de: nameDe, en: nameEn }, population, unit, source })));
}

export const isShown = ({ state, cells }: ResidentRelease): boolean => state === 'published' && cells !== null;
