// What the report is about, as the address keeps it, and what there is to choose from.
import type { Geography, Indicator, IndicatorCatalogue, Typology } from '../api-types.ts';

export interface ReportChoices {
  readonly catalogue: string;
  readonly geography: string;
  readonly date: string;
  readonly method: Typology['method'];
  readonly classes: number;
  /** '' for none. */
  readonly since: string;
  readonly bundles: string;
}

export const METHODS: readonly Typology['method'][] = ['quantile', 'deviation', 'kmeans', 'ward'];

/** A geography in a cut of which several indicators of a catalogue are released, with the dates of all of them. */
export interface ReportPlace {
  readonly catalogue: IndicatorCatalogue;
  readonly geography: Geography;
  readonly version: number;
  /** Ascending. */
  readonly dates: readonly string[];
  readonly indicators: number;
}

/** Catalogues of a typology first; the generated one of statistics points nowhere. Of each geography its newest cut. */
export function placesOf(catalogues: readonly IndicatorCatalogue[], geographies: readonly Geography[]): ReportPlace[] {
  return catalogues.flatMap((catalogue) =>
    geographies.flatMap((geography): ReportPlace[] => {
      const version = geography.versions.at(-1)?.version;
      if (version === undefined) return [];
      const datesOf = (indicator: Indicator) => indicator.released.find((row) => row.geography === geography.geography && row.version === version)?.dates ?? [];
      const used = catalogue.indicators.filter((indicator) => indicator.direction !== 0 && datesOf(indicator).length > 0);
      const dates = [...new Set(used.flatMap(datesOf))].toSorted();
      return used.length < 2 ? [] : [{ catalogue, geography, version, dates, indicators: used.length }];
    }),
  );
}

/** What an address asks for as far as it is there, else the place with most indicators, its newest date and five classes (fewer of few zones). */
export function readChoices(search: string, places: readonly ReportPlace[]): ReportChoices | undefined {
  const asked = new URLSearchParams(search);
  const fits = (place: ReportPlace) => [asked.get('catalogue') === place.catalogue.catalogue, asked.get('geography') === place.geography.geography].filter(Boolean).length;
  const place = places.toSorted((a, b) => fits(b) - fits(a) || Number(b.catalogue.catalogue.includes('typology')) - Number(a.catalogue.catalogue.includes('typology')) || b.indicators - a.indicators)[0];
  if (place === undefined) return undefined;
  const { dates, geography } = place;
  const date = dates.find((one) => one === asked.get('date')) ?? dates.at(-1)!;
  const since = asked.get('since');
  const classes = Number(asked.get('classes') ?? NaN);
  return {
    catalogue: place.catalogue.catalogue,
    geography: geography.geography,
    date,
    method: METHODS.find((one) => one === asked.get('method')) ?? 'quantile',
    classes: classes >= 2 && classes <= 9 ? classes : Math.min(5, Math.max(2, Math.floor((geography.versions.at(-1)?.zones ?? 10) / 2))),
    since: since === null ? (dates.filter((one) => one < date).at(-5) ?? dates.find((one) => one < date) ?? '') : (dates.find((one) => one === since && one < date) ?? ''),
    bundles: asked.get('bundles') ?? '',
  };
}

export function writeChoices(choices: ReportChoices): string {
  return `?${new URLSearchParams(Object.entries(choices).map(([name, value]) => [name, String(value)])).toString()}`;
}
