// Which cells of a release are withheld on one date: by the rules, beside all that is public, and for what is left of a whole.
import { protectBesideCopy } from '../../../core/disclosure/protected-copy/protect-beside-copy.ts';
import type { ProgramSolver } from '../../../core/disclosure/differencing/program.ts';
import type { Partition, ReleaseAudit } from '../../../core/disclosure/releases/release-audit.ts';
import { protectRelease } from '../../../core/disclosure/releases/release-protection.ts';
import type { Exchanges } from '../../../core/disclosure/suppression/exchanges.ts';
import type { AuditMemory } from '../../../core/disclosure/suppression/audit-memory.ts';
import { protectCount, type RuleSet } from '../../../core/disclosure/threshold.ts';
import { CELL_STATES, MISSING, VALUE, WITHHELD } from './release-cells.ts';
import type { CellChange, ChangedCells } from './changed-cells.ts';
import type { CheckedCells, CheckedStatistic, CheckFinding } from './release-check.ts';
import { standsAlone, type Column, type Complement, type DateTables } from './release-tables.ts';

/** A release has at most this many rounds of "withhold for the part, then for what is left of the whole". */
const ROUNDS = 6;

export class CellProtection {
  private readonly blocksOfZone: Int32Array;
  /** By statistic: places that are known to be small, whatever the release withholds. */
  private readonly beyondHelp = new Map<string, readonly Uint32Array[]>();

  constructor(
    private readonly tables: DateTables,
    private readonly audit: ReleaseAudit,
    private readonly solver: ProgramSolver,
    private readonly exchanges: Exchanges,
    private readonly proven: AuditMemory,
  ) {
    const { zoneOf, zoneCount } = tables.setup.partitions[0]!;
    this.blocksOfZone = new Int32Array(zoneCount);
    for (const zone of zoneOf) if (zone >= 0) this.blocksOfZone[zone]!++;
  }

  /** Cells as they are to be published, or, where they are stored already, as they are. */
  cells(checked: CheckedStatistic): CheckedCells {
    const { statistic } = checked;
    const column = this.tables.column(statistic);
    if (column === null) return this.missing(statistic);
    const { pattern } = this.tables.task;
    return pattern === null ? this.protect(checked, column) : this.stored(checked, column, pattern[statistic]!);
  }

  /**
   * Whether cells that were protected earlier still are enough after all that was published since: zones that would have to be
   * withheld on top. Withholding more than needed is never less safe, so that a new protection within the old one settles it.
   */
  notEnough(checked: CheckedStatistic, state: Uint8Array): CheckFinding[] {
    const column = this.tables.column(checked.statistic);
    if (column === null) return [];
    const { statistic, rules } = checked;
    const hidden = state.map((of) => (of === WITHHELD ? 1 : 0));
    const primary = this.primary(checked, column);
    const open = (marks: Uint8Array) => [...marks.keys()].filter((zone) => marks[zone] === 1 && hidden[zone] === 0 && state[zone] !== MISSING);
    const more = open(this.withhold(statistic, column, hidden, rules));
    if (more.length === 0 || open(this.withhold(statistic, column, primary, rules)).length === 0) return [];
    return [this.lacking(statistic, more)];
  }

  /** Places that are small for all that is public, whatever the release withholds. */
  smallBeyondHelp(statistic: string): CheckFinding[] {
    const { referenceDate } = this.tables.task;
    return (this.beyondHelp.get(statistic) ?? []).map((blocks) => ({ statistic, referenceDate, complementOf: null, kind: 'small', count: null, terms: [], dividedBy: 1, blocks, zones: [], already: true }));
  }

  /** Places that are known to hold somebody below the threshold from all that is public and the copy, when this release withholds everything it does not round. */
  smallBeside(statistic: string, rules: RuleSet): CheckFinding[] {
    const column = this.tables.column(statistic);
    if (column === null) return [];
    this.withhold(statistic, column, new Uint8Array(column.sums.length).fill(1), rules);
    return this.smallBeyondHelp(statistic);
  }

  /** All statistics of a release whose numbers are changed; what is stored is taken as it is. */
  changed(change: CellChange, order: readonly CheckedStatistic[]): ReadonlyMap<string, { readonly cells: CheckedCells; readonly bounds: ChangedCells['bounds'] }> {
    const { pattern, rounded } = this.tables.task;
    const byRules = new Map(order.map((checked) => [checked.statistic, this.besideThreshold(checked)]));
    const made = pattern === null ? change.make(order, byRules) : null;
    return new Map(order.map((checked): readonly [string, { readonly cells: CheckedCells; readonly bounds: ChangedCells['bounds'] }] => {
      const { statistic } = checked;
      const column = this.tables.column(statistic);
      const zones = this.tables.setup.partitions[0]!.zoneCount;
      const of = column === null ? null : made === null ? change.stored(checked, pattern![statistic]!, rounded![statistic]!) : made.get(statistic)!;
      if (of === null) return [statistic, { cells: this.missing(statistic), bounds: { least: new Float64Array(zones), most: new Float64Array(zones).fill(Infinity) } }];
      return [statistic, { cells: { statistic, state: of.state, value: of.value, ...this.summary(statistic, of.state, of.state.map((state) => (state === WITHHELD ? 1 : 0))), change: changeOf(of, column!.sums) }, bounds: of.bounds }];
    }));
  }

