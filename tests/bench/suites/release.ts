// A release as the product audits it, with everything that links its statistics, beside those of all other geographies; and again after a block moved.
import { availableParallelism } from 'node:os';
import { generateTown } from '../../../geodata/town/generate-town.ts';
import type { CountSet, Town } from '../../../geodata/town/town.ts';
import { ReleaseChecker } from '../../../server/workspace/releases/release-checker.ts';
import type { CheckedDate, CheckSetup, DateTask } from '../../../server/workspace/releases/release-check.ts';
import { AT_LEAST, VALUE } from '../../../server/workspace/releases/release-cells.ts';
import { Disagreement } from '../agree.ts';
import { THRESHOLD } from '../city-release.ts';
import { median } from '../measure.ts';
import { hashed } from '../random.ts';
import type { Report } from '../report.ts';

const STATISTICS = 30;
const RULES = { threshold: THRESHOLD, zeros: 'open' } as const;
/** What the issue allows a whole release, on two cores, and what it allows after a move. */
const LONGEST_S = 60;
const LONGEST_AFTER_MOVE_S = 5;
const MOVES = 5;

/** By statistic and geography: 1 by zone whose total is public. */
type Public = Record<string, (Uint8Array | null)[]>;

export async function releaseSuite(report: Report): Promise<void> {
  const town = generateTown({ scale: 'city' });
  const checker = new ReleaseChecker();
  try {
    const stands = [1, 2].map((blockSet) => new Stand(town, blockSet));
    const blocks = stands[1]!.cuts[0]!.zoneOf.length;
    for (const [g, { geography }] of town.geographies.entries()) {
      const last = g === town.geographies.length - 1;
      const [protectS, auditS] = [await timed(stands, (stand) => stand.release(checker, g)), await timed(stands, (stand) => stand.auditAgain(checker, g))];
      const { withheld, findings, tables } = sumOf(stands.map((stand) => stand.told));
      if (findings > 0) throw new Disagreement(`release of ${geography}: ${findings} findings`);
      const note = `${protectS.processorS.toFixed(0)} s of processor time; ${tables} tables of ${STATISTICS} statistics on ${town.counts.length} dates, ${g} releases before, ${withheld} cells withheld; ${Math.min(2, availableParallelism())} threads`;
      const target = last ? { target: { atMost: LONGEST_S } } : {};
      report.amount({ name: `release-${geography}`, n: blocks, value: protectS.wallS, unit: 's', ...target, note: `protected and audited with all links; ${note}` });
      report.amount({ name: `release-${geography}-again`, n: blocks, value: auditS.wallS, unit: 's', ...target, note: `${auditS.processorS.toFixed(0)} s of processor time; its stored cells audited again` });
      for (const stand of stands) stand.publish(g);
    }
    const moved: number[] = [];
    for (let move = 0; move < MOVES; move++) moved.push(await stands[1]!.auditMoved(checker, move, stands[1]!.dates.slice(-1), false));
    report.amount({ name: 'release-moved-date', n: blocks, value: median(moved), unit: 's', note: `one date, ${STATISTICS} statistics with all links, nothing kept from before the move; median of ${MOVES}` });
    // Dates over the other stand of the blocks have nothing to do with the block that moved.
    const { dates } = stands[1]!;
    const [stored, anew]: number[][] = [[], []];
    for (let move = 0; move < MOVES; move++) {
      stored!.push(await stands[1]!.auditMoved(checker, MOVES + move, dates, true));
      anew!.push(await stands[1]!.auditMoved(checker, MOVES + move, dates, false));
    }
    report.amount({ name: 'release-moved', n: blocks, value: median(stored!), unit: 's', target: { atMost: LONGEST_AFTER_MOVE_S }, note: `its cells audited again on the ${dates.length} dates over the stand of the block, with all links; median of ${MOVES}` });
    report.amount({ name: 'release-moved-anew', n: blocks, value: median(anew!), unit: 's', note: 'the same, cells protected anew' });
  } finally {
    await checker.close();
  }
}

async function timed(stands: readonly Stand[], work: (stand: Stand) => Promise<void>): Promise<{ readonly wallS: number; readonly processorS: number }> {
  const [before, used] = [performance.now(), process.cpuUsage()];
  for (const stand of stands) await work(stand);
  const { user, system } = process.cpuUsage(used);
  return { wallS: (performance.now() - before) / 1000, processorS: (user + system) / 1e6 };
}

interface Told {
  readonly withheld: number;
  readonly findings: number;
  readonly tables: number;
}

const sumOf = (all: readonly Told[]) => ({ withheld: all.reduce((sum, of) => sum + of.withheld, 0), findings: all.reduce((sum, of) => sum + of.findings, 0), tables: all.reduce((sum, of) => sum + of.tables, 0) });

/** The dates that are counted over one stand of the blocks, and what is public of them. */
class Stand {
  readonly cuts: readonly { readonly zoneOf: Int32Array; readonly zoneCount: number }[];
  private readonly sets: readonly CountSet[];
  private readonly statistics: readonly string[];
  private readonly populations: Readonly<Record<string, string>>;
  private readonly public_: ReadonlyMap<string, Public>;
  private made: readonly CheckedDate[] = [];
  private readonly published = new Map<number, readonly CheckedDate[]>();

