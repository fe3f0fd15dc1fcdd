// Variants of a release's protection that are tried side by side: thresholds from 3 to 10, for either aim of protection.
import type { DeskRelease, Method, Protection, Variant, VariantLoss } from './model.ts';

const THRESHOLDS = [3, 4, 5, 6, 7, 8, 9, 10] as const;

/** Eight, as many as the server tries at once; a threshold of the release's own beyond them takes the last place. */
export function thresholdsFor({ ruleSet: { threshold } }: DeskRelease): readonly number[] {
  if (THRESHOLDS.some((step) => step === threshold)) return THRESHOLDS;
  return [...THRESHOLDS.slice(0, -1), threshold].sort((a, b) => a - b);
}

export const protectionOf = ({ ruleSet }: DeskRelease): Protection => ruleSet.protect ?? 'small';

/** The release's own first. */
export function aimsOf(release: DeskRelease): readonly Protection[] {
  return protectionOf(release) === 'small' ? ['small', 'exact'] : ['exact', 'small'];
}

export function variantsFor(release: DeskRelease, protect: Protection): Variant[] {
  return thresholdsFor(release).map((threshold) => ({ threshold, zeros: release.ruleSet.zeros, method: 'suppress', protect }));
}

/** Methods that change numbers instead of withholding them, each asked for by itself: one may be refused. */
export const CHANGING = ['round', 'cell-key'] as const satisfies readonly Method[];

export function variantBy(release: DeskRelease, method: Method): Variant {
  return { threshold: release.ruleSet.threshold, zeros: release.ruleSet.zeros, method, protect: protectionOf(release) };
}

export function lossAt(losses: readonly VariantLoss[], protect: Protection, threshold: number): VariantLoss | undefined {
  return losses.find((loss) => loss.method === 'suppress' && loss.protect === protect && loss.threshold === threshold);
}
