// Entering children by block and year as a reader may see them: true counts or those of the protected copy, carried forward.
import type { Joiners } from '../../../core/schools/enrolment.ts';
import { firstEntryYear, forecastEntries, entryYears } from '../../../core/schools/forecast.ts';
import type { SchoolSettings, Variant } from '../../../core/schools/school-settings.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import type { CountView, ViewedStatistic } from '../plans/plan-report.ts';
import type { SchoolFinding } from './school-register.ts';

/** Codes of the statistics of single years of age, from age 0; null where the year is not counted. */
export function statisticsByAge(statistics: readonly string[], { ages }: Pick<SchoolSettings, 'ages'>): (string | null)[] {
  if (ages !== null) return ages.map((code) => (statistics.includes(code) ? code : null));
  const found = statistics.flatMap((code) => /^age_(\d\d)$/.exec(code)?.[1] ?? []).map(Number);
  const last = Math.max(-1, ...found);
  return Array.from({ length: last + 1 }, (_, age) => (found.includes(age) ? `age_${String(age).padStart(2, '0')}` : null));
}

export interface PupilForecast {
  readonly years: readonly number[];
  /** Position × year: who enters. */
  readonly children: Float64Array;
  /** Of these the assumed ones from new housing, which everybody may know. */
  readonly housing: Float64Array;
  /** Entry years of those who are in higher grades in the first year; none where entries alone are asked for. Position × year. */
  readonly earlierYears: readonly number[];
  readonly earlier: Float64Array;
  /** Who is older than at entry when new housing is ready; assumed as well. */
  readonly joiners: readonly Joiners[];
  /** By year: share that rests on children who are born already. */
  readonly bornShare: readonly number[];
  readonly findings: readonly SchoolFinding[];
}

export function forecastYears(referenceDate: string, settings: SchoolSettings): number[] {
  const first = firstEntryYear(referenceDate, settings.entryRule);
  return Array.from({ length: settings.horizon }, (_, i) => first + i);
}

/** Nobody who is older is in a primary school. */
const OLDEST = 14;

/** What a reader may see of a date, with tables by position: counts of cut blocks are shared out to their fragments. */
export interface PositionCounts extends Pick<CountView, 'referenceDate'> {
  readonly columns: readonly Pick<ViewedStatistic, 'statistic' | 'approximate' | 'table'>[];
}

/** Blocks of a plan or a cut by position, some of them maybe fragments. */
export interface CountedBlocks {
  readonly blockCount: number;
  /** Positions of a block of the stand by its id: one, or those of all its fragments; none where it is not known. */
  positionsOf(block: string): readonly number[];
}

/**
 * The forecast over positions; with `grades` above 1 also the cohorts that are in school already. Costs blocks × (ages + years): some
 * 10 ms for 12,000 blocks.
 */
