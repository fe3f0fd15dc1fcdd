// What is being asked for in the form of a release: what follows from a choice, what is missing, and what is sent.
import type { CreateRelease } from '../api-types.ts';
import type { Method } from './model.ts';
import type { Known } from './privacy-session.ts';

export interface RequestDraft {
  readonly geography: string;
  readonly version: number;
  readonly statistics: readonly string[];
  readonly referenceDates: readonly string[];
  /** As typed; empty: the rules of the sources. */
  readonly threshold: string;
  readonly method: Method;
  readonly purpose: string;
}

export type MissingField = 'statistics' | 'referenceDates' | 'threshold' | 'purpose';

/** A cut that is gone takes its version with it, a version or statistic its dates. Nothing chosen: the newest version and date. */
export function chosenAfter(before: RequestDraft, known: Known, change: Partial<RequestDraft>): RequestDraft {
  const draft = { ...before, ...change };
  const geography = known.geographies.find((row) => row.geography === draft.geography) ?? known.geographies[0];
  const version = geography?.versions.find((row) => row.version === draft.version) ?? geography?.versions.at(-1);
  const next = { ...draft, geography: geography?.geography ?? '', version: version?.version ?? 0 };
  const dates = datesOf(next, known);
  const kept = next.referenceDates.filter((date) => dates.includes(date));
  return { ...next, referenceDates: kept.length > 0 || change.referenceDates !== undefined ? kept : dates.slice(0, 1) };
}

/** Dates on which something chosen was counted (anything, where nothing is chosen yet), newest first. */
export function datesOf({ statistics }: Pick<RequestDraft, 'statistics'>, known: Known): readonly string[] {
  const of = known.statistics.filter(({ statistic }) => statistics.length === 0 || statistics.includes(statistic));
  return [...new Set(of.flatMap(({ referenceDates }) => referenceDates))].toSorted().toReversed();
}

export function missingOf({ statistics, referenceDates, threshold, purpose }: RequestDraft): MissingField | null {
  if (threshold !== '' && !(/^\d{1,4}$/.test(threshold) && Number(threshold) >= 1)) return 'threshold';
  if (statistics.length === 0) return 'statistics';
  if (referenceDates.length === 0) return 'referenceDates';
  return purpose.trim() === '' ? 'purpose' : null;
}

export function wishOf({ geography, version, statistics, referenceDates, threshold, method, purpose }: RequestDraft) {
  const rules = threshold === '' ? {} : { ruleSet: { threshold: Number(threshold), zeros: 'open' as const } };
  return { geography, version, statistics: [...statistics], referenceDates: [...referenceDates], method, purpose: purpose.trim(), ...rules } satisfies CreateRelease;
}
