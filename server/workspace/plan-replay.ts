// A plan from its events: what it is now, what each event changed, and what can be taken back.
import type { Assignment } from '../../core/coverage/coverage.ts';
import { applyOperation, applyRestore, type Applied, type Move } from '../../core/plan/operations.ts';
import { createPlanState, type PlanState, type PlanZone } from '../../core/plan/plan-state.ts';
import { stateAfter, type PlanEvent, type PlanLifeState, type Rebase } from './plan-events.ts';

/** What a plan begins with: the blocks it is drawn on, zones by slot and the slot of every block in its base version. */
export interface ReplayBase {
  readonly ids: readonly string[];
  readonly zones: readonly PlanZone[];
  readonly assignment: Assignment;
}

/** One version step as it changed the plan. */
export interface Change {
  readonly event: PlanEvent;
  readonly state: PlanLifeState;
  /** None for events before a rebase: their blocks are of another stand. */
  readonly moves: readonly Move[];
  readonly zonesChanged: boolean;
  /** Zones by slot after the step; shared between steps that leave zones alone. */
  readonly zones: readonly (PlanZone | null)[];
  /** Zones by slot before the step, to name where blocks came from. */
  readonly zonesBefore: readonly (PlanZone | null)[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Replays events over a base. A rebase is a new beginning: what is before it stays in the history and cannot be taken back. */
export class PlanReplay {
  readonly state: PlanState;
  readonly changes: Change[] = [];
  life: PlanLifeState = 'draft';
  /** The newest rebase; null for a plan that is still on the blocks it was begun on. */
  readonly rebase: Rebase | null;
  /** The first version on the blocks that the plan lies on now. */
  readonly firstVersion: number;
  /** Versions of operations in force, and of those taken back, since the newest rebase; the last is next. */
  protected readonly done: number[] = [];
  protected readonly undone: number[] = [];
  protected zonesNow: readonly (PlanZone | null)[];
  private readonly doneEarlier: readonly number[];

  constructor(base: ReplayBase, events: readonly PlanEvent[]) {
    const last = events.findLastIndex(({ kind }) => kind === 'rebase');
    this.rebase = events[last]?.rebase ?? null;
    this.firstVersion = events[last]?.version ?? 0;
    this.state = this.rebase === null ? createPlanState(base.ids, base.zones, base.assignment) : rebasedState(base.ids, this.rebase);
    this.zonesNow = [];
    for (const event of events.slice(0, last + 1)) this.keepAsHistory(event);
    this.doneEarlier = this.done.splice(0);
    this.undone.length = 0;
    this.zonesNow = [...this.state.zones];
    for (const event of events.slice(last + 1)) this.replay(event);
  }

  get version(): number {
    return this.changes.at(-1)?.event.version ?? 0;
  }

  get canUndo(): boolean {
    return this.life === 'draft' && this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.life === 'draft' && this.undone.length > 0;
  }

  /** Versions of operations that are in force now, or were when the plan was carried over. */
  get inForce(): ReadonlySet<number> {
    return new Set([...this.doneEarlier, ...this.done]);
  }

  /** Takes in an event that follows. Stored events were all accepted once; one that does not fit is a fault of the store and throws. */
  protected replay(event: PlanEvent): Change {
    const zonesBefore = this.zonesNow;
    const applied = this.apply(event);
    const zonesChanged = applied !== null && applied.zonesChanged;
    if (zonesChanged) this.zonesNow = [...this.state.zones];
    return this.note(event, { moves: applied?.moves ?? [], zonesChanged, zonesBefore });
  }

  private note(event: PlanEvent, what: Pick<Change, 'moves' | 'zonesChanged' | 'zonesBefore'>): Change {
    this.life = stateAfter(this.life, event);
    const { canUndo, canRedo } = this;
    const change = { event, state: this.life, ...what, zones: this.zonesNow, canUndo, canRedo };
    this.changes.push(change);
    return change;
  }

  /** An event up to the newest rebase: counted, and the stacks kept, for the history tells what was undone. */
  private keepAsHistory(event: PlanEvent): void {
    if (event.kind === 'operation') this.done.push(event.version);
    else if (event.kind === 'undo') this.done.pop();
    else if (event.kind === 'redo') this.done.push(event.refersTo!);
    this.note(event, { moves: [], zonesChanged: event.kind === 'rebase', zonesBefore: [] });
  }

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

function rebasedState(ids: readonly string[], { zones, blocks }: Rebase): PlanState {
  const state = createPlanState(ids, zones, new Int32Array(ids.length).fill(-1));
  blocks.forEach((list, slot) => {
    for (const block of list) {
      const position = state.positions.get(block);
      if (position === undefined) throw new RangeError('a plan was carried over to blocks that are not there');
      state.assignment[position] = slot;
    }
  });
  return state;
}