  constructor(town: Town, blockSet: number) {
    this.cuts = town.geographies.map(({ versions }) => {
      const { assignment, zones } = versions.find((one) => one.blockSet === blockSet)!;
      return { zoneOf: Int32Array.from(assignment), zoneCount: zones.length };
    });
    this.sets = town.counts.filter((set) => set.blockSet === blockSet);
    this.statistics = town.statistics.slice(0, STATISTICS).map(({ statistic }) => statistic);
    this.populations = Object.fromEntries(town.statistics.flatMap(({ statistic, population }) => (population === null ? [] : [[statistic, population]])));
    this.public_ = new Map(this.sets.map(({ referenceDate }) => [referenceDate, Object.fromEntries(town.statistics.map(({ statistic }) => [statistic, this.cuts.map(() => null)]))]));
  }

  get told(): Told {
    const cells = this.made.flatMap((date) => date.cells);
    return {
      withheld: cells.reduce((sum, { primary, secondary }) => sum + primary + secondary, 0),
      findings: this.made.reduce((sum, { findings }) => sum + findings.length, 0),
      tables: this.made.reduce((sum, { tables }) => sum + tables, 0),
    };
  }

  async release(checker: ReleaseChecker, g: number): Promise<void> {
    this.made = await this.check(checker, this.setupOf(g), this.dates, (date) => this.task(g, date, null));
  }

  /** What data protection and statistics wait for: the cells as they are stored. */
  async auditAgain(checker: ReleaseChecker, g: number): Promise<void> {
    this.made = await this.check(checker, this.setupOf(g), this.dates, (date) => this.task(g, date, this.made));
  }

  publish(g: number): void {
    this.published.set(g, this.made);
    for (const { referenceDate, cells } of this.made) {
      for (const { statistic, state } of cells) this.public_.get(referenceDate)![statistic]![g] = state.map((of) => (of === VALUE || of === AT_LEAST ? 1 : 0));
    }
  }

  /** Seconds for some dates of the last geography that has a border inside, of which a block at a border changed its zone; `asStored`: what is withheld stays so. */
  async auditMoved(checker: ReleaseChecker, draw: number, dates: readonly string[], asStored: boolean): Promise<number> {
    const g = this.cuts.findLastIndex(({ zoneCount }) => zoneCount > 1);
    const setup = this.setupOf(g);
    const zoneOf = setup.partitions[0]!.zoneOf.slice();
    let block = Math.floor(hashed(2, draw) * (zoneOf.length - 1));
    while (zoneOf[block] === zoneOf[block + 1]) block = (block + 1) % (zoneOf.length - 1);
    zoneOf[block] = zoneOf[block + 1]!;
    const moved: CheckSetup = { ...setup, partitions: [{ zoneOf, zoneCount: setup.partitions[0]!.zoneCount }, ...setup.partitions.slice(1)] };
    const before = performance.now();
    // The zones of the version before the move are not public: a plan is asked about.
    const task = (date: string): DateTask => {
      const of = this.task(g, date, asStored ? this.published.get(g)! : null);
      return { ...of, publicBefore: Object.fromEntries(Object.entries(of.publicBefore).map(([statistic, [, ...others]]) => [statistic, [null, ...others]])) };
    };
    await this.check(checker, moved, dates, task);
    return (performance.now() - before) / 1000;
  }

  get dates(): string[] {
    return this.sets.map(({ referenceDate }) => referenceDate);
  }

  /** The cut of the release first, then every other one. */
  private orderOf(g: number): number[] {
    return [g, ...[...this.cuts.keys()].filter((of) => of !== g)];
  }

  private setupOf(g: number): CheckSetup {
    return { partitions: this.orderOf(g).map((of) => this.cuts[of]!), statistics: this.statistics.map((statistic) => ({ statistic, rules: RULES })), populations: this.populations };
  }

  private task(g: number, referenceDate: string, stored: readonly CheckedDate[] | null): DateTask {
    const { table } = this.sets.find((set) => set.referenceDate === referenceDate)!;
    const publicBefore = Object.fromEntries(Object.entries(this.public_.get(referenceDate)!).map(([statistic, marks]) => [statistic, this.orderOf(g).map((of) => marks[of]!)]));
    const cells = stored?.find((date) => date.referenceDate === referenceDate)!.cells;
    return { referenceDate, table, publicBefore, copies: {}, pattern: cells === undefined ? null : Object.fromEntries(cells.map(({ statistic, state }) => [statistic, state])) };
  }

  private async check(checker: ReleaseChecker, setup: CheckSetup, dates: readonly string[], task: (date: string) => DateTask): Promise<CheckedDate[]> {
    const results: CheckedDate[] = [];
    await checker.run(setup, dates, (date) => Promise.resolve(task(date)), (result) => results.push(result));
    return results;
  }
}
