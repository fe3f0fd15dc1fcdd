// What the profile of a zone says of each indicator: value, city, difference, rank among zones with a value, course.
import { combine } from '../../../core/statistics/indicators/measure.ts';
import type { Indicator, IndicatorCatalogue, IndicatorValues, Measure } from '../../api-types.ts';
import { measuresOn, wholeOn, zonesOfCut } from '../charts/chart-store.ts';
import { rankZones } from '../ranking.ts';

export interface ProfileRow {
  readonly indicator: Indicator;
  readonly values: IndicatorValues;
  readonly value: Measure;
  readonly whole: Measure;
  /** Where only that is known of the city. */
  readonly wholeAtLeast: number | null;
  /** Of a rate: value less city; of a count: the zone's part of the city, per cent. */
  readonly against: Measure;
  /** Since the first date of the same cut. */
  readonly change: Measure;
  readonly since: string | undefined;
  /** undefined without a value. */
  readonly rank: number | undefined;
  readonly ranked: number;
  /** By date of the same cut. */
  readonly course: readonly { readonly date: string; readonly value: Measure; readonly whole: Measure }[];
}

const MISSING: Measure = { state: 'missing' };

/** undefined: the cut has no such zone. */
export function profileRow(indicator: Indicator, values: IndicatorValues, version: number, date: string, zone: string): ProfileRow | undefined {
  const zones = zonesOfCut(values, version);
  const index = zones.findIndex((one) => one.zone === zone);
  if (index < 0) return undefined;
  const measures = measuresOn(values, version, date);
  const value = measures[index]!;
  const whole = wholeOn(values, version, date);
  const course = values.dates.flatMap((one, i) => (one.version === version ? [{ date: one.date, value: zones[index]!.values[i] ?? MISSING, whole: one.whole }] : []));
  const first = course[0];
  const ranking = rankZones(measures, zones.map(({ name }) => name));
  return {
    indicator,
    values,
    value,
    whole,
    wholeAtLeast: values.dates.find((one) => one.date === date && one.version === version)?.wholeAtLeast ?? null,
    against: indicator.denominator === null ? combine([value, whole], ([part, all]) => (100 * part!) / all!) : combine([value, whole], ([own, city]) => own! - city!),
    change: first === undefined || first.date === date ? MISSING : combine([value, first.value], ([now, then]) => now! - then!),
    since: first?.date,
    rank: ranking.find((one) => one.index === index)?.rank,
    ranked: ranking.filter(({ rank }) => rank !== undefined).length,
    course,
  };
}

/** The catalogue that the server makes of every released statistic. */
const GENERATED = 'statistics';

export interface ProfileSection {
  readonly catalogue: IndicatorCatalogue;
  readonly topic: IndicatorCatalogue['topics'][number];
  readonly indicators: readonly Indicator[];
}

/**
 * What is released, by topic in the catalogues' order. A count or share that only repeats what a catalogue defines and names is not told
 * twice; two catalogues may tell the same by their own names, under which readers look for it.
 */
export function profileSections(offered: readonly { readonly catalogue: IndicatorCatalogue; readonly indicator: Indicator }[]): readonly ProfileSection[] {
  const seen = new Set<string>();
  const sections = new Map<string, { catalogue: IndicatorCatalogue; topic: ProfileSection['topic']; indicators: Indicator[] }>();
  for (const { catalogue, indicator } of offered) {
    const key = JSON.stringify([indicator.numerator, indicator.denominator, indicator.per]);
    if (catalogue.catalogue === GENERATED && seen.has(key)) continue;
    seen.add(key);
    const at = `${catalogue.catalogue}/${indicator.topic}`;
    const topic = catalogue.topics.find((one) => one.topic === indicator.topic) ?? { topic: indicator.topic, title: { de: indicator.topic, en: indicator.topic } };
    const section = sections.get(at) ?? { catalogue, topic, indicators: [] };
    section.indicators.push(indicator);
    sections.set(at, section);
  }
  const order = (section: ProfileSection) => (offered.length === 0 ? 0 : section.catalogue.topics.findIndex(({ topic }) => topic === section.topic.topic));
  const catalogues = [...new Set([...sections.values()].map(({ catalogue }) => catalogue))];
  return [...sections.values()].sort((a, b) => catalogues.indexOf(a.catalogue) - catalogues.indexOf(b.catalogue) || order(a) - order(b));
}
