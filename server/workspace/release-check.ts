// Protects the cells of a release and audits them against all that was published before. Pure; a worker thread runs it.
import type { DifferencingFinding, WithheldZones } from '../../core/disclosure/differencing.ts';
import type { ProgramSolver } from '../../core/disclosure/program.ts';
import { mergeProposals, type Proposal, type ProposalInput } from '../../core/disclosure/merge-proposal.ts';
import { ReleaseAudit, type Partition } from '../../core/disclosure/release-audit.ts';
import type { Copy } from '../../core/disclosure/protected-copy/copy-breaches.ts';
import { protectBesideCopy } from '../../core/disclosure/protected-copy/protect-beside-copy.ts';
import { protectRelease } from '../../core/disclosure/release-protection.ts';
import { protectCount, type RuleSet } from '../../core/disclosure/threshold.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { CELL_STATES, MISSING, WITHHELD } from './release-cells.ts';

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
}

/** By partition: 1 by zone whose total was public before; null where none was. */
export type PublicMarks = readonly (Uint8Array | null)[];

export interface DateTask {
  readonly referenceDate: string;
  readonly table: Pick<CountTable, 'columns' | 'blockCount' | 'values' | 'known'>;
  /** By statistic, populations and parts of what is released included. */
  readonly publicBefore: Readonly<Record<string, PublicMarks>>;
  /** By statistic: the copy of its block counts that planners without clearance draw with, where one was made. */
  readonly copies: Readonly<Record<string, Copy>>;
  /** Cells that are stored already, by statistic; null: they are to be protected now. */
  readonly pattern: Readonly<Record<string, Uint8Array>> | null;
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

interface Column {
  readonly counts: Int32Array;
  readonly known: Uint8Array;
  /** By partition: 1 by zone with a block whose count is unknown. */
  readonly unknown: readonly Uint8Array[];
  /** By zone of the release. */
  readonly sums: Float64Array;
  readonly unknownBlocks: Int32Array;
}

/** What stands between a whole and its part: known wherever both are. */
interface Complement {
  readonly part: string;
  readonly whole: string;
}

/** A release has at most this many rounds of "withhold for the part, then for what is left of the whole". */
const ROUNDS = 6;

export class ReleaseCheck {
  private readonly audit: ReleaseAudit;
  private readonly order: readonly CheckedStatistic[];
  private readonly blocksOfZone: Int32Array;

  constructor(private readonly setup: CheckSetup, private readonly solver: ProgramSolver) {
    this.audit = new ReleaseAudit(setup.partitions, solver);
    const { zoneOf, zoneCount } = setup.partitions[0]!;
    this.blocksOfZone = new Int32Array(zoneCount);
    for (const zone of zoneOf) if (zone >= 0) this.blocksOfZone[zone]!++;
    const depth = (statistic: string, seen = 0): number => {
      const whole = setup.populations[statistic];
      return whole === undefined || seen > 20 ? 0 : 1 + depth(whole, seen + 1);
    };
    // Wholes first: whether what is left of a whole is known depends on whether the whole is.
    this.order = setup.statistics.toSorted((a, b) => depth(a.statistic) - depth(b.statistic));
  }

  date(task: DateTask, onStatistic: () => void = () => undefined): CheckedDate {
    return this.check(task).run(this.order, onStatistic);
  }

  /** Ways to make findings of stored cells vanish by changing the cut of the release; none for a finding that is gone. */
  propose(task: DateTask, wishes: readonly ProposalWish[], neighbours: ProposalInput['neighbours']): readonly (readonly Proposal[])[] {
    return this.check(task).propose(this.order, wishes, neighbours);
  }

  /** Gives back what the solver holds for it. */
  dispose(): void {
    this.audit.dispose();
  }

