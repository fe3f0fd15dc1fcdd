// A plan from its events: what it is now, what each event changed, and what can be taken back.
import type { Assignment } from '../../../core/coverage/coverage.ts';
import type { Applied, Done, Move } from '../../../core/plan/operation.ts';
import { applyOperation, applyRestore } from '../../../core/plan/operations.ts';
import { createPlanState, type PlanState, type PlanZone } from '../../../core/plan/plan-state.ts';
import type { BlockCut, PlanSurface } from '../../../core/plan/surface.ts';
import { stateAfter, type PlanEvent, type PlanLifeState, type Rebase } from './plan-events.ts';

/** What a plan begins with: the blocks it is drawn on, zones by slot and the slot of every block in its base version. */
export interface ReplayBase {
  /** The blocks, without cuts. */
  readonly surface: PlanSurface;
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
  /** Ids by position after the step: positions of moves are these. */
  readonly blockIds: readonly string[];
  /** Cuts after the step and before it; the same list where it left them alone. */
  readonly cuts: readonly BlockCut[];
  readonly cutsBefore: readonly BlockCut[];
  readonly surfaceChanged: boolean;
  /** Locked blocks after the step; the same set as before where it left them alone. */
  readonly lockedBlocks: ReadonlySet<string>;
  readonly locksChanged: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** What a step leads to, worked out on a copy of the state. */
export interface StepOutcome {
  readonly state: PlanState;
  readonly applied: Done;
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
    this.state = this.rebase === null ? createPlanState(base.surface, base.zones, base.assignment) : rebasedState(base.surface, this.rebase);
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

  /** Version of the operation that an undo would take back, or a redo bring again. */
  get nextUndo(): number | undefined {
    return this.done.at(-1);
  }

  get nextRedo(): number | undefined {
    return this.undone.at(-1);
  }

  /** Versions of operations that are in force now, or were when the plan was carried over. */
  get inForce(): ReadonlySet<number> {
    return new Set([...this.doneEarlier, ...this.done]);
  }

  /**
   * Takes in an event that follows; `outcome` is what it does to this very state, where that was worked out already. Stored events
   * were all accepted once; one that does not fit is a fault of the store and throws.
   */
  protected replay(event: PlanEvent, outcome: StepOutcome | null = null): Change {
    const zonesBefore = this.zonesNow;
    const cutsBefore = this.state.surface.cuts;
    const applied = this.apply(event, outcome);
    const zonesChanged = applied !== null && applied.zonesChanged;
    if (zonesChanged) this.zonesNow = [...this.state.zones];
    const { cuts } = this.state.surface;
    return this.note(event, { moves: applied?.moves ?? [], zonesChanged, zonesBefore, cutsBefore, cuts, surfaceChanged: applied?.surfaceChanged ?? false, locksChanged: applied?.locksChanged ?? false });
  }

  /** What an operation, undo or redo would do, worked out on a copy; the state stays. Throws where an undo or redo does not fit. */
  protected tryOut(event: Pick<PlanEvent, 'kind' | 'operation' | 'refersTo'>): { readonly ok: true; readonly outcome: StepOutcome } | Extract<Applied, { ok: false }> {
    const state: PlanState = { ...this.state, zones: [...this.state.zones], assignment: this.state.assignment.slice() };
    const target = event.refersTo === null ? null : this.changes[event.refersTo - 1]!.event;
    const applied = event.kind === 'undo' ? applyRestore(state, target!.inverse!) : applyOperation(state, (target ?? event).operation!);
    return applied.ok ? { ok: true, outcome: { state, applied } } : applied;
  }

  private note(event: PlanEvent, what: Pick<Change, 'moves' | 'zonesChanged' | 'zonesBefore' | 'cuts' | 'cutsBefore' | 'surfaceChanged' | 'locksChanged'>): Change {
    this.life = stateAfter(this.life, event);
    const { canUndo, canRedo } = this;
    const change = { event, state: this.life, ...what, zones: this.zonesNow, blockIds: this.state.blockIds, lockedBlocks: this.state.lockedBlocks, canUndo, canRedo };
    this.changes.push(change);
    return change;
  }

  /** An event up to the newest rebase: counted, and the stacks kept, for the history tells what was undone. */
  private keepAsHistory(event: PlanEvent): void {
    if (event.kind === 'operation') this.done.push(event.version);
    else if (event.kind === 'undo') this.done.pop();
    else if (event.kind === 'redo') this.done.push(event.refersTo!);
    const { cuts } = this.state.surface;
    this.note(event, { moves: [], zonesChanged: event.kind === 'rebase', zonesBefore: [], cuts, cutsBefore: cuts, surfaceChanged: false, locksChanged: false });
  }

  private apply(event: PlanEvent, outcome: StepOutcome | null): Done | null {
    const misfit = () => new RangeError(`event ${event.version} does not follow from the events before it`);
    if (event.kind === 'operation') {
      const applied = outcome === null ? applyOperation(this.state, event.operation!) : this.take(outcome);
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
    if (outcome !== null) return this.take(outcome);
    if (event.kind === 'undo') return applyRestore(this.state, target.inverse!);
    const applied = applyOperation(this.state, target.operation!);
    if (!applied.ok) throw misfit();
    return applied;
  }

  private take({ state: { surface, blockIds, positions, zones, assignment, lockedBlocks }, applied }: StepOutcome): Done {
    this.state.zones.splice(0, this.state.zones.length, ...zones);
    Object.assign(this.state, { surface, blockIds, positions, assignment, lockedBlocks });
    return applied;
  }
}

function rebasedState(stand: PlanSurface, { zones, blocks, cuts }: Rebase): PlanState {
  const surface = stand.withCuts(cuts ?? []);
  const state = createPlanState(surface, zones, new Int32Array(surface.count).fill(-1));
  blocks.forEach((list, slot) => {
    for (const block of list) {
      const position = state.positions.get(block);
      if (position === undefined) throw new RangeError('a plan was carried over to blocks that are not there');
      state.assignment[position] = slot;
    }
  });
  return state;
}
