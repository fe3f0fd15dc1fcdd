// Who lives in a cell: an age structure that grows older by a year from one reference date to the next.
import type { Random } from './random.ts';
import { ADULT_GROUPS, CHILD_GROUPS, COLUMNS } from './statistics.ts';

export const YEARS = Array.from({ length: 11 }, (_, i) => 2015 + i);

/** How a cell is: shares that follow from its quarter and its place. */
export interface CellTraits {
  /** Residents at each of the YEARS. */
  readonly residents: readonly number[];
  /** Children of one year of age per resident. */
  readonly birthRate: number;
  /** Share of children under 15 in SGB II, 0..1, before the town-wide scaling. */
  readonly hardship: number;
  readonly migration: number;
  readonly householdSize: number;
  /** Nobody under 18 and no benefits: planted blocks stay as small as they are. */
  readonly plain: boolean;
}

/** Town-wide factors by year that bring the totals where they belong; see population.ts. */
export interface Levels {
  readonly children: number;
  readonly benefits: number;
}

const COLUMN = new Map(COLUMNS.map((column, i) => [column, i]));
const at = (column: string) => {
  const i = COLUMN.get(column);
  if (i === undefined) throw new Error(`no statistic "${column}"`);
  return i;
};
const AGE = Array.from({ length: 18 }, (_, age) => at(`age_${String(age).padStart(2, '0')}`));
const CHILD_GROUP = CHILD_GROUPS.map(([suffix, from, to]) => ({ column: at(`age_${suffix}`), from, to }));
const ADULT_GROUP = ADULT_GROUPS.map(([suffix]) => at(`age_${suffix}`));
const C = {
  residents: at('residents'), female: at('female'), male: at('male'), under15: at('under_15'), under18: at('under_18'),
  working: at('age_15_64'), teens: at('age_15_17'), infants: at('age_0_2'), old: at('age_65_plus'),
  german: at('german'), foreign: at('foreign'), migration: at('migration_background'),
  households: at('households'), onePerson: at('one_person_households'), withChildren: at('households_with_children'),
  singleParent: at('single_parent_households'), benefits: at('sgb2_persons'), benefitsChildren: at('sgb2_under_15'),
  employable: at('sgb2_employable'), communities: at('sgb2_communities'), unemployed: at('unemployed'),
  longTerm: at('unemployed_long_term'), employed: at('employed'), pension: at('sgb12_65_plus'), daycare: at('daycare_under_3'),
  under20: at('under_20'), under20Migration: at('under_20_migration_background'), childrenSingleParent: at('children_single_parent'),
  minimumIncome: at('minimum_income_persons'),
} as const;

/** How benefits moved over the YEARS, against the newest. */
const TREND = [0.97, 1.02, 1.03, 0.99, 0.94, 0.98, 0.96, 1.05, 1.08, 1.05, 1];
/** Adults by ADULT_GROUPS. */
const ADULT_SHARES = [0.095, 0.325, 0.325, 0.17, 0.085];

/** Children by age year of one cell at all YEARS; every cohort is followed, some families come, some go. */
export function simulateChildren(traits: CellTraits, random: Random): Int32Array[] {
  const years: Int32Array[] = [];
  for (let year = 0; year < YEARS.length; year++) {
    const residents = traits.residents[year]!;
    const expected = residents * traits.birthRate;
    const ages = new Int32Array(18);
    const before = years[year - 1];
    for (let age = 0; age < 18; age++) {
      if (traits.plain || residents === 0) continue;
      if (before === undefined || age === 0) ages[age] = Math.floor(expected + random());
      else {
        // As many families come as go: an empty cohort cannot shrink, so it seldom grows.
        const one = before[age - 1]!;
        const move = random();
        ages[age] = one + (move < 0.06 * Math.min(1, expected) ? 1 : move > 0.94 && one > 0 ? -1 : 0);
      }
    }
    // Grown-ups are needed: at most 45 of 100 are under age.
    let minors = ages.reduce((a, b) => a + b, 0);
    for (let age = 17; minors > 0.45 * residents; age = (age + 17) % 18) {
      if (ages[age] === 0) continue;
      ages[age]!--;
      minors--;
    }
    years.push(ages);
  }
  return years;
}

/**
 * All counts of a cell at one date, written into `row`. `luck` holds one number in [0, 1) a statistic that stays with the
 * cell over the years: floor(expected + luck) is right on average and does not jump from year to year.
 */
