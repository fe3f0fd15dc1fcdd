// What the charts read: the part of the map's store that they need, so that a test or another page can give them the same.
import type { Indicator, IndicatorCatalogue, IndicatorValues, IndicatorZone, Measure, Names } from '../../api-types.ts';
import type { Classification } from '../classification.ts';
import type { NumberForm } from '../map-form.ts';

/** One indicator at one date, zones of the shown cut. */
export interface ChartedView {
  readonly indicator: Indicator;
  /** In the form that is shown. */
  readonly values: IndicatorValues;
  readonly dateIndex: number;
  readonly date: string;
  readonly version: number;
  readonly zones: readonly IndicatorZone[];
  readonly measures: readonly Measure[];
  measuresAt(dateIndex: number): readonly Measure[];
  series(zone: number): readonly Measure[];
  whole(dateIndex?: number): Measure;
  readonly classification: Classification;
  readonly numbers: NumberForm;
}

export interface ChartStore {
  readonly catalogues: readonly IndicatorCatalogue[];
  readonly view: ChartedView | undefined;
  readonly geography: { readonly geography: string; readonly name: Names } | undefined;
  readonly dates: readonly string[];
  readonly date: string;
  /** -1: none. */
  readonly selected: number;
  readonly hovered: number;
  /** By zone: whether the map's filter lets it pass; undefined without a filter. */
  readonly passing?: readonly boolean[] | undefined;
  hover(zone: number): void;
  /** Of the same geography and cut, in the form value; kept by the store. */
  values(indicator: string): Promise<IndicatorValues>;
}

/** Zones of the cut, in its order: the index of a zone is its place here, as in the view. */
export function zonesOfCut(values: IndicatorValues, version: number): readonly IndicatorZone[] {
  return values.zones.filter((zone) => zone.version === version);
}

const MISSING: Measure = { state: 'missing' };

/** By zone of the cut at a date; missing where the indicator has no such date. */
export function measuresOn(values: IndicatorValues, version: number, date: string): readonly Measure[] {
  const at = values.dates.findIndex((one) => one.date === date && one.version === version);
  return zonesOfCut(values, version).map((zone) => zone.values[at] ?? MISSING);
}

export function wholeOn(values: IndicatorValues, version: number, date: string): Measure {
  return values.dates.find((one) => one.date === date && one.version === version)?.whole ?? MISSING;
}

export function isReleasedOn({ released }: Indicator, geography: string, version: number, date: string): boolean {
  return released.some((one) => one.geography === geography && one.version === version && one.dates.includes(date));
}

/** Indicators of which something is released for the cut at the date, each once, in the catalogues' order. */
export function indicatorsOn({ catalogues, geography, view }: ChartStore): readonly { readonly catalogue: IndicatorCatalogue; readonly indicator: Indicator }[] {
  if (geography === undefined || view === undefined) return [];
  const seen = new Set<string>();
  return catalogues.flatMap((catalogue) =>
    catalogue.indicators.flatMap((indicator) => {
      if (seen.has(indicator.indicator) || !isReleasedOn(indicator, geography.geography, view.version, view.date)) return [];
      seen.add(indicator.indicator);
      return [{ catalogue, indicator }];
    }),
  );
}
