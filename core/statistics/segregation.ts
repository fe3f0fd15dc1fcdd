// How evenly two groups live or learn beside each other: dissimilarity, isolation, exposure.

/** Counts by unit (zone, school): of the group and of everybody. */
export interface GroupCounts {
  readonly group: ArrayLike<number>;
  readonly total: ArrayLike<number>;
}

/**
 * Dissimilarity of a group against all others (Duncan & Duncan 1955; Massey & Denton 1988): the share of the group that
 * would have to change units for all to have the same share of it. 0 to 1; null where the group is nobody or everybody.
 */
export function dissimilarity(counts: GroupCounts): number | null {
  const { group, total, share } = sumsOf(counts);
  if (!(share > 0 && share < 1)) return null;
  let sum = 0;
  for (let unit = 0; unit < counts.total.length; unit++) {
    const others = counts.total[unit]! - counts.group[unit]!;
    sum += Math.abs(counts.group[unit]! / group - others / (total - group));
  }
  return sum / 2;
}

/** Isolation xPx (Bell 1954; Lieberson 1981): the mean share of the group in the unit of one of its own. Null where the group is nobody. */
export function isolation(counts: GroupCounts): number | null {
  const { group } = sumsOf(counts);
  if (group === 0) return null;
  let sum = 0;
  for (let unit = 0; unit < counts.total.length; unit++) {
    if (counts.total[unit]! > 0) sum += (counts.group[unit]! / group) * (counts.group[unit]! / counts.total[unit]!);
  }
  return sum;
}

/**
 * Normalised exposure, eta squared: isolation above what an even spread has, over the most that it could be. 0 to 1; null
 * where the group is nobody or everybody.
 */
export function normalisedExposure(counts: GroupCounts): number | null {
  const { share } = sumsOf(counts);
  if (!(share > 0 && share < 1)) return null;
  return (isolation(counts)! - share) / (1 - share);
}

/** How far a unit's share of the group is above the whole's, over the most that it could be (Gillani et al. 2023). Null without members or others. */
export function unitSegregation(counts: GroupCounts, unit: number): number | null {
  const { share } = sumsOf(counts);
  if (!(share < 1) || !(counts.total[unit]! > 0)) return null;
  return (counts.group[unit]! / counts.total[unit]! - share) / (1 - share);
}

function sumsOf(counts: GroupCounts): { readonly group: number; readonly total: number; readonly share: number } {
  if (counts.group.length !== counts.total.length) throw new RangeError('one count of the group and one of all a unit are needed');
  let [group, total] = [0, 0];
  for (let unit = 0; unit < counts.total.length; unit++) {
    group += counts.group[unit]!;
    total += counts.total[unit]!;
  }
  return { group, total, share: total === 0 ? NaN : group / total };
}
