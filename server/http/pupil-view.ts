// Which counts a page of catchments rests on, and whether its reader may see true ones: ages of children, families, groups of the social mix.
import type { SchoolSettings } from '../../core/schools/school-settings.ts';
import { problem } from '../problem.ts';
import type { Caller } from '../auth/roles.ts';
import type { CountView } from '../workspace/plans/plan-report.ts';
import { rulesOf } from '../workspace/releases/source-rules.ts';
import { statisticsByAge } from '../workspace/schools/pupil-forecast.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { viewOf } from './count-view.ts';

export interface PupilView {
  readonly view: CountView;
  /** All children of school age are true counts. */
  readonly exact: boolean;
  /** The largest of the rules of the children's source. */
  readonly threshold: number;
}

/** Older children have entered by every key date. */
const OLDEST = 12;

/**
 * What is asked of the counts of a date: true counts where the caller is cleared for the source, which is recorded, else those of the
 * protected copy. null where no children are counted by age over these blocks.
 */
export async function pupilView(workspace: Workspace, blockSet: number, settings: SchoolSettings, referenceDate: string | undefined, caller: Caller, what: string): Promise<PupilView | null> {
  const known = new Map(workspace.catalogue.statistics.map((row) => [row.statistic, row]));
  const ages = statisticsByAge([...known.keys()], settings).slice(0, OLDEST).filter((code) => code !== null);
  const dates = workspace.referenceDates(blockSet);
  if (referenceDate !== undefined && !dates.includes(referenceDate)) {
    const accepted = dates.length === 0 ? 'none' : dates.join(', ');
    throw problem('UNKNOWN_REFERENCE_DATE', `referenceDate: no counts of ${referenceDate}`, { issues: [{ problem: 'no counts of this date over these blocks', field: 'referenceDate', accepted }] });
  }
  const withChildren = dates.filter((date) => ages.some((code) => known.get(code)!.referenceDates.includes(date)));
  const date = referenceDate ?? withChildren.at(-1);
  if (ages.length === 0 || date === undefined) return null;
  const { siblings, mix } = settings;
  const families = siblings.method === 'households' ? [siblings.children, siblings.households] : siblings.method === 'statistic' ? [siblings.statistic] : [];
  const groups = mix.flatMap((code) => [code, known.get(code)?.population ?? '']);
  const statistics = [...new Set([...ages, ...families, ...groups])].filter((code) => known.has(code));
  const view = await viewOf(workspace, blockSet, date, statistics, caller, { what });
  const threshold = ages.reduce((most, code) => Math.max(most, rulesOf(workspace, code).threshold), 0);
  return { view, threshold, exact: view.columns.every(({ statistic, approximate }) => !approximate || !ages.includes(statistic)) };
}