  private check(task: DateTask): DateCheck {
    return new DateCheck(this.setup, this.audit, this.solver, this.blocksOfZone, task);
  }
}

/** A finding of the date, named by what it is about and by its blocks. */
export interface ProposalWish {
  readonly statistic: string;
  readonly complementOf: string | null;
  readonly blocks: Uint32Array;
}

interface ToldFinding {
  readonly finding: DifferencingFinding;
  /** Follows from what was public before. */
  readonly already: boolean;
}

class DateCheck {
  private readonly columns = new Map<string, Column | null>();
  /** By statistic: 1 by zone of the release whose total is public after it. */
  private readonly publicNow = new Map<string, Uint8Array>();
  /** By statistic: places that are known to be small, whatever the release withholds. */
  private readonly beyondHelp = new Map<string, readonly Uint32Array[]>();
  private tables = 0;

  constructor(
    private readonly setup: CheckSetup,
    private readonly audit: ReleaseAudit,
    private readonly solver: ProgramSolver,
    private readonly blocksOfZone: Int32Array,
    private readonly task: DateTask,
  ) {}

  run(order: readonly CheckedStatistic[], onStatistic: () => void): CheckedDate {
    const { referenceDate, pattern } = this.task;
    const cells: CheckedCells[] = [];
    const findings: CheckFinding[] = [];
    for (const checked of order) {
      const column = this.column(checked.statistic);
      const made = column === null ? this.missing(checked.statistic) : pattern === null ? this.protect(checked, column) : this.stored(checked, column, pattern[checked.statistic]!);
      cells.push(made);
      this.publicNow.set(checked.statistic, this.publicAfter(checked.statistic, made.state));
      if (column !== null && pattern !== null) findings.push(...this.notEnough(checked, column, made.state));
      onStatistic();
    }
    const rulesOf = new Map(order.map(({ statistic, rules }) => [statistic, rules]));
    for (const { statistic, rules } of order) findings.push(...this.findingsOf(statistic, null, rules), ...this.smallBeyondHelp(statistic));
    for (const pair of this.complements()) {
      const rules = rulesOf.get(pair.part) ?? rulesOf.get(pair.whole)!;
      findings.push(...this.findingsOf(pair.part, pair.whole, rules));
    }
    return { referenceDate, cells, findings, tables: this.tables };
  }

  /** Pairs of which one at least is released now. */
  private complements(of?: string): Complement[] {
    const released = new Set(this.setup.statistics.map(({ statistic }) => statistic));
    return Object.entries(this.setup.populations)
      .map(([part, whole]) => ({ part, whole }))
      .filter(({ part, whole }) => part !== whole && (released.has(part) || released.has(whole)) && (of === undefined || part === of || whole === of));
  }

  private column(statistic: string): Column | null {
    const held = this.columns.get(statistic);
    if (held !== undefined) return held;
    const column = this.readColumn(statistic);
    this.columns.set(statistic, column);
    return column;
  }

  private readColumn(statistic: string): Column | null {
    const { columns, blockCount, values, known } = this.task.table;
    const at = columns.indexOf(statistic);
    if (at < 0) return null;
    const counts = new Int32Array(blockCount);
    const flags = new Uint8Array(blockCount);
    for (let block = 0, from = at; block < blockCount; block++, from += columns.length) {
      counts[block] = values[from]!;
      flags[block] = known[from]!;
    }
    const unknown = this.setup.partitions.map(({ zoneOf, zoneCount }) => {
      const marks = new Uint8Array(zoneCount);
      flags.forEach((flag, block) => {
        if (flag === 0 && zoneOf[block]! >= 0) marks[zoneOf[block]!] = 1;
      });
      return marks;
    });
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const sums = new Float64Array(zoneCount);
    const unknownBlocks = new Int32Array(zoneCount);
    zoneOf.forEach((zone, block) => {
      if (zone < 0) return;
      sums[zone]! += counts[block]!;
      unknownBlocks[zone]! += 1 - flags[block]!;
    });
    return { counts, known: flags, unknown, sums, unknownBlocks };
  }

  private before(statistic: string, partition: number): Uint8Array | null {
    return this.task.publicBefore[statistic]?.[partition] ?? null;
  }

  private beforeAll(statistic: string): PublicMarks {
    return this.setup.partitions.map((_, g) => this.before(statistic, g));
  }

