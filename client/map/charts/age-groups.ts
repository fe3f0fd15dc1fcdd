// Which released statistics make an age structure: groups by years, by sex where a municipality counts them so.
import type { Indicator } from '../../api-types.ts';

export type Sex = 'female' | 'male' | 'all';

export interface AgeGroup {
  /** First year, and the year before which it ends; null: open. */
  readonly from: number;
  readonly to: number | null;
  readonly sex: Sex;
  readonly indicator: Indicator;
}

export interface AgeBand {
  readonly from: number;
  readonly to: number | null;
  /** One of `all`, or one of `female` and one of `male`. */
  readonly groups: readonly AgeGroup[];
}

/**
 * Statistics are named by their years: age_00, age_3_5 (3 to under 6), age_80_plus, under_15; with the sex before or after: female_age_3_5,
 * age_3_5_male.
 */
const NAME = /^(?:(female|male)_)?(?:age_(\d{1,3})(?:_(\d{1,3})|_(plus))?|under_(\d{1,3}))(?:_(female|male))?$/;

export function ageGroupOf(indicator: Indicator): AgeGroup | null {
  const { numerator, denominator } = indicator;
  if (denominator !== null || numerator.plus.length !== 1 || (numerator.minus ?? []).length > 0) return null;
  const match = NAME.exec(numerator.plus[0]!);
  if (match === null) return null;
  const [, before, first, last, open, under, after] = match;
  const from = Number(first ?? 0);
  const to = open !== undefined ? null : under !== undefined ? Number(under) : (last === undefined ? from : Number(last)) + 1;
  if (to !== null && to <= from) return null;
  return { from, to, sex: (before ?? after ?? 'all') as Sex, indicator };
}

/**
 * The bands that lie beside each other without overlapping, the most years first, then the most bands: single years before groups, groups
 * before the halves of a population. By sex where that covers as many years. Ascending; there may be gaps, which nobody may fill by a subtraction.
 */
export function ageBands(indicators: readonly Indicator[]): readonly AgeBand[] {
  const groups = indicators.flatMap((indicator) => ageGroupOf(indicator) ?? []);
  const sexes = bestCover(pairs(groups));
  const alone = bestCover(groups.filter(({ sex }) => sex === 'all').map((group) => ({ from: group.from, to: group.to, groups: [group] })));
  return yearsOf(sexes) > 0 && yearsOf(sexes) >= yearsOf(alone) ? sexes : alone;
}

function pairs(groups: readonly AgeGroup[]): AgeBand[] {
  return groups.flatMap((female) => {
    const male = female.sex === 'female' ? groups.find(({ sex, from, to }) => sex === 'male' && from === female.from && to === female.to) : undefined;
    return male === undefined ? [] : [{ from: female.from, to: female.to, groups: [female, male] }];
  });
}

/** An open band counts as far as it is drawn: to 100, or ten years. */
export const endOf = ({ from, to }: Pick<AgeBand, 'from' | 'to'>): number => to ?? Math.max(100, from + 10);
const yearsOf = (bands: readonly AgeBand[]): number => bands.reduce((sum, band) => sum + endOf(band) - band.from, 0);

/** Weighted intervals by their ends (Kleinberg and Tardos, Algorithm Design, 6.1); nothing overlaps an open band. */
function bestCover(bands: readonly AgeBand[]): AgeBand[] {
  const sorted = [...bands].sort((a, b) => lastOf(a) - lastOf(b) || b.from - a.from);
  const best: { readonly years: number; readonly chosen: readonly AgeBand[] }[] = [{ years: 0, chosen: [] }];
  sorted.forEach((band, i) => {
    let before = i;
    while (before > 0 && lastOf(sorted[before - 1]!) > band.from) before--;
    const without = best[i]!;
    const with_ = { years: best[before]!.years + endOf(band) - band.from, chosen: [...best[before]!.chosen, band] };
    best.push(with_.years > without.years || (with_.years === without.years && with_.chosen.length > without.chosen.length) ? with_ : without);
  });
  return [...best.at(-1)!.chosen];
}

const lastOf = ({ to }: AgeBand): number => to ?? Infinity;

/** Years from 0 to the last band that no band covers. */
export function gapsOf(bands: readonly AgeBand[]): readonly { readonly from: number; readonly to: number | null }[] {
  const gaps: { from: number; to: number | null }[] = [];
  let reached = 0;
  for (const band of bands) {
    if (band.from > reached) gaps.push({ from: reached, to: band.from });
    reached = band.to ?? Infinity;
  }
  if (Number.isFinite(reached) && bands.length > 0) gaps.push({ from: reached, to: null });
  return gaps;
}
