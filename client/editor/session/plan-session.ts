// The plan as the person sees it: the server's confirmed state plus the steps that still wait, kept in the browser.
import type { Adjacency } from '../../../core/coverage/adjacency.ts';
import type { Coverage } from '../../../core/coverage/coverage.ts';
import type { Dissolver } from '../../../core/coverage/dissolve.ts';
import { applyOperation, type Move, type Operation, type Reason } from '../../../core/plan/operations.ts';
import { slotOf, type PlanState, type PlanZone } from '../../../core/plan/plan-state.ts';
import type { PlanSurface } from '../../../core/plan/surface.ts';
import type { ZoneSums } from '../../../core/statistics/aggregate.ts';
import type { CountTable } from '../../../core/statistics/counts.ts';
import { collectable, isLocked, movable, type Movable } from './movable-blocks.ts';
import { conflictsWith, movedTo, without, wholeOf, type Moved } from './plan-conflicts.ts';
import { stateOf, type PlanEvent, type PlanSnapshot } from './plan-messages.ts';
import { advance, copyOf, moveForNow, movesBetween, sameSurface, sameZones, sortOutOvertaken, type Changes, type Conflict, type Gesture, type Refused, type Stacks, type Step } from './plan-steps.ts';
import { ShownPlan } from './shown-plan.ts';
import type { Unsent } from './unsent-work.ts';

/**
 * Local state = confirmed state, then every waiting step, then the gesture, then a proposal. When the server says something,
 * the local state is replayed from there and compared with what is shown: 12,000 positions take some 20 microseconds, so there
 * is one path for other people's events, refusals and own answers. One case is spared it: the answer to the oldest step, done here
 * as it was done there, since a replay would come to what is shown (9 ms at the beginning of the next stroke). Where blocks are cut
 * or healed on the way, outlines and sums are made anew, which the surface keeps for the lists of cuts it saw last.
 */
export class PlanSession {
  readonly blockSet: number;
  readonly baseZones: PlanSnapshot['baseZones'];
  version: number;
  state: PlanState;
  steps: Step[] = [];
  gesture: Gesture | null = null;
  /** Shown, and not yet taken: what the plan would be like. */
  proposal: Operation | null = null;
  conflicts: Conflict[] = [];
  /** Steps that could not be kept after somebody else's change, with the reason; the page reads and empties it. */
  refused: Refused[] = [];
  /** Id of the step on its way to the server: a refusal in replay does not drop it, the answer decides. */
  inFlight: number | null = null;
  private readonly shown: ShownPlan;
  private readonly ownAreas: boolean;
  private confirmed: PlanState;
  private confirmedStacks: Stacks = { done: [], undone: [] };
  private stacks: Stacks = { done: [], undone: [] };
  private olderUndo: boolean;
  private olderRedo: boolean;
  private nextStep = 1;
  /** What each waiting step moves in the state that is shown. */
  private effects = new Map<number, Moved>();
  private readonly listeners = new Set<() => void>();
  private readonly surfaceListeners = new Set<(before: PlanSurface) => void>();

  /** `surface`: the blocks of the plan's stand, not yet cut. */
  constructor(surface: PlanSurface, snapshot: PlanSnapshot) {
    this.blockSet = snapshot.blockSet;
    this.version = snapshot.version;
    this.confirmed = stateOf(surface, snapshot);
    this.baseZones = snapshot.baseZones;
    this.olderUndo = snapshot.canUndo;
    this.olderRedo = snapshot.canRedo;
    this.ownAreas = surface.sourceAreaM2 !== surface.coverage.blockAreaM2;
    this.state = copyOf(this.confirmed);
    this.shown = new ShownPlan(this.state, Int32Array.from(snapshot.baseAssignment));
  }

  get surface(): PlanSurface {
    return this.state.surface;
  }

  /** Blocks and fragments as they are shown; another one after `onSurface`. */
  get coverage(): Coverage {
    return this.state.surface.coverage;
  }

  get neighbours(): Adjacency {
    return this.state.surface.neighbours;
  }

  /** By position where the source drew other outlines than those of the coverage; areas of zones are sums of these. */
  get sourceAreaM2(): Float64Array | null {
    return this.ownAreas ? this.state.surface.sourceAreaM2 : null;
  }

  get dissolver(): Dissolver {
    return this.shown.dissolver;
  }

  get counts(): CountTable {
    return this.shown.counts;
  }