export function forecastPupils(view: PositionCounts, { blockCount, positionsOf }: CountedBlocks, settings: SchoolSettings, variant: Variant, grades = 1): PupilForecast {
  const findings: SchoolFinding[] = [];
  const byAge = statisticsByAge(view.columns.map(({ statistic }) => statistic), settings);
  const ages = byAge.length;
  const values = new Float64Array(blockCount * ages);
  const years = forecastYears(view.referenceDate, settings);
  const earlierYears = Array.from({ length: grades - 1 }, (_, i) => years[0]! - grades + 1 + i);
  byAge.forEach((statistic, age) => {
    const column = view.columns.find((one) => one.statistic === statistic);
    const unknown = column === undefined || column.table === null ? blockCount : fillAge(values, ages, age, column.statistic, column.table);
    if (unknown === 0) return;
    const entries = entryYears(age, view.referenceDate, settings.entryRule).map(([year]) => year).filter((year) => years.includes(year) || earlierYears.includes(year));
    if (entries.length === 0) return;
    const whole = unknown === blockCount;
    const detail = whole ? `children aged ${age} are not counted` : `${unknown} of ${blockCount} blocks have no count of children aged ${age}`;
    findings.push({ code: whole ? 'COHORT_GAP' : 'UNKNOWN_COUNTS', detail: `${detail}; entries of ${entries.join(' and ')} are too low by them` });
  });
  // Of those who are in school already, ages beyond the last that is counted.
  for (let age = ages; earlierYears.length > 0 && age <= OLDEST; age++) {
    const entries = entryYears(age, view.referenceDate, settings.entryRule).map(([year]) => year).filter((year) => earlierYears.includes(year));
    if (entries.length > 0) findings.push({ code: 'COHORT_GAP', detail: `children aged ${age} are not counted; entries of ${entries.join(' and ')} are too low by them` });
  }
  const joiners: Joiners[] = [];
  const housing = settings.housing.flatMap(({ housing: id, blocks, shares, dwellings, ready, entriesPer100, olderPer100 = [] }) => {
    const parts = blocks.flatMap((block, i) => {
      const positions = positionsOf(block);
      return positions.map((position) => ({ position, share: (shares?.[i] ?? 1) / (shares === undefined ? 1 : positions.length) }));
    });
    const all = parts.reduce((sum, { share }) => sum + share, 0);
    if (!(all > 0)) findings.push({ code: 'HOUSING_BLOCK_UNKNOWN', detail: `housing area ${id}: none of its blocks is here, so its children are not counted` });
    return parts.filter(({ share }) => share > 0).map(({ position, share }) => {
      const part = (dwellings * share) / all;
      olderPer100.forEach((count, i) => joiners.push({ block: position, entry: ready - 1 - i, ready, count: (part / 100) * count }));
      return { block: position, dwellings: part, ready, entriesPer100 };
    });
  });
  const { entryRate, migration, births } = settings.variants[variant];
  const counts = { blockCount, ages, values, keyDate: view.referenceDate };
  const { values: children, housing: housed, bornShare } = forecastEntries(counts, settings.entryRule, years, { entryRate, migration, births, housing });
  const earlier = grades === 1 ? new Float64Array(0) : forecastEntries(counts, settings.entryRule, earlierYears, { entryRate, migration, births, housing: [] }).values;
  // Who moved in before the key date is counted.
  return { years, children, housing: housed, earlierYears, earlier, joiners: joiners.filter(({ ready }) => ready >= years[0]!), bornShare: [...bornShare], findings };
}

/** Writes one age into block × age and returns how many blocks have no count. */
function fillAge(values: Float64Array, ages: number, age: number, statistic: string, table: CountTable): number {
  const width = table.columns.length;
  const column = table.columns.indexOf(statistic);
  if (column < 0) return table.blockCount;
  let unknown = 0;
  for (let block = 0; block < table.blockCount; block++) {
    values[block * ages + age] = table.values[block * width + column]!;
    unknown += 1 - table.known[block * width + column]!;
  }
  return unknown;
}

const columns = new WeakMap<CountTable, Map<string, Float64Array>>();

/** One statistic by position as numbers, NaN where it is not known, made once a table; null without it. */
export function columnOf(view: PositionCounts, statistic: string): { readonly values: Float64Array; readonly approximate: boolean } | null {
  const found = view.columns.find((one) => one.statistic === statistic);
  if (found === undefined || found.table === null) return null;
  const { table } = found;
  const column = table.columns.indexOf(statistic);
  if (column < 0) return null;
  const kept = columns.get(table) ?? new Map<string, Float64Array>();
  columns.set(table, kept);
  let values = kept.get(statistic);
  if (values === undefined) {
    const width = table.columns.length;
    values = new Float64Array(table.blockCount);
    for (let block = 0; block < table.blockCount; block++) values[block] = table.known[block * width + column] === 1 ? table.values[block * width + column]! : Number.NaN;
    kept.set(statistic, values);
  }
  return { values, approximate: found.approximate };
}

const forecasts = new WeakMap<CountTable, Map<string, { readonly settings: SchoolSettings; readonly forecast: PupilForecast }>>();
const KEPT = 6;

/** The forecast of a table and parameters, made once: every move of a block asks for the same. */
export function keptForecast(view: PositionCounts, counted: CountedBlocks, settings: SchoolSettings, variant: Variant, grades = 1): PupilForecast {
  const ages = statisticsByAge(view.columns.map(({ statistic }) => statistic), settings);
  const tables = new Set(view.columns.flatMap(({ statistic, table }) => (table !== null && ages.includes(statistic) ? [table] : [])));
  const [table] = tables;
  // Ages of two tables (one source cleared, one not) are rare, and nothing names the pair.
  if (table === undefined || tables.size > 1) return forecastPupils(view, counted, settings, variant, grades);
  const kept = forecasts.get(table) ?? new Map<string, { settings: SchoolSettings; forecast: PupilForecast }>();
  forecasts.set(table, kept);
  const key = `${variant} ${view.referenceDate} ${counted.blockCount} ${grades}`;
  const known = kept.get(key);
  if (known?.settings === settings) return known.forecast;
  const forecast = forecastPupils(view, counted, settings, variant, grades);
  kept.set(key, { settings, forecast });
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return forecast;
}
