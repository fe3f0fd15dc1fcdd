// Variants of a release's protection that are tried side by side: thresholds from 3 to 10, and the other methods at one of them.
import type { DeskRelease, Method, Variant, VariantLoss } from './model.ts';

export const THRESHOLDS = [3, 4, 5, 6, 7, 8, 9, 10] as const;
/** Methods with their loss beside each other; cell key serves fixed geographies on the command line only. */
export const METHODS: readonly Method[] = ['suppress', 'round'];

/** A threshold of its own, beyond the usual ones, is tried too. */
export function thresholdsFor({ ruleSet: { threshold } }: DeskRelease): readonly number[] {
  const own = THRESHOLDS.some((step) => step === threshold);
  return own ? THRESHOLDS : [...THRESHOLDS, threshold].sort((a, b) => a - b);
}

export function variantsFor(release: DeskRelease): Variant[] {
  const { zeros, protect = 'small' } = release.ruleSet;
  return METHODS.flatMap((method) => thresholdsFor(release).map((threshold): Variant => ({ threshold, zeros, method, protect })));
}

export function lossAt(losses: readonly VariantLoss[], method: Method, threshold: number): VariantLoss | undefined {
  return losses.find((loss) => loss.method === method && loss.threshold === threshold);
}
