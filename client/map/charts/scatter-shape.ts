// Two indicators of the zones against each other, with the line and its band. Only zones with both values are on the plane.
import { bandAt, lineAt, regressionOf, type Regression } from '../../../core/statistics/regression.ts';
import type { Measure } from '../../api-types.ts';
import { compareNames } from '../../i18n/format.ts';

export interface ScatterPoint {
  readonly zone: number;
  readonly x: number;
  readonly y: number;
}

export interface BandPoint {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

export interface ScatterShape {
  /** By name. */
  readonly points: readonly ScatterPoint[];
  /** Left out because either value is withheld, or else missing; by name. */
  readonly withheld: readonly number[];
  readonly missing: readonly number[];
  readonly regression: Regression | null;
  /** From the least to the largest x of the points; empty without a line or with two points, round which there is no scatter. */
  readonly band: readonly BandPoint[];
}

/** The band is an arc: so many steps look round at 640 px. */
const BAND_STEPS = 24;

export function shapeScatter(xs: readonly Measure[], ys: readonly Measure[], names: readonly string[]): ScatterShape {
  const zones = xs.map((_, zone) => zone).sort((a, b) => compareNames(names[a]!, names[b]!));
  const points: ScatterPoint[] = [];
  const withheld: number[] = [];
  const missing: number[] = [];
  for (const zone of zones) {
    const [x, y] = [xs[zone]!, ys[zone]!];
    if (x.state === 'value' && y.state === 'value') points.push({ zone, x: x.value, y: y.value });
    else if (x.state === 'withheld' || y.state === 'withheld') withheld.push(zone);
    else missing.push(zone);
  }
  const regression = regressionOf(points.map(({ x, y }) => [x, y]));
  return { points, withheld, missing, regression, band: regression === null ? [] : bandOf(regression) };
}

function bandOf(regression: Regression): BandPoint[] {
  const { least, most, n } = regression;
  if (n < 3) return [];
  return Array.from({ length: BAND_STEPS + 1 }, (_, step) => {
    const x = least + ((most - least) * step) / BAND_STEPS;
    const [y, half] = [lineAt(regression, x), bandAt(regression, x)!];
    return { x, y, low: y - half, high: y + half };
  });
}

/** In words, by size of r (J. Cohen, Statistical Power Analysis, 1988: 0.1, 0.3, 0.5). */
export function strengthOf(r: number): 'none' | 'weak' | 'medium' | 'strong' {
  const size = Math.abs(r);
  return size < 0.1 ? 'none' : size < 0.3 ? 'weak' : size < 0.5 ? 'medium' : 'strong';
}
