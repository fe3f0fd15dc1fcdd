// The plan as the person sees it: the server's confirmed state plus the steps that still wait, kept in the browser.
import type { Adjacency } from '../../core/coverage/adjacency.ts';
import { UNASSIGNED, type Coverage } from '../../core/coverage/coverage.ts';
import { createDissolver, type Dissolver } from '../../core/coverage/dissolve.ts';
import { applyOperation, type Move, type Operation, type Reason } from '../../core/plan/operations.ts';
import { createPlanState, slotOf, type PlanState, type PlanZone } from '../../core/plan/plan-state.ts';
import { aggregate, moveBlocks, type ZoneSums } from '../../core/statistics/aggregate.ts';
import { createCountTable, type CountTable } from '../../core/statistics/counts.ts';
import type { PlanEvent, PlanSnapshot } from './plan-messages.ts';
import { advance, copyOf, sameZones, sortOutOvertaken, zonesBySlot, type Changes, type Conflict, type Gesture, type Refused, type Stacks, type Step } from './plan-steps.ts';

/**
 * Local state = confirmed state, then every waiting step, then the gesture. When the server says something, the local
 * state is replayed from there and compared with what is shown: 12,000 positions take some 20 microseconds, so there is
 * one path for own answers, other people's events and refusals, and no special case that could drift.
 */
export class PlanSession {
  readonly coverage: Coverage;
  readonly blockSet: number;
  readonly neighbours: Adjacency;
  /** By block where the source drew other outlines than those of the coverage; areas of zones are sums of these. */
  readonly sourceAreaM2: Float64Array | null;
  readonly baseZones: PlanSnapshot['baseZones'];
  readonly baseAssignment: Int32Array;
  version: number;
  state: PlanState;
  dissolver: Dissolver;
  counts: CountTable;
  sums: ZoneSums;
  steps: Step[] = [];
  gesture: Gesture | null = null;
  conflicts: Conflict[] = [];
  /** Steps that could not be kept after somebody else's change, with the reason; the page reads and empties it. */
  refused: Refused[] = [];
  /** Id of the step on its way to the server: a refusal in replay does not drop it, the answer decides. */
  inFlight: number | null = null;
  private confirmed: PlanState;
  private confirmedStacks: Stacks = { done: [], undone: [] };
  private stacks: Stacks = { done: [], undone: [] };
  private olderUndo: boolean;
  private olderRedo: boolean;
  private nextStep = 1;
  private changedBlocks = new Set<number>();
  private changedSlots = new Set<number>();
  private changedAll = true;
  private readonly listeners = new Set<() => void>();

