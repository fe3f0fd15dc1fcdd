// Findings of plans: what their zones would give away, if they were published beside all that is public.
import { copyThreshold } from '../../../core/disclosure/protected-copy/copy-interval.ts';
import { withSmallShares } from '../../../core/disclosure/small-shares.ts';
import type { Proposal } from '../../../core/disclosure/releases/merge-proposal.ts';
import type { RuleSet } from '../../../core/disclosure/rules/rule-set.ts';
import type { PlanSurface } from '../../../core/plan/surface.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import type { AuditedColumn, PlanFinding } from './plan-audit.ts';
import type { OpenPlan } from './plan-desk.ts';
import type { PlanAuditAnswer, PlanAuditQuestion } from './plan-disclosure-worker.ts';
import { sharedFrom } from './shared-counts.ts';
import { gatherPublicTotals, type KnownPartition, type PublicSource, type PublicTotals } from '../releases/public-totals.ts';
import { WorkerDesk } from '../worker-desk.ts';
import type { Workspace } from '../workspace.ts';

/** One statistic as it is audited: its table, and by which rules. */
export interface AuditedStatistic {
  readonly statistic: string;
  readonly approximate: boolean;
  readonly base: number;
  readonly table: CountTable | null;
  readonly rules: RuleSet;
}

export interface LocatedTerm {
  readonly sign: 1 | -1;
  readonly times: number;
  /** null: a zone of the plan. */
  readonly partition: KnownPartition | null;
  readonly zone: string;
  readonly name: string;
  readonly value: number;
  readonly from: PublicSource | null;
}

export interface LocatedFinding extends Omit<PlanFinding, 'terms' | 'blocks'> {
  readonly approximate: boolean;
  readonly threshold: number;
  readonly terms: readonly LocatedTerm[];
  readonly blocks: readonly string[];
}

export interface PlanAudited {
  readonly version: number;
  readonly findings: readonly LocatedFinding[];
  /** Finding that `repairs` are for. */
  readonly repairsFor: number;
  readonly repairs: readonly Proposal[];
}

/** What the worker knows of a plan. */
interface Known {
  readonly plan: string;
  readonly key: string;
  readonly slots: number;
  /** Blocks as they were cut then: other cuts are other positions. */
  readonly surface: PlanSurface;
  assignment: Int32Array;
}

/** Plans whose audits are kept warm; one of a city takes some 10 MB. */
const WARM_PLANS = 16;
const KEPT_COLUMNS = 400;
/** New zones before a plan's audit is set up anew. */
const SPARE_SLOTS = 16;

export class PlanDisclosure {
  private readonly desk = new WorkerDesk<PlanAuditQuestion, PlanAuditAnswer>('server/workspace/plans/plan-disclosure-worker.ts', () => this.forgetAll());
  private readonly known = new Map<string, Known>();
  private readonly sent = new Set<string>();
  private readonly names = new WeakMap<CountTable, number>();
  private readonly results = new Map<string, Promise<PlanAudited>>();
  private nextName = 1;
  private forgotten: string[] = [];

  constructor(private readonly workspace: Workspace) {}

  /**
   * Audits the plan as it is now. Nothing but the tables, the rules and what is public goes into the answer, so that who sees
   * copies learns no more than the copies.
   */
  async audit(open: OpenPlan, referenceDate: string, statistics: readonly AuditedStatistic[], repairsFor = 0): Promise<PlanAudited> {
    const counted = statistics.filter(({ statistic, table }) => table !== null && table.columns.includes(statistic));
    const totals = await this.publicTotals(open, referenceDate, counted.map(({ statistic }) => statistic));
    const shared = await sharedFrom(this.workspace, open.head.blockSet, referenceDate);
    const { version } = open.draft;
    const key = JSON.stringify([open.head.plan, version, referenceDate, keyOf(totals), repairsFor, counted.map(({ statistic, table, rules }) => [this.nameOf(table!), statistic, rules])]);
    let result = this.results.get(key);
    if (result === undefined) {
      result = this.ask(open, referenceDate, counted, totals, shared, repairsFor);
      this.results.set(key, result);
      result.catch(() => this.results.delete(key));
      if (this.results.size > 64) this.results.delete(this.results.keys().next().value!);
    }
    return result;
  }

