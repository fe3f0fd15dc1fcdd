// When each published cut of a geography is valid in KomMonitor, which joins values to geometry by day and by zone id.

export interface PublishedCut {
  readonly version: number;
  /** Validity [validFrom, validTo) as the municipality decided it. */
  readonly validFrom: string;
  readonly validTo: string | null;
  /** Reference dates with published numbers in this cut, ascending; some may lie outside its validity, as they were recomputed. */
  readonly dates: readonly string[];
}

/** Both days included, as KomMonitor has them. */
export interface CutPeriod {
  readonly version: number;
  readonly startDate: string;
  readonly endDate: string | null;
}

/**
 * Periods of the cuts in the order of their validity. A new cut starts on the first reference date that it has numbers for, and the
 * one before ends the day before that: KomMonitor's date query of indicators takes `validEndDate > date`, so a cut that ended on a
 * reference date would not be there on it. The oldest published cut starts early enough for all its dates, as nothing else can be shown for
 * them. A cut that is valid on no day is left out.
 */
export function cutPeriods(cuts: readonly PublishedCut[]): CutPeriod[] {
  const sorted = cuts.filter(({ validFrom, validTo }) => validTo === null || validFrom < validTo).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const starts: { cut: PublishedCut; start: string; last: string | null }[] = [];
  for (const cut of sorted) {
    const own = cut.dates.filter((date) => cut.validFrom <= date && (cut.validTo === null || date < cut.validTo));
    const before = starts.at(-1);
    let start = own[0] ?? cut.validFrom;
    if (before === undefined) start = [cut.validFrom, cut.dates[0] ?? cut.validFrom].toSorted()[0]!;
    else if (own.length === 0 && before.last !== null && dayAfter(start, -1) <= before.last) start = dayAfter(before.last, 2);
    if (before !== undefined && start <= before.start) continue;
    starts.push({ cut, start, last: own.at(-1) ?? null });
  }
  return starts.map(({ cut, start, last }, i) => ({ version: cut.version, startDate: start, endDate: endOf(cut, last, starts[i + 1]) }));
}

function endOf({ validTo }: PublishedCut, last: string | null, next: { readonly cut: PublishedCut; readonly start: string } | undefined): string | null {
  // Where a cut ends and nothing follows at once, the last reference date must still be before the end.
  const own = validTo === null ? null : [dayAfter(validTo, -1), ...(last === null ? [] : [dayAfter(last, 1)])].toSorted().at(-1)!;
  if (next === undefined) return own;
  const dayBeforeNext = dayAfter(next.start, -1);
  return own === null || validTo! >= next.cut.validFrom || own > dayBeforeNext ? dayBeforeNext : own;
}

/** The cut that KomMonitor shows on a day; null where none is. */
export function shownOn(periods: readonly CutPeriod[], day: string): CutPeriod | null {
  return periods.find(({ startDate, endDate }) => startDate <= day && (endDate === null || day <= endDate)) ?? null;
}

/** So many days later, as YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** KomMonitor's word for how far apart dates lie, by the commonest distance. */
export function updateInterval(dates: readonly string[]): UpdateInterval {
  if (dates.length < 2) return 'ARBITRARY';
  const steps = dates.slice(1).map((date, i) => Math.round((Date.parse(date) - Date.parse(dates[i]!)) / 86_400_000));
  const middle = steps.toSorted((a, b) => a - b)[steps.length >> 1]!;
  for (const [name, least, most] of INTERVALS) if (middle >= least && middle <= most) return name;
  return 'ARBITRARY';
}

export type UpdateInterval = 'ARBITRARY' | 'MONTHLY' | 'QUARTERLY' | 'HALF_YEARLY' | 'YEARLY' | 'DAILY' | 'WEEKLY';

const INTERVALS: readonly (readonly [UpdateInterval, number, number])[] = [
  ['DAILY', 1, 1],
  ['WEEKLY', 7, 7],
  ['MONTHLY', 28, 31],
  ['QUARTERLY', 89, 93],
  ['HALF_YEARLY', 180, 185],
  ['YEARLY', 365, 366],
];