  constructor(coverage: Coverage, neighbours: Adjacency, snapshot: PlanSnapshot, sourceAreaM2: Float64Array | null = null) {
    this.coverage = coverage;
    this.blockSet = snapshot.blockSet;
    this.neighbours = neighbours;
    this.sourceAreaM2 = sourceAreaM2;
    this.version = snapshot.version;
    this.confirmed = createPlanState(coverage.ids, zonesBySlot(snapshot.zones), Int32Array.from(snapshot.assignment));
    this.baseZones = snapshot.baseZones;
    this.baseAssignment = Int32Array.from(snapshot.baseAssignment);
    this.olderUndo = snapshot.canUndo;
    this.olderRedo = snapshot.canRedo;
    this.state = copyOf(this.confirmed);
    this.dissolver = createDissolver(coverage, this.state.assignment, this.state.zones.length);
    this.counts = createCountTable([], coverage.blockCount);
    this.sums = aggregate(this.counts, this.state.assignment, this.state.zones.length);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Counts by block, in the coverage's order. */
  setCounts(counts: CountTable): void {
    if (counts.blockCount !== this.coverage.blockCount) throw new RangeError('counts of other blocks');
    this.counts = counts;
    this.sums = aggregate(counts, this.state.assignment, this.state.zones.length);
    this.emit();
  }

  zoneAt(slot: number): PlanZone | null {
    return slot < 0 ? null : (this.state.zones[slot] ?? null);
  }

  slotOf(zone: string): number | null {
    return slotOf(this.state, zone);
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
    const applied = applyOperation(this.state, operation);
    if (!applied.ok) return applied.reason;
    if (applied.moves.length === 0 && !applied.zonesChanged) return null;
    this.note(applied.moves, applied.zonesChanged);
    this.stacks.done.push(applied.inverse);
    this.stacks.undone.length = 0;
    this.queue('operation', operation);
    return null;
  }

  undo(): boolean {
    if (this.gesture !== null) {
      this.cancelGesture();
      return true;
    }
    if (!this.canUndo) return false;
    this.travel('undo');
    return true;
  }

  redo(): boolean {
    this.endGesture();
    if (!this.canRedo) return false;
    this.travel('redo');
    return true;
  }

  /** Blocks that may go to a zone: not there yet, neither locked, nor of another zone than `source` where one is given. */
  movable(blocks: ArrayLike<number>, zone: string, source: string | null): { free: number[]; locked: number[] } {
    const target = this.slotOf(zone);
    const from = source === null ? null : this.slotOf(source);
    const free: number[] = [];
    const locked: number[] = [];
    const closed = target !== null && this.zoneAt(target)?.locked === true;
    for (let i = 0; i < blocks.length; i++) {
      const block = blocks[i]!;
      const slot = this.state.assignment[block]!;
      if (target === null || slot === target || (from !== null && slot !== from)) continue;
      if (closed || this.zoneAt(slot)?.locked === true) locked.push(block);
      else free.push(block);
    }
    return { free, locked };
  }

  /** Blocks to collect: for a zone that is there those it could take, else, for one that is still to be made, all that may go. */
  collectable(blocks: ArrayLike<number>, zone: string, source: string | null): number[] {
    if (zone !== '') return this.movable(blocks, zone, source).free;
    const from = source === null ? null : this.slotOf(source);
    return Array.from(blocks).filter((block) => {
      const slot = this.state.assignment[block]!;
      return (from === null || slot === from) && this.zoneAt(slot)?.locked !== true;
    });
  }

  beginGesture(zone: string): void {
    this.endGesture();
    this.gesture = { zone, blocks: [], lockedBlocks: new Set() };
  }

  /** Moves more blocks within the gesture and tells how many went. */
  extendGesture(blocks: ArrayLike<number>, source: string | null): number {
    if (this.gesture === null) return 0;
    const { free, locked } = this.movable(blocks, this.gesture.zone, source);
    for (const block of locked) this.gesture.lockedBlocks.add(block);
    if (free.length === 0) return 0;
    const applied = applyOperation(this.state, this.assignment(free, this.gesture.zone));
    if (!applied.ok) return 0;
    this.gesture.blocks.push(...free);
    this.note(applied.moves, false);
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
    this.steps = this.steps.filter((candidate) => candidate !== step);
    let known = true;
    if (step !== undefined && version === this.version + 1) {
      known = advance(this.confirmed, this.confirmedStacks, step.kind, step.operation) !== null;
      if (known) this.version = version;
      if (step.kind === 'operation') this.olderRedo = false;
    } else if (version > this.version) known = false;
    this.replay();
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
    if (event.kind === 'operation' || event.kind === 'undo' || event.kind === 'redo') {
      const applied = advance(this.confirmed, this.confirmedStacks, event.kind, event.operation);
      if (applied === null) return false;
      for (const { blocks, to } of applied.moves) {
        this.findConflicts(event.account, to, new Set(Array.from(blocks, (block) => this.coverage.ids[block]!)));
      }
      if (event.kind === 'operation') this.olderRedo = false;
    }
    this.version = event.version;
    this.dropOvertaken();
    this.replay();
    return true;
  }

  /** The plan as the server has it now, after events were missed. Earlier undo steps are the server's to know. */
  reset(snapshot: PlanSnapshot): void {
    const before = this.confirmed.assignment;
    this.confirmed = { ...this.confirmed, zones: zonesBySlot(snapshot.zones), assignment: Int32Array.from(snapshot.assignment) };
    const moved = new Map<number, Set<string>>();
    this.confirmed.assignment.forEach((slot, block) => {
      if (slot === before[block]) return;
      (moved.get(slot) ?? moved.set(slot, new Set()).get(slot)!).add(this.coverage.ids[block]!);
    });
    for (const [slot, blocks] of moved) this.findConflicts('', slot, blocks);
    this.version = snapshot.version;
    this.confirmedStacks = { done: [], undone: [] };
    this.olderUndo = snapshot.canUndo;
    this.olderRedo = snapshot.canRedo;
    this.dropOvertaken();
    this.replay();
  }

  /** Gives up our move of blocks in conflict; what else the steps do stays. */
  yieldConflicts(): void {
    const lost = new Set(this.conflicts.flatMap(({ blocks }) => blocks));
    this.steps = this.steps.flatMap((step) => {
      if (step.operation?.type !== 'assign') return [step];
      const blocks = step.operation.blocks.filter((id) => !lost.has(id));
      return blocks.length === 0 ? [] : [{ ...step, operation: { ...step.operation, blocks } }];
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
    const changes = { blocks: [...this.changedBlocks], slots: this.changedSlots, all: this.changedAll };
    this.changedBlocks = new Set();
    this.changedSlots = new Set();
    this.changedAll = false;
    return changes;
  }

  private assignment(blocks: readonly number[], zone: string): Operation {
    return { type: 'assign', blocks: blocks.map((block) => this.coverage.ids[block]!), zone };
  }

  private queue(kind: Step['kind'], operation: Operation | null): void {
    this.steps.push({ id: this.nextStep++, kind, operation });
    this.emit();
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

  private findConflicts(account: string, slot: number, moved: ReadonlySet<string>): void {
    const theirs = this.confirmed.zones[slot]?.zone ?? '';
    for (const step of this.steps) {
      if (step.operation?.type !== 'assign' || step.operation.zone === theirs) continue;
      const blocks = step.operation.blocks.filter((id) => moved.has(id));
      if (blocks.length > 0) this.conflicts.push({ account, blocks, theirs, ours: step.operation.zone });
    }
  }

  /** Local state anew from the confirmed one; what differs from what is shown goes to the layers. */
  private replay(): void {
    const shown = this.state;
    this.state = copyOf(this.confirmed);
    this.stacks = { done: [...this.confirmedStacks.done], undone: [...this.confirmedStacks.undone] };
    this.steps = this.steps.filter((step) => this.replayStep(step));
    if (this.gesture !== null) {
      const { free } = this.movable(this.gesture.blocks, this.gesture.zone, null);
      if (free.length > 0) applyOperation(this.state, this.assignment(free, this.gesture.zone));
    }
    const groups = new Map<string, { from: number; to: number; blocks: number[] }>();
    for (let block = 0; block < shown.assignment.length; block++) {
      const from = shown.assignment[block]!;
      const to = this.state.assignment[block]!;
      if (from === to) continue;
      const key = `${from} ${to}`;
      const group = groups.get(key) ?? { from, to, blocks: [] };
      group.blocks.push(block);
      groups.set(key, group);
    }
    const moves = [...groups.values()].map(({ from, to, blocks }) => ({ from, to, blocks: Int32Array.from(blocks) }));
    this.note(moves, !sameZones(shown.zones, this.state.zones));
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
      return true;
    }
    // The step that is on its way is the server's to refuse.
    if (step.id === this.inFlight) return true;
    this.refused.push({ kind: step.kind, operation: step.operation, reason: applied.reason });
    return false;
  }

  /** Brings outlines and sums after the moves and remembers what to repaint. */
  private note(moves: readonly Move[], zonesChanged: boolean): void {
    while (this.dissolver.zoneCount < this.state.zones.length) this.dissolver.addZone();
    const resized = this.sums.zoneCount !== this.state.zones.length;
    for (const { blocks, from, to } of moves) {
      this.dissolver.move(blocks, to);
      if (!resized) moveBlocks(this.sums, this.counts, blocks, from, to);
      for (const block of blocks) this.changedBlocks.add(block);
      if (from !== UNASSIGNED) this.changedSlots.add(from);
      if (to !== UNASSIGNED) this.changedSlots.add(to);
    }
    if (resized) this.sums = aggregate(this.counts, this.state.assignment, this.state.zones.length);
    if (zonesChanged) this.changedAll = true;
  }

  private emit(): void {
    for (const listener of this.listeners) listener();
  }
}
