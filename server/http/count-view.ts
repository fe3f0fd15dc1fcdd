// Which counts a caller asked for beside a plan, and whether the caller may see them.
import { z } from 'zod';
import { hasClearance, type Caller } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import { OPEN, type CountView, type ViewedStatistic } from '../workspace/plans/plan-report.ts';
import { rulesOf } from '../workspace/releases/source-rules.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { recordReading, type Reading } from './recorded-reading.ts';
import { IsoDate, ListParameter } from './schemas/common.ts';

export const CountQuery = z.strictObject({
  statistics: ListParameter.optional().meta({ description: 'Codes with commas between them; the first three statistics without it' }),
  referenceDate: IsoDate.optional().meta({ description: 'The newest date with counts over these blocks without it' }),
});

/**
 * null: there are no counts over these blocks and none were asked for. Who has no clearance for the source of a statistic gets the
 * protected copy of it, under the rules of its source; what somebody sees of true counts is recorded before it is read.
 */
export async function countView(workspace: Workspace, blockSet: number, query: z.output<typeof CountQuery>, caller: Caller, reading: Reading): Promise<CountView | null> {
  const known = workspace.catalogue.statistics.map(({ statistic }) => statistic);
  const unknown = query.statistics?.filter((statistic) => !known.includes(statistic)) ?? [];
  if (unknown.length > 0) {
    throw problem('UNKNOWN_STATISTIC', `statistics: ${unknown.slice(0, 5).join(', ')}`, {
      issues: unknown.slice(0, 20).map((statistic) => ({ problem: 'not a statistic of this municipality', field: 'statistics', row: statistic })),
    });
  }
  const dates = workspace.referenceDates(blockSet);
  const referenceDate = query.referenceDate ?? dates.at(-1);
  if (referenceDate === undefined) return null;
  if (!dates.includes(referenceDate)) {
    const accepted = dates.length === 0 ? 'none' : dates.join(', ');
    throw problem('UNKNOWN_REFERENCE_DATE', `referenceDate: no counts of ${referenceDate}`, {
      issues: [{ problem: 'no counts of this date over the blocks of the plan', field: 'referenceDate', accepted }],
    });
  }
  return viewOf(workspace, blockSet, referenceDate, query.statistics ?? known.slice(0, 3), caller, reading);
}

/** The view of statistics that are known at a date that has counts. */
export async function viewOf(workspace: Workspace, blockSet: number, referenceDate: string, statistics: readonly string[], caller: Caller, reading: Reading): Promise<CountView> {
  const sources = new Map(workspace.catalogue.statistics.map(({ statistic, source }) => [statistic, source]));
  const cleared = new Set(statistics.filter((statistic) => seesCounts(caller, sources.get(statistic)!)));
  await recordReading(workspace, caller, [...cleared].map((statistic) => sources.get(statistic)!), referenceDate, reading);
  const table = cleared.size === 0 ? null : await workspace.counts(blockSet, referenceDate);
  const copy = cleared.size === statistics.length ? null : await workspace.copies.table(blockSet, referenceDate);
  const columns = statistics.map((statistic): ViewedStatistic => {
    if (cleared.has(statistic)) return { statistic, approximate: false, base: 1, table, rules: OPEN };
    return { statistic, approximate: true, base: copy?.bases.get(statistic) ?? 1, table: copy?.table ?? null, rules: rulesOf(workspace, statistic) };
  });
  return { referenceDate, columns };
}

/** Whether somebody sees true counts of a source's statistics. */
export const seesCounts = (caller: Caller, source: string): boolean => hasClearance(caller, 'block-counts', source);
