// What a topic list shows of the catalogues: catalogue, topic, indicators; one entry for a statistic's number and share; apart what is not there.
import type { Indicator, IndicatorCatalogue, Names } from '../api-model.ts';
import { isShown, siblingOf } from './indicator-choice.ts';

export interface TopicBranch {
  readonly topic: string;
  readonly title: Names;
  readonly indicators: readonly Indicator[];
}

export interface CatalogueBranch {
  readonly catalogue: string;
  readonly title: Names;
  readonly count: number;
  readonly topics: readonly TopicBranch[];
  /** Released nowhere, or what they need is not counted. */
  readonly lacking: readonly Indicator[];
}

/** Catalogues in their order, topics without a shown indicator left out. */
export function topicTree(catalogues: readonly IndicatorCatalogue[], all: ReadonlyMap<string, Indicator>): CatalogueBranch[] {
  return catalogues.map(({ catalogue, title, topics, indicators }) => {
    const shown = indicators.filter((indicator) => isShown(indicator) && !isCountBesideShare(indicator, all));
    const branches = topics.map((topic) => ({ ...topic, indicators: shown.filter((indicator) => indicator.topic === topic.topic) }));
    return { catalogue, title, count: shown.length, topics: branches.filter((branch) => branch.indicators.length > 0), lacking: indicators.filter((indicator) => !isShown(indicator)) };
  });
}

function isCountBesideShare(indicator: Indicator, all: ReadonlyMap<string, Indicator>): boolean {
  return indicator.indicator.startsWith('count-') && siblingOf(indicator, 'share', all) !== undefined;
}
