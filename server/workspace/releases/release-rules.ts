// Which rules hold for which statistic of a release: what was asked for, but never less than the rule set of its source asks.
import { dominanceRules, type RuleSet } from '../../../core/disclosure/rules/rule-set.ts';
import type { StoredRuleSet } from '../../db/queries/rule-sets.ts';

/** What a release takes where neither it nor the source of its statistics says anything. */
export const RELEASE_RULES: RuleSet = { threshold: 5, zeros: 'open' };

/** Rules as they were applied to the statistics of one source; `version` null where no rule set of the source was stored. */
export interface AppliedRules {
  readonly source: string;
  readonly version: number | null;
  /** Legal basis of the source's rule set, '' for none. */
  readonly basis: string;
  readonly author: string;
  readonly rules: RuleSet;
}

/** By source of the statistics, in their order. `wish`: rules that were asked for, null for none. */
export function applyRules(sources: readonly string[], wish: RuleSet | null, stored: readonly StoredRuleSet[], account: string): AppliedRules[] {
  return [...new Set(sources)].map((source): AppliedRules => {
    const newest = stored.findLast((row) => row.source === source);
    if (newest === undefined) return { source, version: null, basis: '', author: account, rules: wish ?? RELEASE_RULES };
    const own = newest.rules as unknown as RuleSet;
    return { source, version: newest.version, basis: newest.basis, author: newest.author, rules: wish === null ? own : strictest(wish, own) };
  });
}

/** Rules that ask for at least what each of two ask for; where they cannot be joined, those of the source. */
export function strictest(wish: RuleSet, source: RuleSet): RuleSet {
  const zeros = wish.zeros === 'protect' || source.zeros === 'protect' ? 'protect' : source.zeros;
  const secondUnit = joined(wish.secondUnit, source.secondUnit, (a, b) => (a.statistic === b.statistic && a.threshold > b.threshold ? a : b));
  const homogeneity = joined(wish.homogeneity, source.homogeneity, (a, b) => (a.threshold > b.threshold ? a : b));
  const minimumDenominator = joined(wish.minimumDenominator, source.minimumDenominator, Math.max);
  const roundingBase = joined(wish.roundingBase, source.roundingBase, Math.max);
  const attackerMinimum = zeros === 'protect' ? undefined : joined(wish.attackerMinimum, source.attackerMinimum, (a, b) => (a < b ? a : b));
  const dominance = [...dominanceRules(wish), ...dominanceRules(source)];
  const noise = source.noise ?? wish.noise;
  const exact = wish.protect === 'exact' && source.protect === 'exact';
  return {
    threshold: Math.max(wish.threshold, source.threshold),
    zeros,
    ...(secondUnit === undefined ? {} : { secondUnit }),
    ...(homogeneity === undefined ? {} : { homogeneity }),
    ...(minimumDenominator === undefined ? {} : { minimumDenominator }),
    ...(dominance.length === 0 ? {} : { dominance: dominance.length === 1 ? dominance[0]! : dominance }),
    ...(roundingBase === undefined ? {} : { roundingBase }),
    ...(noise === undefined ? {} : { noise }),
    ...(exact ? { protect: 'exact' as const } : {}),
    ...(attackerMinimum === undefined ? {} : { attackerMinimum }),
  };
}

function joined<T>(a: T | undefined, b: T | undefined, both: (a: T, b: T) => T): T | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : both(a, b);
}

/** One rule set to show for a release whose sources have several: their strictest. */
export function overallRules(applied: readonly AppliedRules[]): RuleSet {
  return applied.map(({ rules }) => rules).reduce((a, b) => (JSON.stringify(a) === JSON.stringify(b) ? a : strictest(a, b)));
}
