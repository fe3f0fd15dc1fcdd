// The trend of a series: the line of least squares through its values, with how sure its slope is.

export interface DatedValue {
  /** ISO date. */
  readonly date: string;
  readonly value: number;
}

export type Trend =
  /** Change a year, with the interval that holds the true one 95 times in 100, from the first to the last date that has a value. */
  | { readonly state: 'value'; readonly slope: number; readonly low: number; readonly high: number; readonly from: string; readonly to: string; readonly dates: number }
  /** Fewer dates than a trend is made of. */
  | { readonly state: 'tooFew'; readonly dates: number };

/** Two lines fit three values about as well: below four nothing is said. */
export const LEAST_DATES = 4;

/** 97.5 % quantiles of Student's t for 1 to 30 degrees of freedom (Fisher and Yates 1938, table III). */
const T_975 = [
  12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.13145,
  2.119905, 2.109816, 2.100922, 2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.04523, 2.042272,
] as const;

/**
 * Least squares over the dates as they lie (a year is 365.25 days), the interval by Student's t with n - 2 degrees of freedom (Draper and Smith, Applied Regression Analysis,
 * 3rd ed., section 1.4). It takes what is left over for independent; series of counts mostly keep some of last year's, so the true interval is rather wider. Dates
 * without a value are left out beforehand, in any order; two values of one date are two observations.
 */
export function trendOf(values: readonly DatedValue[]): Trend {
  const n = values.length;
  const years = values.map(({ date }) => yearOf(date));
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / n;
  const [x, y] = [mean(years), mean(values.map(({ value }) => value))];
  const spread = years.reduce((sum, year) => sum + (year - x) ** 2, 0);
  if (n < LEAST_DATES || spread === 0) return { state: 'tooFew', dates: n };
  const slope = values.reduce((sum, { value }, i) => sum + (years[i]! - x) * (value - y), 0) / spread;
  const left = values.reduce((sum, { value }, i) => sum + (value - y - slope * (years[i]! - x)) ** 2, 0);
  const half = tQuantile(n - 2) * Math.sqrt(left / (n - 2) / spread);
  const dates = values.map(({ date }) => date).toSorted();
  return { state: 'value', slope, low: slope - half, high: slope + half, from: dates[0]!, to: dates.at(-1)!, dates: n };
}

function yearOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / (365.25 * 86_400_000);
}

/** Beyond the table by the expansion round the normal quantile (Abramowitz and Stegun 26.7.5), right to six digits there. */
function tQuantile(degrees: number): number {
  const known = T_975[degrees - 1];
  if (known !== undefined) return known;
  const z = 1.959963985;
  return z + (z ** 3 + z) / (4 * degrees) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) + (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3);
}