  private missing(statistic: string): CheckedCells {
    const { zoneCount } = this.setup.partitions[0]!;
    return { statistic, state: new Uint8Array(zoneCount).fill(MISSING), value: new Float64Array(zoneCount), primary: 0, secondary: 0, baseWithheld: 0, base: 0 };
  }

  /** Sums by zone of the release; NaN where a block is unknown. */
  private besides(statistic: string | undefined): Float64Array | null {
    const column = statistic === undefined ? null : this.column(statistic);
    return column === null ? null : column.sums.map((sum, zone) => (column.unknownBlocks[zone]! > 0 ? NaN : sum));
  }

  /** What the rules alone say of every zone. */
  private byRules({ statistic, rules }: CheckedStatistic, { sums, unknownBlocks }: Column): { readonly state: Uint8Array; readonly value: Float64Array } {
    const base = this.besides(this.setup.populations[statistic]);
    const second = this.besides(rules.secondUnit?.statistic);
    const defined = (of: Float64Array | null, zone: number) => (of === null || Number.isNaN(of[zone]) ? undefined : of[zone]!);
    const state = new Uint8Array(sums.length);
    const value = new Float64Array(sums.length);
    sums.forEach((sum, zone) => {
      const [whole, units] = [defined(base, zone), defined(second, zone)];
      const beside = { ...(whole === undefined ? {} : { base: whole }), ...(units === undefined ? {} : { secondUnit: units }) };
      const cell = protectCount(sum, unknownBlocks[zone]!, this.blocksOfZone[zone]!, rules, beside);
      state[zone] = CELL_STATES.indexOf(cell.state);
      value[zone] = 'value' in cell ? cell.value : 0;
    });
    return { state, value };
  }

  private protect(checked: CheckedStatistic, column: Column): CheckedCells {
    const { statistic, rules } = checked;
    const { state, value } = this.byRules(checked, column);
    const primary = state.map((of) => (of === WITHHELD ? 1 : 0));
    const pairs = this.complements(statistic);
    let withheld = this.withhold(statistic, column, primary, rules);
    for (let round = 0; round < ROUNDS; round++) {
      const more = withheld.slice();
      for (const pair of pairs) this.withholdRest(pair, statistic, more, rules);
      if (more.every((flag, zone) => flag === withheld[zone])) break;
      withheld = this.withhold(statistic, column, more, rules);
    }
    withheld.forEach((flag, zone) => {
      if (flag === 0 || state[zone] === MISSING) return;
      state[zone] = WITHHELD;
      value[zone] = 0;
    });
    return { statistic, state, value, ...this.summary(statistic, state, primary) };
  }

  private withhold(statistic: string, { counts }: Column, primary: Uint8Array, rules: RuleSet): Uint8Array {
    const { partitions } = this.setup;
    const copy = this.task.copies[statistic];
    const publishedBefore = this.beforeAll(statistic);
    if (copy === undefined && this.standsAlone(publishedBefore)) return primary.slice();
    const input = { partitions, released: 0, publishedBefore, counts, primary, rules, solver: this.solver, audit: this.audit };
    const made = copy === undefined ? { ...protectRelease(input), breaches: [] } : protectBesideCopy(input, copy);
    const places = [...made.knownSmall.map((atoms) => atoms.flatMap((atom) => [...made.atoms.blocks[atom]!])), ...made.breaches.map(({ blocks }) => [...blocks])];
    this.beyondHelp.set(statistic, places.map((blocks) => Uint32Array.from(blocks).sort()));
    return made.withheld.slice();
  }

  private smallBeyondHelp(statistic: string): CheckFinding[] {
    const { referenceDate } = this.task;
    return (this.beyondHelp.get(statistic) ?? []).map((blocks) => ({ statistic, referenceDate, complementOf: null, kind: 'small', count: null, terms: [], dividedBy: 1, blocks, zones: [], already: true }));
  }

  /** Whether nothing but this cut is public: its zones have no block in common, so that no total says anything of another. */
  private standsAlone(marks: PublicMarks): boolean {
    return marks.every((of, g) => g === 0 || of === null || !of.includes(1));
  }

