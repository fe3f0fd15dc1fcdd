// Student's t distribution for whole degrees of freedom: what the 95 % bands of lines and trends are made of.

/**
 * Probability that |t| is at most `t`, for `degrees` whole degrees of freedom from 1. The finite sums in angles of Abramowitz and Stegun,
 * Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4: exact but for rounding.
 */
export function studentWithin(t: number, degrees: number): number {
  requireDegrees(degrees);
  const angle = Math.atan(Math.abs(t) / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const odd = degrees % 2 === 1;
  if (degrees === 1) return (2 * angle) / Math.PI;
  let term = odd ? cosine : 1;
  let sum = term;
  for (let k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/**
 * The t below which a part `probability` (0.5 to below 1) of the distribution lies: 0.975 for a two-sided 95 % interval. By halving,
 * since `studentWithin` is monotone: to the last digits that it has itself.
 */
export function studentQuantile(probability: number, degrees: number): number {
  requireDegrees(degrees);
  if (!(probability >= 0.5 && probability < 1)) throw new RangeError('a probability from 0.5 to below 1 is needed');
  const within = 2 * probability - 1;
  let high = 1;
  while (studentWithin(high, degrees) < within) high *= 2;
  let low = 0;
  for (let step = 0; step < 100 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, degrees) < within) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function requireDegrees(degrees: number): void {
  if (!Number.isInteger(degrees) || degrees < 1) throw new RangeError('whole degrees of freedom from 1 are needed');
}