  close(): Promise<void> {
    return this.desk.close();
  }

  private async ask(open: OpenPlan, referenceDate: string, counted: readonly AuditedStatistic[], totals: PublicTotals, sharedOnStand: Int32Array | null, repairsFor: number): Promise<PlanAudited> {
    const { draft } = open;
    const { surface } = draft.state;
    const { neighbours, baseOf } = surface;
    const cuts = totals.partitions.slice(1);
    const key = cuts.map(({ geography, version, zones }, i) => `${version} ${geography ?? `own ${i} ${zones.length}`}`).join('\n');
    const plan = `plan ${open.head.plan}\n${key}`;
    const assignment = draft.state.assignment.slice();
    const { version } = draft;
    const slots = draft.state.zones;
    let known = this.known.get(plan);
    const setup = known === undefined || known.slots < slots.length || known.surface !== surface;
    if (setup) known = { plan, key, slots: slots.length + SPARE_SLOTS, surface, assignment };
    const moves = setup ? [] : movesBetween(known!.assignment, assignment);
    known!.assignment = assignment;
    this.known.delete(plan);
    this.known.set(plan, known!);
    if (this.known.size > WARM_PLANS) this.forget(this.known.keys().next().value!);
    const marks = totals.marksOf(referenceDate);
    const shared = shareOf(surface, sharedOnStand);
    const byPosition = (zoneOf: Int32Array) => (surface.cuts.length === 0 ? zoneOf : Int32Array.from(baseOf, (base) => zoneOf[base]!));
    const zonesOfCuts = cuts.map(({ zoneOf }) => byPosition(zoneOf));
    const columns = counted.map(({ statistic, approximate, base, table, rules }): AuditedColumn => {
      const threshold = approximate ? copyThreshold(rules.threshold, base) : rules.threshold;
      const publicMarks = [null, ...(marks[statistic] ?? cuts.map(() => null)).slice(1)];
      const onSurface = draft.counts(table!);
      const at = onSurface.columns.indexOf(statistic);
      const whole = shared === null ? null : withSmallShares(Int32Array.from({ length: onSurface.blockCount }, (_, position) => onSurface.values[position * onSurface.columns.length + at]!), shared, threshold, [assignment, ...zonesOfCuts]);
      return { statistic, ...this.column(onSurface, statistic), whole, residents: this.column(onSurface, this.populationOf(table!, statistic), false).key, threshold, zeros: rules.zeros, publicMarks, unknown: unknownSlots(onSurface, statistic, assignment, known!.slots) };
    });
    const residents = counted.map(({ statistic, table }) => this.column(draft.counts(table!), this.populationOf(table!, statistic)));
    const forget = this.forgotten;
    this.forgotten = [];
    const { result } = await this.desk.ask({
      plan,
      setup: setup ? { partitions: [{ zoneOf: assignment, zoneCount: known!.slots }, ...cuts.map(({ zoneCount }, i) => ({ zoneOf: zonesOfCuts[i]!, zoneCount }))], neighbours: { rookStart: neighbours.rookStart, rook: neighbours.rook, rookLengthM: neighbours.rookLengthM } } : null,
      moves,
      columns,
      residents,
      repairsFor,
      closed: slots.flatMap((zone, slot) => (zone?.locked === true ? [slot] : [])),
      forget,
    });
    const rulesOf = new Map(counted.map((of) => [of.statistic, of]));
    const findings = result.findings.map((finding): LocatedFinding => {
      const { approximate, rules } = rulesOf.get(finding.statistic)!;
      return {
        ...finding,
        approximate,
        threshold: rules.threshold,
        blocks: finding.blocks.map((block) => draft.state.blockIds[block]!),
        terms: finding.terms.map(({ partition, zone, times, value }): LocatedTerm => {
          const cut = partition === 0 ? null : totals.partitions[partition]!;
          const named = cut === null ? slots[zone] : cut.zones[zone];
          const from = cut === null ? null : totals.sourceOf(partition, zone, finding.statistic, referenceDate);
          return { sign: times < 0 ? -1 : 1, times: Math.abs(times), partition: cut, zone: named?.zone ?? '', name: named?.name ?? '', value, from };
        }),
      };
    });
    return { version, findings, repairsFor, repairs: result.repairs };
  }