  /** Adds to `withheld` what must not be seen of `statistic`, so that the rest of the whole stays unknown where it is small. */
  private withholdRest(pair: Complement, statistic: string, withheld: Uint8Array, rules: RuleSet): void {
    const other = pair.part === statistic ? pair.whole : pair.part;
    const rest = this.rest(pair);
    const otherPublic = this.publicNow.get(other) ?? this.before(other, 0);
    if (rest === null || otherPublic === null) return;
    // Zones of which the rest is not known in any case are no zones here: what they hold is no secret of this table.
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const open = otherPublic.map((flag, zone) => (flag === 1 && withheld[zone] === 0 && rest.unknown[0]![zone] === 0 ? 1 : 0));
    if (!open.includes(1)) return;
    const own: Partition = { zoneCount, zoneOf: zoneOf.map((zone) => (zone >= 0 && open[zone] === 1 ? zone : -1)) };
    const primary = Uint8Array.from(rest.sums, (sum, zone) => (open[zone] === 1 && sum > 0 && sum < rules.threshold ? 1 : 0));
    const publishedBefore = this.setup.partitions.map((_, g) => {
      const marks = this.restBefore(pair, rest, g);
      return g === 0 ? (marks?.map((flag, zone) => (open[zone] === 1 ? flag : 0)) ?? null) : marks;
    });
    const made = this.standsAlone(publishedBefore)
      ? primary
      : protectRelease({
          partitions: [own, ...this.setup.partitions.slice(1)],
          released: 0,
          publishedBefore,
          counts: rest.counts,
          primary,
          rules: { threshold: rules.threshold, zeros: 'open', ...(rules.protect === undefined ? {} : { protect: rules.protect }) },
          solver: this.solver,
        }).withheld;
    made.forEach((flag, zone) => {
      if (flag === 1 && open[zone] === 1) withheld[zone] = 1;
    });
  }

  /** The whole less the part, by block; null where one of them is not counted on that date. */
  private rest({ part, whole }: Complement): (Pick<Column, 'counts' | 'unknown'> & { readonly sums: Float64Array }) | null {
    const [a, b] = [this.column(part), this.column(whole)];
    if (a === null || b === null) return null;
    // Where a source counts more children than residents there is no rest.
    const counts = b.counts.map((count, block) => (a.known[block] === 1 && b.known[block] === 1 ? Math.max(0, count - a.counts[block]!) : 0));
    const unknown = a.unknown.map((marks, g) => marks.map((flag, zone) => flag | b.unknown[g]![zone]!));
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const sums = new Float64Array(zoneCount);
    zoneOf.forEach((zone, block) => (zone >= 0 ? (sums[zone]! += counts[block]!) : 0));
    return { counts, unknown, sums };
  }

  private restBefore({ part, whole }: Complement, { unknown }: Pick<Column, 'unknown'>, g: number): Uint8Array | null {
    const [a, b] = [this.before(part, g), this.before(whole, g)];
    return a === null || b === null ? null : a.map((flag, zone) => flag & b[zone]! & (1 - unknown[g]![zone]!));
  }

  private stored(checked: CheckedStatistic, column: Column, state: Uint8Array): CheckedCells {
    const ruled = this.byRules(checked, column).state;
    const primary = ruled.map((of) => (of === WITHHELD ? 1 : 0));
    const value = column.sums.map((sum, zone) => (state[zone] === WITHHELD || state[zone] === MISSING ? 0 : sum));
    return { statistic: checked.statistic, state, value, ...this.summary(checked.statistic, state, primary) };
  }

  private summary(statistic: string, state: Uint8Array, primary: Uint8Array): Omit<CheckedCells, 'statistic' | 'state' | 'value'> {
    const { sums } = this.column(this.rootOf(statistic))!;
    let [baseWithheld, base, own, all] = [0, 0, 0, 0];
    state.forEach((of, zone) => {
      base += sums[zone]!;
      if (of !== WITHHELD) return;
      all++;
      own += primary[zone]!;
      baseWithheld += sums[zone]!;
    });
    return { primary: own, secondary: all - own, baseWithheld, base };
  }

