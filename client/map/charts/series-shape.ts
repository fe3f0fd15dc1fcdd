// The course of an indicator: the zone, all others, the city, the band of released values, breaks of the cut, and the trend with its band.
import { bandAt, lineAt, regressionOf, slopeInterval, type Regression } from '../../../core/statistics/regression.ts';
import { LEAST_DATES } from '../../../core/statistics/trend.ts';
import type { Measure } from '../../api-types.ts';

export interface SeriesDate {
  readonly date: string;
  /** For axes and trends. */
  readonly year: number;
  /** The date before is in another cut. */
  readonly break: boolean;
  /** In the shown cut: of another one the zones are others. */
  readonly comparable: boolean;
}

export interface TrendLine {
  readonly regression: Regression;
  readonly interval: { readonly low: number; readonly high: number };
  readonly points: readonly { readonly year: number; readonly value: number; readonly low: number; readonly high: number }[];
}

export interface SeriesShape {
  readonly dates: readonly SeriesDate[];
  /** By date; empty without a zone. */
  readonly own: readonly Measure[];
  readonly whole: readonly Measure[];
  /** Smallest and largest released value by date; null where there is none. */
  readonly band: readonly ({ readonly low: number; readonly high: number } | null)[];
  /** null: fewer than four values since the last break. */
  readonly trend: TrendLine | null;
}

/** Years of 365.25 days since 1970, as the server's trend counts them. */
export function yearOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / (365.25 * 86_400_000);
}

/** `rows`: by date, then by zone of the shown cut. `zone` -1: none, then the trend is the city's. */
export function shapeSeries(dates: readonly { readonly date: string; readonly version: number; readonly break: boolean }[], version: number, rows: readonly (readonly Measure[])[], whole: readonly Measure[], zone: number): SeriesShape {
  const shown = dates.map((one): SeriesDate => ({ date: one.date, year: yearOf(one.date), break: one.break, comparable: one.version === version }));
  const own = zone < 0 ? [] : rows.map((row) => row[zone] ?? MISSING);
  const lastBreak = shown.findLastIndex((one) => one.break);
  return { dates: shown, own, whole, band: rows.map(rangeOf), trend: trendOf(shown, zone < 0 ? whole : own, Math.max(0, lastBreak)) };
}

const MISSING: Measure = { state: 'missing' };

function rangeOf(row: readonly Measure[]): { low: number; high: number } | null {
  const values = row.flatMap((measure) => (measure.state === 'value' ? [measure.value] : []));
  return values.length === 0 ? null : { low: Math.min(...values), high: Math.max(...values) };
}

/** Of the values since a date alone: a line over a break would tell of two different areas. */
function trendOf(dates: readonly SeriesDate[], measures: readonly Measure[], since: number): TrendLine | null {
  const points = measures.flatMap((measure, i) => (i >= since && dates[i]!.comparable && measure.state === 'value' ? [[dates[i]!.year, measure.value] as const] : []));
  const regression = regressionOf(points);
  const interval = regression === null ? null : slopeInterval(regression);
  // As the server has it (core/statistics/trend.ts): of three values nothing is said.
  if (regression === null || interval === null || regression.n < LEAST_DATES) return null;
  return {
    regression,
    interval,
    points: points.map(([year]) => {
      const [value, half] = [lineAt(regression, year), bandAt(regression, year)!];
      return { year, value, low: value - half, high: value + half };
    }),
  };
}
