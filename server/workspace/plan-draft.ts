// A plan in memory: replayed from its events, asked before a step is stored and moved on after it is.
import type { Adjacency } from '../../core/coverage/adjacency.ts';
import { UNASSIGNED, type Coverage } from '../../core/coverage/coverage.ts';
import { createDissolver, type Dissolver } from '../../core/coverage/dissolve.ts';
import { applyOperation, applyRestore, type Applied, type Move } from '../../core/plan/operations.ts';
import { createPlanState, type PlanState, type PlanZone } from '../../core/plan/plan-state.ts';
import { aggregate, moveBlocks, type ZoneSums } from '../../core/statistics/aggregate.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { LIFECYCLE, stateAfter, type PlanEvent, type PlanLifeState, type Refusal, type Step } from './plan-events.ts';

/** What a plan is drawn on. */
export interface DrawingBase {
  readonly coverage: Coverage;
  readonly neighbours: Adjacency;
  /** By position: areas of zones are sums of these. */
  readonly sourceAreaM2: Float64Array;
  /** Zones and assignment of the base version, slots by zone; empty for a plan that starts from nothing. */
  readonly zones: readonly PlanZone[];
  readonly assignment: Int32Array;
}

/** One version step as it changed the plan. */
export interface Change {
  readonly event: PlanEvent;
  readonly state: PlanLifeState;
  readonly moves: readonly Move[];
  readonly zonesChanged: boolean;
  /** Zones by slot after the step; shared between steps that leave zones alone. */
  readonly zones: readonly (PlanZone | null)[];
  /** Zones by slot before the step, to name where blocks came from. */
  readonly zonesBefore: readonly (PlanZone | null)[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** A step that may be stored. `idle`: it would change nothing, so that no event is worth being kept. */
export type Prepared =
  | { readonly ok: true; readonly idle: boolean; readonly fields: Pick<PlanEvent, 'kind' | 'operation' | 'inverse' | 'refersTo'> }
  | { readonly ok: false; readonly refusal: Refusal };

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
export class PlanDraft {
  readonly state: PlanState;
  readonly dissolver: Dissolver;
  readonly changes: Change[] = [];
  life: PlanLifeState = 'draft';
  private readonly done: number[] = [];
  private readonly undone: number[] = [];
  /** By reference date; kept exact through moves. */
  private readonly kept = new Map<string, KeptSums>();
  private zonesNow: readonly (PlanZone | null)[];

  constructor(readonly base: DrawingBase, events: readonly PlanEvent[]) {
    this.state = createPlanState(base.coverage.ids, base.zones, base.assignment);
    this.zonesNow = [...this.state.zones];
    // The dissolver is made after the replay: moving blocks through it event by event would only cost time.
    for (const event of events) this.replay(event);
    this.dissolver = createDissolver(base.coverage, this.state.assignment, this.state.zones.length);
  }

  get version(): number {
    return this.changes.length === 0 ? 0 : this.changes.at(-1)!.event.version;
  }

  get canUndo(): boolean {
    return this.life === 'draft' && this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.life === 'draft' && this.undone.length > 0;
  }

  /** Versions of operations that are in force now. */
  get inForce(): ReadonlySet<number> {
    return new Set(this.done);
  }

  /** Whether a step may be done, and the event to store; the plan stays what it is. */
  prepare(step: Step): Prepared {
    const nothing = { operation: null, inverse: null, refersTo: null };
    switch (step.kind) {
      case 'operation': {
        if (this.life !== 'draft') return refuse({ code: 'NOT_DRAFT', state: this.life });
        const applied = applyOperation(this.state, step.operation);
        if (!applied.ok) return refuse(applied.reason);
        const idle = applied.moves.length === 0 && sameZones(this.zonesNow, this.state.zones);
        applyRestore(this.state, applied.inverse);
        return { ok: true, idle, fields: { kind: 'operation', operation: step.operation, inverse: applied.inverse, refersTo: null } };
      }
      case 'undo':
      case 'redo': {
        if (this.life !== 'draft') return refuse({ code: 'NOT_DRAFT', state: this.life });
        const refersTo = (step.kind === 'undo' ? this.done : this.undone).at(-1);
        if (refersTo === undefined) return refuse({ code: step.kind === 'undo' ? 'NOTHING_TO_UNDO' : 'NOTHING_TO_REDO' });
        return { ok: true, idle: false, fields: { ...nothing, kind: step.kind, refersTo } };
      }
      default: {
        const { from } = LIFECYCLE[step.kind];
        if (!from.includes(this.life)) return refuse({ code: 'WRONG_STATE', state: this.life, accepted: from });
        return { ok: true, idle: false, fields: { ...nothing, kind: step.kind } };
      }
    }
  }

  /** Takes in an event that the database has; outlines and sums follow. */
  advance(event: PlanEvent): Change {
    const change = this.replay(event);
    while (this.dissolver.zoneCount < this.state.zones.length) this.dissolver.addZone();
    for (const { blocks, to } of change.moves) this.dissolver.move(blocks, to);
    for (const entry of this.kept.values()) {
      if (this.state.zones.length > entry.sums.zoneCount) entry.sums = this.summed(entry.table);
      else for (const { blocks, from, to } of change.moves) moveBlocks(entry.sums, entry.table, blocks, from, to);
    }
    return change;
  }

  /** Sums by slot of the counts of a reference date, exact, kept up to date from now on. */
  sums(referenceDate: string, table: CountTable): ZoneSums {
    let entry = this.kept.get(referenceDate);
    if (entry === undefined || entry.table !== table) {
      entry = { table, sums: this.summed(table) };
      this.kept.set(referenceDate, entry);
    }
    return entry.sums;
  }

  private summed(table: CountTable): ZoneSums {
    return aggregate(table, this.state.assignment, this.state.zones.length + SPARE_ZONES);
  }

  private replay(event: PlanEvent): Change {
    const zonesBefore = this.zonesNow;
    const applied = this.apply(event);
    const zonesChanged = applied !== null && applied.zonesChanged;
    if (zonesChanged) this.zonesNow = [...this.state.zones];
    this.life = stateAfter(this.life, event.kind);
    const { canUndo, canRedo } = this;
    const moves = applied?.moves ?? [];
    const change = { event, state: this.life, moves, zonesChanged, zones: this.zonesNow, zonesBefore, canUndo, canRedo };
    this.changes.push(change);
    return change;
  }

  /** The stored events were all accepted once; one that does not fit now is a fault of the store and throws. */
  private apply(event: PlanEvent): Extract<Applied, { ok: true }> | null {
    const misfit = () => new RangeError(`event ${event.version} does not follow from the events before it`);
    if (event.kind === 'operation') {
      const applied = applyOperation(this.state, event.operation!);
      if (!applied.ok) throw misfit();
      this.done.push(event.version);
      this.undone.length = 0;
      return applied;
    }
    if (event.kind !== 'undo' && event.kind !== 'redo') return null;
    const [from, to] = event.kind === 'undo' ? [this.done, this.undone] : [this.undone, this.done];
    // Versions count the events from 1.
    const target = this.changes[event.refersTo! - 1]?.event;
    if (target?.kind !== 'operation' || from.at(-1) !== event.refersTo) throw misfit();
    to.push(from.pop()!);
    if (event.kind === 'undo') return applyRestore(this.state, target.inverse!);
    const applied = applyOperation(this.state, target.operation!);
    if (!applied.ok) throw misfit();
    return applied;
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

function sameZone(a: PlanZone | null, b: PlanZone | null): boolean {
  return a === b || (a !== null && b !== null && a.zone === b.zone && a.name === b.name && a.locked === b.locked);
}