  /** The whole of the whole: residents of children in need, households of lone parents. */
  private rootOf(statistic: string): string {
    const { populations } = this.setup;
    let root = statistic;
    for (let i = 0; i < 20 && populations[root] !== undefined && this.column(populations[root]!) !== null; i++) root = populations[root]!;
    return root;
  }

  private publicAfter(statistic: string, state: Uint8Array): Uint8Array {
    const before = this.before(statistic, 0);
    return state.map((of, zone) => (of !== WITHHELD && of !== MISSING ? 1 : (before?.[zone] ?? 0)));
  }

  /**
   * Whether cells that were protected earlier still are enough after all that was published since: zones that would have to be
   * withheld on top. Withholding more than needed is never less safe, so that a new protection within the old one settles it.
   */
  private notEnough(checked: CheckedStatistic, column: Column, state: Uint8Array): CheckFinding[] {
    const { statistic, rules } = checked;
    const hidden = state.map((of) => (of === WITHHELD ? 1 : 0));
    const primary = this.byRules(checked, column).state.map((of) => (of === WITHHELD ? 1 : 0));
    const again = this.withhold(statistic, column, primary, rules);
    const open = (marks: Uint8Array) => [...marks.keys()].filter((zone) => marks[zone] === 1 && hidden[zone] === 0 && state[zone] !== MISSING);
    if (open(again).length === 0) return [];
    const more = open(this.withhold(statistic, column, hidden, rules));
    if (more.length === 0) return [];
    const { referenceDate } = this.task;
    return [{ statistic, referenceDate, complementOf: null, kind: 'small', count: null, terms: [], dividedBy: 1, blocks: new Uint32Array(), zones: more, already: false }];
  }

  propose(order: readonly CheckedStatistic[], wishes: readonly ProposalWish[], neighbours: ProposalInput['neighbours']): readonly (readonly Proposal[])[] {
    for (const { statistic } of order) if (this.column(statistic) !== null) this.publicNow.set(statistic, this.publicAfter(statistic, this.task.pattern![statistic]!));
    const { zoneOf, zoneCount } = this.setup.partitions[0]!;
    const { atoms } = this.audit;
    return wishes.map(({ statistic, complementOf, blocks }) => {
      const { rules } = order.find((one) => one.statistic === statistic) ?? order.find((one) => one.statistic === complementOf)!;
      const table = this.published(statistic, complementOf);
      if (table === null) return [];
      const { counts, withheld } = table;
      const key = blocks.join();
      const finding = this.audit.findings(counts, withheld, rules.threshold).find(({ union }) => Uint32Array.from(union.atoms.flatMap((atom) => [...atoms.blocks[atom]!])).sort().join() === key);
      if (finding === undefined) return [];
      const residents = this.column(this.rootOf(statistic))!.counts;
      return mergeProposals({ audit: this.audit, changeable: 0, zoneOf, zoneCount, neighbours, counts, residents, withheld, rules }, finding);
    });
  }

  /** What is public of a table after the release: null where nothing is. */
  private published(part: string, whole: string | null): { readonly counts: Int32Array; readonly sums: Float64Array; readonly unknown: readonly Uint8Array[]; readonly marks: readonly Uint8Array[]; readonly withheld: WithheldZones } | null {
    const table = whole === null ? this.column(part) : this.rest({ part, whole });
    if (table === null) return null;
    const publicOf = (statistic: string, g: number) => (g === 0 ? (this.publicNow.get(statistic) ?? this.before(statistic, 0)) : this.before(statistic, g));
    const marks = this.setup.partitions.map(({ zoneCount }, g): Uint8Array => {
      const [a, b] = [publicOf(part, g), whole === null ? null : publicOf(whole, g)];
      if (a === null || (whole !== null && b === null)) return new Uint8Array(zoneCount);
      return whole === null ? a : a.map((flag, zone) => flag & b![zone]! & (1 - table.unknown[g]![zone]!));
    });
    if (!marks.some((of) => of.includes(1))) return null;
    return { ...table, marks, withheld: marks.map((of) => of.map((flag) => 1 - flag)) };
  }