  /** 1 by zone that is withheld even where its number is changed: for what stands behind the count, not for its size. */
  private besideThreshold({ statistic, rules }: CheckedStatistic): Uint8Array {
    const column = this.tables.column(statistic);
    const { zoneCount } = this.tables.setup.partitions[0]!;
    if (column === null) return new Uint8Array(zoneCount);
    // Of noise, that a true base is small must not be told by what is withheld: rates are withheld by their noisy one (released-cells.ts).
    const { minimumDenominator, ...others } = rules;
    const kept = this.tables.setup.keys !== undefined || minimumDenominator === undefined ? others : rules;
    return this.byRules({ statistic, rules: { ...kept, threshold: 1, zeros: 'open' } }, column).state.map((of) => (of === WITHHELD ? 1 : 0));
  }

  /** 1 by zone of the release that the rules withhold. */
  primary(checked: CheckedStatistic, column: Column): Uint8Array {
    return this.byRules(checked, column).state.map((of) => (of === WITHHELD ? 1 : 0));
  }

  /** The same cells with further zones withheld. */
  without(checked: CheckedStatistic, made: CheckedCells, zones: readonly number[]): CheckedCells {
    const [state, value] = [made.state.slice(), made.value.slice()];
    for (const zone of zones) {
      // Of what nobody counted there is nothing to keep secret.
      if (state[zone] === MISSING) continue;
      state[zone] = WITHHELD;
      value[zone] = 0;
    }
    const { statistic } = checked;
    return { statistic, state, value, ...this.summary(statistic, state, this.primary(checked, this.tables.column(statistic)!)) };
  }

  /** Of stored cells that are not enough: zones that would have to be withheld on top. */
  lacking(statistic: string, zones: readonly number[]): CheckFinding {
    const { referenceDate } = this.tables.task;
    return { statistic, referenceDate, complementOf: null, kind: 'small', count: null, terms: [], dividedBy: 1, blocks: new Uint32Array(), zones, already: false };
  }

  private missing(statistic: string): CheckedCells {
    const { zoneCount } = this.tables.setup.partitions[0]!;
    return { statistic, state: new Uint8Array(zoneCount).fill(MISSING), value: new Float64Array(zoneCount), primary: 0, secondary: 0, baseWithheld: 0, base: 0 };
  }

  /** What the rules alone say of every zone. */
  private byRules({ statistic, rules }: CheckedStatistic, { counts, sums, unknownBlocks }: Column): { readonly state: Uint8Array; readonly value: Float64Array } {
    const base = this.tables.besides(this.tables.setup.populations[statistic]);
    const second = this.tables.besides(rules.secondUnit?.statistic);
    const defined = (of: Float64Array | null, zone: number) => (of === null || Number.isNaN(of[zone]) ? undefined : of[zone]!);
    const state = new Uint8Array(sums.length);
    const value = new Float64Array(sums.length);
    const shares = this.tables.smallShareZones(counts, rules.threshold);
    sums.forEach((sum, zone) => {
      const [whole, units] = [defined(base, zone), defined(second, zone)];
      const beside = { ...(whole === undefined ? {} : { base: whole }), ...(units === undefined ? {} : { secondUnit: units }) };
      const cell = protectCount(sum, unknownBlocks[zone]!, this.blocksOfZone[zone]!, rules, beside);
      state[zone] = cell.state === 'value' && shares?.[zone] === 1 ? WITHHELD : CELL_STATES.indexOf(cell.state);
      value[zone] = 'value' in cell ? cell.value : 0;
    });
    return { state, value };
  }

