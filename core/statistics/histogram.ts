// Bins of a histogram: equal, with round borders, so many as the spread asks for.

export interface Histogram {
  /** Ascending, one more than bins; bin i holds borders[i] <= value < borders[i + 1], the last one its upper border too. */
  readonly borders: readonly number[];
  /** By value as given: its bin. */
  readonly binOf: readonly number[];
  readonly counts: readonly number[];
}

const MOST_BINS = 16;
const ROUND = [1, 2, 2.5, 5, 10] as const;

/**
 * Bins about as wide as D. Freedman and P. Diaconis propose (1981: twice the range of the middle half over the cube root of n) or H. A.
 * Sturges (1926: the range over 1 + log2 n), whichever is finer, since a city has few zones; then widened to 1, 2, 2.5 or 5 times a power
 * of ten: borders that can be read. Values must be finite; none give no bins.
 */
export function histogramOf(values: readonly number[]): Histogram {
  if (values.length === 0) return { borders: [], binOf: [], counts: [] };
  const sorted = values.toSorted((a, b) => a - b);
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  const spread = most - least;
  const middle = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const sturges = spread / (Math.log2(values.length) + 1);
  const wanted = middle > 0 ? Math.min(sturges, (2 * middle) / Math.cbrt(values.length)) : sturges;
  let width = roundWidth(Math.max(wanted, spread / MOST_BINS) || Math.abs(most) / 10 || 1);
  let first = Math.floor(least / width);
  let bins = binsFrom(first, most, width);
  // Rounding the first border down can need one bin more than the spread alone.
  while (bins > MOST_BINS) {
    width = roundWidth(width * 1.25);
    first = Math.floor(least / width);
    bins = binsFrom(first, most, width);
  }
  const borders = Array.from({ length: bins + 1 }, (_, i) => tidy((first + i) * width));
  const counts = Array.from({ length: bins }, () => 0);
  const binOf = values.map((value) => {
    let bin = Math.max(0, Math.min(bins - 1, Math.floor(value / width) - first));
    // A quotient may round across a border that the value itself keeps to.
    if (value < borders[bin]! && bin > 0) bin--;
    else if (bin < bins - 1 && value >= borders[bin + 1]!) bin++;
    counts[bin]!++;
    return bin;
  });
  return { borders, binOf, counts };
}

function binsFrom(first: number, most: number, width: number): number {
  return Math.max(1, Math.ceil(most / width - 1e-9) - first);
}

/** Up, or down where that is nearer: 5.3 becomes 5. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  return tidy(ROUND.find((factor) => factor * power >= 0.85 * width)! * power);
}

/** Without the last digits that a product of decimals leaves. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Linear between the order statistics (Hyndman and Fan's definition 7). */
export function quantile(sorted: readonly number[], part: number): number {
  const at = part * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below]! + (at - below) * ((sorted[below + 1] ?? sorted[below]!) - sorted[below]!);
}
