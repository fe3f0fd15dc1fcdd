// Which numbers are secret by themselves, and by which rule.
import { dominates } from './dominance.ts';
import { dominanceRules, type RuleSet } from './rule-set.ts';

/** 0 is open; the others say why a number is secret. Internal: which rule it was narrows the number down. */
export const OPEN = 0;
export const SMALL = 1;
export const ZERO = 2;
export const HOMOGENEOUS = 3;
export const SECOND_UNIT = 4;
export const DENOMINATOR = 5;
export const DOMINATED = 6;
export type PrimaryReason = typeof OPEN | typeof SMALL | typeof ZERO | typeof HOMOGENEOUS | typeof SECOND_UNIT | typeof DENOMINATOR | typeof DOMINATED;

/** Names of the reasons by number, for internal reports. */
export const REASON_NAMES = ['open', 'small', 'zero', 'homogeneous', 'second-unit', 'denominator', 'dominated'] as const;

/** What stands beside a count: the number it is a part of, units behind it, and who contributes how much. */
export interface Beside {
  readonly base?: number;
  readonly secondUnit?: number;
  readonly contributions?: readonly number[];
}

/**
 * Why one count is secret. A count of 0 has no units behind it, so the second unit is not asked; with nobody in the base a 0 says nothing, so
 * neither homogeneity nor the denominator is asked.
 */
export function primaryReason(rules: RuleSet, count: number, { base, secondUnit, contributions }: Beside = {}): PrimaryReason {
  if (count === 0 && rules.zeros === 'protect') return ZERO;
  if (count > 0 && count < rules.threshold) return SMALL;
  if (base !== undefined && base > 0) {
    if (rules.homogeneity !== undefined) {
      const { threshold } = rules.homogeneity;
      if (base - count < threshold) return HOMOGENEOUS;
      if (rules.zeros === 'protect' && count < threshold) return HOMOGENEOUS;
    }
    if (rules.minimumDenominator !== undefined && base < rules.minimumDenominator) return DENOMINATOR;
  }
  if (count > 0 && rules.secondUnit !== undefined && secondUnit !== undefined && secondUnit < rules.secondUnit.threshold) return SECOND_UNIT;
  if (contributions !== undefined && dominanceRules(rules).some((rule) => dominates(rule, contributions))) return DOMINATED;
  return OPEN;
}

/**
 * Reason by zone (0 = open). `base` and `secondUnit` by zone are left out where the rules do not ask for them; a NaN in them is unknown, and a
 * zone of which a needed number is unknown is judged by the rest.
 */
export function primaryZones(rules: RuleSet, counts: ArrayLike<number>, base?: ArrayLike<number> | null, secondUnit?: ArrayLike<number> | null, contributions?: readonly (readonly number[])[] | null): Uint8Array {
  return Uint8Array.from({ length: counts.length }, (_, zone) =>
    primaryReason(rules, counts[zone]!, { base: known(base?.[zone]), secondUnit: known(secondUnit?.[zone]), contributions: contributions?.[zone] }),
  );
}

function known(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
