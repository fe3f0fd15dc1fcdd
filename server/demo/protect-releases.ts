// Protects and audits the demo's releases one after the other, each against those before it. Pure; a worker thread runs it.
import type { ProgramSolver } from '../../core/disclosure/differencing/program.ts';
import { type BoundedTotals, boundsOfRounded, narrowest, type TotalBounds } from '../../core/disclosure/releases/total-bounds.ts';
import type { Partition } from '../../core/disclosure/releases/release-audit.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { createRandom } from '../../geodata/town/random.ts';
import { relatedStatistics } from '../workspace/releases/public-totals.ts';
import { type CheckedDate, type PublicMarks, ReleaseCheck } from '../workspace/releases/release-check.ts';
import { AT_LEAST, VALUE } from '../workspace/releases/release-cells.ts';
import { releaseBase } from '../workspace/releases/release-rounding.ts';
import type { DemoRelease } from './demo-releases.ts';

/** One stand of blocks: every cut that is released over it, and the counts that are released in cuts of this stand. */
export interface ProtectedStand {
  readonly cuts: Readonly<Record<string, Partition>>;
  readonly series: readonly { readonly referenceDate: string; readonly table: Pick<CountTable, 'columns' | 'blockCount' | 'values' | 'known'> }[];
}

export interface ProtectTask {
  readonly releases: readonly DemoRelease[];
  readonly stands: Readonly<Record<DemoRelease['cut'], ProtectedStand>>;
  readonly populations: Readonly<Record<string, string>>;
}

/** Names a cut among those of a stand. */
export const cutName = ({ geography, cut }: Pick<DemoRelease, 'geography' | 'cut'>): string => `${geography} ${cut}`;

/** By release and date. */
export type ProtectedReleases = readonly (readonly CheckedDate[])[];

interface Earlier {
  readonly release: DemoRelease;
  readonly dates: readonly CheckedDate[];
}

/**
 * Roundings are drawn from a fixed seed, so that the demo is the same on every machine. Nothing is given away by it: who has the generator has the counts of
 * Gartenstadt anyway. A real release draws from the operating system (secret-random.ts).
 */
export function protectReleases({ releases, stands, populations }: ProtectTask, solver: ProgramSolver): ProtectedReleases {
  const made: Earlier[] = [];
  for (const release of releases) {
    const related = relatedStatistics(release.statistics, populations);
    const before = made.filter(({ release: { statistics } }) => statistics.some((one) => related.has(one)));
    const { cuts, series } = stands[release.cut];
    const names = [...new Set([cutName(release), ...before.map((one) => cutName(one.release))])];
    const check = new ReleaseCheck(
      {
        partitions: names.map((name) => cuts[name]!),
        statistics: release.statistics.map((statistic) => ({ statistic, rules: release.rules })),
        populations,
        method: release.method,
      },
      solver,
      // By its code: another release before it changes no number.
      createRandom(20151231, Number(release.release.slice(-1)) - 1),
    );
    const dates = series.map(({ referenceDate, table }) => {
      const shown = (name: string, statistic: string, method: DemoRelease['method']) =>
        before.filter((one) => cutName(one.release) === name && one.release.method === method).flatMap(({ release: { rules }, dates: checked }) => {
          const cells = checked.find((one) => one.referenceDate === referenceDate)?.cells.find((one) => one.statistic === statistic);
          return cells === undefined ? [] : [{ cells, rules }];
        });
      const publicBefore: Record<string, PublicMarks> = {};
      const boundedBefore: Record<string, BoundedTotals> = {};
      for (const statistic of related) {
        publicBefore[statistic] = names.map((name) => marksOf(shown(name, statistic, 'suppress').map(({ cells }) => cells.state)));
        boundedBefore[statistic] = names.map((name) =>
          narrowest(shown(name, statistic, 'round').map(({ cells, rules }): TotalBounds => boundsOfRounded(cells.value.map((value, z) => (cells.state[z] === VALUE ? value : NaN)), releaseBase(rules)))));
      }
      return check.date({ referenceDate, table, publicBefore, boundedBefore, copies: {}, pattern: null });
    });
    check.dispose();
    made.push({ release, dates });
  }
  return made.map(({ dates }) => dates);
}

/** Zones that any of the releases shows. */
function marksOf(states: readonly Uint8Array[]): Uint8Array | null {
  if (states.length === 0) return null;
  return states[0]!.map((_, zone) => (states.some((state) => state[zone] === VALUE || state[zone] === AT_LEAST) ? 1 : 0));
}
