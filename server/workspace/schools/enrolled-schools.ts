// Pupils of schools by year, of the first grade or of all, where a new cut may hold from an entry year on; and the counted cohorts behind them.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { schoolYear, type CatchmentEffects, type Reassigned, type SchoolYear } from '../../../core/schools/effects.ts';
import { entryClasses } from '../../../core/schools/entry-classes.ts';
import { enrolment, goesByNewCut, joinersByYear, pupilsByYear } from '../../../core/schools/enrolment.ts';
import type { PupilForecast } from './pupil-forecast.ts';

/** Counted children by cohort, without the assumed ones of new housing: by zone under the old cut, by move who really goes. */
export interface CohortLevels {
  /** Codes by slot of both cuts. */
  readonly zones: readonly string[];
  readonly cohorts: readonly number[];
  readonly before: readonly Float64Array[];
  readonly unassigned: Float64Array;
  /** As the flows; a cohort that stays by its year is 0. */
  readonly moves: readonly Float64Array[];
}

export interface EnrolledSchools {
  readonly now: readonly (readonly SchoolYear[])[];
  readonly before: readonly (readonly SchoolYear[])[];
  /** By flow: who is at another school, by year. */
  readonly moves: readonly Float64Array[];
  readonly levels: Omit<CohortLevels, 'zones'>;
}

/** Both effects are over the same zones and blocks. `progression`: of the grades that the forecast has earlier cohorts for. */
export function enrolledSchools(now: CatchmentEffects, before: CatchmentEffects, forecast: PupilForecast, flows: readonly Reassigned[], { from, progression }: { readonly from: number | null; readonly progression: readonly number[] }): EnrolledSchools {
  const { zoneCount, blockCount, classRule } = now.input;
  const { years, earlierYears, earlier, children, housing, joiners } = forecast;
  const [past, width] = [earlierYears.length, years.length];
  const cohorts = [...earlierYears, ...years];
  const grades = progression.slice(0, past);
  const shares = enrolment({ cohorts, years, progression: grades });
  const isNew = cohorts.map((entry) => goesByNewCut(from, entry));
  const ofBlock = (block: number, cohort: number) => (cohort < past ? earlier[block * past + cohort]! : children[block * width + cohort - past]!);
  const assumed = (block: number, cohort: number) => (cohort < past ? 0 : housing[block * width + cohort - past]!);
  const housed = housing.some((count) => count > 0);

  /** Zone × cohort. */
  const zoneCohorts = ({ assignment, pupils }: CatchmentEffects): Float64Array => {
    const sums = new Float64Array(zoneCount * cohorts.length);
    for (let zone = 0; zone < zoneCount; zone++) sums.set(pupils.subarray(zone * width, (zone + 1) * width), zone * cohorts.length + past);
    for (let block = 0; block < blockCount; block++) {
      const zone = assignment[block]!;
      if (zone !== UNASSIGNED) for (let cohort = 0; cohort < past; cohort++) sums[zone * cohorts.length + cohort]! += earlier[block * past + cohort]!;
    }
    return sums;
  };
  const [sumsNow, sumsBefore] = [zoneCohorts(now), zoneCohorts(before)];
  const joined = { now: new Float64Array(zoneCount * width), before: new Float64Array(zoneCount * width) };
  const moved = flows.map(() => new Float64Array(width));
  const flowOf = new Map(joiners.length === 0 ? [] : flows.flatMap(({ blocks }, flow) => blocks.map((block) => [block, flow] as const)));
  for (const joiner of joiners) {
    const added = joinersByYear(joiner, years, grades);
    const goesNew = goesByNewCut(from, joiner.entry, joiner.ready);
    const put = (sums: Float64Array, zone: number) => { if (zone !== UNASSIGNED) added.forEach((count, y) => (sums[zone * width + y]! += count)); };
    put(joined.before, before.assignment[joiner.block]!);
    put(joined.now, (goesNew ? now : before).assignment[joiner.block]!);
    const flow = flowOf.get(joiner.block);
    if (goesNew && flow !== undefined) added.forEach((count, y) => (moved[flow]![y]! += count));
  }

  const rows = (effects: CatchmentEffects, sums: (cohort: number) => Float64Array, more: Float64Array): SchoolYear[][] =>
    Array.from({ length: zoneCount }, (_, zone) => {
      const ofCohort = (cohort: number) => sums(cohort)[zone * cohorts.length + cohort]!;
      const pupils = pupilsByYear(shares, ofCohort);
      const entries = effects.schoolYears(zone);
      return years.map((year, y) => {
        const places = effects.placesOf(zone, y);
        const count = pupils[y]! + more[zone * width + y]!;
        if (past === 0) return from === null ? entries[y]! : effects.yearOf(y, count, places);
        // Classes were formed when a cohort entered, and go on as they are.
        const classes = classRule === null ? 0 : shares[y]!.reduce((sum, { cohort }) => sum + entryClasses(classRule, Math.round(ofCohort(cohort))), 0);
        return schoolYear(year, count, places === null ? null : places * (past + 1), classRule === null ? null : { classes, toNext: null, toPrevious: null, meanSize: classes === 0 ? null : count / classes });
      });
    });

  flows.forEach(({ blocks }, flow) => {
    const sums = cohorts.map((_, cohort) => (isNew[cohort] ? blocks.reduce((sum, block) => sum + ofBlock(block, cohort), 0) : 0));
    pupilsByYear(shares, (cohort) => sums[cohort]!).forEach((count, y) => (moved[flow]![y]! += count));
  });
  const counted = (blocks: Iterable<number>): Float64Array => {
    const sums = new Float64Array(cohorts.length);
    for (const block of blocks) for (let cohort = 0; cohort < cohorts.length; cohort++) sums[cohort]! += ofBlock(block, cohort) - (housed ? assumed(block, cohort) : 0);
    return sums;
  };
  const ofZones: number[][] = Array.from({ length: zoneCount + 1 }, () => []);
  before.assignment.forEach((zone, block) => ofZones[zone === UNASSIGNED ? zoneCount : zone]!.push(block));
  return {
    now: rows(now, (cohort) => (isNew[cohort] ? sumsNow : sumsBefore), joined.now),
    before: rows(before, () => sumsBefore, joined.before),
    moves: moved,
    levels: {
      cohorts,
      before: ofZones.slice(0, zoneCount).map(counted),
      unassigned: counted(ofZones[zoneCount]!),
      moves: flows.map(({ blocks }) => counted(blocks).map((count, cohort) => (isNew[cohort] ? count : 0))),
    },
  };
}
