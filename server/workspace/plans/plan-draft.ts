// A plan in memory: replayed from its events, asked before a step is stored and moved on after it is.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { createDissolver, type Dissolver } from '../../../core/coverage/dissolve.ts';
import { enclosedBlocks } from '../../../core/plan/questions/enclosed-blocks.ts';
import { fragmentCounts } from '../../../core/plan/fragment-counts.ts';
import type { ParentZones } from '../../../core/plan/questions/nesting.ts';
import type { PlanZone } from '../../../core/plan/plan-state.ts';
import { reock } from '../../../core/plan/questions/smallest-circle.ts';
import type { PlanSurface } from '../../../core/plan/surface.ts';
import { aggregate, moveBlocks, type ZoneSums } from '../../../core/statistics/aggregate.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { LIFECYCLE, type PlanEvent, type Refusal, type Step } from './plan-events.ts';
import { PlanReplay, type Change, type StepOutcome } from './plan-replay.ts';

/** What a plan is drawn on. */
export interface DrawingBase {
  /** The blocks of the stand, without cuts. */
  readonly surface: PlanSurface;
  /** Zones and assignment of the base version, slots by zone; empty for a plan that starts from nothing. */
  readonly zones: readonly PlanZone[];
  readonly assignment: Int32Array;
}

