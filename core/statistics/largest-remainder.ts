// Whole numbers in proportion to weights: nothing lost, nothing made.

/** Remainders this close are equal: areas carry rounding in their last digits, and a tie must not hang on it. */
export const TIE = 1e-9;

/**
 * Shares a count out in proportion to weights (finite, at least 0, not all 0): every part gets the whole of its share, and
 * what remains goes one by one to the largest remainders (Hamilton's rule), of equal ones to the smallest `rank`. The
 * parts add up to the count; each is within 1 of its exact share.
 */
export function shareOut(count: number, weights: readonly number[], rank: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const exact = weights.map((weight) => (weight / total) * count);
  // A share that is a whole number but for rounding is that number.
  const parts = exact.map((share) => Math.floor(share + TIE));
  let left = count - parts.reduce((sum, part) => sum + part, 0);
  const remainder = exact.map((share, i) => Math.round((share - parts[i]!) / TIE));
  const order = weights.map((_, i) => i);
  order.sort((a, b) => remainder[b]! - remainder[a]! || rank[a]! - rank[b]!);
  for (const i of order) {
    if (left <= 0) break;
    parts[i]!++;
    left--;
  }
  return parts;
}

/** Position of the largest weight; of equal ones that of the smallest rank. */
export function largest(weights: readonly number[], rank: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < weights.length; i++) {
    const more = weights[i]! - weights[best]!;
    if (more > TIE || (more >= -TIE && rank[i]! < rank[best]!)) best = i;
  }
  return best;
}
