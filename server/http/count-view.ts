// Which counts a caller asked for beside a plan, and whether the caller may see them.
import { z } from 'zod';
import { hasClearance, type Caller } from '../auth/roles.ts';
import { problem } from '../problem.ts';
import type { CountView } from '../workspace/plan-report.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { IsoDate, ListParameter } from './schemas/common.ts';

export const CountQuery = z.strictObject({
  statistics: ListParameter.optional().meta({ description: 'Codes with commas between them; the first three statistics without it' }),
  referenceDate: IsoDate.optional().meta({ description: 'The newest date with counts over these blocks without it' }),
});

/** null: there are no counts over these blocks and none were asked for. */
export async function countView(workspace: Workspace, blockSet: number, query: z.output<typeof CountQuery>, caller: Caller): Promise<CountView | null> {
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
  const cleared = hasClearance(caller, 'block-counts');
  const table = cleared ? await workspace.counts(blockSet, referenceDate) : null;
  return { referenceDate, statistics: query.statistics ?? known.slice(0, 3), table, cleared };
}
