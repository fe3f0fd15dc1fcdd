// What the page shows of a plan's state: outlines, sums, counts of fragments, and what changed since it was last painted.
import { UNASSIGNED } from '../../../core/coverage/coverage.ts';
import { createDissolver, type Dissolver } from '../../../core/coverage/dissolve.ts';
import { fragmentCounts } from '../../../core/plan/fragment-counts.ts';
import type { Move } from '../../../core/plan/operations.ts';
import type { PlanState } from '../../../core/plan/plan-state.ts';
import { aggregate, moveBlocks, type ZoneSums } from '../../../core/statistics/aggregate.ts';
import { createCountTable, type CountTable } from '../../../core/statistics/counts.ts';
import type { Changes } from './plan-steps.ts';

/** Follows a state: by moves while the blocks stay, from the ground where blocks were cut or healed. */
export class ShownPlan {
  dissolver: Dissolver;
  /** By position; of a cut block each fragment has its share. */
  counts: CountTable;
  /** 1 by position where counts are shares of a block's. */
  apportioned: Uint8Array;
  sums: ZoneSums;
  /** Slot of the base by position. */
  baseAssignment: Int32Array;
  private baseCounts: CountTable;
  private readonly baseByBlock: Int32Array;
  private changedBlocks = new Set<number>();
  private changedSlots = new Set<number>();
  private changedAll = true;

  constructor(state: PlanState, baseByBlock: Int32Array) {
    this.baseByBlock = baseByBlock;
    this.baseCounts = createCountTable([], state.surface.baseCount);
    this.counts = this.baseCounts;
    this.apportioned = new Uint8Array(0);
    this.baseAssignment = baseByBlock;
    this.dissolver = createDissolver(state.surface.coverage, state.assignment, state.zones.length);
    this.sums = aggregate(this.counts, state.assignment, state.zones.length);
    this.rebuild(state);
  }

  /** Counts of whole blocks, in the stand's order. */
  setCounts(counts: CountTable, state: PlanState): void {
    if (counts.blockCount !== state.surface.baseCount) throw new RangeError('counts of other blocks');
    this.baseCounts = counts;
    this.shareOut(state);
  }

  /** Counts as they would be on another surface of the same blocks, for a look ahead. */
  countsOn(state: PlanState): CountTable {
    return fragmentCounts(this.baseCounts, state.surface).table;
  }

  /** After moves of blocks that are what they were. */
  follow(state: PlanState, moves: readonly Move[], zonesChanged: boolean): void {
    while (this.dissolver.zoneCount < state.zones.length) this.dissolver.addZone();
    const resized = this.sums.zoneCount !== state.zones.length;
    for (const { blocks, from, to } of moves) {
      this.dissolver.move(blocks, to);
      if (!resized) moveBlocks(this.sums, this.counts, blocks, from, to);
      for (const block of blocks) this.changedBlocks.add(block);
      if (from !== UNASSIGNED) this.changedSlots.add(from);
      if (to !== UNASSIGNED) this.changedSlots.add(to);
    }
    if (resized) this.sums = aggregate(this.counts, state.assignment, state.zones.length);
    if (zonesChanged) this.changedAll = true;
  }

  /** After blocks were cut or healed. */
  rebuild(state: PlanState): void {
    const { surface } = state;
    this.baseAssignment = surface.cuts.length === 0 ? this.baseByBlock : Int32Array.from(surface.baseOf, (block) => this.baseByBlock[block]!);
    this.dissolver = createDissolver(surface.coverage, state.assignment, state.zones.length);
    this.changedBlocks = new Set();
    this.changedSlots = new Set();
    this.changedAll = true;
    this.shareOut(state);
  }

  /** Hands out what changed since the last call. */
  takeChanges(): Changes {
    const changes = { blocks: [...this.changedBlocks], slots: this.changedSlots, all: this.changedAll };
    this.changedBlocks = new Set();
    this.changedSlots = new Set();
    this.changedAll = false;
    return changes;
  }

  private shareOut(state: PlanState): void {
    const { table, apportioned } = fragmentCounts(this.baseCounts, state.surface);
    this.counts = table;
    this.apportioned = apportioned;
    this.sums = aggregate(table, state.assignment, state.zones.length);
  }
}
