// What a block statistic looks like behind the zones: a value a block, classes, and the signs for what is no class.
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import { classOf, naturalCuts, quantileCuts, roundCuts } from '../../../core/statistics/classify.ts';
import { MISSING, SEQUENTIAL, ZERO } from '../../shell/palette.ts';

export type BackgroundMeasure = 'count' | 'density' | 'share';
export type ClassMethod = 'natural' | 'quantile';

export interface BlockClasses {
  /** By position; NaN where there is no value. */
  readonly values: Float64Array;
  /** Interior cuts, ascending; class i holds cuts[i-1] <= value < cuts[i], the first one from above 0. */
  readonly cuts: readonly number[];
  readonly colours: readonly string[];
  /** 1 where a release would withhold the count behind the value. */
  readonly guarded: Uint8Array;
  readonly counts: { readonly byClass: readonly number[]; readonly zero: number; readonly missing: number; readonly guarded: number };
}

const CLASSES = 5;
/** Natural classes are quadratic in the distinct values: 12,000 densities would take seconds, 400 quantiles of them 5 ms. */
const MOST_DISTINCT = 400;
/** Fewer classes take colours from the whole range, so that little and much stay apart. */
const COLOURS_BY_COUNT: readonly (readonly number[])[] = [[2], [2], [1, 3], [0, 2, 4], [0, 1, 3, 4], [0, 1, 2, 3, 4]];
const M2_PER_HECTARE = 10_000;

export interface BlockValues {
  /** Counts by position; null is unknown. */
  readonly counts: readonly (number | null)[];
  /** For a share: the counts of the population. */
  readonly population?: readonly (number | null)[] | undefined;
  readonly areaM2: Float64Array;
}

/** Values of the measure: people, people a hectare, or per cent of the population; a block without population has no share. */
export function measureValues({ counts, population, areaM2 }: BlockValues, measure: BackgroundMeasure): Float64Array {
  return Float64Array.from(counts, (count, block) => {
    if (count === null) return Number.NaN;
    if (measure === 'count') return count;
    if (measure === 'density') return areaM2[block]! > 0 ? (count * M2_PER_HECTARE) / areaM2[block]! : Number.NaN;
    const whole = population?.[block] ?? null;
    return whole === null || whole === 0 ? Number.NaN : (100 * count) / whole;
  });
}

/** `protects`: the numbers are true ones, so that what a release would withhold is marked. */
export function classifyBlocks(input: BlockValues, measure: BackgroundMeasure, method: ClassMethod, rules: RuleSet, protects: boolean): BlockClasses {
  const values = measureValues(input, measure);
  const positive = [...values].filter((value) => value > 0);
  const cuts = method === 'quantile' ? quantileCuts(positive, CLASSES) : naturalCuts(thinned(positive), CLASSES);
  const round = roundCuts(cuts, positive);
  const classes = positive.length === 0 ? 0 : round.length + 1;
  const byClass = Array.from({ length: classes }, () => 0);
  let [zero, missing] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) missing++;
    else if (value === 0) zero++;
    else byClass[classOf(value, round)]!++;
  }
  const guarded = Uint8Array.from(input.counts, (count) => (protects && count !== null && count > 0 && count < rules.threshold ? 1 : 0));
  return {
    values,
    cuts: round,
    colours: COLOURS_BY_COUNT[classes]!.slice(0, classes).map((step) => SEQUENTIAL[step]!),
    guarded,
    counts: { byClass, zero, missing, guarded: guarded.reduce((sum, one) => sum + one, 0) },
  };
}

/** Evenly taken from the sorted values where there are too many different ones. */
function thinned(values: readonly number[]): number[] {
  if (new Set(values).size <= MOST_DISTINCT) return [...values];
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from({ length: MOST_DISTINCT }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (MOST_DISTINCT - 1))]!);
}

/** Colour of one value. */
export function colourOfValue(value: number, { cuts, colours }: Pick<BlockClasses, 'cuts' | 'colours'>): string {
  if (Number.isNaN(value)) return MISSING;
  return value === 0 ? ZERO : colours[classOf(value, cuts)]!;
}
