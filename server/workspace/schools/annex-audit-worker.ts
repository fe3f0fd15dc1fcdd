// Worker thread: carries the children of an annex forward and asks what they give away beside all that is public.
import { parentPort } from 'node:worker_threads';
import { HighsSolver } from '../../../core/disclosure/differencing/program.ts';
import type { Partition } from '../../../core/disclosure/releases/release-audit.ts';
import { annexFindings, type AnnexTerm } from '../../../core/schools/annex-audit.ts';
import { goesByNewCut } from '../../../core/schools/enrolment.ts';
import { entryYears } from '../../../core/schools/forecast.ts';
import type { SchoolSettings, Variant } from '../../../core/schools/school-settings.ts';
import { forecastPupils, type PositionCounts, statisticsByAge } from './pupil-forecast.ts';
import type { ThreadMessage } from './run-thread.ts';

export interface AnnexAuditTask {
  /** Positions of the plan and the block that each is or is a part of. */
  readonly baseOf: Int32Array;
  readonly blockCount: number;
  readonly view: PositionCounts;
  readonly settings: SchoolSettings;
  readonly variant: Variant;
  readonly grades: number;
  /** Entry year from which on the new cut holds; null: for everybody. */
  readonly from: number | null;
  readonly housing: ReadonlyMap<string, readonly number[]>;
  readonly partitions: readonly Partition[];
  /** By statistic, of the partitions that were public before: 1 by zone whose total is. */
  readonly publicBefore: Readonly<Record<string, readonly (Uint8Array | null)[]>>;
  /** Of the annex's own partitions, which are the last. */
  readonly told: readonly Uint8Array[];
  /** Of these, whether they are of the old cut, which is told of every cohort. */
  readonly isOld: readonly boolean[];
  readonly threshold: number;
}

/** A sum that was public before, by one of the ages behind a year. */
export interface AnnexClash {
  readonly partition: number;
  readonly zone: number;
  readonly statistic: string;
}

const port = parentPort;
if (port === null) throw new Error('annex-audit-worker runs as a worker thread');
const send = (message: ThreadMessage<never, readonly AnnexClash[]>) => port.postMessage(message);

function audit({ baseOf, blockCount, view, settings, variant, grades, from, housing: blocksOf, partitions, publicBefore, told, isOld, threshold }: AnnexAuditTask, solver: HighsSolver): AnnexClash[] {
  const { years, children, housing, earlierYears, earlier } = forecastPupils(view, { blockCount: baseOf.length, positionsOf: (block) => blocksOf.get(block) ?? [] }, settings, variant, grades);
  const before = partitions.length - told.length;
  const ages = statisticsByAge(view.columns.map(({ statistic }) => statistic), settings);
  const past = earlierYears.length;
  // Pupils of several grades are sums of cohorts: each is taken for told. Children of new housing are assumptions that everybody may know, and are taken off.
  const counted = (position: number, cohort: number) => (cohort < past ? earlier[position * past + cohort]! : children[position * years.length + cohort - past]! - housing[position * years.length + cohort - past]!);
  const levels = [...earlierYears, ...years].flatMap((year, cohort) => {
    // Those whose children enter in that year; a year of children who are not born yet rests on no count.
    const behind = ages.flatMap((statistic, age) => (statistic !== null && entryYears(age, view.referenceDate, settings.entryRule).some(([entry]) => entry === year) ? [statistic] : []));
    if (behind.length === 0) return [];
    const byBlock = new Float64Array(blockCount);
    baseOf.forEach((block, position) => (byBlock[block]! += counted(position, cohort)));
    // A year's sum is public where the totals of all its ages are.
    const marks = partitions.slice(0, before).map(({ zoneCount }, g) => Uint8Array.from({ length: zoneCount }, (_, zone) => (g === 0 || behind.every((statistic) => publicBefore[statistic]?.[g]?.[zone] === 1) ? 1 : 0)));
    // Who entered before the new cut holds is told by the old one alone.
    const own = told.map((flags, part) => (isOld[part] === true || goesByNewCut(from, year) ? flags : null));
    return [{ statistic: behind[0]!, level: { children: byBlock, told: [...marks, ...own] } }];
  });
  const found = annexFindings({ partitions, before, levels: levels.map(({ level }) => level), threshold }, solver);
  return found.map(({ level, partition, zone }: AnnexTerm) => ({ partition, zone, statistic: levels[level]!.statistic }));
}

port.on('message', (task: AnnexAuditTask) => {
  void (async () => {
    try {
      const { default: loadHighs } = await import('highs');
      send({ kind: 'result', result: audit(task, new HighsSolver(await loadHighs())) });
    } catch (error) {
      send({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  })();
});