export function countCell(traits: CellTraits, year: number, ages: Int32Array, luck: Float64Array, levels: Levels, row: Int32Array): void {
  const N = traits.residents[year]!;
  row.fill(0);
  if (N === 0) return;
  const part = (column: number, expected: number, most: number) => {
    const value = Math.max(0, Math.min(most, Math.floor(expected + luck[column]!)));
    row[column] = value;
    return value;
  };
  row[C.residents] = N;
  row[C.male] = N - part(C.female, 0.508 * N, N);
  ages.forEach((count, age) => (row[AGE[age]!] = count));
  for (const { column, from, to } of CHILD_GROUP) for (let age = from; age <= to; age++) row[column]! += ages[age]!;
  for (let age = 0; age < 18; age++) {
    row[C.under18]! += ages[age]!;
    if (age < 15) row[C.under15]! += ages[age]!;
  }
  spreadAdults(N - row[C.under18]!, luck, row);
  row[C.working] = row[C.teens]! + row[ADULT_GROUP[0]!]! + row[ADULT_GROUP[1]!]! + row[ADULT_GROUP[2]!]!;
  row[C.old] = row[ADULT_GROUP[3]!]! + row[ADULT_GROUP[4]!]!;
  const migration = part(C.migration, traits.migration * N * (0.9 + 0.012 * year), N);
  row[C.german] = N - part(C.foreign, 0.52 * migration, migration);
  countHouseholds(traits, N, part, row);
  countWork(traits, year, levels, part, row);
  countYoung(traits, part, row);
}

/** Of the Mannheim typology's indicators: who is young, with what background, with one parent. */
function countYoung(traits: CellTraits, part: Part, row: Int32Array): void {
  const adults = row[ADULT_GROUP[0]!]!;
  // Two of the seven years from 18 to 24.
  row[C.under20] = row[C.under18]! + (traits.plain ? 0 : Math.min(adults, Math.floor((2 / 7) * adults + 0.5)));
  const share = row[C.migration]! / row[C.residents]!;
  part(C.under20Migration, Math.min(1, 1.35 * share) * row[C.under20]!, Math.min(row[C.under20]!, row[C.migration]!));
  const families = row[C.singleParent]!;
  if (families > 0) part(C.childrenSingleParent, 1.42 * families, row[C.under18]!);
}

type Part = (column: number, expected: number, most: number) => number;

/** Adults by group: cumulated shares are rounded, so that the groups add up. */
function spreadAdults(adults: number, luck: Float64Array, row: Int32Array): void {
  let share = 0;
  let before = 0;
  ADULT_GROUP.forEach((column, i) => {
    share += ADULT_SHARES[i]! * (0.8 + 0.4 * luck[column]!);
  });
  let sum = 0;
  ADULT_GROUP.forEach((column, i) => {
    sum += ADULT_SHARES[i]! * (0.8 + 0.4 * luck[column]!);
    const upTo = i === ADULT_GROUP.length - 1 ? adults : Math.floor((adults * sum) / share + 0.5);
    row[column] = upTo - before;
    before = upTo;
  });
}

function countHouseholds(traits: CellTraits, N: number, part: Part, row: Int32Array): void {
  const adults = N - row[C.under18]!;
  const households = Math.max(1, part(C.households, N / traits.householdSize, adults));
  row[C.households] = households;
  const families = Math.min(row[C.under18]!, households);
  const withChildren = part(C.withChildren, row[C.under18]! / 1.62, families);
  if (row[C.under18]! > 0 && withChildren === 0) row[C.withChildren] = 1;
  part(C.singleParent, row[C.withChildren]! * (0.13 + 0.7 * traits.hardship), row[C.withChildren]!);
  part(C.onePerson, 0.42 * households, Math.max(0, households - row[C.withChildren]!));
}

function countWork(traits: CellTraits, year: number, levels: Levels, part: Part, row: Int32Array): void {
  if (traits.plain) {
    part(C.employed, 0.6 * row[C.working]!, row[C.working]!);
    return;
  }
  const rate = traits.hardship * TREND[year]!;
  const children = part(C.benefitsChildren, row[C.under15]! * rate * levels.children, row[C.under15]!);
  // Adults in SGB II follow their quarter too, but no quarter has none.
  const adults = part(C.employable, row[C.working]! * (0.012 + rate) * levels.benefits, Math.floor(0.6 * row[C.working]!));
  const benefits = children === 0 ? adults : children + Math.max(1, adults);
  row[C.employable] = benefits - children;
  row[C.benefits] = benefits;
  const communities = part(C.communities, benefits / 1.85, Math.min(benefits, row[C.households]!));
  if (benefits > 0 && communities === 0) row[C.communities] = 1;
  const unemployed = part(C.unemployed, row[C.working]! * (0.022 + 0.36 * rate), Math.floor(0.4 * row[C.working]!));
  part(C.longTerm, 0.37 * unemployed, unemployed);
  part(C.employed, 0.63 * row[C.working]! * (1.05 - 0.7 * rate), row[C.working]! - unemployed);
  const pension = part(C.pension, row[C.old]! * (0.012 + 0.28 * rate), row[C.old]!);
  // Beside both: support in need, and of asylum seekers.
  const others = part(C.minimumIncome, 0.009 * row[C.residents]!, row[C.residents]! - benefits - pension);
  row[C.minimumIncome] = benefits + pension + others;
  part(C.daycare, row[C.infants]! * (0.42 - 0.5 * rate), row[C.infants]!);
}
