// Protects the cells of a release and audits them against all that was published before. Pure; a worker thread runs it.
import { mergeProposals, type Proposal, type ProposalInput } from '../../../core/disclosure/releases/merge-proposal.ts';
import type { ProgramSolver } from '../../../core/disclosure/differencing/program.ts';
import type { Copy } from '../../../core/disclosure/protected-copy/copy-breaches.ts';
import { ReleaseAudit, type Partition } from '../../../core/disclosure/releases/release-audit.ts';
import { Exchanges } from '../../../core/disclosure/suppression/exchanges.ts';
import { AuditMemory } from '../../../core/disclosure/suppression/audit-memory.ts';
import type { BoundedTotals } from '../../../core/disclosure/releases/total-bounds.ts';
import type { RuleSet } from '../../../core/disclosure/threshold.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { ReleaseFindings } from './release-findings.ts';
import { ReleaseLinks } from './release-links.ts';
import type { ReleaseMethod } from '../../db/queries/releases.ts';
import type { KeySource } from './block-keys.ts';
import { ReleaseNoise } from './release-noise.ts';
import { ReleaseRounding } from './release-rounding.ts';
import { CellProtection } from './release-protection.ts';
import { DateTables } from './release-tables.ts';

export interface CheckedStatistic {
  readonly statistic: string;
  readonly rules: RuleSet;
}

export interface CheckSetup {
  /** The cut of the release first, then every other cut of which anything was published for any of its dates. */
  readonly partitions: readonly Partition[];
  readonly statistics: readonly CheckedStatistic[];
  /** Of a statistic the one that it is a part of, as far as both are known: children -> residents. */
  readonly populations: Readonly<Record<string, string>>;
  /** Rules of statistics that are not released now; those of the release where there are none. */
  readonly rulesBeside?: Readonly<Record<string, RuleSet>>;
  /** Default: cells are withheld. */
  readonly method?: ReleaseMethod;
  /** Of a release with noise. */
  readonly keys?: KeySource;
}

/** By partition: 1 by zone whose total was public before; null where none was. */
export type PublicMarks = readonly (Uint8Array | null)[];

export interface DateTask {
  readonly referenceDate: string;
  readonly table: Pick<CountTable, 'columns' | 'blockCount' | 'values' | 'known'>;
  /** By block: which block was counted, where counts are shares of blocks that a plan cut, -1 elsewhere; null or left out where all were counted. */
  readonly sharedFrom?: Int32Array | null;
  /** By statistic, populations and parts of what is released included. */
  readonly publicBefore: Readonly<Record<string, PublicMarks>>;
  /** By statistic: the copy of its block counts that planners without clearance draw with, where one was made. */
  readonly copies: Readonly<Record<string, Copy>>;
  /** What rounded totals of earlier releases say, by statistic; none where it is left out. */
  readonly boundedBefore?: Readonly<Record<string, BoundedTotals>>;
  /** Cells that are stored already, by statistic; null: they are to be protected now. */
  readonly pattern: Readonly<Record<string, Uint8Array>> | null;
  /** Numbers with noise that were published, by statistic and partition, NaN by zone without one; none where it is left out. */
  readonly noisyBefore?: Readonly<Record<string, readonly (Float64Array | null)[]>>;
  /** Of a release whose numbers are changed those that are stored with `pattern`. */
  readonly rounded?: Readonly<Record<string, Float64Array>> | null;
}

/** Times that a published total is taken: positive to add, negative to subtract. */
export interface FoundTerm {
  readonly partition: number;
  readonly zone: number;
  readonly times: number;
  readonly value: number;
}

export interface CheckFinding {
  readonly statistic: string;
  readonly referenceDate: string;
  /** The numbers are those of this statistic less `statistic`; null: of `statistic` itself. */
  readonly complementOf: string | null;
  /** `exact`: anybody can work it out. `small`: known to lie below the threshold. */
  readonly kind: 'exact' | 'small';
  /** Null where only a bound is known. */
  readonly count: number | null;
  readonly terms: readonly FoundTerm[];
  readonly dividedBy: number;
  /** Blocks of the union. */
  readonly blocks: Uint32Array;
  /** Zones of the release that take part in it. */
  readonly zones: readonly number[];
  /** Follows from earlier publications alone, whatever this release withholds. */
  readonly already: boolean;
}

