// Rates and means: what they give away of the counts they were made from.
import { OPEN, primaryReason, type PrimaryReason } from './primary-rules.ts';
import type { RuleSet } from './rule-set.ts';

/**
 * Numerators from 0 to the denominator of which the rate in per cent, rounded to `decimals`, is `rate`: the set K of a known denominator. In whole numbers:
 * |100 k 10^d - r N| <= N/2 with r the rate in units of its last digit, both ends taken, since a half may have been rounded either way.
 */
export function possibleNumerators(rate: number, decimals: number, denominator: number): { readonly least: number; readonly most: number } | null {
  const scale = 10 ** decimals;
  const units = Math.round(rate * scale);
  const least = Math.max(0, Math.ceil((denominator * (2 * units - 1)) / (200 * scale)));
  const most = Math.min(denominator, Math.floor((denominator * (2 * units + 1)) / (200 * scale)));
  return least > most ? null : { least, most };
}

/** Whether a rounded rate of a known denominator tells its numerator: then it is published as soon as the rate is. */
export function rateTellsNumerator(numerator: number, denominator: number, decimals: number): boolean {
  const scale = 10 ** decimals;
  const shown = Math.round((100 * numerator * scale) / denominator) / scale;
  const possible = possibleNumerators(shown, decimals, denominator);
  return possible !== null && possible.least === possible.most;
}

export type RateReason = 'numerator' | 'complement' | 'denominator' | 'rounding-tells-smallness';

/**
 * Why a rate is secret; null where it may be seen. Of nobody there is no rate. Numerator, complement and denominator are each judged as counts. A rate that leaves several numerators open is
 * still secret where all of them are: "between 1 and 2 of 90" is as good as either.
 */
export function rateReason(rules: RuleSet, numerator: number, denominator: number, decimals: number, secondUnit?: number): { readonly reason: RateReason; readonly because: PrimaryReason } | null {
  const judge = (count: number, unit?: number): PrimaryReason => primaryReason({ ...rules, minimumDenominator: undefined }, count, { base: denominator, secondUnit: unit });
  const small = primaryReason(rules, denominator);
  if (denominator === 0 || small !== OPEN || (rules.minimumDenominator !== undefined && denominator < rules.minimumDenominator)) return { reason: 'denominator', because: small };
  const own = judge(numerator, secondUnit);
  if (own !== OPEN) return { reason: 'numerator', because: own };
  const other = judge(denominator - numerator);
  if (other !== OPEN) return { reason: 'complement', because: other };
  const scale = 10 ** decimals;
  const possible = possibleNumerators(Math.round((100 * numerator * scale) / denominator) / scale, decimals, denominator);
  if (possible !== null) {
    for (const count of [possible.least, possible.most]) if (judge(count) === OPEN && judge(denominator - count) === OPEN) return null;
    return { reason: 'rounding-tells-smallness', because: judge(possible.least) };
  }
  return null;
}

/** A mean as it is published, beside the counts it was divided by. */
export interface PublishedMean {
  readonly sum: 'original' | 'perturbed';
  readonly count: 'original' | 'perturbed';
}

/**
 * Why a mean may not stand beside its count; null where it may. An original mean beside a count with noise gives the count back: from the means of two groups and
 * of both together follows how large the groups are to each other, and few counts within the noise fit (see `countsFromMeans`). A mean has to be the seen
 * sum divided by the seen count, each protected by itself.
 */
export function meanReason({ sum, count }: PublishedMean): 'mean-beside-perturbed-counts' | null {
  return count === 'perturbed' && sum === 'original' ? 'mean-beside-perturbed-counts' : null;
}

/**
 * The attack that the refusal is for (HandbookSDC 5.7): counts of two groups and of both, each within `largest` of what is seen, that add up; `identified` are those whose
 * rounded means agree with the mean of both. Means are known to half of 10^-decimals.
 */
export function countsFromMeans(seen: readonly [number, number, number], means: readonly [number, number, number], largest: number, decimals: number): { readonly candidates: readonly (readonly number[])[]; readonly identified: readonly (readonly number[])[] } {
  const around = (value: number): number[] => Array.from({ length: 2 * largest + 1 }, (_, k) => value - largest + k).filter((count) => count >= 0);
  const candidates = around(seen[0]).flatMap((a) => around(seen[1]).map((b) => [a, b, a + b])).filter(([, , total]) => Math.abs(total! - seen[2]) <= largest);
  const half = 0.5 / 10 ** decimals;
  const identified = candidates.filter(([a, b, total]) => Math.abs(a! * means[0] + b! * means[1] - total! * means[2]) <= half * (a! + b! + total!) + 1e-9);
  return { candidates, identified };
}
