// Which indicator, geography and cut the map opens: as wanted where it is released so, else the nearest that is.
import type { Geography, Indicator, IndicatorCatalogue } from '../api-model.ts';
import type { CutChoice, MapAddress } from './share-link.ts';

export const isShown = ({ released }: Indicator): boolean => released.length > 0;

export function indicatorsOf(catalogues: readonly IndicatorCatalogue[]): Map<string, Indicator> {
  return new Map(catalogues.flatMap(({ indicators }) => indicators.map((indicator) => [indicator.indicator, indicator] as const)));
}

/** The same statistic as number and as share of its population: one topic of the list, with a switch. */
export function siblingOf(indicator: Indicator, kind: 'count' | 'share', all: ReadonlyMap<string, Indicator>): Indicator | undefined {
  const statistic = /^(?:count|share)-(.*)$/s.exec(indicator.indicator)?.[1];
  const found = statistic === undefined ? undefined : all.get(`${kind}-${statistic}`);
  return found !== undefined && isShown(found) ? found : undefined;
}

/** Of a link, old or new; else the first rate that is released, else the first indicator. Undefined: nothing is released at all. */
export function wantedIndicator(wanted: Pick<MapAddress, 'indicator' | 'statistic' | 'kind'>, all: ReadonlyMap<string, Indicator>): Indicator | undefined {
  const { indicator, statistic, kind } = wanted;
  const kinds = kind === 'count' ? ['count'] : ['share', 'count'];
  const codes = [...(indicator === undefined ? [] : [indicator]), ...(statistic === undefined ? [] : kinds.map((one) => `${one}-${statistic}`))];
  const shown = [...all.values()].filter(isShown);
  return codes.map((code) => all.get(code)).find((found) => found !== undefined && isShown(found)) ?? shown.find(({ denominator }) => denominator !== null) ?? shown[0];
}

/** Versions of a geography with at least one released date of the indicator. */
export function releasedCuts(indicator: Indicator, geography: string): readonly number[] {
  return indicator.released.filter((row) => row.geography === geography && row.dates.length > 0).map(({ version }) => version);
}

/** ISO date. */
export const today = (): string => new Date().toISOString().slice(0, 10);

/** Version of a geography that is valid on a day; before the first one that. */
export function currentCut({ versions }: Geography, day: string): number | undefined {
  return (versions.findLast(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day < validTo)) ?? versions.at(-1))?.version;
}

export interface Target {
  readonly geography: Geography;
  readonly cut: CutChoice;
}

/** Without a wish the cut that is valid then, where the indicator is released in it, else the newest that has it. */
export function targetOf(indicator: Indicator, geographies: readonly Geography[], wanted: { readonly geography?: string | undefined; readonly cut?: CutChoice | undefined }, day: string): Target | undefined {
  const offered = geographies.filter(({ geography }) => releasedCuts(indicator, geography).length > 0);
  const geography = offered.find((one) => one.geography === wanted.geography) ?? offered[0];
  if (geography === undefined) return undefined;
  const cuts = releasedCuts(indicator, geography.geography);
  if (wanted.cut === 'each' && (wanted.geography === undefined || geography.geography === wanted.geography)) return { geography, cut: 'each' };
  if (geography.geography === wanted.geography && typeof wanted.cut === 'number' && cuts.includes(wanted.cut)) return { geography, cut: wanted.cut };
  const versions = geography.versions.filter(({ version }) => cuts.includes(version));
  const current = currentCut(geography, day);
  const newest = versions.toSorted((a, b) => b.validFrom.localeCompare(a.validFrom))[0];
  return { geography, cut: current !== undefined && cuts.includes(current) ? current : newest!.version };
}