export interface CheckedCells {
  readonly statistic: string;
  /** By zone, positions in CELL_STATES. */
  readonly state: Uint8Array;
  readonly value: Float64Array;
  /** Zones withheld by the rules, and for the sake of others. */
  readonly primary: number;
  readonly secondary: number;
  /** Of numbers that are changed: by how much all together, how many there are, and what they would add up to. */
  readonly change?: { readonly total: number; readonly cells: number; readonly truth: number };
  /** People of the base that live in zones whose cell is withheld, and in all. */
  readonly baseWithheld: number;
  readonly base: number;
}

export interface CheckedDate {
  readonly referenceDate: string;
  readonly cells: readonly CheckedCells[];
  readonly findings: readonly CheckFinding[];
  /** Tables audited: statistics and complements. */
  readonly tables: number;
}

/** A finding of the date, named by what it is about and by its blocks. */
export type ProposalWish = Pick<CheckFinding, 'statistic' | 'complementOf' | 'blocks'>;

/** Roundings, or draws of noise, that are tried where what was public before makes something of one. */
const DRAWN = 4;

export class ReleaseCheck {
  private readonly audit: ReleaseAudit;
  private readonly order: readonly CheckedStatistic[];
  /** What one statistic or date found out serves the next. */
  private readonly exchanges = new Exchanges();

  constructor(
    private readonly setup: CheckSetup,
    private readonly solver: ProgramSolver,
    /** Of rounded releases; nobody may foresee or repeat it. */
    private readonly random: () => number = Math.random,
    /** What was proven for other releases: after a block has moved most places are as they were. */
    private readonly proven = new AuditMemory(),
  ) {
    this.audit = new ReleaseAudit(setup.partitions, solver);
    const depth = (statistic: string, seen = 0): number => {
      const whole = setup.populations[statistic];
      return whole === undefined || seen > 20 ? 0 : 1 + depth(whole, seen + 1);
    };
    // Wholes first: whether what is left of a whole is known depends on whether the whole is.
    this.order = setup.statistics.toSorted((a, b) => depth(a.statistic) - depth(b.statistic));
  }

  date(task: DateTask, onStatistic: () => void = () => undefined): CheckedDate {
    if ((this.setup.method ?? 'suppress') !== 'suppress') return this.changedDate(task, onStatistic);
    const tables = new DateTables(this.setup, task);
    const protection = new CellProtection(tables, this.audit, this.solver, this.exchanges, this.proven);
    const found = new ReleaseFindings(tables, this.audit);
    const cells: CheckedCells[] = [];
    const findings: CheckFinding[] = [];
    for (const checked of this.order) {
      const made = protection.cells(checked);
      cells.push(made);
      tables.publish(checked.statistic, made.state);
      if (task.pattern !== null) findings.push(...protection.notEnough(checked, made.state));
      onStatistic();
    }
    const linked = this.withholdForLinks(tables, protection, cells);
    const rulesOf = new Map(this.order.map(({ statistic, rules }) => [statistic, rules]));
    for (const { statistic, rules } of this.order) findings.push(...found.of(statistic, null, rules), ...protection.smallBeyondHelp(statistic));
    for (const { part, whole } of tables.complements()) findings.push(...found.of(part, whole, rulesOf.get(part) ?? rulesOf.get(whole)!));
    for (const finding of linked) if (!findings.some((one) => this.tellsOf(one, finding))) findings.push(finding);
    return { referenceDate: task.referenceDate, cells, findings, tables: found.audited };
  }

  /**
   * Every zone's total is a multiple, or has noise, so nothing is withheld for the sake of others: what earlier publications make of it is asked of every place that holds somebody below the
   * threshold, which must be able to hold nobody, or as many. A rounding that fails is thrown away unseen; where none of several stands, its findings are told.
   * Noise is drawn from other keys then, the same ones whoever asks.
   */
  private changedDate(task: DateTask, onStatistic: () => void): CheckedDate {
    const { keys } = this.setup;
    for (let tries = 1; ; tries++) {
      const tables = new DateTables(this.setup, task);
      const protection = new CellProtection(tables, this.audit, this.solver, this.exchanges, this.proven);
      const before = new Map(this.order.map(({ statistic, rules }) => [statistic, protection.smallBeside(statistic, rules)]));
      const made = protection.changed(keys === undefined ? new ReleaseRounding(tables, this.random) : new ReleaseNoise(tables, keys, tries), this.order);
      const cells = this.order.map((checked) => made.get(checked.statistic)!.cells);
      for (const { statistic } of this.order) tables.publishBounds(statistic, made.get(statistic)!.bounds);
      const findings: CheckFinding[] = [];
      for (const { statistic, rules } of this.order) {
        const known = new Set(before.get(statistic)!.map(({ blocks }) => blocks.join()));
        for (const finding of protection.smallBeside(statistic, rules)) findings.push({ ...finding, already: known.has(finding.blocks.join()) });
        if (tries === 1) onStatistic();
      }
      const released = new Map(this.order.map((checked) => [checked.statistic, { checked, state: made.get(checked.statistic)!.cells.state }]));
      const links = new ReleaseLinks(tables, protection, this.audit, this.solver, released, this.exchanges, this.proven);
      for (const pair of tables.complements()) links.pair(pair, () => undefined);
      for (const finding of [...links.openOnes(() => undefined), ...links.breakdowns(() => undefined)]) if (!findings.some((one) => this.tellsOf(one, finding))) findings.push({ ...finding, already: false });
      if (task.pattern !== null || tries === DRAWN || findings.every(({ already }) => already)) return { referenceDate: task.referenceDate, cells, findings, tables: this.order.length };
    }
  }

