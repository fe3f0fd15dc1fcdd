// Dominance: whether one contributor to a sum can be worked out from it, and how far apart its bounds must then be.
import type { Dominance } from './rule-set.ts';

/** Largest first, whatever the order given; contributions are 0 or more. */
function ranked(contributions: readonly number[]): { sorted: number[]; total: number; first: number; second: number } {
  const sorted = contributions.toSorted((a, b) => b - a);
  return { sorted, total: sorted.reduce((sum, x) => sum + x, 0), first: sorted[0] ?? 0, second: sorted[1] ?? 0 };
}

/**
 * Whether a sum is secret by one rule (HandbookSDC 4.2): (n,k) where the n largest hold more than k %; p % where the second largest, who knows himself, can
 * work out the largest to within p %; (p,q) likewise where everybody knew each contribution to within q % before. A sum of 0 is not.
 */
export function dominates(rule: Dominance, contributions: readonly number[]): boolean {
  return upperProtection(rule, contributions) > 0;
}

/**
 * How much more than the true sum an attacker must hold possible; 0 or less where the rule is content. Multiplied before divided, so that
 * whole contributions and per cents are compared exactly up to 2^53.
 */
export function upperProtection(rule: Dominance, contributions: readonly number[]): number {
  const { sorted, total, first, second } = ranked(contributions);
  if (total <= 0) return 0;
  if ('n' in rule) {
    const largest = sorted.slice(0, rule.n).reduce((sum, x) => sum + x, 0);
    return (100 * largest - rule.k * total) / rule.k;
  }
  const known = rule.q ?? 100;
  return (rule.p * first - known * (total - first - second)) / known;
}