  private findingsOf(part: string, whole: string | null, rules: RuleSet): CheckFinding[] {
    const table = this.published(part, whole);
    if (table === null) return [];
    this.tables++;
    const { counts, sums, marks, withheld } = table;
    if (this.standsAlone(marks) && !marks[0]!.some((flag, zone) => flag === 1 && sums[zone]! > 0 && sums[zone]! < rules.threshold)) return [];
    const found = this.audit.findings(counts, withheld, rules.threshold);
    if (found.length === 0) return [];
    const earlier = this.setup.partitions.map((_, g) => (whole === null ? this.before(part, g) : this.restBefore({ part, whole }, table, g)));
    const told = found.map((finding) => ({ finding, already: usesOnly(finding, earlier) }));
    if (told.some(({ already }) => !already)) {
      // A total of this release may be in a shorter sum for what other totals have given away before: what follows is what counts, not how.
      const before = this.beforeUnions(counts, earlier, rules.threshold);
      told.forEach(({ finding, already }, i) => {
        const known = already ? undefined : before.get(this.inhabited(finding, counts));
        // The same people in a wider place were known before; that they are in this one is news.
        if (known !== undefined && known.union.atoms.every((atom) => finding.union.atoms.includes(atom))) told[i] = { finding: known, already: true };
      });
    }
    return this.tell(told, counts, part, whole);
  }

  /** Unions that follow from totals that were public before, by their blocks with somebody in them. */
  private beforeUnions(counts: Int32Array, earlier: PublicMarks, threshold: number): ReadonlyMap<string, DifferencingFinding> {
    if (!earlier.some((marks) => marks?.includes(1))) return new Map();
    const withheld = this.setup.partitions.map(({ zoneCount }, g) => earlier[g]?.map((flag) => 1 - flag) ?? new Uint8Array(zoneCount).fill(1));
    return new Map(this.audit.findings(counts, withheld, threshold).map((finding) => [this.inhabited(finding, counts), finding]));
  }

  /** Blocks of the union in which somebody is counted. */
  private inhabited({ union }: DifferencingFinding, counts: Int32Array): string {
    const { blocks } = this.audit.atoms;
    return Uint32Array.from(union.atoms.flatMap((atom) => [...blocks[atom]!])).filter((block) => counts[block]! > 0).sort().join();
  }

  /** One finding a union: atoms of one union share it. */
  private tell(found: readonly ToldFinding[], counts: Int32Array, part: string, whole: string | null): CheckFinding[] {
    const { atoms } = this.audit;
    const unions = new Map<string, ToldFinding>();
    for (const told of found) unions.set(told.finding.union.atoms.toSorted((a, b) => a - b).join(), told);
    const totals = this.setup.partitions.map(({ zoneOf, zoneCount }) => {
      const sums = new Float64Array(zoneCount);
      zoneOf.forEach((zone, block) => (zone >= 0 ? (sums[zone]! += counts[block]!) : 0));
      return sums;
    });
    return [...unions.values()].map(({ finding: { union, plus, minus, dividedBy }, already }) => {
      const terms = [...plus.map((term) => ({ ...term, sign: 1 })), ...minus.map((term) => ({ ...term, sign: -1 }))].map(({ geography, zone, times, sign }): FoundTerm => {
        return { partition: geography, zone, times: sign * times, value: totals[geography]![zone]! };
      });
      return {
        statistic: part,
        referenceDate: this.task.referenceDate,
        complementOf: whole,
        kind: 'exact',
        count: union.count,
        terms,
        dividedBy,
        blocks: Uint32Array.from(union.atoms.flatMap((atom) => [...atoms.blocks[atom]!])).sort(),
        zones: terms.filter(({ partition }) => partition === 0).map(({ zone }) => zone),
        already,
      };
    });
  }
}

function usesOnly({ plus, minus }: DifferencingFinding, marks: PublicMarks): boolean {
  return [...plus, ...minus].every(({ geography, zone }) => marks[geography]?.[zone] === 1);
}