/** A step that may be stored. `idle`: it would change nothing, so that no event is worth being kept. */
export type Prepared =
  | {
      readonly ok: true;
      readonly idle: boolean;
      readonly fields: Pick<PlanEvent, 'kind' | 'operation' | 'inverse' | 'refersTo' | 'rebase'>;
      /** What the step leads to, to be given to `advance`; null for steps that leave zones and blocks alone. */
      readonly outcome: StepOutcome | null;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** What takes longer than sums, and is kept between steps. */
export interface ZoneShape {
  readonly reock: number | null;
  /** Blocks of other zones or of none that the zone surrounds. */
  readonly enclosed: readonly string[];
}

interface KeptSums {
  readonly table: CountTable;
  sums: ZoneSums;
}

/** Room for new zones before sums are made anew (1 ms for 12,000 blocks). */
const SPARE_ZONES = 8;

/**
 * Memory holds what the database has acknowledged, never more: `prepare` leaves the state as it was, the caller appends
 * the event, and `advance` then applies it. So no reader ever sees a step that a crash could take back.
 */
export class PlanDraft extends PlanReplay {
  /** Made at the first use after the replay or a cut: moving blocks through it event by event would only cost time. */
  private dissolverMade: Dissolver | null = null;
  /** By reference date, true counts and copies apart; kept exact through moves. */
  private readonly kept = new Map<string, KeptSums>();
  /** Tables of blocks shared out to the fragments of the surface as it is now. */
  private counted = new WeakMap<CountTable, CountTable>();
  /** By slot, until blocks of the zone move. */
  private readonly shapes = new Map<number, ZoneShape>();
  /** What the plan nests in, as the desk found it last; null where it nests in nothing. */
  parents: ParentZones | null = null;

  constructor(readonly base: DrawingBase, events: readonly PlanEvent[]) {
    super(base, events);
  }

  get dissolver(): Dissolver {
    this.dissolverMade ??= createDissolver(this.state.surface.coverage, this.state.assignment, this.state.zones.length);
    return this.dissolverMade;
  }

  shapeOf(slot: number): ZoneShape {
    let shape = this.shapes.get(slot);
    if (shape === undefined) {
      const enclosed = enclosedBlocks(this.state, this.state.zones[slot]!.zone);
      this.shapes.set(slot, (shape = { reock: reock(this.dissolver, slot), enclosed: enclosed.map((position) => this.state.blockIds[position]!) }));
    }
    return shape;
  }

  /** Whether a step may be done, and the event to store; the plan stays what it is. */
  prepare(step: Step): Prepared {
    const nothing = { operation: null, inverse: null, refersTo: null, rebase: null };
    switch (step.kind) {
      case 'operation': {
        if (this.life !== 'draft') return refuse({ code: 'NOT_DRAFT', state: this.life });
        const tried = this.tryOut({ kind: 'operation', operation: step.operation, refersTo: null });
        if (!tried.ok) return refuse(tried.reason);
        const { outcome } = tried;
        const { moves, surfaceChanged, inverse } = outcome.applied;
        const idle = moves.length === 0 && !surfaceChanged && sameZones(this.zonesNow, outcome.state.zones) && sameIds(this.state.lockedBlocks, outcome.state.lockedBlocks);
        return { ok: true, idle, fields: { kind: 'operation', operation: step.operation, inverse, refersTo: null, rebase: null }, outcome };
      }
      case 'undo':
      case 'redo': {
        if (this.life !== 'draft') return refuse({ code: 'NOT_DRAFT', state: this.life });
        const refersTo = (step.kind === 'undo' ? this.done : this.undone).at(-1);
        if (refersTo === undefined) return refuse({ code: step.kind === 'undo' ? 'NOTHING_TO_UNDO' : 'NOTHING_TO_REDO' });
        const tried = this.tryOut({ kind: step.kind, operation: null, refersTo });
        if (!tried.ok) throw new RangeError(`operation ${refersTo} cannot be brought again: ${tried.reason.code}`);
        return { ok: true, idle: false, fields: { ...nothing, kind: step.kind, refersTo }, outcome: tried.outcome };
      }
      default: {
        const { from } = LIFECYCLE[step.kind];
        if (!from.includes(this.life)) return refuse({ code: 'WRONG_STATE', state: this.life, accepted: from });
        return { ok: true, idle: false, fields: { ...nothing, kind: step.kind }, outcome: null };
      }
    }
  }

  /** Takes in an event that the database has; outlines and sums follow. */
  advance(event: PlanEvent, outcome: StepOutcome | null): Change {
    const change = this.replay(event, outcome);
    for (const { from, to } of change.moves) {
      this.shapes.delete(from);
      this.shapes.delete(to);
    }
    if (change.surfaceChanged) {
      this.shapes.clear();
      this.dissolverMade = null;
      this.counted = new WeakMap();
      for (const entry of this.kept.values()) entry.sums = this.summed(entry.table);
      return change;
    }
    if (this.dissolverMade !== null) {
      while (this.dissolverMade.zoneCount < this.state.zones.length) this.dissolverMade.addZone();
      for (const { blocks, to } of change.moves) this.dissolverMade.move(blocks, to);
    }
    for (const entry of this.kept.values()) {
      if (this.state.zones.length > entry.sums.zoneCount) entry.sums = this.summed(entry.table);
      else for (const { blocks, from, to } of change.moves) moveBlocks(entry.sums, this.counts(entry.table), blocks, from, to);
    }
    return change;
  }

  /** Sums by slot of a table of counts by block, exact, kept up to date from now on; `key` names its place among those kept. */
  sums(key: string, table: CountTable): ZoneSums {
    let entry = this.kept.get(key);
    if (entry === undefined || entry.table !== table) {
      entry = { table, sums: this.summed(table) };
      this.kept.set(key, entry);
    }
    return entry.sums;
  }

  /** A table of counts by block as one by position: those of cut blocks shared out to their fragments, each sum kept to the unit. */
  counts(table: CountTable): CountTable {
    const { surface } = this.state;
    if (surface.cuts.length === 0) return table;
    let counted = this.counted.get(table);
    if (counted === undefined) this.counted.set(table, (counted = fragmentCounts(table, surface).table));
    return counted;
  }

  private summed(table: CountTable): ZoneSums {
    return aggregate(this.counts(table), this.state.assignment, this.state.zones.length + SPARE_ZONES);
  }
}

/** Slots that a change touched: where blocks left or came, and where a name or a lock is another. */
export function touchedSlots(change: Change): number[] {
  const slots = new Set(change.moves.flatMap(({ from, to }) => [from, to]));
  slots.delete(UNASSIGNED);
  if (change.zonesChanged) {
    change.zones.forEach((zone, slot) => {
      if (!sameZone(zone, change.zonesBefore[slot] ?? null)) slots.add(slot);
    });
  }
  return [...slots].toSorted((a, b) => a - b);
}

function refuse(refusal: Refusal): Prepared {
  return { ok: false, refusal };
}

/** By fields: zones that were read from the database come with their keys in another order. */
function sameZones(a: readonly (PlanZone | null)[], b: readonly (PlanZone | null)[]): boolean {
  return a.length === b.length && a.every((zone, slot) => sameZone(zone, b[slot] ?? null));
}

function sameIds(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a === b || (a.size === b.size && [...a].every((id) => b.has(id)));
}

function sameZone(a: PlanZone | null, b: PlanZone | null): boolean {
  return a === b || (a !== null && b !== null && a.zone === b.zone && a.name === b.name && a.locked === b.locked);
}
