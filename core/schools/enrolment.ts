// Pupils of a school in all its grades, and a new cut that holds from an entry year on: who is there already stays, who comes goes by the new one.

export interface EnrolmentInput {
  /** Entry years with counts, ascending and without gaps: those that are in school already, then the forecast ones. */
  readonly cohorts: readonly number[];
  /** Years that are told; the last cohorts. */
  readonly years: readonly number[];
  /** Factor of a grade to the next, grade 1 to 2 first; none: entries alone are told. */
  readonly progression: readonly number[];
}

/** A cohort's part in a year. */
export interface CohortShare {
  /** Position among the cohorts. */
  readonly cohort: number;
  readonly grade: number;
  /** What progression has made of it since children were counted. */
  readonly factor: number;
}

/**
 * By year the cohorts that are in school then, grade 1 first. A cohort is counted where it lives at the key date, so that only steps from grade to grade after it are
 * multiplied: the same as cohort survival from counted grades (`progressGrades`). A cohort before the first one is not known and left out.
 */
export function enrolment({ cohorts, years, progression }: EnrolmentInput): CohortShare[][] {
  const [first] = cohorts;
  return years.map((year) =>
    Array.from({ length: progression.length + 1 }, (_, step): CohortShare => {
      const entry = year - step;
      let factor = 1;
      // Into grade g + 1 in the year `entry + g`.
      for (let g = 1; g <= step; g++) if (entry + g >= years[0]!) factor *= progression[g - 1]!;
      return { cohort: entry - first!, grade: step + 1, factor };
    }).filter(({ cohort }) => cohort >= 0),
  );
}

/** Children who are older than at entry when they move into new housing: they come into a grade above the first. */
export interface Joiners {
  readonly block: number;
  /** Entry year of their cohort, before `ready`. */
  readonly entry: number;
  /** School year in which they come. */
  readonly ready: number;
  readonly count: number;
}

/** Whether a cohort, or somebody who comes in a year, goes by the new cut; null: everybody does. */
export const goesByNewCut = (from: number | null, entry: number, arrives = entry): boolean => from === null || entry >= from || arrives >= from;

/** Pupils of a unit by told year, from its cohorts; `ofCohort` gives the count of a cohort by position. */
export function pupilsByYear(shares: readonly (readonly CohortShare[])[], ofCohort: (cohort: number) => number): Float64Array {
  return Float64Array.from(shares, (list) => list.reduce((sum, { cohort, factor }) => sum + factor * ofCohort(cohort), 0));
}

/** What one joiner adds to each told year. */
export function joinersByYear({ entry, ready, count }: Pick<Joiners, 'entry' | 'ready' | 'count'>, years: readonly number[], progression: readonly number[]): Float64Array {
  return Float64Array.from(years, (year) => {
    const step = year - entry;
    if (year < ready || step < 0 || step > progression.length) return 0;
    let factor = 1;
    for (let g = 1; g <= step; g++) if (entry + g > ready) factor *= progression[g - 1]!;
    return count * factor;
  });
}
