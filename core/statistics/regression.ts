// The least-squares line through points, how well it fits, and the band that its mean lies in.
import { studentQuantile } from './student-t.ts';

export interface Regression {
  /** Points that it is made of. */
  readonly n: number;
  readonly slope: number;
  readonly intercept: number;
  /** Pearson's r, -1 to 1. */
  readonly r: number;
  /** Standard error of the slope; 0 with two points, which a line always meets. */
  readonly slopeError: number;
  /** Standard deviation of the points round the line, by n - 2 degrees of freedom. */
  readonly residualError: number;
  readonly meanX: number;
  /** Sum of the squared distances of x from its mean. */
  readonly squaresX: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Ordinary least squares of y on x (Draper and Smith, Applied Regression Analysis, 1998, chapter 1). null where there is no line: fewer than
 * two points, or all x alike. r is NaN where all y are alike.
 */
export function regressionOf(points: readonly (readonly [x: number, y: number])[]): Regression | null {
  const n = points.length;
  if (n < 2) return null;
  let meanX = 0;
  let meanY = 0;
  for (const [x, y] of points) {
    meanX += x / n;
    meanY += y / n;
  }
  let squaresX = 0;
  let squaresY = 0;
  let products = 0;
  let least = Infinity;
  let most = -Infinity;
  for (const [x, y] of points) {
    squaresX += (x - meanX) ** 2;
    squaresY += (y - meanY) ** 2;
    products += (x - meanX) * (y - meanY);
    least = Math.min(least, x);
    most = Math.max(most, x);
  }
  if (!(most > least) || squaresX === 0) return null;
  const slope = products / squaresX;
  const alike = points.every(([, y]) => y === points[0]![1]);
  const r = alike ? NaN : Math.max(-1, Math.min(1, products / Math.sqrt(squaresX * squaresY)));
  let residuals = 0;
  for (const [x, y] of points) residuals += (y - meanY - slope * (x - meanX)) ** 2;
  const residualError = n > 2 ? Math.sqrt(residuals / (n - 2)) : 0;
  return { n, slope, intercept: meanY - slope * meanX, r, slopeError: residualError / Math.sqrt(squaresX), residualError, meanX, squaresX, least, most };
}

export function lineAt({ slope, intercept }: Pick<Regression, 'slope' | 'intercept'>, x: number): number {
  return intercept + slope * x;
}

/**
 * Half the width of the pointwise confidence band of the line at x (Draper and Smith, 1.4): with 95 % the mean of y at this x lies in it,
 * if points scatter evenly round a line. null with fewer than three points, which tell nothing of scatter.
 */
export function bandAt({ n, residualError, meanX, squaresX }: Regression, x: number, probability = 0.95): number | null {
  if (n < 3) return null;
  return studentQuantile((1 + probability) / 2, n - 2) * residualError * Math.sqrt(1 / n + (x - meanX) ** 2 / squaresX);
}

/** Interval of the slope; null with fewer than three points. */
export function slopeInterval({ n, slope, slopeError }: Regression, probability = 0.95): { readonly low: number; readonly high: number } | null {
  if (n < 3) return null;
  const half = studentQuantile((1 + probability) / 2, n - 2) * slopeError;
  return { low: slope - half, high: slope + half };
}