  private protect(checked: CheckedStatistic, column: Column): CheckedCells {
    const { statistic, rules } = checked;
    const { state, value } = this.byRules(checked, column);
    const primary = state.map((of) => (of === WITHHELD ? 1 : 0));
    const pairs = this.tables.complements(statistic);
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

  /** Where blocks were cut, what their shares tell is protected after what the counts tell, and more is withheld: that is never less safe. */
  private withhold(statistic: string, { counts }: Column, primary: Uint8Array, rules: RuleSet): Uint8Array {
    const places: Uint32Array[] = [];
    const withheld = this.tables.asAudited(counts, rules.threshold).reduce<Uint8Array>((hidden, of, round) => this.withholdFor(statistic, of, hidden, rules, round === 0 ? statistic : `shares of ${statistic}`, places), primary);
    this.beyondHelp.set(statistic, places);
    return withheld;
  }

  /** `beyondHelp`: told the places that nothing helps. */
  private withholdFor(statistic: string, counts: Int32Array, primary: Uint8Array, rules: RuleSet, name: string, beyondHelp: Uint32Array[]): Uint8Array {
    const { partitions } = this.tables.setup;
    const copy = this.tables.task.copies[statistic];
    const publishedBefore = this.tables.beforeAll(statistic);
    const bounded = this.tables.bounded(statistic);
    if (copy === undefined && standsAlone(publishedBefore, bounded)) return primary.slice();
    const input = { partitions, released: 0, publishedBefore, ...(bounded.some((of) => of !== null) ? { bounded } : {}), counts, primary, rules, solver: this.solver, audit: this.audit, exchanges: this.exchanges, remembered: this.remembered(name) };
    const made = copy === undefined ? { ...protectRelease(input), breaches: [] } : protectBesideCopy(input, copy);
    const places = [...made.knownSmall.map((atoms) => atoms.flatMap((atom) => [...made.atoms.blocks[atom]!])), ...made.breaches.map(({ blocks }) => [...blocks])];
    const known = new Set(beyondHelp.map((blocks) => blocks.join()));
    beyondHelp.push(...places.map((blocks) => Uint32Array.from(blocks).sort()).filter((blocks) => !known.has(blocks.join())));
    return made.withheld.slice();
  }

  /** Of stored cells alone: which cells are withheld now must not depend on what was asked before. */
  private remembered(name: string) {
    const { pattern, referenceDate } = this.tables.task;
    return pattern === null ? undefined : this.proven.movesOf(`${referenceDate} ${name}`);
  }

  /** Adds to `withheld` what must not be seen of `statistic`, so that the rest of the whole stays unknown where it is small. */
  private withholdRest(pair: Complement, statistic: string, withheld: Uint8Array, rules: RuleSet): void {
    const other = pair.part === statistic ? pair.whole : pair.part;
    const rest = this.tables.rest(pair);
    const otherPublic = this.tables.publicOf(other);
    if (rest === null || otherPublic === null) return;
    // Zones of which the rest is not known in any case are no zones here: what they hold is no secret of this table.
    const { zoneOf, zoneCount } = this.tables.setup.partitions[0]!;
    const open = otherPublic.map((flag, zone) => (flag === 1 && withheld[zone] === 0 && rest.unknown[0]![zone] === 0 ? 1 : 0));
    if (!open.includes(1)) return;
    const own: Partition = { zoneCount, zoneOf: zoneOf.map((zone) => (zone >= 0 && open[zone] === 1 ? zone : -1)) };
    const partitions = [own, ...this.tables.setup.partitions.slice(1)];
    const shares = this.tables.smallShareZones(rest.counts, rules.threshold);
    const primary = Uint8Array.from(rest.sums, (sum, zone) => (open[zone] === 1 && ((sum > 0 && sum < rules.threshold) || shares?.[zone] === 1) ? 1 : 0));
    const publishedBefore = this.tables.setup.partitions.map((_, g) => {
      const marks = this.tables.restBefore(pair, rest, g);
      return g === 0 ? (marks?.map((flag, zone) => (open[zone] === 1 ? flag : 0)) ?? null) : marks;
    });
    const made = standsAlone(publishedBefore)
      ? primary
      : this.tables.asAudited(rest.counts, rules.threshold, partitions).reduce<Uint8Array>((hidden, counts, round) => protectRelease({
          partitions,
          released: 0,
          publishedBefore,
          counts,
          primary: hidden,
          rules: { threshold: rules.threshold, zeros: 'open', ...(rules.protect === undefined ? {} : { protect: rules.protect }) },
          solver: this.solver,
          exchanges: this.exchanges,
          remembered: this.remembered(`${round === 0 ? '' : 'shares of '}rest of ${pair.whole} but ${pair.part}`),
        }).withheld, primary);
    made.forEach((flag, zone) => {
      if (flag === 1 && open[zone] === 1) withheld[zone] = 1;
    });
  }

  private stored(checked: CheckedStatistic, column: Column, state: Uint8Array): CheckedCells {
    const primary = this.primary(checked, column);
    const value = column.sums.map((sum, zone) => (state[zone] === WITHHELD || state[zone] === MISSING ? 0 : sum));
    return { statistic: checked.statistic, state, value, ...this.summary(checked.statistic, state, primary) };
  }

  private summary(statistic: string, state: Uint8Array, primary: Uint8Array): Omit<CheckedCells, 'statistic' | 'state' | 'value'> {
    const { sums } = this.tables.column(this.tables.rootOf(statistic))!;
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
}

/** How far numbers that are shown are from what is counted. */
function changeOf({ state, value }: ChangedCells, sums: Float64Array): NonNullable<CheckedCells['change']> {
  let [total, cells, truth] = [0, 0, 0];
  state.forEach((of, zone) => {
    if (of !== VALUE || Number.isNaN(value[zone]!)) return;
    total += Math.abs(value[zone]! - sums[zone]!);
    cells++;
    truth += sums[zone]!;
  });
  return { total, cells, truth };
}
