// A plan in memory: replayed from its events, asked before a step is stored and moved on after it is.
import type { Adjacency } from '../../core/coverage/adjacency.ts';
import { UNASSIGNED, type Coverage } from '../../core/coverage/coverage.ts';
import { createDissolver, type Dissolver } from '../../core/coverage/dissolve.ts';
import { applyOperation, applyRestore } from '../../core/plan/operations.ts';
import type { PlanZone } from '../../core/plan/plan-state.ts';
import { aggregate, moveBlocks, type ZoneSums } from '../../core/statistics/aggregate.ts';
import type { CountTable } from '../../core/statistics/counts.ts';
import { LIFECYCLE, type PlanEvent, type Refusal, type Step } from './plan-events.ts';
import { PlanReplay, type Change } from './plan-replay.ts';

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

/** A step that may be stored. `idle`: it would change nothing, so that no event is worth being kept. */
export type Prepared =
  | { readonly ok: true; readonly idle: boolean; readonly fields: Pick<PlanEvent, 'kind' | 'operation' | 'inverse' | 'refersTo' | 'rebase'> }
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
export class PlanDraft extends PlanReplay {
  readonly dissolver: Dissolver;
  /** By reference date, true counts and copies apart; kept exact through moves. */
  private readonly kept = new Map<string, KeptSums>();

  constructor(readonly base: DrawingBase, events: readonly PlanEvent[]) {
    // The dissolver is made after the replay: moving blocks through it event by event would only cost time.
    super({ ids: base.coverage.ids, zones: base.zones, assignment: base.assignment }, events);
    this.dissolver = createDissolver(base.coverage, this.state.assignment, this.state.zones.length);
  }

  /** Whether a step may be done, and the event to store; the plan stays what it is. */
  prepare(step: Step): Prepared {
    const nothing = { operation: null, inverse: null, refersTo: null, rebase: null };
    switch (step.kind) {
      case 'operation': {
        if (this.life !== 'draft') return refuse({ code: 'NOT_DRAFT', state: this.life });
        const applied = applyOperation(this.state, step.operation);
        if (!applied.ok) return refuse(applied.reason);
        const idle = applied.moves.length === 0 && sameZones(this.zonesNow, this.state.zones);
        applyRestore(this.state, applied.inverse);
        return { ok: true, idle, fields: { kind: 'operation', operation: step.operation, inverse: applied.inverse, refersTo: null, rebase: null } };
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

  /** Sums by slot of a table of counts, exact, kept up to date from now on; `key` names its place among those kept. */
  sums(key: string, table: CountTable): ZoneSums {
    let entry = this.kept.get(key);
    if (entry === undefined || entry.table !== table) {
      entry = { table, sums: this.summed(table) };
      this.kept.set(key, entry);
    }
    return entry.sums;
  }

  private summed(table: CountTable): ZoneSums {
    return aggregate(table, this.state.assignment, this.state.zones.length + SPARE_ZONES);
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
