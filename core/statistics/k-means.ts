// Zones in groups that are alike in several indicators: k-means, the best of several starts, the same for the same seed.

export interface KMeans {
  /** By row: its group, 0 to k - 1; -1 for a row with a missing value. */
  readonly group: Int32Array;
  /** Row-major: group × column. */
  readonly centres: Float64Array;
  /** Sum of squared distances to the centres. */
  readonly withinness: number;
}

const STARTS = 25;
const MOST_ROUNDS = 300;

/**
 * Lloyd's algorithm from k-means++ starts (Arthur & Vassilvitskii 2007), the best of 25. Rows of `width` values, row-major; rows with
 * NaN belong to no group. Groups are numbered by their first row. With fewer distinct rows than `k` there are fewer groups.
 */
export function kMeans(values: Float64Array, width: number, k: number, random: () => number): KMeans {
  const rows = values.length / width;
  const known = Array.from({ length: rows }, (_, row) => row).filter((row) => !values.subarray(row * width, (row + 1) * width).some(Number.isNaN));
  let best: KMeans | null = null;
  for (let start = 0; start < STARTS; start++) {
    const found = refine(values, width, known, chooseCentres(values, width, known, k, random));
    if (best === null || found.withinness < best.withinness - 1e-12 * (1 + best.withinness)) best = found;
  }
  return best!;
}

function chooseCentres(values: Float64Array, width: number, known: readonly number[], k: number, random: () => number): Float64Array {
  const centres: number[] = [];
  const nearest = new Float64Array(known.length).fill(Infinity);
  for (let c = 0; c < k && known.length > 0; c++) {
    let at = Math.floor(random() * known.length);
    if (c > 0) {
      const all = nearest.reduce((sum, square) => sum + square, 0);
      if (all === 0) break;
      let left = random() * all;
      at = nearest.findIndex((square) => (left -= square) < 0);
      // Rounding can leave a rest behind the last row.
      if (at < 0) at = nearest.findLastIndex((square) => square > 0);
    }
    const row = known[at]!;
    centres.push(...values.subarray(row * width, (row + 1) * width));
    known.forEach((other, i) => {
      nearest[i] = Math.min(nearest[i]!, squareDistance(values, other * width, values, row * width, width));
    });
  }
  return Float64Array.from(centres);
}

function refine(values: Float64Array, width: number, known: readonly number[], centres: Float64Array): KMeans {
  const k = centres.length / width;
  const group = new Int32Array(values.length / width).fill(-1);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let moved = false;
    for (const row of known) {
      let best = 0;
      let least = Infinity;
      for (let c = 0; c < k; c++) {
        const square = squareDistance(values, row * width, centres, c * width, width);
        if (square < least) [least, best] = [square, c];
      }
      if (group[row] !== best) moved = true;
      group[row] = best;
    }
    if (!moved) break;
    const size = new Float64Array(k);
    const sums = new Float64Array(centres.length);
    for (const row of known) {
      size[group[row]!]!++;
      for (let i = 0; i < width; i++) sums[group[row]! * width + i]! += values[row * width + i]!;
    }
    // A group that lost all its rows keeps its centre, and may win some again.
    for (let c = 0; c < k; c++) if (size[c]! > 0) for (let i = 0; i < width; i++) centres[c * width + i] = sums[c * width + i]! / size[c]!;
  }
  return number(values, width, known, group, centres);
}

/** Groups by their first row, those without a row left out. */
function number(values: Float64Array, width: number, known: readonly number[], group: Int32Array, centres: Float64Array): KMeans {
  const order = [...new Set(known.map((row) => group[row]!))];
  const place = new Map(order.map((c, i) => [c, i]));
  let withinness = 0;
  for (const row of known) withinness += squareDistance(values, row * width, centres, group[row]! * width, width);
  return {
    group: group.map((c) => place.get(c) ?? -1),
    centres: Float64Array.from(order.flatMap((c) => [...centres.subarray(c * width, (c + 1) * width)])),
    withinness,
  };
}

function squareDistance(a: Float64Array, atA: number, b: Float64Array, atB: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (a[atA + i]! - b[atB + i]!) ** 2;
  return sum;
}
