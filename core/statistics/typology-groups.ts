// Types as groups of zones that are alike in all indicators: by k-means, or by Ward among neighbours.
import { kMeans } from './k-means.ts';
import type { Typology } from './typology.ts';
import { type Neighbours, wardGroups } from './ward.ts';

/** Class of every zone, 1 for the group of the highest mean index; 0 for a zone that lacks an indicator. */
export function kMeansClasses(made: Typology, weights: readonly number[], classes: number, random: () => number): Int32Array {
  return ordered(kMeans(weighed(made, weights), weights.length, classes, random).group, made.index);
}

/** The same; groups are of one piece, so there may be more than asked for where zones are no neighbours. */
export function wardClasses(made: Typology, weights: readonly number[], classes: number, neighbours: Neighbours): Int32Array {
  return ordered(wardGroups(weighed(made, weights), weights.length, classes, neighbours).group, made.index);
}

/** A weight counts in the squares of distances, hence its root. */
function weighed({ standardised }: Typology, weights: readonly number[]): Float64Array {
  return standardised.map((value, at) => value * Math.sqrt(weights[at % weights.length]!));
}

/** By their mean index, the highest first, so that class 1 means the same with every method. */
function ordered(group: Int32Array, index: Float64Array): Int32Array {
  const means = new Map<number, { sum: number; n: number }>();
  group.forEach((g, zone) => {
    if (g < 0) return;
    const mean = means.get(g) ?? { sum: 0, n: 0 };
    mean.sum += index[zone]!;
    mean.n++;
    means.set(g, mean);
  });
  const order = [...means.keys()].toSorted((a, b) => means.get(b)!.sum / means.get(b)!.n - means.get(a)!.sum / means.get(a)!.n || a - b);
  return group.map((g) => (g < 0 ? 0 : order.indexOf(g) + 1));
}
