// A typology of zones from several indicators: standardised, weighed together, ranked and put into classes.
import { quantileCuts } from './classify.ts';

/** Values by zone and indicator, row-major; NaN where a zone has none. */
export interface IndicatorTable {
  readonly zoneCount: number;
  readonly indicatorCount: number;
  readonly values: Float64Array;
}

export interface TypologyOptions {
  /** By indicator: 1 where more is more of what the index tells, -1 where it is less. */
  readonly directions: readonly (1 | -1)[];
  /** By indicator, 0 or more, not all 0. Default: all alike. */
  readonly weights?: readonly number[];
}

export interface Typology {
  /** Row-major like the table: with the direction applied; NaN where missing; 0 for an indicator that is the same everywhere. */
  readonly standardised: Float64Array;
  /** By zone: the weighted mean of its standardised indicators; NaN where one with a weight is missing, since a mean of the others would be another index. */
  readonly index: Float64Array;
  /** By zone: 1 for the highest index, zones of the same index alike (1, 2, 2, 4); 0 where there is none. */
  readonly rank: Int32Array;
}

/** z-scores by the population standard deviation over the zones that have a value, then the index and its ranks. */
export function typologyOf(table: IndicatorTable, { directions, weights }: TypologyOptions): Typology {
  const { zoneCount, indicatorCount, values } = table;
  if (directions.length !== indicatorCount || (weights ?? directions).length !== indicatorCount) throw new RangeError('one direction and one weight an indicator are needed');
  const weigh = weights ?? directions.map(() => 1);
  const all = weigh.reduce((sum, weight) => sum + weight, 0);
  if (!(all > 0) || weigh.some((weight) => !(weight >= 0))) throw new RangeError('weights are 0 or more, and not all 0');
  const standardised = new Float64Array(values.length).fill(NaN);
  for (let i = 0; i < indicatorCount; i++) {
    const { mean, deviation } = momentsOf(table, i);
    for (let zone = 0; zone < zoneCount; zone++) {
      const value = values[zone * indicatorCount + i]!;
      if (!Number.isNaN(value)) standardised[zone * indicatorCount + i] = deviation === 0 ? 0 : (directions[i]! * (value - mean)) / deviation;
    }
  }
  const index = new Float64Array(zoneCount);
  for (let zone = 0; zone < zoneCount; zone++) {
    let sum = 0;
    for (let i = 0; i < indicatorCount; i++) if (weigh[i]! > 0) sum += weigh[i]! * standardised[zone * indicatorCount + i]!;
    index[zone] = sum / all;
  }
  return { standardised, index, rank: ranksOf(index) };
}

/** Mean and population standard deviation of an indicator, around its first value so that large ones keep their digits. */
export function momentsOf({ zoneCount, indicatorCount, values }: IndicatorTable, i: number): { readonly mean: number; readonly deviation: number } {
  let [n, sum, square, centre] = [0, 0, 0, NaN];
  for (let zone = 0; zone < zoneCount; zone++) {
    const value = values[zone * indicatorCount + i]!;
    if (Number.isNaN(value)) continue;
    if (n === 0) centre = value;
    n++;
    sum += value - centre;
    square += (value - centre) ** 2;
  }
  if (n === 0) return { mean: NaN, deviation: 0 };
  return { mean: centre + sum / n, deviation: Math.sqrt(Math.max(0, square / n - (sum / n) ** 2)) };
}

function ranksOf(index: Float64Array): Int32Array {
  const order = [...index.keys()].filter((zone) => !Number.isNaN(index[zone]!)).toSorted((a, b) => index[b]! - index[a]! || a - b);
  const rank = new Int32Array(index.length);
  order.forEach((zone, place) => (rank[zone] = place > 0 && index[order[place - 1]!] === index[zone] ? rank[order[place - 1]!]! : place + 1));
  return rank;
}

export type ClassMethod =
  | { readonly method: 'quantile'; readonly classes: number }
  /** Borders at the mean plus whole and half steps of the standard deviation: -1.5, -0.5, 0.5, 1.5 for five classes. */
  | { readonly method: 'deviation'; readonly classes: number }
  /** Descending or ascending borders of the index. */
  | { readonly method: 'fixed'; readonly cuts: readonly number[] };

/** Class of every zone, 1 for the highest index; 0 where there is none. A value at a border belongs to the higher class. */
export function classesOf(index: Float64Array, how: ClassMethod): Int32Array {
  const cuts = cutsOf(index, how);
  return Int32Array.from(index, (value) => (Number.isNaN(value) ? 0 : 1 + cuts.filter((cut) => value < cut).length));
}

/** Borders between the classes; fewer than classes less one where too many zones are alike. */
export function cutsOf(index: Float64Array, how: ClassMethod): readonly number[] {
  if (how.method === 'fixed') return how.cuts;
  const known = [...index].filter((value) => !Number.isNaN(value));
  return how.method === 'quantile' ? quantileCuts(known, how.classes) : deviationCuts(known, how.classes);
}

function deviationCuts(values: readonly number[], classes: number): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return Array.from({ length: classes - 1 }, (_, i) => mean + (i - (classes - 2) / 2) * deviation);
}

/** What leaving an indicator out does: zones whose class is another then. */
export interface Sensitivity {
  readonly indicator: number;
  readonly changes: readonly { readonly zone: number; readonly from: number; readonly to: number }[];
}

/** The typology once without each indicator that has a weight; nothing for a typology of one. */
export function sensitivityOf(table: IndicatorTable, options: TypologyOptions, how: ClassMethod): Sensitivity[] {
  const weights = options.weights ?? options.directions.map(() => 1);
  const weighty = [...weights.keys()].filter((i) => weights[i]! > 0);
  if (weighty.length < 2) return [];
  const whole = classesOf(typologyOf(table, options).index, how);
  return weighty.map((indicator) => {
    const without = classesOf(typologyOf(table, { ...options, weights: weights.map((weight, i) => (i === indicator ? 0 : weight)) }).index, how);
    const changes = [...whole.keys()].flatMap((zone) => (whole[zone] === without[zone] ? [] : [{ zone, from: whole[zone]!, to: without[zone]! }]));
    return { indicator, changes };
  });
}
