// Classes for maps: where to cut a range of values, so that few colours tell as much as they can and the cuts are round numbers.

/**
 * Interior cuts of `classes` natural classes: the partition with the least sum of squared deviations inside classes, found
 * exactly (W. D. Fisher 1958, "On grouping for maximum homogeneity"; in maps known by G. F. Jenks 1967). A cut is the
 * least value of the class above it, so class i holds cut[i-1] <= value < cut[i]. Fewer cuts come back where there are
 * fewer distinct values. Quadratic in the distinct values: 5 ms for 400, 35 ms for 1,000.
 */
export function naturalCuts(values: readonly number[], classes: number): number[] {
  const { distinct, weights } = tally(values);
  const n = distinct.length;
  const k = Math.min(classes, n);
  if (k < 2) return [];
  const center = distinct[n >> 1]!; // differences to the middle keep the digits that squares of large values would lose
  const weight = new Float64Array(n + 1);
  const sum = new Float64Array(n + 1);
  const square = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const x = distinct[i]! - center;
    weight[i + 1] = weight[i]! + weights[i]!;
    sum[i + 1] = sum[i]! + weights[i]! * x;
    square[i + 1] = square[i]! + weights[i]! * x * x;
  }
  const deviation = (from: number, to: number) => {
    const s = sum[to]! - sum[from]!;
    return square[to]! - square[from]! - (s * s) / (weight[to]! - weight[from]!);
  };
  let cost = Float64Array.from({ length: n + 1 }, (_, to) => (to === 0 ? 0 : deviation(0, to)));
  const starts: Uint32Array[] = [];
  for (let level = 1; level < k; level++) {
    const next = new Float64Array(n + 1).fill(Infinity);
    const start = new Uint32Array(n + 1);
    for (let to = level + 1; to <= n; to++) {
      for (let from = level; from < to; from++) {
        const candidate = cost[from]! + deviation(from, to);
        if (candidate < next[to]!) [next[to], start[to]] = [candidate, from];
      }
    }
    cost = next;
    starts.push(start);
  }
  const cuts: number[] = [];
  for (let level = starts.length - 1, to = n; level >= 0; level--) {
    to = starts[level]![to]!;
    cuts.unshift(distinct[to]!);
  }
  return cuts;
}

/** Interior cuts so that every class holds about as many values; equal values stay in one class, so there may be fewer cuts. */
export function quantileCuts(values: readonly number[], classes: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts: number[] = [];
  for (let i = 1; i < classes; i++) {
    const cut = sorted[Math.ceil((i * sorted.length) / classes)];
    if (cut !== undefined && cut > sorted[0]! && cut !== cuts.at(-1)) cuts.push(cut);
  }
  return cuts;
}

/**
 * The cuts as round as they can be while each moves by at most `tolerance` of the way to its neighbours (or to the
 * ends of the values): people read "10 to 15", not "9.83 to 14.97". They stay ascending, and no class loses its last value.
 */
export function roundCuts(cuts: readonly number[], values: readonly number[], tolerance = 0.4): number[] {
  if (cuts.length === 0) return [];
  const { distinct } = tally(values);
  const ends = [distinct[0]!, ...cuts, distinct.at(-1)!];
  const rounded: number[] = [];
  for (let i = 0; i < cuts.length; i++) {
    const cut = cuts[i]!;
    const low = cut - tolerance * (cut - ends[i]!);
    const high = cut + tolerance * (ends[i + 2]! - cut);
    const candidate = roundestBetween(low, high);
    const floor = rounded.at(-1) ?? -Infinity;
    const ceiling = cuts[i + 1] ?? Infinity;
    const keeps = distinct.some((value) => value >= floor && value < candidate) && distinct.some((value) => value >= candidate && value < ceiling);
    rounded.push(keeps ? candidate : cut);
  }
  return rounded;
}

/** The number in [low, high] that is a multiple of the largest step among 1, 2, 5 times a power of ten; the middle one of several. */
export function roundestBetween(low: number, high: number): number {
  if (!(high > low)) return low;
  if (low <= 0 && high >= 0) return 0;
  const exponent = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let power = exponent + 1; power > exponent - 15; power--) {
    for (const factor of [5, 2, 1]) {
      // Dividing by an exact power of ten keeps 0.3 from becoming 0.30000000000000004.
      const multiple = (index: number) => (power >= 0 ? index * factor * 10 ** power : (index * factor) / 10 ** -power);
      const step = multiple(1);
      const first = Math.ceil(low / step - 1e-9);
      const last = Math.floor(high / step + 1e-9);
      if (first <= last) return multiple(Math.round((first + last) / 2));
    }
  }
  return low;
}

/** Class of a value: the number of cuts that it reaches. */
export function classOf(value: number, cuts: readonly number[]): number {
  let index = 0;
  while (index < cuts.length && value >= cuts[index]!) index++;
  return index;
}

function tally(values: readonly number[]): { distinct: number[]; weights: number[] } {
  const distinct: number[] = [];
  const weights: number[] = [];
  for (const value of [...values].sort((a, b) => a - b)) {
    if (value === distinct.at(-1)) weights[weights.length - 1]!++;
    else {
      distinct.push(value);
      weights.push(1);
    }
  }
  return { distinct, weights };
}
