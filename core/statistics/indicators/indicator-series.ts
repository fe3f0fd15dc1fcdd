// An indicator over the zones of one cut and several dates: numerators and denominators, kept apart until the very last division.
import type { Cell } from '../../disclosure/cell.ts';
import type { CountOf, IndicatorDefinition } from './indicator.ts';
import { combine, measureOf, type Measure, MISSING, total, WITHHELD } from './measure.ts';

/** What is known of the statistics: cells of one cut. */
export interface IndicatorCells {
  readonly zoneCount: number;
  /** Ascending. */
  readonly dates: readonly string[];
  cell(statistic: string, date: number, zone: number): Cell;
  /** All zones as one, where somebody released that as a number of its own: it may be shown though a zone is not. */
  whole?(statistic: string, date: number): Cell;
  /** Whether a count may be seen that nobody released but that differs from released ones by a subtraction. */
  mayShow(count: number, date: number): boolean;
  /** Rates of a smaller denominator say nothing and are withheld: where numbers have noise 4 of 4 may be seen as 7 of 1. Left out: of none. */
  leastDenominator?(date: number): number;
}

/** By date, then by zone. */
export type Measures = readonly (readonly Measure[])[];

export interface IndicatorSeries {
  readonly definition: IndicatorDefinition;
  readonly dates: readonly string[];
  readonly zoneCount: number;
  readonly numerators: Measures;
  /** null: a count. */
  readonly denominators: Measures | null;
  /** All zones as one, by date; `least`: what the numerator is at least, where a released sum lacks blocks that nobody counted. */
  readonly wholes: { readonly numerators: readonly Measure[]; readonly denominators: readonly Measure[] | null; readonly least: readonly (number | null)[] };
}

export function indicatorSeries(definition: IndicatorDefinition, cells: IndicatorCells): IndicatorSeries {
  const counts = (of: CountOf): Measure[][] =>
    cells.dates.map((_, date) => Array.from({ length: cells.zoneCount }, (_unused, zone) => countOf(of, (statistic) => measureOf(cells.cell(statistic, date, zone)), cells, date)));
  const numerators = counts(definition.numerator);
  const largeEnough = (of: Measure, date: number): Measure => (of.state === 'value' && of.value < (cells.leastDenominator?.(date) ?? 0) ? WITHHELD : of);
  const denominators = definition.denominator === undefined ? null : counts(definition.denominator).map((zones, date) => zones.map((of) => largeEnough(of, date)));
  return {
    definition,
    dates: cells.dates,
    zoneCount: cells.zoneCount,
    numerators,
    denominators,
    wholes: {
      numerators: numerators.map((zones, date) => wholeCount(definition.numerator, zones, cells, date)),
      denominators: denominators?.map((zones, date) => largeEnough(wholeCount(definition.denominator!, zones, cells, date), date)) ?? null,
      least: cells.dates.map((_, date) => leastCount(definition.numerator, cells, date)),
    },
  };
}

function countOf({ plus, minus = [] }: CountOf, measured: (statistic: string) => Measure, cells: IndicatorCells, date: number): Measure {
  const count = combine([...plus, ...minus].map(measured), (values) => values.reduce((sum, value, i) => (i < plus.length ? sum + value : sum - value), 0));
  // A difference of shown counts can be a count that would have been withheld: it is not spelled out.
  return minus.length > 0 && count.state === 'value' && !cells.mayShow(count.value, date) ? WITHHELD : count;
}

/** As released for the whole, what of it was not as the sum of its zones; without any such release the sum of the zones' counts. */
function wholeCount(of: CountOf, zones: readonly Measure[], cells: IndicatorCells, date: number): Measure {
  const released = (statistic: string): Measure => (cells.whole === undefined ? MISSING : measureOf(cells.whole(statistic, date)));
  const statistics = [...of.plus, ...(of.minus ?? [])];
  if (statistics.every((statistic) => released(statistic).state !== 'value')) return total(zones);
  const summed = (statistic: string) => total(zones.map((_, zone) => measureOf(cells.cell(statistic, date, zone))));
  return countOf(of, (statistic) => (released(statistic).state === 'value' ? released(statistic) : summed(statistic)), cells, date);
}

/** null: known exactly, not at all, or a difference, of which a least is none. */
function leastCount({ plus, minus = [] }: CountOf, cells: IndicatorCells, date: number): number | null {
  const released = plus.map((statistic): Cell => cells.whole?.(statistic, date) ?? { state: 'missing' });
  if (minus.length > 0 || !released.some(({ state }) => state === 'atLeast')) return null;
  return released.reduce<number | null>((sum, cell) => (sum === null || cell.state === 'withheld' || cell.state === 'missing' ? null : sum + cell.value), 0);
}

/** The indicator of a numerator and its denominator; both absent for a count. A rate of nobody is missing. */
export function rateOf({ per }: IndicatorDefinition, numerator: Measure, denominator: Measure | null): Measure {
  return denominator === null ? numerator : combine([numerator, denominator], ([part, whole]) => (per * part!) / whole!);
}

/** The indicator by date and zone. */
export function valuesOf(series: IndicatorSeries): Measures {
  return series.numerators.map((row, date) => row.map((numerator, zone) => rateOf(series.definition, numerator, series.denominators?.[date]![zone] ?? null)));
}

/** Some zones as one: sums of the parts, then the division. Rates are never averaged. */
export function rateOfZones(series: IndicatorSeries, date: number, zones: readonly number[]): Measure {
  const sum = (measures: Measures) => total(zones.map((zone) => measures[date]![zone]!));
  return rateOf(series.definition, sum(series.numerators), series.denominators === null ? null : sum(series.denominators));
}

/** All zones of the cut as one. */
export function wholeOf({ definition, wholes }: IndicatorSeries, date: number): Measure {
  return rateOf(definition, wholes.numerators[date]!, wholes.denominators?.[date] ?? null);
}

/** What all zones as one are at least, where that is all that is known; of a rate the denominator must be known. */
export function leastOf({ definition, wholes }: IndicatorSeries, date: number): number | null {
  const least = wholes.least[date]!;
  if (least === null) return null;
  const rate = rateOf(definition, { state: 'value', value: least }, wholes.denominators?.[date] ?? null);
  return rate.state === 'value' ? rate.value : null;
}