  /** That a part is never more than its whole must not tell anything small: what else is withheld for that is entered into `cells`. */
  private withholdForLinks(tables: DateTables, protection: CellProtection, cells: CheckedCells[]): CheckFinding[] {
    const released = new Map(cells.map(({ statistic, state }, i) => [statistic, { checked: this.order[i]!, state }]));
    const links = new ReleaseLinks(tables, protection, this.audit, this.solver, released, this.exchanges, this.proven);
    const findings: CheckFinding[] = [];
    const withhold = (statistic: string, zones: readonly number[]) => {
      if (zones.length === 0) return;
      if (tables.task.pattern !== null) {
        findings.push(protection.lacking(statistic, zones));
        return;
      }
      const { checked } = released.get(statistic)!;
      const at = this.order.indexOf(checked);
      const made = protection.without(checked, cells[at]!, zones);
      cells[at] = made;
      released.set(statistic, { checked, state: made.state });
      tables.publish(statistic, made.state);
    };
    for (const pair of tables.complements()) links.pair(pair, withhold);
    findings.push(...links.openOnes(withhold), ...links.breakdowns(withhold));
    return findings;
  }

  /**
   * Ways to make findings of stored cells vanish by changing the cut of the release; none for a finding that is gone. What followed before is
   * public and stays so: there a way helps the dates to come.
   */
  propose(task: DateTask, wishes: readonly ProposalWish[], neighbours: ProposalInput['neighbours']): readonly (readonly Proposal[])[] {
    const tables = new DateTables(this.setup, task);
    for (const { statistic } of this.order) if (tables.column(statistic) !== null) tables.publish(statistic, task.pattern![statistic]!);
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const { audit } = this;
    return wishes.map(({ statistic, complementOf, blocks }) => {
      const table = tables.published(statistic, complementOf);
      if (table === null) return [];
      const { rules } = this.order.find((one) => one.statistic === statistic) ?? this.order.find((one) => one.statistic === complementOf)!;
      const { counts, withheld } = table;
      const key = blocks.join();
      const residents = tables.column(tables.rootOf(statistic))!.counts;
      for (const of of tables.asAudited(counts, rules.threshold)) {
        const finding = audit.findings(of, withheld, rules.threshold).find(({ union }) => Uint32Array.from(union.atoms.flatMap((atom) => [...audit.atoms.blocks[atom]!])).sort().join() === key);
        if (finding !== undefined) return mergeProposals({ audit, changeable: 0, zoneOf, zoneCount, neighbours, counts: of, residents, withheld, rules }, finding);
      }
      return [];
    });
  }

  /**
   * Whether a finding tells already what another does: some or all of its blocks, or zones that are to be withheld. Where the whole is known to be small
   * each of its parts is, and what is left of it: one thing to mend, told once.
   */
  private tellsOf(one: CheckFinding, other: CheckFinding): boolean {
    const same = one.statistic === other.statistic && one.complementOf === other.complementOf;
    const whole = one.complementOf === null && (one.statistic === other.complementOf || this.isWholeOf(one.statistic, other.statistic));
    if (!same && !whole) return false;
    if (other.blocks.length === 0) return same && one.blocks.length === 0 && other.zones.every((zone) => one.zones.includes(zone));
    const told = new Set(one.blocks);
    return other.blocks.every((block) => told.has(block));
  }

  private isWholeOf(whole: string, part: string): boolean {
    const { populations } = this.setup;
    const seen = new Set([part]);
    for (let above = populations[part]; above !== undefined && !seen.has(above); above = populations[above]) {
      if (above === whole) return true;
      seen.add(above);
    }
    return false;
  }

  /** Gives back what the solver holds for it. */
  dispose(): void {
    this.audit.dispose();
  }
}
