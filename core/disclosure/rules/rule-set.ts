// The rules by which a number about people may be seen: one set per data source, kept with every release.

/** (n,k): the n largest contributors hold more than k %. Never seen by anybody who does not set the rules. */
export interface LargestShare {
  readonly n: number;
  readonly k: number;
}

/** p %: the second largest contributor can work out the largest to within p %; `q`: what was known beforehand, to within q %. */
export interface PriorPosterior {
  readonly p: number;
  readonly q?: number;
}

export type Dominance = LargestShare | PriorPosterior;

/** Noise of most entropy (`TableDesign`): by no more than `largest`, of this variance, and never a count of 1 to `blocked`. Never seen by anybody who does not set the rules. */
export interface NoiseDesign {
  readonly largest: number;
  readonly variance: number;
  readonly blocked: number;
  readonly unimodal: boolean;
}

/** A perturbation table as it was handed over: by count from 0, the last for all larger counts. */
export interface NoiseTable {
  readonly rows: readonly { readonly noise: readonly number[]; readonly probability: readonly number[] }[];
}

export type Noise = NoiseDesign | NoiseTable;

/**
 * What is withheld.
 * - `threshold`: least count that may be known.
 * - `zeros`: `open` a 0 may be seen; `protect` it is as secret as a small count ("gets no benefits" is a fact about people);
 *   `structural` a 0 stands for what cannot be, so it is always seen, and nobody takes a withheld count for 0.
 * - `secondUnit`: units behind the persons, such as households, of which there must be as many as its own threshold.
 * - `homogeneity`: least number of the base that must not have what is counted, so that nobody is known to have it (100 %). 0 % is the
 *   same question asked of a protected zero. A coalition of k of them is `threshold` k + 1.
 * - `minimumDenominator`: least base of a rate.
 * - `dominance`: one rule or several for magnitudes. Confidential.
 * - `roundingBase`: published counts are multiples of it.
 * - `noise`: by what cell keys change counts. Confidential.
 * - `protect`: whether it is a breach that a secret count is known to be small (default), or only that it is known exactly.
 * - `attackerMinimum`: least that anybody takes a withheld count for (default: `leastWithheld`).
 */
export interface RuleSet {
  readonly threshold: number;
  readonly zeros: 'open' | 'protect' | 'structural';
  readonly secondUnit?: { readonly statistic: string; readonly threshold: number };
  readonly homogeneity?: { readonly threshold: number };
  readonly minimumDenominator?: number;
  readonly dominance?: Dominance | readonly Dominance[];
  readonly roundingBase?: number;
  readonly noise?: Noise;
  readonly protect?: 'exact' | 'small';
  readonly attackerMinimum?: 0 | 1;
}

/** What everybody may read of the rules: that dominance is looked at and that there is noise, but not how. */
export type PublicRuleSet = Omit<RuleSet, 'dominance' | 'noise'> & { readonly dominance?: 'confidential'; readonly noise?: 'confidential' };

/** Bundesagentur für Arbeit, Regelungen zur Geheimhaltung: 1 and 2 are secret, 0 is not. */
export const DEFAULT_RULES: RuleSet = { threshold: 3, zeros: 'open' };

export function publicRules({ dominance, noise, ...rules }: RuleSet): PublicRuleSet {
  return { ...rules, ...(dominance === undefined ? {} : { dominance: 'confidential' as const }), ...(noise === undefined ? {} : { noise: 'confidential' as const }) };
}

/**
 * Least that anybody who knows the rules takes a withheld count for: 1 where a 0 would have been shown. Where homogeneity withholds
 * zeros beside a 100 %, or zeros are protected, it is 0.
 */
export function leastWithheld({ zeros, homogeneity, attackerMinimum }: RuleSet): 0 | 1 {
  if (attackerMinimum !== undefined) return attackerMinimum;
  if (zeros === 'structural') return 1;
  return zeros === 'open' && homogeneity === undefined ? 1 : 0;
}

export function dominanceRules({ dominance }: RuleSet): readonly Dominance[] {
  return dominance === undefined ? [] : Array.isArray(dominance) ? (dominance as readonly Dominance[]) : [dominance as Dominance];
}

/** JSON of the same text for the same rules, whatever the order they were written in: what is hashed and compared. */
export function canonicalRules(rules: RuleSet): string {
  return JSON.stringify(sorted(rules));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, of]) => of !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, of]) => [name, sorted(of)]));
}
