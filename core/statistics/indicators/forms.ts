// Computed forms of an indicator: changes, indices, moving means, shares of the city, location quotients. Always within one cut.
import { type IndicatorSeries, type Measures, rateOf, valuesOf, wholeOf } from './indicator-series.ts';
import { combine, type Measure, MISSING, total } from './measure.ts';

export type Form =
  | { readonly form: 'value' }
  /** Difference to the value of a date, in the indicator's unit (per cent: percentage points). */
  | { readonly form: 'change'; readonly since: string }
  /** The same to the date so many dates before. */
  | { readonly form: 'changeOver'; readonly periods: number }
  /** 100 at a date. */
  | { readonly form: 'index'; readonly base: string }
  /** Of so many dates, the last of them the date itself; of rates by the sums of numerators and of denominators. */
  | { readonly form: 'movingMean'; readonly dates: number }
  /** The zone's part of all numerators of the cut, per cent. */
  | { readonly form: 'cityShare' }
  /** The zone's rate over the rate of the whole cut: 1 is as everywhere. */
  | { readonly form: 'locationQuotient' };

export type FormName = Form['form'];

/** By date and zone. A date without what a form needs (the base, earlier dates) is missing. */
export function formOf(series: IndicatorSeries, form: Form): Measures {
  const values = valuesOf(series);
  const { dates, numerators } = series;
  const dateOf = (date: string) => dates.indexOf(date);
  switch (form.form) {
    case 'value':
      return values;
    case 'change':
      return against(values, () => dateOf(form.since), difference);
    case 'changeOver':
      return against(values, (date) => date - form.periods, difference);
    case 'index':
      return against(values, () => dateOf(form.base), ([now, then]) => (100 * now!) / then!);
    case 'movingMean':
      return values.map((row, date) => row.map((_, zone) => movingMean(series, date, zone, form.dates)));
    case 'cityShare':
      return numerators.map((row, date) => row.map((numerator) => combine([numerator, series.wholes.numerators[date]!], ([part, whole]) => (100 * part!) / whole!)));
    case 'locationQuotient':
      return series.denominators === null
        ? values.map((row) => row.map(() => MISSING))
        : values.map((row, date) => row.map((value) => combine([value, wholeOf(series, date)], ([own, whole]) => own! / whole!)));
  }
}

const difference = ([now, then]: readonly number[]) => now! - then!;

function against(values: Measures, other: (date: number) => number, formula: (values: readonly number[]) => number): Measures {
  return values.map((row, date) => {
    const before = values[other(date)];
    return row.map((value, zone) => (before === undefined ? MISSING : combine([value, before[zone]!], formula)));
  });
}

function movingMean(series: IndicatorSeries, date: number, zone: number, count: number): Measure {
  if (!(count >= 1) || date - count + 1 < 0) return MISSING;
  const window = (measures: Measures) => measures.slice(date - count + 1, date + 1).map((row) => row[zone]!);
  const sum = total(window(series.numerators));
  if (series.denominators !== null) return rateOf(series.definition, sum, total(window(series.denominators)));
  return combine([sum], ([all]) => all! / count);
}