  /** 1 by position where the counts are a cut block's, shared out by area. */
  get apportioned(): Uint8Array {
    return this.shown.apportioned;
  }

  get sums(): ZoneSums {
    return this.shown.sums;
  }

  /** Slot of the base by position. */
  get baseAssignment(): Int32Array {
    return this.shown.baseAssignment;
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Blocks were cut or healed: positions beyond the stand's blocks, coverage and counts are others now. Called before `onChange`. */
  onSurface(listener: (before: PlanSurface) => void): () => void {
    this.surfaceListeners.add(listener);
    return () => this.surfaceListeners.delete(listener);
  }

  /** Counts by whole block, in the stand's order. */
  setCounts(counts: CountTable): void {
    this.shown.setCounts(counts, this.state);
    this.emit();
  }

  zoneAt(slot: number): PlanZone | null {
    return slot < 0 ? null : (this.state.zones[slot] ?? null);
  }

  slotOf(zone: string): number | null {
    return slotOf(this.state, zone);
  }

  isFragment(position: number): boolean {
    return this.surface.isFragment(position);
  }

  /** Id of the whole block that a position is a piece of. */
  wholeOf(position: number): string {
    return wholeOf(this.surface, position);
  }

  get canUndo(): boolean {
    return this.stacks.done.length > 0 || (this.olderUndo && this.steps.length === 0);
  }

  get canRedo(): boolean {
    return this.stacks.undone.length > 0 || (this.olderRedo && this.steps.length === 0);
  }

  /** Applies an operation here and now and queues it; a refusal changes nothing and comes back. */
  perform(operation: Operation): Reason | null {
    this.endGesture();
    this.discardProposal();
    const before = this.state.surface;
    const applied = applyOperation(this.state, operation);
    if (!applied.ok) return applied.reason;
    if (applied.moves.length === 0 && !applied.zonesChanged && !applied.surfaceChanged && !applied.locksChanged) return null;
    this.show(before, applied.moves, applied.zonesChanged || applied.locksChanged);
    this.stacks.done.push(applied.inverse);
    this.stacks.undone.length = 0;
    const id = this.nextStep++;
    this.steps.push({ id, kind: 'operation', operation });
    this.effects.set(id, movedTo(this.state, applied.moves));
    this.emit();
    return null;
  }

  /** What an operation would do, without doing it: the state after it and its moves. */
  tryOut(operation: Operation): { readonly state: PlanState; readonly moves: readonly Move[]; readonly counts: CountTable } | Reason {
    const state = copyOf(this.state);
    const applied = applyOperation(state, operation);
    return applied.ok ? { state, moves: applied.moves, counts: applied.surfaceChanged ? this.shown.countsOn(state) : this.counts } : applied.reason;
  }

  /** Shows an operation in map and table without doing it. */
  propose(operation: Operation): Reason | null {
    this.endGesture();
    const tried = this.tryOut(operation);
    if ('code' in tried) return tried;
    if (tried.moves.length === 0) return null;
    this.proposal = operation;
    this.replay();
    return null;
  }

  acceptProposal(): Reason | null {
    const { proposal } = this;
    return proposal === null ? null : this.perform(proposal);
  }

  discardProposal(): void {
    if (this.proposal === null) return;
    this.proposal = null;
    this.replay();
  }

  undo(): boolean {
    if (this.gesture !== null || this.proposal !== null) {
      this.cancelGesture();
      this.discardProposal();
      return true;
    }
    if (!this.canUndo) return false;
    this.travel('undo');
    return true;
  }

  redo(): boolean {
    this.endGesture();
    this.discardProposal();
    if (!this.canRedo) return false;
    this.travel('redo');
    return true;
  }

  /** See movable-blocks.ts. */
  movable(blocks: ArrayLike<number>, zone: string, source: string | null): Movable {
    return movable(this.state, blocks, zone, source);
  }

  /** A block that stays where it is: its zone is locked, or it is by itself. */
  isLocked(block: number): boolean {
    return isLocked(this.state, block);
  }

  collectable(blocks: ArrayLike<number>, zone: string, source: string | null): number[] {
    return collectable(this.state, blocks, zone, source);
  }

  beginGesture(zone: string): void {
    this.endGesture();
    this.discardProposal();
    this.gesture = { zone, blocks: [], lockedBlocks: new Set() };
  }

  /** Moves more blocks within the gesture and tells how many went. */
  extendGesture(blocks: ArrayLike<number>, source: string | null): number {
    if (this.gesture === null) return 0;
    const { free, locked } = this.movable(blocks, this.gesture.zone, source);
    for (const block of locked) this.gesture.lockedBlocks.add(block);
    if (free.length === 0) return 0;
    this.gesture.blocks.push(...free);
    this.shown.follow(this.state, moveForNow(this.state, free, this.slotOf(this.gesture.zone)!), false);
    this.emit();
    return free.length;
  }

  /** Makes the gesture one step of the plan, undone as one. */
  endGesture(): Gesture | null {
    const gesture = this.gesture;
    if (gesture === null) return null;
    this.gesture = null;
    if (gesture.blocks.length === 0) return gesture;
    this.steps.push({ id: this.nextStep++, kind: 'operation', operation: this.assignment(gesture.blocks, gesture.zone) });
    this.replay();
    return gesture;
  }

  cancelGesture(): void {
    if (this.gesture === null) return;
    this.gesture = null;
    this.replay();
  }

  /**
   * The server has done a waiting step on the version that we knew, so both have the same plan and the step is applied to
   * the confirmed state by the same kernel. False where only the server knows the outcome (an undo of what was done before
   * this page was opened): then the plan is to be read again. A step that changed nothing has no version of its own.
   */
  confirm(id: number, version: number): boolean {
    const step = this.steps.find((candidate) => candidate.id === id);
    // The oldest step, done here as it was done there: what is shown is what a replay would come to.
    const asShown = step !== undefined && step === this.steps[0] && step.kind === 'operation' && this.effects.has(id);
    this.steps = this.steps.filter((candidate) => candidate !== step);
    let known = true;
    let advanced = false;
    if (step !== undefined && version === this.version + 1) {
      known = advance(this.confirmed, this.confirmedStacks, step.kind, step.operation) !== null;
      advanced = known;
      if (known) this.version = version;
      if (step.kind === 'operation') this.olderRedo = false;
    } else if (version > this.version) known = false;
    this.effects.delete(id);
    if (asShown && advanced) this.emit();
    else this.replay();
    return known;
  }

  /** The server will not do a waiting step. */
  drop(steps: readonly number[]): void {
    this.steps = this.steps.filter(({ id }) => !steps.includes(id));
    this.replay();
  }

  /**
   * Somebody else's event, applied by the same kernel as on the server. False when an earlier one is missing, or when it
   * takes back what was done before this page was opened: then the plan is to be read again.
   */
  receive(event: PlanEvent): boolean {
    if (event.version <= this.version) return true;
    if (event.version !== this.version + 1) return false;
    let theirs: Moved = new Map();
    if (event.kind === 'operation' || event.kind === 'undo' || event.kind === 'redo') {
      const applied = advance(this.confirmed, this.confirmedStacks, event.kind, event.operation);
      if (applied === null) return false;
      theirs = movedTo(this.confirmed, applied.moves);
      if (event.kind === 'operation') this.olderRedo = false;
    }
    this.version = event.version;
    this.dropOvertaken();
    this.replay();
    this.conflicts.push(...conflictsWith(event.account, theirs, this.steps, this.effects));
    return true;
  }

  /** The plan as the server has it now, after events were missed. Earlier undo steps are the server's to know. */
  reset(snapshot: PlanSnapshot): void {
    const before = this.confirmed;
    this.confirmed = stateOf(before.surface.root, snapshot);
    const theirs = new Map<string, string>();
    this.confirmed.assignment.forEach((slot, position) => {
      const earlier = before.positions.get(this.confirmed.blockIds[position]!);
      const zone = this.confirmed.zones[slot]?.zone ?? '';
      if (earlier === undefined || (before.zones[before.assignment[earlier]!]?.zone ?? '') !== zone) theirs.set(wholeOf(this.confirmed.surface, position), zone);
    });
    this.version = snapshot.version;
    this.confirmedStacks = { done: [], undone: [] };
    this.olderUndo = snapshot.canUndo;
    this.olderRedo = snapshot.canRedo;
    this.dropOvertaken();
    this.replay();
    this.conflicts.push(...conflictsWith('', theirs, this.steps, this.effects));
  }

  /** Steps of an earlier page, done again on the plan as it is now: what does not fit any more is refused and told. */
  restore({ steps, gesture }: Pick<Unsent, 'steps' | 'gesture'>): void {
    for (const { kind, operation } of steps) this.steps.push({ id: this.nextStep++, kind, operation });
    if (gesture !== null && gesture.blocks.length > 0) {
      this.steps.push({ id: this.nextStep++, kind: 'operation', operation: { type: 'assign', blocks: gesture.blocks, zone: gesture.zone } });
    }
    this.replay();
  }

  /** What an end of the page must not lose; null where nothing waits. */
  get unsent(): Unsent | null {
    const { gesture } = this;
    const drawn = gesture !== null && gesture.blocks.length > 0;
    if (this.steps.length === 0 && !drawn) return null;
    return {
      version: this.version,
      steps: this.steps.map(({ kind, operation }) => ({ kind, operation })),
      inFlight: this.inFlight !== null && this.steps[0]?.id === this.inFlight,
      gesture: drawn ? { zone: gesture.zone, blocks: gesture.blocks.map((block) => this.state.blockIds[block]!) } : null,
    };
  }

  /** Gives up our move of blocks in conflict; what else the steps do stays. */
  yieldConflicts(): void {
    this.steps = without(this.steps, this.conflicts, (id) => {
      const position = this.state.positions.get(id);
      return position === undefined ? id : this.wholeOf(position);
    });
    this.conflicts = [];
    this.replay();
  }

  keepConflicts(): void {
    this.conflicts = [];
    this.emit();
  }

  /** Hands out what changed since the last call. */
  takeChanges(): Changes {
    return this.shown.takeChanges();
  }

  private assignment(blocks: readonly number[], zone: string): Operation {
    return { type: 'assign', blocks: blocks.map((block) => this.state.blockIds[block]!), zone };
  }

  private travel(kind: 'undo' | 'redo'): void {
    this.steps.push({ id: this.nextStep++, kind, operation: null });
    this.replay();
  }

  private dropOvertaken(): void {
    const { kept, overtaken } = sortOutOvertaken(this.steps, this.inFlight);
    this.steps = kept;
    for (const { kind } of overtaken) this.refused.push({ kind, operation: null, reason: { code: 'OVERTAKEN' } });
  }

  /** Local state anew from the confirmed one; what differs from what is shown goes to the layers. */
  private replay(): void {
    const before = this.state;
    // The gesture's blocks are known by position: by id they are the same ones after cuts, too.
    const drawn = this.gesture?.blocks.map((block) => before.blockIds[block]!) ?? [];
    this.state = copyOf(this.confirmed);
    this.stacks = { done: [...this.confirmedStacks.done], undone: [...this.confirmedStacks.undone] };
    this.effects = new Map();
    this.steps = this.steps.filter((step) => this.replayStep(step));
    if (this.gesture !== null) {
      this.gesture.blocks = drawn.flatMap((id) => this.state.positions.get(id) ?? []);
      const { free } = this.movable(this.gesture.blocks, this.gesture.zone, null);
      if (free.length > 0) moveForNow(this.state, free, this.slotOf(this.gesture.zone)!);
    }
    if (this.proposal !== null && !applyOperation(this.state, this.proposal).ok) this.proposal = null;
    this.show(before.surface, sameSurface(before.surface, this.state.surface) ? movesBetween(before, this.state) : [], !sameZones(before.zones, this.state.zones) || before.lockedBlocks !== this.state.lockedBlocks);
    this.emit();
  }

  private replayStep(step: Step): boolean {
    if (step.kind !== 'operation') {
      advance(this.state, this.stacks, step.kind, step.operation);
      return true;
    }
    const applied = applyOperation(this.state, step.operation!);
    if (applied.ok) {
      this.stacks.done.push(applied.inverse);
      this.stacks.undone.length = 0;
      this.effects.set(step.id, movedTo(this.state, applied.moves));
      return true;
    }
    // The step that is on its way is the server's to refuse.
    if (step.id === this.inFlight) return true;
    this.refused.push({ kind: step.kind, operation: step.operation, reason: applied.reason });
    return false;
  }

  /** Brings outlines and sums after a change of the state; blocks that were cut or healed are told to who draws them. */
  private show(before: PlanSurface, moves: readonly Move[], zonesChanged: boolean): void {
    if (sameSurface(before, this.state.surface)) {
      this.shown.follow(this.state, moves, zonesChanged);
      return;
    }
    this.shown.rebuild(this.state);
    for (const listener of this.surfaceListeners) listener(before);
  }

  private emit(): void {
    for (const listener of this.listeners) listener();
  }
}
