// The zones of a date piled up by value: every zone a block of its own, those without a value beside the axis and never on it.
import { histogramOf } from '../../../core/statistics/histogram.ts';
import type { Measure } from '../../api-types.ts';
import { rankZones, zonesIn } from '../ranking.ts';

export interface HistogramBlock {
  readonly zone: number;
  /** Bin from 0. */
  readonly bin: number;
  /** Place in the pile from 0, smallest value lowest. */
  readonly level: number;
}

export interface HistogramShape {
  readonly borders: readonly number[];
  readonly counts: readonly number[];
  readonly blocks: readonly HistogramBlock[];
  /** By name. */
  readonly withheld: readonly number[];
  readonly missing: readonly number[];
}

export function shapeHistogram(measures: readonly Measure[], names: readonly string[]): HistogramShape {
  // Smallest first: the rank's order the other way round, equal values by name.
  const ranked = rankZones(measures, names).filter(({ rank }) => rank !== undefined).reverse();
  const { borders, binOf, counts } = histogramOf(ranked.map(({ cell }) => (cell.state === 'value' ? cell.value : NaN)));
  const filled = counts.map(() => 0);
  const blocks = ranked.map(({ index: zone }, i) => ({ zone, bin: binOf[i]!, level: filled[binOf[i]!]!++ }));
  return { borders, counts, blocks, withheld: zonesIn('withheld', measures, names), missing: zonesIn('missing', measures, names) };
}
