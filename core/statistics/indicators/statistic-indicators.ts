// Every counted statistic as an indicator of its own: its number, and its part of the population that it is a part of.
import type { IndicatorCatalogue, IndicatorDefinition, Text } from './indicator.ts';

export interface CountedStatistic {
  readonly statistic: string;
  readonly name: Text;
  /** The statistic that this is a part of; null for none. */
  readonly population: string | null;
  /** What is counted, such as `persons`. */
  readonly unit: string;
  readonly source: string;
}

/** What municipalities count; any other unit stands as it was written. */
const UNITS: Readonly<Record<string, Text>> = {
  persons: { de: 'Personen', en: 'persons' },
  households: { de: 'Haushalte', en: 'households' },
  communities: { de: 'Bedarfsgemeinschaften', en: 'benefit communities' },
  count: { de: 'Anzahl', en: 'number' },
};
const PER_CENT: Text = { de: '%', en: '%' };

/** Codes of the indicators that are made of a statistic; a statistic's code may hold anything, so it stands as it is. */
export const countIndicator = (statistic: string): string => `count-${statistic}`;
export const shareIndicator = (statistic: string): string => `share-${statistic}`;

/** A topic by source, in the order of the statistics; null where nothing is counted, for a catalogue has something in it. */
export function statisticCatalogue(statistics: readonly CountedStatistic[]): IndicatorCatalogue | null {
  if (statistics.length === 0) return null;
  const known = new Map(statistics.map((one) => [one.statistic, one]));
  const sources = [...new Set(statistics.map(({ source }) => source))];
  return {
    catalogue: 'statistics',
    title: { de: 'Alle freigegebenen Merkmale', en: 'All released statistics' },
    description: {
      de: 'Jedes Merkmal, das irgendwo freigegeben ist: als Anzahl und, wo es Teil einer Gesamtheit ist, als Anteil daran.',
      en: 'Every statistic that is released somewhere: as a number and, where it is a part of a population, as a share of that.',
    },
    topics: sources.map((source) => ({ topic: source, title: { de: source, en: source } })),
    indicators: statistics.flatMap((one) => {
      const whole = one.population === null ? undefined : known.get(one.population);
      return whole === undefined ? [countOf(one)] : [countOf(one), shareOf(one, whole)];
    }),
  };
}

function countOf({ statistic, name, unit, source }: CountedStatistic): IndicatorDefinition {
  return {
    indicator: countIndicator(statistic),
    name,
    topic: source,
    numerator: { plus: [statistic] },
    per: 1,
    unit: UNITS[unit] ?? { de: unit, en: unit },
    precision: 0,
    direction: 0,
    interpretation: { de: `${name.de}: gezählt zum Stichtag. Große Gebiete haben mehr davon; zum Vergleich dient der Anteil.`, en: `${name.en}: counted on the reference date. Large zones have more of them; compare shares.` },
    source: { de: source, en: source },
  };
}

function shareOf({ statistic, name, source }: CountedStatistic, whole: CountedStatistic): IndicatorDefinition {
  return {
    indicator: shareIndicator(statistic),
    name: { de: `${name.de} (Anteil)`, en: `${name.en} (share)` },
    topic: source,
    numerator: { plus: [statistic] },
    denominator: { plus: [whole.statistic] },
    per: 100,
    unit: PER_CENT,
    precision: 1,
    direction: 0,
    interpretation: { de: `${name.de} je 100 der Gesamtheit „${whole.name.de}“.`, en: `${name.en} in every 100 of “${whole.name.en}”.` },
    source: whole.source === source ? { de: source, en: source } : { de: `${source}; ${whole.source}`, en: `${source}; ${whole.source}` },
  };
}
