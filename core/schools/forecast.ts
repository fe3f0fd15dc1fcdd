// How many children enter school in which year: cohorts by law's cut-off date, entry rates, moving in and out, new housing.

/** Children of a block by age in whole years at a key date, row-major: block × age, from age 0. */
export interface ChildrenByAge {
  readonly blockCount: number;
  readonly ages: number;
  readonly values: Float64Array;
  /** Day that the ages are of, YYYY-MM-DD. */
  readonly keyDate: string;
}

/** A child enters in the year in which it has turned `age` by this day (MM-DD), that day included. */
export interface EntryRule {
  readonly land: string;
  readonly cutOff: string;
  readonly age: number;
  readonly source: string;
}

/** A drawn housing area that fills up: its children by block come from dwellings that are ready in a year. */
export interface NewHousing {
  readonly block: number;
  readonly dwellings: number;
  /** School year of first entry from it. */
  readonly ready: number;
  /** Children who enter a year from 100 dwellings, by years since they were ready; the last value stays. */
  readonly entriesPer100: readonly number[];
  /** Of 100 dwellings: children who are a year older than at entry when they move in, two years older and so on; they come into grades above the first. */
  readonly olderPer100?: readonly number[];
}

export interface ForecastParameters {
  /** Share of a cohort that enters a public primary school of the town, 0 to 1 (Eingangsquote). */
  readonly entryRate: number;
  /** By which factor a cohort grows a year by moving in and out before it enters; 1 for none. */
  readonly migration: number;
  /** Children born after the key date: entries a year as a share of the youngest full cohort; 1 for as many. */
  readonly births: number;
  readonly housing: readonly NewHousing[];
}

/** Row-major: block × year, the expected number of children who enter; a mean, so no whole number. */
export interface EntryForecast {
  readonly blockCount: number;
  readonly years: readonly number[];
  readonly values: Float64Array;
  /** Of these those from new housing: an assumption, not counted children. */
  readonly housing: Float64Array;
  /** By year: share of the entries that rests on children who are born already. */
  readonly bornShare: Float64Array;
}

const DAY_MS = 86_400_000;

/**
 * Shares of an age group that enter in each year, for births spread evenly over the days of a year. Children of age a at the key date were born
 * within the year that ends a years before it; the cut-off parts that year in two. Returns [year, share] pairs, ascending, shares adding up to 1.
 */
export function entryYears(age: number, keyDate: string, rule: EntryRule): (readonly [number, number])[] {
  const [year, rest] = [Number(keyDate.slice(0, 4)), keyDate.slice(4)];
  // Born after `first` and up to `last`.
  const first = Date.parse(`${year - age - 1}${leapSafe(rest)}`);
  const last = Date.parse(`${year - age}${leapSafe(rest)}`);
  const shares: (readonly [number, number])[] = [];
  for (let entry = year - age - 2 + rule.age; entry <= year - age + 1 + rule.age; entry++) {
    // Who enters in `entry` was born after the cut-off of the year before and up to that of this one.
    const from = Math.max(first, Date.parse(`${entry - rule.age - 1}-${rule.cutOff}`));
    const to = Math.min(last, Date.parse(`${entry - rule.age}-${rule.cutOff}`));
    const share = Math.round((to - from) / DAY_MS) / Math.round((last - first) / DAY_MS);
    if (share > 0) shares.push([entry, share]);
  }
  return shares;
}

/** Year of the first entry after the key date: the first that a forecast tells. */
export const firstEntryYear = (keyDate: string, { cutOff }: Pick<EntryRule, 'cutOff'>): number => Number(keyDate.slice(0, 4)) + (keyDate.slice(5) > cutOff ? 1 : 0);

/** 29 February has no twin in most years. */
function leapSafe(monthAndDay: string): string {
  return monthAndDay === '-02-29' ? '-02-28' : monthAndDay;
}

/**
 * Expected entries by block and year. A cohort is carried from the key date to its entry by `migration` a year; cohorts that
 * nobody is born of yet take the size of the youngest full one times `births`. Years before the first full cohort are left out by the caller.
 */
export function forecastEntries(children: ChildrenByAge, rule: EntryRule, years: readonly number[], parameters: ForecastParameters): EntryForecast {
  const { blockCount, ages, values: byAge, keyDate } = children;
  const { entryRate, migration, births, housing } = parameters;
  const keyYear = Number(keyDate.slice(0, 4));
  const values = new Float64Array(blockCount * years.length);
  const housed = new Float64Array(blockCount * years.length);
  const toCome = firstEntryYear(keyDate, rule);
  const bornShare = new Float64Array(years.length);
  const shares = Array.from({ length: ages }, (_, age) => entryYears(age, keyDate, rule));
  // The youngest year that consists of children born by the key date alone.
  const full = Math.max(...shares.flatMap((list) => list.map(([year]) => year))) - 1;
  const known = new Float64Array(blockCount * years.length);
  const youngest = new Float64Array(blockCount);
  for (let age = 0; age < ages; age++) {
    for (const [year, share] of shares[age]!) {
      const column = years.indexOf(year);
      for (let block = 0; block < blockCount; block++) {
        const count = byAge[block * ages + age]! * share;
        if (year === full) youngest[block]! += count;
        if (column >= 0) known[block * years.length + column]! += count;
      }
    }
  }
  years.forEach((year, column) => {
    let [born, all] = [0, 0];
    const growth = migration ** Math.max(0, year - keyYear) * entryRate;
    for (let block = 0; block < blockCount; block++) {
      const at = block * years.length + column;
      const alive = known[at]! * growth;
      // Of the year that is part born, part to come, the rest is filled up to the youngest full cohort.
      const unborn = year <= full ? 0 : Math.max(0, youngest[block]! * births - known[at]!) * growth;
      values[at] = alive + unborn;
      born += alive;
      all += alive + unborn;
    }
    for (const { block, dwellings, ready, entriesPer100 } of housing) {
      // Who entered before the key date is counted where he lives.
      if (year < ready || year < toCome || entriesPer100.length === 0) continue;
      const entries = (dwellings / 100) * entriesPer100[Math.min(year - ready, entriesPer100.length - 1)]!;
      values[block * years.length + column]! += entries;
      housed[block * years.length + column]! += entries;
      all += entries;
    }
    bornShare[column] = all === 0 ? 1 : born / all;
  });
  return { blockCount, years: [...years], values, housing: housed, bornShare };
}

/**
 * Pupils by grade and year from entries (cohort survival): grade g + 1 of a year is grade g of the year before times its
 * progression. `current` are the grades in the year before `entries[0]`. Row-major: year × grade.
 */
export function progressGrades(entries: ArrayLike<number>, current: ArrayLike<number>, progression: ArrayLike<number>): Float64Array {
  const grades = current.length;
  if (progression.length !== grades - 1) throw new RangeError('one progression between two grades is needed');
  const pupils = new Float64Array(entries.length * grades);
  for (let year = 0; year < entries.length; year++) {
    pupils[year * grades] = entries[year]!;
    for (let grade = 1; grade < grades; grade++) {
      const before = year === 0 ? current[grade - 1]! : pupils[(year - 1) * grades + grade - 1]!;
      pupils[year * grades + grade] = before * progression[grade - 1]!;
    }
  }
  return pupils;
}
