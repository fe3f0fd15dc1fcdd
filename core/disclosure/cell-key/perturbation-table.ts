// Which noise a count gets for which cell key. Confidential: who knows the table knows how far off a number can be.

/** By count from 0; the last row holds for all larger counts. Noise `noise[k]` is given to keys below `upper[k]`, a share of all keys, and not below `upper[k - 1]`. */
export interface PerturbationTable {
  readonly rows: readonly { readonly noise: Int32Array; readonly upper: Float64Array }[];
}

/** One row of probabilities as a table's row; `upper` ends at exactly 1, whatever the sum's last bit is. */
export function rowOf(noise: readonly number[], probability: readonly number[]): PerturbationTable['rows'][number] {
  const upper = new Float64Array(noise.length);
  let sum = 0;
  probability.forEach((p, k) => (upper[k] = sum += p));
  upper[upper.length - 1] = 1;
  return { noise: Int32Array.from(noise), upper };
}

/**
 * What is added to a count whose units' keys sum to `key` modulo `modulus`. A count of 0 stays 0. The first noise whose upper bound is
 * above the key: lower <= key < upper, as the R package cellKey does it; the handbook's text has lower < key <= upper, which differs on
 * the bounds alone. A whole key below 2^32 divides by 2^32 without a rounding error, so no summation order flips a lookup.
 */
export function noiseOf({ rows }: PerturbationTable, count: number, key: number, modulus: number): number {
  if (count === 0) return 0;
  const { noise, upper } = rows[Math.min(count, rows.length - 1)]!;
  const share = key / modulus;
  let k = 0;
  while (share >= upper[k]!) k++;
  return noise[k]!;
}

/** Expected noise and its variance for each count. */
export function momentsOf({ rows }: PerturbationTable): { readonly bias: number; readonly variance: number }[] {
  return rows.map(({ noise, upper }) => {
    const p = Array.from(upper, (bound, k) => bound - (k === 0 ? 0 : upper[k - 1]!));
    const bias = p.reduce((sum, of, k) => sum + of * noise[k]!, 0);
    return { bias, variance: p.reduce((sum, of, k) => sum + of * noise[k]! ** 2, 0) - bias ** 2 };
  });
}

/** Largest change of any count. */
export function largestNoise({ rows }: PerturbationTable): number {
  return rows.reduce((most, { noise }) => noise.reduce((larger, v) => Math.max(larger, Math.abs(v)), most), 0);
}
