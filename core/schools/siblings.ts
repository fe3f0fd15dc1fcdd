// How many entering children have a sister or brother in the grades above, where nobody counted them.

/** By block; NaN where a count is not known. */
export interface SiblingCounts {
  /** Entering children of the year. */
  readonly entering: Float64Array;
  /** All children under 18, and households with at least one of them. */
  readonly children: Float64Array;
  readonly households: Float64Array;
}

/**
 * Estimate: a block's families have children / households children on average, so an entering child has that less one brothers and sisters;
 * each of them is in the grades above by `chance` (3 of the 17 other years of age for four grades, where nothing better is known). At most all
 * entering children have one. NaN where a count is not known. It is a mean and says nothing about a single family.
 */
export function estimateSiblings({ entering, children, households }: SiblingCounts, chance: number): Float64Array {
  return entering.map((count, block) => {
    if (count === 0) return 0;
    const [all, families] = [children[block]!, households[block]!];
    if (Number.isNaN(all) || Number.isNaN(families)) return Number.NaN;
    // Rounded counts may have children without a household.
    const others = families <= 0 ? 0 : Math.max(0, all / families - 1);
    return count * Math.min(1, others * chance);
  });
}