  /** The plan's zones first, then every cut of which a number of this date is public. */
  private async publicTotals({ head, draft }: OpenPlan, referenceDate: string, statistics: readonly string[]): Promise<PublicTotals> {
    const surface = await this.workspace.surface(head.blockSet);
    const zoneList = draft.state.zones.map((zone, position) => ({ zone: zone?.zone ?? '', name: zone?.name ?? '', position }));
    // A version that no cut has: earlier cuts of the plan's own geography are others.
    const own = { geography: head.geography, version: -1, blockSet: head.blockSet, title: head.name, validFrom: head.validFrom ?? '', validTo: null, plan: head.plan, carried: null, zoneList, assignment: draft.state.assignment, surface };
    const subject = { release: '', geography: head.geography, version: -1, statistics: [...statistics], referenceDates: [referenceDate] };
    const { releases } = this.workspace;
    return gatherPublicTotals(this.workspace, own, subject, releases.list().map((row) => ({ ...row, ruleSet: {}, ruleSets: [] })), releases.published, {});
  }

  /** Who is lost with a zone that is withheld: the statistic's population, where it is counted, else the statistic itself. */
  private populationOf(table: CountTable, statistic: string): string {
    const population = this.workspace.catalogue.statistics.find((row) => row.statistic === statistic)?.population;
    return population != null && table.columns.includes(population) ? population : statistic;
  }

  /** A column by its name; with its numbers where the worker has not got them. */
  private column(table: CountTable, statistic: string, send = true): { key: string; counts: Int32Array | null } {
    const key = `counts ${this.nameOf(table)} ${statistic}`;
    if (!send || this.sent.has(key)) return { key, counts: null };
    this.sent.add(key);
    if (this.sent.size > KEPT_COLUMNS) {
      const oldest = this.sent.keys().next().value!;
      this.sent.delete(oldest);
      this.forgotten.push(oldest);
    }
    const at = table.columns.indexOf(statistic);
    const width = table.columns.length;
    return { key, counts: Int32Array.from({ length: table.blockCount }, (_, block) => table.values[block * width + at]!) };
  }

  private nameOf(table: CountTable): number {
    let name = this.names.get(table);
    if (name === undefined) this.names.set(table, (name = this.nextName++));
    return name;
  }

  private forget(plan: string): void {
    this.known.delete(plan);
    this.forgotten.push(plan);
  }

  private forgetAll(): void {
    this.known.clear();
    this.sent.clear();
    this.forgotten = [];
  }
}

/** What is public, by name: results are kept until it changes. */
function keyOf(totals: PublicTotals): string {
  return totals.sources.map(({ kind, id }) => `${kind} ${id}`).join('\n');
}

function movesBetween(before: Int32Array, after: Int32Array): { blocks: Int32Array; to: number }[] {
  const bySlot = new Map<number, number[]>();
  after.forEach((slot, block) => {
    if (slot === before[block]) return;
    const blocks = bySlot.get(slot);
    if (blocks === undefined) bySlot.set(slot, [block]);
    else blocks.push(block);
  });
  return [...bySlot].map(([to, blocks]) => ({ blocks: Int32Array.from(blocks), to }));
}

/** By position: the block that was counted, where a count is a share of it, be it of a cut of the plan or of one before it; null where all were counted. */
function shareOf(surface: PlanSurface, stand: Int32Array | null): Int32Array | null {
  if (surface.cuts.length === 0) return stand;
  const room = stand?.reduce((most, of) => Math.max(most, of), -1) ?? -1;
  return Int32Array.from(surface.baseOf, (base, position) => (stand !== null && stand[base]! >= 0 ? stand[base]! : surface.isFragment(position) ? room + 1 + base : -1));
}

function unknownSlots(table: CountTable, statistic: string, assignment: Int32Array, slots: number): Uint8Array {
  const marks = new Uint8Array(slots);
  const width = table.columns.length;
  for (let block = 0, at = table.columns.indexOf(statistic); block < assignment.length; block++, at += width) {
    if (table.known[at] === 0 && assignment[block]! >= 0) marks[assignment[block]!] = 1;
  }
  return marks;
}
